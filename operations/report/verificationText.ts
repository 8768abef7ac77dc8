/** A verification as text. */
import type { CanaryResult, Check, DestinationResult, MarkerResult, Verification } from "../verify/result";
import { canaryEnding } from "./canaryEnding";
import { counted } from "./judged";
import type { Paint } from "./paint";
import { colourOf, marked, type ReportedOutcome } from "./symbols";
import { wrap } from "./wrap";

const OUTCOMES: { readonly [verdict in Verification["verdict"]]: ReportedOutcome } = {
  works: "good",
  broken: "bad",
  unproven: "unsure",
};
const CHECKS: { readonly [verdict in Check["verdict"]]: ReportedOutcome } = {
  "as foretold": "good",
  differs: "bad",
  "not seen": "unsure",
  "not emulated": "none",
};

/** The verdict first, then each canary with its destinations, what is left, and which permissions were missing. */
export function verificationText(verification: Verification, paint: Paint): string {
  const { canaries, skipped, interrupted } = verification;
  const outcome = OUTCOMES[verification.verdict];
  return [
    ...marked(outcome, `replication: ${headline(verification)}`, paint).map(paint.bold),
    ...(interrupted ? marked("unsure", "interrupted before the end", paint) : []),
    ...canaries.flatMap((canary) => ["", ...canaryLines(canary, paint)]),
    ...skipped.flatMap(({ rule, source, because }) => [
      "",
      ...marked("unsure", `${rule} of ${source}: no canary: ${because}`, paint),
    ]),
    "",
    ...canaryEnding(verification, paint),
  ].join("\n");
}

function headline({ canaries, verdict }: Verification): string {
  const all = canaries.flatMap(({ destinations, deleteMarker }) => [
    ...destinations,
    ...(deleteMarker?.destinations ?? []),
  ]);
  if (all.length === 0) return "nothing was verified";
  const works = all.filter((one) => one.verdict === "works").length;
  return `${verdict}, ${works} of ${counted(all.length, "destination")} as foretold`;
}

function canaryLines(canary: CanaryResult, paint: Paint): readonly string[] {
  const { bucket, key, tags, status, expectedStatus, because, destinations, deleteMarker } = canary;
  const tagged = Object.entries(tags).map(([name, value]) => `${name}=${value}`);
  const where = `${bucket}/${key}${tagged.length === 0 ? "" : ` (${tagged.join(", ")})`}`;
  if (because !== undefined) return marked("unsure", `${where}: not written: ${because}`, paint);
  const foretold = status === expectedStatus ? "as foretold" : `foretold ${expectedStatus}`;
  return [
    ...wrap(`canary ${where}: ${status}, ${foretold}`, { hanging: "  " }).map(paint.bold),
    ...destinations.flatMap((one) => destinationLines(one, paint)),
    ...(deleteMarker === undefined ? [] : markerLines(deleteMarker, paint)),
  ];
}

function markerLines({ status, expectedStatus, because, destinations }: MarkerResult, paint: Paint) {
  if (because !== undefined) return marked("unsure", `its delete marker: not written: ${because}`, paint);
  const foretold =
    status === expectedStatus
      ? "as foretold"
      : status === "not shown" && expectedStatus === "absent"
        ? "as foretold"
        : `foretold ${expectedStatus}`;
  return [
    ...wrap(`its delete marker: ${status}, ${foretold}`, { hanging: "  " }).map(paint.bold),
    ...destinations.flatMap((one) => arrivalLines(one, paint)),
  ];
}

function destinationLines(result: DestinationResult, paint: Paint): readonly string[] {
  const { checks, unmet, diagnosis } = result;
  return [
    ...arrivalLines(result, paint),
    ...checks
      .filter((check) => check.verdict !== "as foretold" || check.expected === "unknown")
      .flatMap(({ what, expected: wanted, found: seen, verdict: word }) =>
        marked(CHECKS[word], `${what}: ${seen} (foretold ${wanted}): ${word}`, paint, "      "),
      ),
    ...[...unmet, ...(diagnosis?.unmet ?? [])].flatMap((requirement) =>
      marked("bad", requirement, paint, "      "),
    ),
  ];
}

type Arrival = Omit<DestinationResult, "checks" | "unmet" | "reason" | "diagnosis">;

function arrivalLines(result: Arrival, paint: Paint): readonly string[] {
  const { rule, destination, expected, found, seconds, verdict, because } = result;
  const outcome = verdict === "works" && expected === "not replicated" ? "none" : OUTCOMES[verdict];
  const time = seconds === null ? "" : ` after ${seconds} s`;
  const words = `${found}${time}`.split(" ").map(colourOf(outcome, paint)).join(" ");
  return [
    ...marked(outcome, `${rule}: ${words}: ${because}`, paint, "  "),
    ...wrap(`in ${destination}`, { indent: "      ", hanging: "        " }),
  ];
}
