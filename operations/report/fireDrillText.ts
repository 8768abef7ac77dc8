/** A fire drill as text. */
import type { DrilledAlarm, FireDrill } from "../fireDrill/result";
import { counted } from "./judged";
import type { Paint } from "./paint";
import { marked, type ReportedOutcome } from "./symbols";
import { leftLines } from "./verificationText";
import { wrap } from "./wrap";

const OUTCOMES: { readonly [verdict in FireDrill["verdict"]]: ReportedOutcome } = {
  works: "good",
  broken: "bad",
  unproven: "unsure",
};

/** The verdict first, then what was changed, each alarm, and what is left. */
export function fireDrillText(drill: FireDrill, paint: Paint): string {
  const { route, changed, status, alarms, unrestored, removed, left, lacking, notes, interrupted } = drill;
  return [
    ...marked(OUTCOMES[drill.verdict], `fire drill: ${drill.verdict}: ${drill.because}`, paint).map(
      paint.bold,
    ),
    ...(interrupted ? marked("unsure", "interrupted before the end", paint) : []),
    ...(route === null
      ? []
      : wrap(`rule ${route.rule}, ${route.source} to ${route.destination}`, {
          indent: "  ",
          hanging: "    ",
        })),
    ...(changed === null
      ? []
      : wrap(`to make it fail, the drill ${changed}`, { indent: "  ", hanging: "    " })),
    ...(status === null ? [] : [`  status of the canary: ${status}`]),
    ...alarms.flatMap((alarm) => marked(alarm.raised ? "good" : "none", alarmText(alarm), paint, "  ")),
    "",
    ...(unrestored.length === 0 && changed !== null ? marked("good", "the setting is put back", paint) : []),
    ...unrestored.flatMap(({ bucket, because, remedy }) => [
      ...marked("bad", `${bucket} is not as it was: ${because}`, paint),
      `      ${remedy}`,
    ]),
    ...marked(
      left.length === 0 ? "good" : "advice",
      `removed ${counted(removed, "version")}${left.length === 0 ? ", and nothing is left" : ""}`,
      paint,
    ),
    ...left.flatMap((one) => leftLines(one, paint)),
    ...(lacking.length === 0 ? [] : ["", paint.bold("permissions that were missing")]),
    ...lacking.flatMap(({ action, resource, caller }) =>
      wrap(`${action} on ${resource}, for ${caller}`, { indent: "  ", hanging: "    " }),
    ),
    ...notes.flatMap((note) => ["", ...wrap(note, { hanging: "  " }).map(paint.dim)]),
    "",
  ].join("\n");
}

function alarmText({ name, region, before, raised, seconds, after }: DrilledAlarm): string {
  const where = `alarm ${name} in ${region}`;
  if (!raised) return `${where}: not raised, ${after}`;
  const end = after === "ALARM" ? "still ALARM; it goes back by itself" : `${after} again`;
  return `${where}: ${before}, ALARM ${seconds ?? 0} s after the failure, ${end}`;
}
