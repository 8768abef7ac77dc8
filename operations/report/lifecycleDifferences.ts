/** Where the lifecycle of a replica deletes what its source keeps, or the other way round. */
import type { Plan, PlannedResource } from "../rehearsal/plan";
import { isProperties, type ResourceProperties } from "../rehearsal/values";
import { destinationBucketName, ruleInputsOf } from "./ruleInputs";
import { replicationConfigurations } from "./sites";

const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

/** After how many days one bucket deletes, of all of its objects. */
interface Expiry {
  /** Undefined where current versions stay. */
  readonly current: number | undefined;
  /** Undefined where noncurrent versions stay. */
  readonly noncurrent: number | undefined;
}

/** One note for each pair of source and replica, and kind of version, that expire after different times. */
export function lifecycleDifferences(plan: Plan): readonly string[] {
  const notes = replicationConfigurations(plan).flatMap(({ inputs }) => {
    const source = String(inputs["bucket"]);
    const expiry = expiryOf(plan, source);
    const buckets = [...new Set(ruleInputsOf(inputs).map(destinationBucketName))];
    return buckets
      .filter((bucket) => isInPlan(plan, bucket))
      .flatMap((bucket) => {
        const other = expiryOf(plan, bucket);
        return [
          ...difference("current versions", [source, expiry.current], [bucket, other.current]),
          ...difference("noncurrent versions", [source, expiry.noncurrent], [bucket, other.noncurrent]),
        ];
      });
  });
  return [...new Set(notes)];
}

type Side = readonly [bucket: string, days: number | undefined];

/** The side that deletes first, and what the other one keeps. */
function difference(what: string, source: Side, replica: Side): readonly string[] {
  const [first, later] = [source, replica].sort(([, one = Infinity], [, other = Infinity]) =>
    one === other ? 0 : one - other,
  );
  if (first === undefined || later === undefined || first[1] === later[1]) return [];
  const kept = later[1] === undefined ? "keeps them" : `keeps them for ${later[1]}`;
  return [
    `${first[0]} expires ${what} after ${first[1]} days, ${later[0]} ${kept}: lifecycle is not replicated`,
  ];
}

function isInPlan({ resources }: Plan, bucketName: string): boolean {
  return resources.some(
    ({ type, inputs }) => type === "aws:s3/bucket:Bucket" && inputs["bucket"] === bucketName,
  );
}

function expiryOf(plan: Plan, bucketName: string): Expiry {
  const rules = plan.resources
    .filter(({ type, inputs }: PlannedResource) => type === LIFECYCLE && inputs["bucket"] === bucketName)
    .flatMap(({ inputs }) => ruleInputsOf(inputs))
    .filter(isForEveryObject);
  return {
    current: earliest(rules.map((rule) => daysAt(rule, "expiration", "days"))),
    noncurrent: earliest(rules.map((rule) => daysAt(rule, "noncurrentVersionExpiration", "noncurrentDays"))),
  };
}

/** Rules for a part of the objects are another matter than what a side keeps. */
function isForEveryObject({ status, filter }: ResourceProperties): boolean {
  const isWhole = !isProperties(filter) || Object.values(filter).every((value) => value === "");
  return status === "Enabled" && isWhole;
}

function daysAt(rule: ResourceProperties, element: string, name: string): number | undefined {
  const expiration = rule[element];
  const days = isProperties(expiration) ? expiration[name] : undefined;
  return typeof days === "number" ? days : undefined;
}

function earliest(days: readonly (number | undefined)[]): number | undefined {
  const known = days.filter((day) => day !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
