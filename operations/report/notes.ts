/** Notes on what S3 does not do for a plan. */
import type { Plan } from "../rehearsal/plan";
import { isProperties, type ResourceProperties } from "../rehearsal/values";
import { lifecycleDifferences } from "./lifecycleDifferences";
import { ruleInputsOf } from "./ruleInputs";
import { replicationConfigurations } from "./sites";

/**
 * What S3 does not do, as far as this plan is concerned.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
 */
export function notesOnRehearsal(plan: Plan): readonly string[] {
  const rules = replicationConfigurations(plan).flatMap(({ inputs }) => ruleInputsOf(inputs));
  if (rules.length === 0) return [];
  const deleteMarkers = rules.some((rule) => statusAt(rule, "deleteMarkerReplication") === "Enabled");
  const timeControl = rules.some(
    (rule) => isProperties(rule["destination"]) && "replicationTime" in rule["destination"],
  );
  const notes: readonly (readonly [boolean, string])[] = [
    [true, "objects that exist before the rule do not replicate; s3 batch replication copies them"],
    [true, "deleting a version by its id does not replicate: the copy stays"],
    [
      deleteMarkers,
      "delete markers replicate when a user or program deletes; those that a lifecycle writes do not",
    ],
    [!deleteMarkers, "delete markers do not replicate: a deleted object stays visible in its replicas"],
    [
      rules.some(filtersByTags),
      "a tag rule sees the tags that an object is written with; a tag added later does not make it replicate",
    ],
    [
      expiresVersions(plan),
      "lifecycle is not replicated: what it deletes on one side stays on the other until that side's own rule",
    ],
    [true, "replicas are not replicated on: a chain of buckets needs a rule from the first to each"],
    [timeControl && deleteMarkers, "the 15 minutes of replication time control do not cover delete markers"],
    [
      true,
      "each object costs about two kms calls a replica; ask for a higher kms request quota before heavy writing",
    ],
  ];
  return [...notes.filter(([applies]) => applies).map(([, note]) => note), ...lifecycleDifferences(plan)];
}

function statusAt(rule: ResourceProperties, element: string): unknown {
  const value = rule[element];
  return isProperties(value) ? value["status"] : undefined;
}

function filtersByTags({ filter }: ResourceProperties): boolean {
  return (
    isProperties(filter) && ("tag" in filter || (isProperties(filter["and"]) && "tags" in filter["and"]))
  );
}

function expiresVersions(plan: Plan): boolean {
  return plan.resources.some(
    ({ type, inputs }) =>
      type === "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration" &&
      ruleInputsOf(inputs).some((rule) => "noncurrentVersionExpiration" in rule || "expiration" in rule),
  );
}
