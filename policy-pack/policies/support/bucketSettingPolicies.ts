/**
 * Makes the two policies of one setting of a bucket.
 *
 * The resource policy judges what a resource such as `BucketVersioning` sets. The stack policy judges the bucket: settings that
 * are missing, that the bucket states itself, or that contradict each other.
 */
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import type { Bucket, BucketSettingName, Topology, Unknown } from "../../../model";
import { everyBucket, type ResourcesByUrn } from "./everyBucket";
import { isViolation, type PolicyFindings } from "./finding";
import { inputsOf, type JudgedResource, type PolicyDescription, resourcePolicy } from "./policy";
import { buckets, isForReplicatedOnly, NARROWED } from "./scope";
import type { PolicyConfig } from "./settings";

/** What is read of a resource that sets something for a bucket. */
export type SettingResource = Pick<JudgedResource, "type" | "input">;

type Title = Pick<PolicyDescription, "name" | "displayName" | "description">;

export interface BucketSettingDefinition extends Omit<PolicyDescription, keyof Title> {
  /** The setting of the model that the policies judge. */
  readonly setting: BucketSettingName;
  readonly ofResource: Title & {
    /** Type tokens of the resources that write the setting. */
    readonly judges: readonly string[];
    readonly judge: (resource: SettingResource, settings: PolicyConfig) => PolicyFindings;
  };
  readonly ofBucket: Title & {
    /** Judges the setting of the bucket, regardless of the resource that states it. */
    readonly judge: (bucket: Bucket, settings: PolicyConfig, topology: Topology) => PolicyFindings;
  };
}

export interface BucketSettingPolicies {
  readonly ofResource: ResourceValidationPolicy;
  readonly ofBucket: StackValidationPolicy;
}

export function bucketSettingPolicies(definition: BucketSettingDefinition): BucketSettingPolicies {
  const { setting, ofResource, ofBucket, fields = [], ...common } = definition;
  return {
    ofResource: resourcePolicy({
      ...common,
      ...ofResource,
      fields: [buckets, ...fields],
      judge: (resource, settings) =>
        isForReplicatedOnly(settings) ? [NARROWED] : ofResource.judge(resource, settings),
    }),
    ofBucket: everyBucket({
      ...common,
      ...ofBucket,
      fields,
      judge: (bucket, settings, resources, topology) => {
        const findings = ofBucket.judge(bucket, settings, topology);
        return isForReplicatedOnly(settings)
          ? findings
          : unlessSaidOfResource(definition, bucket, findings, settings, resources);
      },
    }),
  };
}

/** What is wrong with the bucket, unless the policy of the resource says so of a resource that sets it. */
function* unlessSaidOfResource(
  { setting, ofResource }: BucketSettingDefinition,
  bucket: Bucket,
  findings: PolicyFindings,
  settings: PolicyConfig,
  resources: ResourcesByUrn,
): PolicyFindings {
  const setters = bucket.setBy?.[setting] ?? [];
  if (setters.length === 0 || isContradicted(bucket, setting)) {
    yield* findings;
    return;
  }
  const isSaid = setters.some((urn) => {
    const { type, props = {} } = resources.get(urn) ?? {};
    return type !== undefined && hasViolation(ofResource.judge({ type, input: inputsOf(props) }, settings));
  });
  // What is not known yet is not missing; the policy of the resource says that it cannot decide.
  if (!isSaid) for (const finding of findings) if (!("undecided" in finding)) yield finding;
}

function hasViolation(findings: PolicyFindings): boolean {
  return [...findings].some(isViolation);
}

/** Each of several resources may be right, and which of them applies is not known. */
function isContradicted(bucket: Bucket, setting: BucketSettingName): boolean {
  const value: object | Unknown | undefined =
    setting === "policy" ? bucket.policy?.document : bucket[setting];
  return value !== undefined && "unknown" in value && "conflict" in value;
}
