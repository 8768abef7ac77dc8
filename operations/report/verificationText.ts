/** A verification as text. */
import type { CanaryResult, DestinationResult, Verification } from "../verify/result";
import type { Paint } from "./paint";
import { colourOf, type ReportedOutcome, symbol } from "./symbols";

const OUTCOMES: { readonly [verdict in Verification["verdict"]]: ReportedOutcome } = {
  works: "good",
  broken: "bad",
  unproven: "unsure",
};

export function verificationText(verification: Verification, paint: Paint): string {
  const { canaries, skipped, removed, left, lacking, notes, interrupted } = verification;
  return [
    paint.bold(`replication: ${headline(verification)}`),
    ...canaries.flatMap((canary) => canaryLines(canary, paint)),
    ...skipped.map(
      ({ rule, source, because }) =>
        `  ${symbol("unsure", paint)} ${rule} of ${source}: no canary, since ${because}`,
    ),
    ...(interrupted ? ["", "interrupted"] : []),
    "",
    left.length === 0
      ? `removed ${count(removed, "version")}, and nothing is left`
      : `removed ${count(removed, "version")}`,
    ...left.flatMap(({ bucket, key, certain, because, remedy }) => [
      paint.red(`  ${certain ? "left" : "perhaps left"} in ${bucket}: ${key}: ${because}`),
      `    ${remedy}`,
    ]),
    ...(lacking.length === 0 ? [] : ["", "permissions that were missing:"]),
    ...lacking.map(({ action, resource, caller }) => `  ${action} on ${resource}, for ${caller}`),
    ...notes.map((note) => paint.dim(`note: ${note}`)),
    "",
  ].join("\n");
}

function headline({ canaries, verdict }: Verification): string {
  const all = canaries.flatMap(({ destinations }) => destinations);
  if (all.length === 0) return "nothing was verified";
  const works = all.filter((one) => one.verdict === "works").length;
  const words = `${works} of ${count(all.length, "destination")} as foretold`;
  return `${verdict}, ${words}`;
}

function canaryLines(canary: CanaryResult, paint: Paint): readonly string[] {
  const { bucket, key, tags, status, expectedStatus, because, destinations } = canary;
  const tagged = Object.entries(tags).map(([name, value]) => `${name}=${value}`);
  const where = `${bucket}/${key}${tagged.length === 0 ? "" : ` (${tagged.join(", ")})`}`;
  if (because !== undefined) return ["", `  ${symbol("unsure", paint)} ${where}: not written: ${because}`];
  const foretold = status === expectedStatus ? "as foretold" : `foretold ${expectedStatus}`;
  return [
    "",
    `  ${where}: ${status}, ${foretold}`,
    ...destinations.flatMap((one) => destinationLines(one, paint)),
  ];
}

function destinationLines(result: DestinationResult, paint: Paint): readonly string[] {
  const { rule, destination, found, seconds, verdict, because, checks, unmet } = result;
  const outcome = OUTCOMES[verdict];
  const time = seconds === null ? "" : ` after ${seconds} s`;
  return [
    `    ${symbol(outcome, paint)} ${rule}: ${destination}: ${colourOf(outcome, paint)(`${found}${time}`)}: ${because}`,
    ...checks
      .filter((check) => check.verdict !== "as foretold" || check.expected === "unknown")
      .map(
        ({ what, expected, found: seen, verdict: word }) =>
          `        ${what}: ${seen} (foretold ${expected}): ${word}`,
      ),
    ...unmet.map((requirement) => `        ${symbol("bad", paint)} ${requirement}`),
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
