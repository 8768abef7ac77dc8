/** The end of a report on canaries: what was removed, what is left or kept, which permissions were missing. */
import type { Left, Verification } from "../verify/result";
import { counted } from "./judged";
import type { Paint } from "./paint";
import { marked } from "./symbols";
import { wrap } from "./wrap";

/** What became of the canaries of a run. */
export type CanariesLeft = Pick<Verification, "removed" | "left" | "kept" | "lacking" | "notes">;

export function canaryEnding(run: CanariesLeft, paint: Paint): readonly string[] {
  const { left, lacking, notes } = run;
  return [
    ...removedLines(run, paint),
    ...left.flatMap((one) => leftLines(one, paint)),
    ...(lacking.length === 0 ? [] : ["", paint.bold("permissions that were missing")]),
    ...lacking.flatMap(({ action, resource, caller }) =>
      wrap(`${action} on ${resource}, for ${caller}`, { indent: "  ", hanging: "    " }),
    ),
    ...notes.flatMap((note) => ["", ...wrap(note, { hanging: "  " }).map(paint.dim)]),
    "",
  ];
}

function removedLines({ removed, left, kept }: CanariesLeft, paint: Paint): readonly string[] {
  if (kept !== undefined) {
    const remedies = kept.map(({ remedy }) => `      ${remedy}`);
    if (kept.length === 0) return marked("none", "nothing was kept", paint);
    return [...marked("advice", `kept ${counted(kept.length, "version")}, removed by`, paint), ...remedies];
  }
  const isAllGone = left.length === 0;
  const rest = isAllGone ? ", and nothing is left" : "";
  return marked(isAllGone ? "good" : "advice", `removed ${counted(removed, "version")}${rest}`, paint);
}

function leftLines({ bucket, key, certain, because, remedy }: Left, paint: Paint): readonly string[] {
  const text = `${certain ? "left" : "perhaps left"} in ${bucket}: ${key}: ${because}`;
  return [...marked(certain ? "bad" : "unsure", text, paint, "  "), `      ${remedy}`];
}
