/** Faults in rules, configurations and sites. */
import {
  bucketOf,
  configurationOf,
  knownIn,
  OTHER_ACCOUNT,
  type ReplicationRuleDraft,
  ruleOf,
  SOURCE_NAME,
  THIRD_ACCOUNT,
} from "../../../../helpers/topologies";
import { type Fault, REPLICA } from "./fault";

type Row = readonly [
  on: Fault["on"],
  what: string,
  change: (rule: ReplicationRuleDraft) => void,
  finds: readonly string[],
];

const RULES: readonly Row[] = [
  [
    "same",
    "is disabled",
    (r) => {
      r.status = { known: "Disabled" };
    },
    ["rule-enabled"],
  ],
  [
    "same",
    "misspells its status",
    (r) => {
      r.status = { known: "enabled" };
    },
    ["rule-enabled"],
  ],
  [
    "same",
    "has no priority",
    (r) => {
      r.priority = { known: undefined };
    },
    ["rule-priority"],
  ],
  [
    "same",
    "has a negative priority",
    (r) => {
      r.priority = { known: -1 };
    },
    ["rule-priority"],
  ],
  [
    "same",
    "has a priority that is too high",
    (r) => {
      r.priority = { known: 2_147_483_648 };
    },
    ["rule-priority"],
  ],
  [
    "same",
    "has half a priority",
    (r) => {
      r.priority = { known: 1.5 };
    },
    ["rule-priority"],
  ],
  [
    "same",
    "has an id of 256 characters",
    (r) => {
      r.id = { known: "x".repeat(256) };
    },
    ["rule-id"],
  ],
  [
    "same",
    "has an id outside of ASCII",
    (r) => {
      r.id = { known: "archiv-für-alle" };
    },
    ["rule-id"],
  ],
  [
    "same",
    "has no delete marker element",
    (r) => {
      r.deleteMarkerReplication = { known: undefined };
    },
    ["rule-delete-markers"],
  ],
  [
    "same",
    "misspells the delete marker status",
    (r) => {
      r.deleteMarkerReplication = { known: "On" };
    },
    ["rule-delete-markers"],
  ],
  [
    "filtered",
    "replicates delete markers by tag",
    (r) => {
      r.deleteMarkerReplication = { known: "Enabled" };
    },
    ["destination-replicate-delete", "rule-delete-markers"],
  ],
  [
    "same",
    "lost its filter",
    (r) => {
      r.filter = { known: undefined };
    },
    ["rule-delete-markers", "rule-priority", "rule-v2"],
  ],
  [
    "same",
    "has a filter and a prefix of the old schema",
    (r) => {
      r.legacyPrefix = { known: "logs/" };
    },
    ["rule-filter"],
  ],
  [
    "filtered",
    "has prefix and tag side by side",
    (r) => {
      r.filter = { known: { prefix: "logs/", tags: { class: "archive" }, elements: ["prefix", "tag"] } };
    },
    ["rule-filter"],
  ],
  [
    "filtered",
    "lost its And, so that it covers every object",
    (r) => {
      r.filter = { known: { tags: {}, elements: [] } };
    },
    [
      "source-read-object",
      "source-read-acl",
      "source-read-tags",
      "destination-replicate-object",
      "destination-replicate-tags",
    ],
  ],
  [
    "same",
    "selects no KMS objects",
    (r) => {
      r.sseKmsEncryptedObjects = { known: undefined };
    },
    ["rule-kms-pair", "rule-selects-kms-objects"],
  ],
  [
    "same",
    "switches the selection of KMS objects off",
    (r) => {
      r.sseKmsEncryptedObjects = { known: "Disabled" };
    },
    ["rule-selects-kms-objects"],
  ],
  [
    "same",
    "has no replica key",
    (r) => {
      r.destination.replicaKey = undefined;
    },
    ["rule-kms-pair"],
  ],
  [
    "same",
    "has neither half of the KMS pair",
    (r) => {
      r.destination.replicaKey = undefined;
      r.sseKmsEncryptedObjects = { known: undefined };
    },
    ["rule-selects-kms-objects"],
  ],
  [
    "plain",
    "selects KMS objects without a replica key",
    (r) => {
      r.sseKmsEncryptedObjects = { known: "Enabled" };
    },
    ["rule-kms-pair"],
  ],
  [
    "same",
    "asks for existing objects",
    (r) => {
      r.existingObjectReplication = { known: "Enabled" };
    },
    ["rule-existing-objects"],
  ],
  [
    "same",
    "declines existing objects in the element that is gone",
    (r) => {
      r.existingObjectReplication = { known: "Disabled" };
    },
    ["rule-existing-objects"],
  ],
  [
    "several",
    "has time control without metrics",
    (r) => {
      r.destination.metrics = { known: undefined };
    },
    ["rule-replication-time"],
  ],
  [
    "several",
    "has time control with metrics off",
    (r) => {
      r.destination.metrics = { known: { status: "Disabled" } };
    },
    ["rule-replication-time"],
  ],
  [
    "several",
    "has time control of 30 minutes",
    (r) => {
      r.destination.replicationTime = { known: { status: "Enabled", minutes: 30 } };
    },
    ["rule-replication-time"],
  ],
  [
    "several",
    "has time control without minutes",
    (r) => {
      r.destination.replicationTime = { known: { status: "Enabled" } };
    },
    ["rule-replication-time"],
  ],
  [
    "several",
    "has a threshold of 30 minutes",
    (r) => {
      r.destination.metrics = { known: { status: "Enabled", eventThresholdMinutes: 30 } };
    },
    ["rule-metrics"],
  ],
  [
    "same",
    "has a threshold without time control",
    (r) => {
      r.destination.metrics = { known: { status: "Enabled", eventThresholdMinutes: 15 } };
    },
    ["rule-metrics"],
  ],
  [
    "same",
    "misspells the storage class",
    (r) => {
      r.destination.storageClass = { known: "STANDARD-IA" };
    },
    ["rule-storage-class"],
  ],
  [
    "same",
    "asks for a class of file systems",
    (r) => {
      r.destination.storageClass = { known: "FSX_OPENZFS" };
    },
    ["rule-storage-class"],
  ],
  [
    "same",
    "asks for a class of Outposts",
    (r) => {
      r.destination.storageClass = { known: "OUTPOSTS" };
    },
    ["rule-storage-class?"],
  ],
  [
    "same",
    "names the destination by its name",
    (r) => {
      r.destination.bucket = { to: REPLICA, written: REPLICA };
    },
    ["rule-destination-bucket"],
  ],
  [
    "cross",
    "states another account than the destination's",
    (r) => {
      r.destination.account = { known: THIRD_ACCOUNT };
    },
    ["destination-account"],
  ],
  [
    "cross",
    "states an account of eleven digits",
    (r) => {
      r.destination.account = { known: "44445555666" };
    },
    ["destination-account"],
  ],
  [
    "cross",
    "changes the owner without an account",
    (r) => {
      r.destination.account = { known: undefined };
    },
    ["destination-account", "destination-account-stated"],
  ],
  [
    "cross",
    "hands replicas to someone unheard of",
    (r) => {
      r.destination.ownerTranslation = { known: "destination" };
    },
    ["owner-translation"],
  ],
  [
    "same",
    "synchronises replicas one way only",
    (r) => {
      r.replicaModifications = { known: "Enabled" };
    },
    ["rule-replica-modifications-both-ways"],
  ],
  [
    "same",
    "misspells replica modifications",
    (r) => {
      r.replicaModifications = { known: "Yes" };
    },
    ["rule-replica-modifications"],
  ],
  [
    "same",
    "has a prefix with a leading slash",
    (r) => {
      r.filter = { known: { prefix: "/logs/", tags: {} } };
    },
    ["rule-prefix"],
  ],
  [
    "same",
    "has a prefix with a wildcard",
    (r) => {
      r.filter = { known: { prefix: "logs/*", tags: {} } };
    },
    ["rule-prefix"],
  ],
];

const SEVERAL: readonly Fault[] = [
  {
    on: "several",
    what: "two rules have one priority",
    make: (t) => {
      ruleOf(t, 0).priority = { known: 2 };
    },
    finds: ["rule-priority"],
    routes: [0, 2],
  },
  {
    on: "several",
    what: "two rules have one id",
    make: (t) => {
      ruleOf(t, 0).id = ruleOf(t, 1).id;
    },
    finds: ["rule-id"],
    routes: [0, 1],
  },
  {
    on: "same",
    what: "the destination is the source itself",
    make: (t) => {
      ruleOf(t).destination.bucket = { to: SOURCE_NAME };
    },
    finds: [
      "sites-different-buckets",
      "destination-replicate-object",
      "destination-replicate-tags",
      "destination-replicate-delete",
      "replica-key-encrypt",
      "replica-key-decrypt",
      "replica-key-generate-data-key",
      "replica-key-encrypt-other-context",
      "replica-key-region",
    ],
  },
  {
    on: "same",
    what: "a second configuration writes to the same bucket",
    make: (t) => {
      t.configurations.push({ ...structuredClone(configurationOf(t)), label: "second" });
    },
    finds: ["configuration-alone"],
  },
  {
    on: "same",
    what: "a configuration has 1,001 rules",
    make: (t) => {
      const rules = knownIn(configurationOf(t).rules);
      for (let n = 1; n <= 1_000; n++) {
        const more = structuredClone(ruleOf(t));
        more.id = { known: `rule-${n}` };
        more.priority = { known: n };
        more.filter = { known: { prefix: `p${n}/`, tags: {} } };
        rules.push(more);
      }
    },
    finds: ["rule-count"],
  },
  {
    on: "several",
    what: "two rules of the old schema have two destinations",
    make: (t) => {
      for (const position of [0, 1, 2]) {
        const rule = ruleOf(t, position);
        rule.filter = { known: undefined };
        rule.priority = { known: undefined };
        rule.deleteMarkerReplication = { known: undefined };
      }
    },
    finds: ["rule-v2", "rule-v1-destination"],
  },
  {
    on: "same",
    what: "a rule of higher priority to the same destination selects no KMS objects",
    make: (t) => {
      const other = structuredClone(ruleOf(t));
      other.id = { known: "other" };
      other.priority = { known: 9 };
      other.sseKmsEncryptedObjects = { known: "Disabled" };
      knownIn(configurationOf(t).rules).push(other);
    },
    finds: ["configuration-same-destination?"],
    routes: [0],
  },
];

const SITES: readonly Fault[] = [
  {
    on: "plain",
    what: "the destination is in China",
    make: (t) => {
      const bucket = bucketOf(t, REPLICA);
      bucket.site.region = { known: "cn-north-1" };
      bucket.site.partition = "aws-cn";
    },
    finds: [
      "sites-same-partition",
      "destination-replicate-object",
      "destination-replicate-tags",
      "destination-replicate-delete",
    ],
  },
  {
    on: "plain",
    what: "the destination is in GovCloud",
    make: (t) => {
      bucketOf(t, REPLICA).site.region = { known: "us-gov-west-1" };
    },
    finds: ["sites-same-partition"],
  },
  {
    on: "plain",
    what: "both buckets are in GovCloud, with time control",
    make: (t) => {
      bucketOf(t, SOURCE_NAME).site.region = { known: "us-gov-east-1" };
      bucketOf(t, REPLICA).site.region = { known: "us-gov-west-1" };
      ruleOf(t).destination.replicationTime = { known: { status: "Enabled", minutes: 15 } };
    },
    finds: ["rule-replication-time-region?"],
  },
  {
    on: "plain",
    what: "the destination is in an opt-in region",
    make: (t) => {
      bucketOf(t, REPLICA).site.region = { known: "me-central-1" };
    },
    finds: ["sites-opt-in-regions?"],
  },
  {
    on: "plain",
    what: "the destination is in a region that does not exist",
    make: (t) => {
      bucketOf(t, REPLICA).site.region = { known: "eu-wset-1" };
    },
    finds: ["sites-opt-in-regions?"],
  },
  {
    on: "plain",
    what: "the destination blocks SSE-C and the source does not",
    make: (t) => {
      const encryption = knownIn(bucketOf(t, SOURCE_NAME).encryption);
      if (encryption !== undefined) encryption.blockedEncryptionTypes = { known: ["NONE"] };
    },
    finds: ["rule-sse-c"],
  },
  {
    on: "plain",
    what: "the destination turns out to be another account's",
    make: (t) => {
      bucketOf(t, REPLICA).site.account = { known: OTHER_ACCOUNT };
    },
    finds: ["destination-bucket-policy", "destination-bucket-policy-tags", "destination-account-stated"],
  },
  {
    on: "plain",
    what: "the source encrypts with KMS from now on",
    make: (t) => {
      const encryption = knownIn(bucketOf(t, SOURCE_NAME).encryption);
      if (encryption !== undefined) encryption.algorithm = { known: "aws:kms" };
    },
    finds: ["rule-selects-kms-objects"],
  },
];

export const RULE_FAULTS: readonly Fault[] = [
  ...RULES.map(
    ([on, what, change, finds]): Fault => ({
      on,
      what: `the rule ${what}`,
      make: (t) => change(ruleOf(t, on === "several" ? 1 : 0)),
      finds,
      ...(on === "several" && { routes: [1] }),
    }),
  ),
  ...SEVERAL,
  ...SITES,
];
