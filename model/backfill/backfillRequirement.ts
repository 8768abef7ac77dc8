/** The type of a requirement of a backfill. */
import type { Finding, Requirement } from "../requirements/requirement";
import type { BackfillFacts } from "./facts";

/** One fact that S3 Batch Replication needs to run with a role. */
export interface BackfillRequirement
  extends Pick<Requirement, "id" | "title" | "strength" | "url" | "checks"> {
  /** @returns undefined where it does not apply */
  readonly check: (facts: BackfillFacts) => Finding | undefined;
}
