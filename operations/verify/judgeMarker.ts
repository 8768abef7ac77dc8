/** The verdict on one destination of a delete marker. */
import { reasonText } from "./judge";
import type { MarkerResult } from "./result";
import type { MarkerSighting, WatchedMarker } from "./watchMarker";

type MarkerDestination = MarkerResult["destinations"][number];
type Ruling = Pick<MarkerDestination, "found" | "verdict" | "because">;

/** @param reason S3's code for the failure, where it is known */
export function markerDestination(
  sighting: MarkerSighting,
  watched: Pick<WatchedMarker, "status" | "elapsedSeconds">,
  reason: string | undefined,
): MarkerDestination {
  const { expectation, seconds } = sighting;
  return {
    rule: expectation.rule,
    destination: expectation.destination.name,
    expected: expectation.journey.outcome,
    seconds: seconds ?? null,
    reason: reason ?? null,
    ...rulingOn(sighting, watched, reason),
  };
}

function rulingOn(
  { expectation, end, seconds, refused }: MarkerSighting,
  { status, elapsedSeconds }: Pick<WatchedMarker, "status" | "elapsedSeconds">,
  reason: string | undefined,
): Ruling {
  const { outcome, because } = expectation.journey;
  if (end === undefined || end === "missing" || refused !== undefined) {
    const why = refused ?? (end === "missing" ? "the bucket does not exist" : "the bucket cannot be reached");
    return { found: "not looked at", verdict: "unproven", because: why };
  }
  if (seconds !== undefined) return arrived(outcome, because);
  const absent = `there was none after ${elapsedSeconds} s`;
  const found = "did not arrive";
  switch (outcome) {
    case "not replicated": {
      if (expectation.journey.status.source === "absent" && status !== undefined) {
        const words = `s3 says ${status}, and the model foretold that it does not try: ${because}; ${absent}`;
        return { found, verdict: "broken", because: words };
      }
      const time = `${absent}, in at least the time that the copies took`;
      return { found, verdict: "works", because: `it stays away, as foretold: ${because}; ${time}` };
    }
    case "fails": {
      const words = `it does not arrive, as foretold: ${because}${reasonText(reason)}; ${absent}`;
      return { found, verdict: "broken", because: words };
    }
    case "unknown":
      return { found, verdict: "unproven", because: `${absent}, and the model could not tell: ${because}` };
    case "replicated":
      break;
  }
  if (status === "FAILED") {
    const words = `s3 failed to replicate it${reasonText(reason)}; the model foretold that it arrives`;
    return { found, verdict: "broken", because: words };
  }
  if (status === "COMPLETED") {
    return { found, verdict: "broken", because: "s3 says COMPLETED, and there is no delete marker" };
  }
  const words = `s3 had not replicated it when the time was up; ${absent}`;
  return { found: "still pending", verdict: "unproven", because: words };
}

function arrived(outcome: MarkerDestination["expected"], because: string): Ruling {
  const found = "arrived";
  switch (outcome) {
    case "replicated":
      return { found, verdict: "works", because: "it arrived as foretold" };
    case "unknown":
      return { found, verdict: "works", because: `it arrived; the model could not tell: ${because}` };
    case "fails":
    case "not replicated": {
      const foretold = outcome === "fails" ? "that it fails" : "that it stays away";
      return {
        found,
        verdict: "broken",
        because: `it arrived, and the model foretold ${foretold}: ${because}`,
      };
    }
  }
}
