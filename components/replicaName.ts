/** What a replica is called. */
import type { ReplicaArgs } from "./replicatedBucketArgs";

/** The name of a replica: the region, unless it has its own. */
export function replicaName({ name, region }: Pick<ReplicaArgs, "name" | "region">): string {
  return name ?? region;
}
