/** Which buckets a policy is about. */
import { choice, type PolicyConfig } from "./settings";

/** Every bucket, or only those that replication reads from or writes to. */
export const buckets = choice(
  "buckets",
  ["all", "replicated"],
  "all",
  "`all` buckets of the stack, or only the `replicated` ones: sources and destinations of a replication rule.",
);

/** A single resource does not show whether its bucket takes part in replication: then the policy of the stack judges alone. */
export function isForReplicatedOnly(settings: PolicyConfig): boolean {
  return settings.get(buckets) === "replicated";
}

export const NARROWED = {
  undecided: "only replicated buckets are to be judged, which the policy of the whole stack does",
};
