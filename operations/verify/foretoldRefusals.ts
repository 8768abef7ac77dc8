/** What the model foretells that the caller may not do with a canary, such as where a bucket has `writers`. */
import { mayDo } from "../../model";
import type { Canary } from "./canaries";
import type { Ends } from "./ends";
import type { VerifyOptions } from "./verifyOptions";

export interface ForetoldRefusal {
  /** Who is refused what, the same for every canary. */
  readonly subject: string;
  /** The same with the reason: one lower-case sentence. */
  readonly words: string;
  /** Whether the canary cannot be written then. */
  readonly isOfWrite: boolean;
}

/** Only refusals that the policies of the buckets decide for certain: of the caller's own policies nothing is known. */
export function foretoldRefusals(
  { key, tags, source, expectations }: Canary,
  ends: Ends,
  { topology, keep, deleteMarkers }: Pick<VerifyOptions, "topology" | "keep" | "deleteMarkers">,
): readonly ForetoldRefusal[] {
  const names = [
    source.name,
    ...(keep === true ? [] : expectations.map(({ destination }) => destination.name)),
  ];
  return [...new Set(names)].flatMap((bucket) => {
    const end = ends.get(bucket);
    if (end === undefined || end === "missing") return [];
    const caller = end.caller.arn;
    const asked = (
      action: Parameters<typeof mayDo>[1]["action"],
      consequence: string,
      isOfWrite: boolean,
    ) => {
      const answer = mayDo(topology, { action, bucket, key, tags, caller });
      if (answer?.verdict !== "may not") return [];
      const subject = `${caller} will be refused by ${bucket} ${consequence}`;
      return [{ subject, words: `${subject}: ${answer.because}`, isOfWrite }];
    };
    return [
      ...(bucket === source.name ? asked("write", "when it writes the canary", true) : []),
      ...(bucket === source.name && deleteMarkers === true
        ? asked("delete", "when it deletes the canary", false)
        : []),
      ...(keep === true ? [] : asked("delete version", "when it removes the canary, which stays", false)),
    ];
  });
}
