/** Stack policies that judge each bucket together with everything that configures it, so that what is missing counts. */
import type { StackValidationPolicy } from "@pulumi/policy";
import { topologyFromPolicyResources } from "../../replication/adapters";
import { possible, routesOf } from "../../replication/route";
import type { Bucket, Topology } from "../../replication/topology";
import { about, type Finding, type Findings, violation } from "./finding";
import { type PolicyDescription, stackPolicy } from "./policy";
import { buckets } from "./scope";
import type { Settings } from "./settings";

export interface EveryBucketDefinition extends PolicyDescription {
  readonly judge: (bucket: Bucket, settings: Settings) => Findings;
}

export function everyBucket(definition: EveryBucketDefinition): StackValidationPolicy {
  const { judge, fields = [] } = definition;
  return stackPolicy({
    ...definition,
    fields: [buckets, ...fields],
    *judge(resources, settings) {
      const topology = topologyFromPolicyResources(resources);
      const replicated = settings.get(buckets) === "replicated" ? replicatedBuckets(topology) : undefined;
      for (const bucket of topology.buckets) {
        if (replicated !== undefined && !replicated.has(bucket.label)) continue;
        const wrong = wrongSettings(bucket);
        for (const finding of judge(bucket, settings)) yield about(bucket.label, settled(finding, wrong));
      }
    },
  });
}

/** Why settings are not known of which no deployment will tell more: what is written is wrong in itself. */
function wrongSettings({ policy, ...bucket }: Bucket): ReadonlySet<string> {
  const settings = [
    bucket.versioning,
    bucket.encryption,
    bucket.publicAccessBlock,
    bucket.objectOwnership,
    policy?.document,
  ];
  return new Set(
    settings.flatMap((setting) =>
      setting !== undefined && "unknown" in setting && setting.wrong === true ? [setting.unknown] : [],
    ),
  );
}

/** What is wrong in itself is not open: waiting for the deployment would let it pass for ever. */
function settled(finding: Finding, wrong: ReadonlySet<string>): Finding {
  if (!("undecided" in finding) || finding.open === undefined) return finding;
  const { where, because } = finding.open;
  return wrong.has(because)
    ? violation(where, "one valid value", because, "correct it, and let one resource alone set it")
    : finding;
}

/** Labels of the buckets that a replication rule reads from or writes to, or may do so as far as is known. */
export function replicatedBuckets(topology: Topology): ReadonlySet<string> {
  const ends = routesOf(topology).flatMap(({ source, destination }) => [source, destination]);
  return new Set(ends.flatMap(possible).map(({ label }) => label));
}
