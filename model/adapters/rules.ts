/** Replication rules, in the form of the separate resource and in that of the bucket's own property. */
import type { AccountRegion, Known, Reference, ReplicationRule, RuleDestination } from "../topology";
import type { BucketIndex } from "./bucketIndex";
import { filterOf } from "./filters";
import type { KeyIndex } from "./keyIndex";
import type { Property } from "./property";

/** What references in a rule are looked up in. */
export interface RuleContext {
  readonly buckets: BucketIndex;
  readonly keys: KeyIndex;
  /** Site of the source bucket: S3 looks a key without an ARN up there. */
  readonly site: AccountRegion;
}

/** Whether rules are written in a resource of their own or in the bucket's own property. */
export type RuleForm = "separate" | "inline";

export function rulesOf(
  written: Property,
  form: RuleForm,
  context: RuleContext,
): Known<readonly ReplicationRule[]> {
  const items = written.items();
  return "unknown" in items ? items : { known: items.known.map((rule) => ruleOf(rule, form, context)) };
}

function ruleOf(rule: Property, form: RuleForm, context: RuleContext): ReplicationRule {
  const filter = filterOf(rule.atOneOf(["filter", "filters"]));
  const criteria = rule.atOneOf(["sourceSelectionCriteria", "sourceSelectionCriterias"]).single();
  return {
    id: rule.at("id").text(),
    status: statusText(rule.at("status").text()),
    priority: priorityOf(rule, filter),
    filter,
    legacyPrefix: legacyPrefixOf(rule, filter),
    deleteMarkerReplication: form === "inline" ? deleteMarkersSent(rule, filter) : deleteMarkersOf(rule),
    sseKmsEncryptedObjects: switchOf(criteria.at("sseKmsEncryptedObjects").single()),
    replicaModifications: switchOf(criteria.at("replicaModifications").single()),
    existingObjectReplication: switchOf(rule.at("existingObjectReplication").single()),
    destination: destinationOf(rule.atOneOf(["destination", "destinations"]).single(), context),
  };
}

function statusText(status: Known<string | undefined>): Known<string> {
  return "unknown" in status ? status : { known: status.known ?? "" };
}

/** The provider sends priority 0 where a rule with a filter states none, and none at all for a rule without a filter. */
function priorityOf(rule: Property, filter: ReplicationRule["filter"]): Known<number | undefined> {
  const priority = rule.at("priority").number();
  if ("unknown" in priority || "unknown" in filter) return priority;
  return { known: filter.known === undefined ? undefined : (priority.known ?? 0) };
}

/** Only a rule without a filter has a prefix of its own; providers report an empty one next to a filter. */
function legacyPrefixOf(rule: Property, filter: ReplicationRule["filter"]): Known<string | undefined> {
  if ("known" in filter && filter.known !== undefined) return { known: undefined };
  return rule.at("prefix").text();
}

function deleteMarkersOf(rule: Property): Known<string | undefined> {
  return rule.at("deleteMarkerReplication").single().at("status").text();
}

/** Of a bucket's own rule the provider sends "Disabled" where a rule with a filter states nothing, and nothing without a filter. */
function deleteMarkersSent(rule: Property, filter: ReplicationRule["filter"]): Known<string | undefined> {
  const status = rule.at("deleteMarkerReplicationStatus").text();
  if ("unknown" in status || "unknown" in filter) return status;
  return { known: filter.known === undefined ? undefined : (status.known ?? "Disabled") };
}

/** `{status: "Enabled"}` of the separate resource or `{enabled: true}` of the bucket's own property. */
function switchOf(element: Property): Known<string | undefined> {
  const enabled = element.at("enabled").flag();
  if ("unknown" in enabled) return enabled;
  if (enabled.known !== undefined) return { known: enabled.known ? "Enabled" : "Disabled" };
  return element.at("status").text();
}

function destinationOf(destination: Property, context: RuleContext): RuleDestination {
  return {
    bucket: context.buckets.referenceOf(destination.at("bucket"), context.site.partition),
    account: destination.atOneOf(["account", "accountId"]).text(),
    storageClass: destination.at("storageClass").text(),
    ownerTranslation: destination
      .atOneOf(["accessControlTranslation", "accessControlTranslations"])
      .single()
      .at("owner")
      .text(),
    replicaKey: replicaKeyOf(destination, context),
    metrics: metricsOf(destination.at("metrics").single()),
    replicationTime: timedStatusOf(
      destination.atOneOf(["replicationTime", "replicationTimes"]).single(),
      "time",
    ),
  };
}

function replicaKeyOf(destination: Property, context: RuleContext): Reference | undefined {
  const separate = destination.at("encryptionConfiguration").single().at("replicaKmsKeyId");
  const written = separate.isAbsent() ? destination.at("replicaKmsKeyId") : separate;
  const text = written.text();
  return "known" in text && text.known === undefined
    ? undefined
    : context.keys.referenceOf(written, context.site);
}

function metricsOf(metrics: Property): RuleDestination["metrics"] {
  const read = timedStatusOf(metrics, "eventThreshold");
  if ("unknown" in read || read.known === undefined) return read;
  const { status, minutes } = read.known;
  return { known: { status, ...(minutes === undefined ? {} : { eventThresholdMinutes: minutes }) } };
}

/** The status of an element with a number of minutes below it; `undefined` inside `known` where it states neither. */
function timedStatusOf(element: Property, minutesName: string): RuleDestination["replicationTime"] {
  const status = element.at("status").text();
  const minutes = minutesOf(element, minutesName);
  if ("unknown" in status) return status;
  if ("unknown" in minutes) return minutes;
  if (status.known === undefined && minutes.known === undefined) return { known: undefined };
  return {
    known: {
      status: status.known ?? "Enabled",
      ...(minutes.known === undefined ? {} : { minutes: minutes.known }),
    },
  };
}

/** `{time: {minutes: 15}}` of the separate resource or `{minutes: 15}` of the bucket's own property. */
function minutesOf(element: Property, nested: string): Known<number | undefined> {
  const own = element.at("minutes");
  return own.isAbsent() ? element.at(nested).single().at("minutes").number() : own.number();
}
