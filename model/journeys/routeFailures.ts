/** Why a copy that S3 tries to make fails. */
import { PAGES } from "../awsPages";
import type { Route } from "../route";
import { type Ruling, ruling } from "./journey";

/** What the requirements say about a route. */
export interface RouteJudgement {
  readonly verdict: "works" | "broken" | "unproven";
  /** The unmet or unknown requirement, as one lower-case sentence. */
  readonly because?: string;
  /** What is worth telling though it does not decide, each one lower-case sentence. */
  readonly notes?: readonly string[];
}

/** The ruling where the copy cannot be made, or it is not known whether it can; `undefined` where it can be made. */
export function obstacleOf(route: Route, judgement: RouteJudgement | undefined): Ruling | undefined {
  const reason = judgement?.because === undefined ? "" : `: ${judgement.because}`;
  if (judgement?.verdict === "broken") {
    return ruling("fails", `S3 tries and is refused${reason}`, PAGES.status);
  }
  return (
    unversionedDestination(route) ??
    (judgement?.verdict === "unproven"
      ? ruling("unknown", `the rule takes it up, but it is not proven that it arrives${reason}`, PAGES.status)
      : undefined)
  );
}

function unversionedDestination({ destination }: Route): Ruling | undefined {
  if (!("found" in destination)) return undefined;
  const { versioning } = destination.found;
  if ("unknown" in versioning || versioning.known === "Enabled") return undefined;
  const because = `versioning of the destination bucket is ${versioning.known} (DstBucketUnversioned)`;
  return ruling("fails", because, PAGES.requirements);
}
