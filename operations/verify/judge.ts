/** The verdict on one destination of a canary. */
import { failureReason } from "../../model";
import type { Check, DestinationResult } from "./result";
import type { Sighting, Watched } from "./watch";

export interface Findings {
  readonly checks: readonly Check[];
  /** Requirements that the model finds unmet on the route. */
  readonly unmet: readonly string[];
  /** S3's code for the failure, where it is known. */
  readonly reason: string | undefined;
}

export function destinationResult(
  sighting: Sighting,
  watched: Pick<Watched, "status" | "timedOut" | "refused">,
  { checks, unmet, reason }: Findings,
): DestinationResult {
  const { expectation, seconds } = sighting;
  const found = foundAt(sighting, watched);
  const { verdict, because } = verdictOf(sighting, found, { ...watched, reason }, checks);
  return {
    rule: expectation.rule,
    destination: expectation.destination.name,
    expected: expectation.journey.outcome,
    found,
    seconds: seconds ?? null,
    verdict,
    because,
    reason: reason ?? null,
    checks: [...checks],
    unmet: verdict === "broken" ? [...unmet] : [],
  };
}

function foundAt(
  { copy, end, refused }: Sighting,
  { status, timedOut }: Pick<Watched, "status" | "timedOut">,
): DestinationResult["found"] {
  if (copy !== undefined) return "arrived";
  if (end === "missing") return "did not arrive";
  if (end === undefined || refused !== undefined) return "not looked at";
  return timedOut || status === "PENDING" ? "still pending" : "did not arrive";
}

type Ruling = Pick<DestinationResult, "verdict" | "because">;

function verdictOf(
  { expectation, end, refused }: Sighting,
  found: DestinationResult["found"],
  { status, refused: statusRefused, reason }: Pick<Watched, "status" | "refused"> & Pick<Findings, "reason">,
  checks: readonly Check[],
): Ruling {
  const { outcome, because } = expectation.journey;
  switch (found) {
    case "not looked at": {
      const why = refused ?? `the bucket ${end === undefined ? "cannot be reached" : "does not answer"}`;
      return { verdict: "unproven", because: why };
    }
    case "still pending":
      return outcome === "not replicated"
        ? { verdict: "works", because: `it stays away, as foretold: ${because}` }
        : { verdict: "unproven", because: "s3 had not replicated it when the time was up" };
    case "arrived":
      return arrived(outcome, because, checks);
    case "did not arrive":
      break;
  }
  if (outcome === "not replicated")
    return { verdict: "works", because: `it stays away, as foretold: ${because}` };
  if (outcome === "fails") {
    return { verdict: "broken", because: `it fails, as foretold: ${because}${reasonText(reason)}` };
  }
  if (end === "missing") {
    return { verdict: "broken", because: `the bucket ${expectation.destination.name} does not exist` };
  }
  if (statusRefused !== undefined) {
    return { verdict: "unproven", because: `its status at the source is not known: ${statusRefused}` };
  }
  if (status === "FAILED") {
    const foretold =
      outcome === "unknown" ? `the model could not tell: ${because}` : "the model foretold that it works";
    return { verdict: "broken", because: `s3 failed to replicate it${reasonText(reason)}; ${foretold}` };
  }
  if (outcome === "unknown") {
    return { verdict: "unproven", because: `it did not arrive, and the model could not tell: ${because}` };
  }
  const said =
    status === undefined ? "s3 shows no replication status, as if no rule matched" : `s3 says ${status}`;
  return { verdict: "broken", because: `the model foretold that it arrives; ${said}, and there is no copy` };
}

/** S3's reason in brackets, with what it means; empty where it is not known. */
export function reasonText(code: string | undefined): string {
  if (code === undefined) return "";
  const meaning = failureReason(code)?.meaning;
  return meaning === undefined ? ` (${code})` : ` (${code}: ${meaning})`;
}

function arrived(outcome: DestinationResult["expected"], because: string, checks: readonly Check[]): Ruling {
  if (outcome === "not replicated" || outcome === "fails") {
    const foretold = outcome === "fails" ? "that it fails" : "that it stays away";
    return { verdict: "broken", because: `it arrived, and the model foretold ${foretold}: ${because}` };
  }
  const differing = checks.filter(({ verdict }) => verdict === "differs");
  if (differing.length > 0) {
    const words = differing.map(({ what, expected, found }) => `${what} is ${found} instead of ${expected}`);
    return { verdict: "broken", because: `it arrived otherwise than foretold: ${words.join(", ")}` };
  }
  const unseen = checks.filter(({ verdict }) => verdict === "not seen");
  if (unseen.length > 0) {
    const words = unseen.map(({ what, because: why }) => `${what} (${why ?? ""})`);
    return {
      verdict: "unproven",
      because: `it arrived, and not everything could be seen: ${words.join(", ")}`,
    };
  }
  return {
    verdict: "works",
    because:
      outcome === "unknown" ? `it arrived; the model could not tell: ${because}` : "it arrived as foretold",
  };
}
