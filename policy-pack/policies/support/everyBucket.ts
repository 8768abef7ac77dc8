/** Stack policies that judge each bucket together with everything that configures it, so that what is missing counts. */
import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { type Bucket, possible, routesOf, type Topology, topologyFromPolicyResources } from "../../../model";
import { about, allowing, type PolicyFinding, type PolicyFindings } from "./finding";
import { type PolicyDescription, stackPolicy } from "./policy";
import { buckets, isForReplicatedOnly } from "./scope";
import type { PolicyConfig } from "./settings";

/** The resources of the stack by URN. */
export type ResourcesByUrn = ReadonlyMap<string, PolicyResource>;

export interface EveryBucketDefinition extends PolicyDescription {
  readonly judge: (
    bucket: Bucket,
    settings: PolicyConfig,
    resources: ResourcesByUrn,
    topology: Topology,
  ) => PolicyFindings;
}

export function everyBucket(definition: EveryBucketDefinition): StackValidationPolicy {
  const { judge, fields = [] } = definition;
  return stackPolicy({
    ...definition,
    fields: [buckets, ...fields],
    *judge(resources, settings) {
      const topology = topologyFromPolicyResources(resources);
      const replicated = replicatedBuckets(topology);
      const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
      for (const bucket of topology.buckets) {
        const isReplicated = replicated.has(bucket.label);
        if (isForReplicatedOnly(settings) && !isReplicated) continue;
        for (const finding of judge(bucket, settings, byUrn, topology))
          yield about(bucket.label, isReplicated ? finding : withAllowance(finding));
      }
    },
  });
}

/** What is wrong with a bucket that takes no part in replication is allowed where the policy is for replicated buckets only. */
function withAllowance(finding: PolicyFinding): PolicyFinding {
  if (!("violation" in finding) || finding.allowance !== undefined) return finding;
  return { ...finding, allowance: allowing(buckets, "replicated") };
}

/** Labels of the buckets that a replication rule reads from or writes to, or may do so as far as is known. */
export function replicatedBuckets(topology: Topology): ReadonlySet<string> {
  const ends = routesOf(topology).flatMap(({ source, destination }) => [source, destination]);
  return new Set(ends.flatMap(possible).map(({ label }) => label));
}
