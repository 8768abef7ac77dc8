/** Replication rules say all that S3 needs to know, and nothing that it refuses or drops in silence. */

import { isKeyArn } from "../../aws/arns";
import type { Known, Reference } from "../../model";
import { BUCKETS, REPLICATION_CONFIGURATIONS } from "./support/awsTypes";
import { allowing, type PolicyFindings, shown, undecided, violation } from "./support/finding";
import { type JudgedResource, resourcePolicy } from "./support/policy";
import {
  CROSS_REGION,
  ENABLED,
  expectKnown,
  forEachRule,
  MONITORING,
  type NamedRule,
} from "./support/replicationRules";
import { choice } from "./support/settings";
import { filtersByTag } from "./support/tagFilter";

const JUDGES = [...REPLICATION_CONFIGURATIONS, ...BUCKETS];

export const ruleKmsPair = resourcePolicy({
  name: "rule-kms-pair",
  displayName: "Rules replicate objects encrypted with KMS, with a key at the destination",
  description:
    "Without sseKmsEncryptedObjects, S3 skips every SSE-KMS object without a trace; with it, S3 refuses a rule that names no replica key.",
  severity: "critical",
  enforcementLevel: "mandatory",
  framework: CROSS_REGION,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html",
  remediationSteps:
    'Set sourceSelectionCriteria.sseKmsEncryptedObjects.status "Enabled" and destination.encryptionConfiguration.replicaKmsKeyId to the ARN of a key in the destination\'s region.',
  tags: ["s3", "replication", "kms"],
  judges: JUDGES,
  judge: (resource) =>
    forEachRule(resource, function* ({ named, written, sseKmsEncryptedObjects: optIn, destination }) {
      yield* expectKnown(
        `sseKmsEncryptedObjects of ${named}`,
        optIn,
        (status) => status === "Enabled",
        ENABLED,
        'set sourceSelectionCriteria.sseKmsEncryptedObjects.status "Enabled": without it S3 skips objects that are encrypted with KMS',
      );
      const { replicaKey } = destination;
      const where = `replicaKmsKeyId of ${named}`;
      const fix =
        "set destination.encryptionConfiguration.replicaKmsKeyId to the ARN of a customer managed key in the destination's region";
      // A key that is not known is one nevertheless; what may hold one or not is not.
      const holder = written
        .atOneOf(["destination", "destinations"])
        .single()
        .at("encryptionConfiguration")
        .value();
      const key = replicaKey && textOf(replicaKey);
      if ("unknown" in holder) yield undecided(where, holder.unknown);
      else if (replicaKey === undefined) yield violation(where, "a key", "nothing", fix);
      // S3 looks anything but an ARN up in the source's account and region, where a replica's key is not.
      else if (key !== undefined && !isKeyArn(key))
        yield violation(where, "the ARN of a key", shown(key), fix);
    }),
});

function textOf(reference: Reference): string | undefined {
  if ("outside" in reference) return reference.outside;
  return "to" in reference ? reference.written : undefined;
}

export const ruleMetrics = resourcePolicy({
  name: "rule-metrics",
  displayName: "Rules publish replication metrics",
  description:
    "Without metrics, S3 reports neither failures nor delay: replication stops without a notification, since failure events need metrics too.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: MONITORING,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html",
  remediationSteps: 'Set destination.metrics.status "Enabled" in every rule.',
  tags: ["s3", "replication", "monitoring"],
  judges: JUDGES,
  judge: (resource) =>
    forEachRule(resource, ({ named, destination: { metrics } }) =>
      expectKnown(
        `metrics of ${named}`,
        metrics,
        (value) => value?.status === "Enabled",
        ENABLED,
        'set destination.metrics.status "Enabled"',
      ),
    ),
});

const deleteMarkers = choice(
  "status",
  ["stated", "Enabled", "Disabled"],
  "stated",
  "What every rule must say about delete markers; `stated` accepts either, as long as the rule says it.",
);

export const ruleDeleteMarkers = resourcePolicy({
  name: "rule-delete-markers",
  displayName: "Rules say whether delete markers replicate",
  description:
    "Whether a deletion at the source hides the object in the replicas too must be a decision: S3 demands the element in every rule with a filter, and refuses it together with a tag filter.",
  severity: "medium",
  enforcementLevel: "mandatory",
  framework: CROSS_REGION,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html",
  remediationSteps: 'Set deleteMarkerReplication.status to "Enabled" or "Disabled" in every rule.',
  tags: ["s3", "replication", "deletion"],
  judges: JUDGES,
  fields: [deleteMarkers],
  judge: (resource, settings) =>
    forEachRule(resource, function* ({ named, written, deleteMarkerReplication: status }) {
      const wanted = settings.get(deleteMarkers);
      const where = `deleteMarkerReplication of ${named}`;
      const right = (value: string | undefined) =>
        wanted === "stated" ? value === "Enabled" || value === "Disabled" : value === wanted;
      const expected = wanted === "stated" ? '"Enabled" or "Disabled"' : JSON.stringify(wanted);
      const fix = `set deleteMarkerReplication.status to ${expected} in the rule`;
      // A status that is not stated is refused with any config.
      const isStated = "known" in status && (status.known === "Enabled" || status.known === "Disabled");
      const allowance = isStated ? allowing(deleteMarkers, "stated") : undefined;
      yield* expectKnown(where, status, right, expected, fix, allowance);
      if ("unknown" in status || status.known !== "Enabled") return;
      const tagged = filtersByTag(written);
      if ("unknown" in tagged) yield undecided(`whether ${named} filters by tags`, tagged.unknown);
      else if (tagged.known)
        yield violation(
          where,
          '"Disabled" with a tag filter',
          ENABLED,
          'set it to "Disabled", or filter by prefix alone: S3 refuses delete markers together with tags',
        );
    }),
});

export const ruleComplete = resourcePolicy({
  name: "rule-complete",
  displayName: "Rules have an id, a filter and a priority of their own",
  description:
    "A rule without a filter is one of the old schema, which knows neither priorities nor several destinations; two rules of one priority are refused; existingObjectReplication is refused always.",
  severity: "medium",
  enforcementLevel: "mandatory",
  framework: CROSS_REGION,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html",
  remediationSteps:
    "Give every rule an id, a filter (an empty one for all objects) and a different priority; leave existingObjectReplication out.",
  tags: ["s3", "replication"],
  judges: JUDGES,
  *judge(resource) {
    yield* forEachRule(resource, judgeCompleteness);
    yield* repeated(resource);
  },
});

function* judgeCompleteness({
  named,
  id,
  filter,
  existingObjectReplication: existing,
}: NamedRule): PolicyFindings {
  const stated = (value: unknown) => value !== undefined;
  yield* expectKnown(`id of ${named}`, id, stated, "an id", "name it after its destination");
  yield* expectKnown(`filter of ${named}`, filter, stated, "a filter", "write {} for all objects");
  yield* expectKnown(
    `existingObjectReplication of ${named}`,
    existing,
    (value) => value === undefined,
    "nothing",
    "leave it out and run Batch Replication for existing objects",
  );
}

/** A violation for each id and priority that an earlier rule has already, disabled ones included. */
function* repeated(resource: JudgedResource): PolicyFindings {
  for (const { rules } of resource.configurations()) {
    if ("unknown" in rules) continue;
    for (const what of ["id", "priority"] as const) {
      const seen = new Set<unknown>();
      for (const rule of rules.known) {
        const value: Known<unknown> = rule[what];
        if ("unknown" in value || value.known === undefined) continue;
        if (seen.has(value.known))
          yield violation(
            what,
            "a different one in every rule",
            `${shown(value.known)} twice`,
            `change the ${what} of one of the rules`,
          );
        seen.add(value.known);
      }
    }
  }
}
