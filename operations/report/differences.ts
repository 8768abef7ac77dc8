/** Finds properties in which the replicas of a plan differ. */
import type { Plan, PlannedResource } from "../rehearsal/plan";
import { isProperties } from "../rehearsal/values";
import { destinationBucketName, ruleInputsOf } from "./ruleInputs";
import { compareText, replicationConfigurations } from "./sites";
import { shortType } from "./tree";

/** One property in which replicas differ. */
export interface Difference {
  /** E.g. `rule destination.storageClass`. */
  readonly property: string;
  /** Rule id -> value as text; `–` where a replica has none. */
  readonly values: { readonly [rule: string]: string };
}

/** What a value is when a replica does not have the property. */
export const ABSENT = "–";

/**
 * Every property in which the replicas of a plan differ, apart from what makes each its own: names, ARNs, regions.
 * An empty list means that they are all alike.
 */
export function replicaDifferences(plan: Plan): readonly Difference[] {
  const replicas = replicationConfigurations(plan).flatMap((configuration) =>
    replicasOf(plan, configuration),
  );
  const ids = replicas.map(({ id }) => id);
  const properties = [...new Set(replicas.flatMap(({ facts }) => [...facts.keys()]))].sort(compareText);
  return properties
    .map((property) => ({
      property,
      values: Object.fromEntries(replicas.map(({ id, facts }) => [id, facts.get(property) ?? ABSENT])),
    }))
    .filter(({ values }) => new Set(ids.map((id) => values[id])).size > 1);
}

/** Rules whose bucket is no resource of the plan, so that nothing is known of its settings. */
export function rulesToOtherStacks(plan: Plan): ReadonlySet<string> {
  const rules = replicationConfigurations(plan).flatMap(({ inputs }) => ruleInputsOf(inputs));
  return new Set(
    rules
      .filter((rule) => bucketNamed(plan, destinationBucketName(rule)) === undefined)
      .map(({ id }) => String(id)),
  );
}

function bucketNamed(plan: Plan, name: string): PlannedResource | undefined {
  return plan.resources.find(
    ({ type, inputs }) => type === "aws:s3/bucket:Bucket" && inputs["bucket"] === name,
  );
}

interface ReplicaFacts {
  readonly id: string;
  readonly facts: ReadonlyMap<string, string>;
}

function replicasOf(plan: Plan, configuration: PlannedResource): readonly ReplicaFacts[] {
  return ruleInputsOf(configuration.inputs).map((rule) => {
    const bucketName = destinationBucketName(rule);
    const bucket = bucketNamed(plan, bucketName);
    const parts = bucket === undefined ? [] : plan.resources.filter((other) => belongsWith(other, bucket));
    return {
      id: String(rule["id"]),
      facts: new Map([
        ...facts("rule", rule, bucketName),
        ...parts.flatMap(({ type, inputs }) => facts(shortType(type), inputs, bucketName)),
      ]),
    };
  });
}

/** Whether a resource is a part of the same component as the bucket. */
function belongsWith(resource: PlannedResource, bucket: PlannedResource): boolean {
  return resource.parent !== undefined && resource.parent === bucket.parent;
}

const OWN_TO_EACH = /(^|\.)(id|bucket|policy|kmsMasterKeyId|replicaKmsKeyId|targetPrefix)$/;

function facts(what: string, value: unknown, bucketName: string): readonly (readonly [string, string])[] {
  return leaves(value, "")
    .filter(([path]) => !OWN_TO_EACH.test(path))
    .map(([path, leaf]) => [`${what} ${path}`, String(leaf).replaceAll(bucketName, "<bucket>")]);
}

/** An empty list or object is a leaf: it is not the same as none. */
function leaves(value: unknown, path: string): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value) && value.length === 0) return [[path, "[]"]];
  if (isProperties(value) && Object.keys(value).length === 0) return [[path, "{}"]];
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, `${path}[${index}]`));
  if (!isProperties(value)) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) =>
    leaves(inner, path === "" ? name : `${path}.${name}`),
  );
}
