/** A fire drill as text. */
import type { DrilledAlarm, FireDrill } from "../fireDrill/result";
import { canaryEnding } from "./canaryEnding";
import type { Paint } from "./paint";
import { marked, type ReportedOutcome } from "./symbols";
import { wrap } from "./wrap";

const OUTCOMES: { readonly [verdict in FireDrill["verdict"]]: ReportedOutcome } = {
  works: "good",
  broken: "bad",
  unproven: "unsure",
};

/** The verdict first, then what was changed, each alarm, and what is left. */
export function fireDrillText(drill: FireDrill, paint: Paint): string {
  const { route, changed, status, alarms, unrestored, interrupted } = drill;
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
    ...canaryEnding(drill, paint),
  ].join("\n");
}

function alarmText({ name, region, before, raised, seconds, after }: DrilledAlarm): string {
  const where = `alarm ${name} in ${region}`;
  if (!raised) return `${where}: not raised, ${after}`;
  const end = after === "ALARM" ? "still ALARM; it goes back by itself" : `${after} again`;
  return `${where}: ${before}, ALARM ${seconds ?? 0} s after the failure, ${end}`;
}
