/** Faults in the elements of one rule. */
import { type ReplicationRuleDraft, THIRD_ACCOUNT } from "../../../helpers/topologies";
import { type Fault, REPLICA } from "./fault";

type Row = readonly [
  on: Fault["on"],
  what: string,
  change: (rule: ReplicationRuleDraft) => void,
  finds: readonly string[],
];

export const RULES: readonly Row[] = [
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
    ["rule-delete-markers", "rule-metrics", "rule-priority", "rule-v2"],
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
