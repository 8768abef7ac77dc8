/** Every row of the decision table: is the write or change replicated, why, and by which AWS page. */
import { strict as assert } from "node:assert";
import { type Journey, journeysOf, type ObjectEvent } from "../../../model/journeys";
import type { Bucket, Topology } from "../../../model/topology";
import { configuration, encryption, otherAccount, type Pieces, rule, site, topologyOf } from "./topologies";

const userGuide = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const key = "logs/2026/11.gz";

const noOptIn = rule("all", {
  sseKmsEncryptedObjects: { known: undefined },
  destination: { replicaKey: undefined },
});
const legacy = rule("all", {
  filter: { known: undefined },
  priority: { known: undefined },
  deleteMarkerReplication: { known: undefined },
});
const legacyWithTime = {
  ...legacy,
  destination: {
    ...legacy.destination,
    replicationTime: { known: { status: "Enabled", minutes: 15 } },
  },
};
const tagged = rule("all", {
  filter: { known: { tags: { tier: "gold" } } },
  deleteMarkerReplication: { known: undefined },
});
const synced = { replicaModifications: { known: "Enabled" } } as const;
const syncedBack = configuration("replica", [
  rule("back", { ...synced, destination: { bucket: { to: "primary" } } }),
]);
const abroad: Partial<Bucket> = { site: site("eu-central-1", otherAccount) };
const blocking = (...blockedEncryptionTypes: string[]): Partial<Bucket> => ({
  encryption: {
    known: {
      ...encryption("aws:kms", "replica-key"),
      blockedEncryptionTypes: { known: blockedEncryptionTypes },
    },
  },
});

interface Row {
  readonly title: string;
  readonly event: ObjectEvent;
  readonly topology?: Pieces;
  readonly outcome: Journey["outcome"];
  readonly because: RegExp;
  readonly page: string;
  readonly evidence?: Journey["evidence"];
  readonly status: Journey["status"];
}

const done = { source: "COMPLETED", destination: "REPLICA" } as const;
const absent = { source: "absent", destination: "absent" } as const;
const unchanged = { source: "unchanged", destination: "unchanged" } as const;
const failed = { source: "FAILED", destination: "absent" } as const;
const open = { source: "unknown", destination: "unknown" } as const;

const rows: readonly Row[] = [
  {
    title: "a version without any encryption",
    event: { kind: "backfill", object: { key, encryption: "none", written: "before the rule" } },
    outcome: "replicated",
    because: /Batch Replication takes existing versions up/,
    page: `${userGuide}/s3-batch-replication-batch.html`,
    status: done,
  },
  {
    title: "an SSE-S3 object",
    event: { kind: "put", object: { key, encryption: "AES256" } },
    topology: { rules: [noOptIn] },
    outcome: "replicated",
    because: /an enabled rule admits the object/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: done,
  },
  {
    title: "an SSE-KMS object without the opt-in",
    event: { kind: "put", object: { key, encryption: "aws:kms" } },
    topology: { rules: [noOptIn] },
    outcome: "not replicated",
    because: /does not opt in to sseKmsEncryptedObjects: S3 skips it in silence/,
    page: `${userGuide}/replication-config-for-kms-objects.html`,
    status: absent,
  },
  {
    title: "an SSE-KMS object with the opt-in switched off",
    event: { kind: "put", object: { key, encryption: "aws:kms" } },
    topology: { rules: [rule("all", { sseKmsEncryptedObjects: { known: "Disabled" } })] },
    outcome: "not replicated",
    because: /does not opt in/,
    page: `${userGuide}/replication-config-for-kms-objects.html`,
    status: absent,
  },
  {
    title: "an SSE-KMS object with the opt-in",
    event: { kind: "put", object: { key, encryption: "aws:kms" } },
    outcome: "replicated",
    because: /an enabled rule admits the object/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: done,
  },
  {
    title: "a DSSE-KMS object with the opt-in",
    event: { kind: "put", object: { key, encryption: "aws:kms:dsse" } },
    outcome: "replicated",
    because: /an enabled rule admits the object/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: done,
  },
  {
    title: "a DSSE-KMS object without the opt-in",
    event: { kind: "put", object: { key, encryption: "aws:kms:dsse" } },
    topology: { rules: [noOptIn] },
    outcome: "not replicated",
    because: /does not opt in/,
    page: `${userGuide}/replication-config-for-kms-objects.html`,
    status: absent,
  },
  {
    title:
      "an object that states no encryption, in a bucket that encrypts with KMS by default, without the opt-in",
    event: { kind: "put", object: { key } },
    topology: { rules: [noOptIn] },
    outcome: "not replicated",
    because: /does not opt in/,
    page: `${userGuide}/replication-config-for-kms-objects.html`,
    status: absent,
  },
  {
    title: "an opt-in without a replica key, which S3 refuses",
    event: { kind: "put", object: { key, encryption: "aws:kms" } },
    topology: { rules: [rule("all", { destination: { replicaKey: undefined } })] },
    outcome: "not replicated",
    because: /without naming a replica key: S3 refuses/,
    page: `${userGuide}/replication-config-for-kms-objects.html`,
    evidence: "reported",
    status: absent,
  },
  {
    title: "an SSE-C object, with no opt-in",
    event: { kind: "put", object: { key, encryption: "SSE-C" } },
    topology: { rules: [noOptIn] },
    outcome: "replicated",
    because: /an enabled rule admits the object/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: done,
  },
  {
    title: "an SSE-C object for a destination that blocks SSE-C",
    event: { kind: "put", object: { key, encryption: "SSE-C" } },
    topology: { replica: blocking("SSE-C") },
    outcome: "fails",
    because: /blocks SSE-C and refuses the copy with 403/,
    page: `${userGuide}/blocking-unblocking-s3-c-encryption-gpb.html`,
    status: failed,
  },
  {
    title: "an SSE-C object for a destination that does not say what it blocks",
    event: { kind: "put", object: { key, encryption: "SSE-C" } },
    topology: { replica: { encryption: { known: undefined } } },
    outcome: "unknown",
    because: /it is not known whether the destination blocks SSE-C/,
    page: `${userGuide}/blocking-unblocking-s3-c-encryption-gpb.html`,
    status: open,
  },
  {
    title: "an object that the client encrypted",
    event: { kind: "put", object: { key, encryption: "AES256", clientSideEncrypted: true } },
    outcome: "replicated",
    because: /an enabled rule admits the object/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: done,
  },
  {
    title: "a version that is itself a replica",
    event: { kind: "put", object: { key, isReplica: true } },
    outcome: "not replicated",
    because: /itself a replica/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: { source: "REPLICA", destination: "absent" },
  },
  {
    title: "a replica that Batch Replication takes up",
    event: { kind: "backfill", object: { key, isReplica: true } },
    outcome: "replicated",
    because: /Batch Replication/,
    page: `${userGuide}/s3-batch-replication-batch.html`,
    status: done,
  },
  {
    title: "a version that was replicated before the destination was changed",
    event: { kind: "put", object: { key, isReplicatedElsewhere: true } },
    outcome: "not replicated",
    because: /does not make a second copy/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: { source: "COMPLETED", destination: "absent" },
  },
  {
    title: "a version older than the rule",
    event: { kind: "put", object: { key, written: "before the rule" } },
    outcome: "not replicated",
    because: /older than the rule: only Batch Replication/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: absent,
  },
  {
    title: "a version written while the rule was disabled",
    event: { kind: "put", object: { key, written: "while the rule was disabled" } },
    outcome: "not replicated",
    because: /while the rule was disabled: only Batch Replication/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    evidence: "inferred",
    status: absent,
  },
  ...["GLACIER", "DEEP_ARCHIVE"].map(
    (storageClass): Row => ({
      title: `a version in ${storageClass}`,
      event: { kind: "put", object: { key, storageClass } },
      outcome: "not replicated",
      because: new RegExp(`is in ${storageClass}: restore it and copy it`),
      page: `${userGuide}/replication-what-is-isnot-replicated.html`,
      status: absent,
    }),
  ),
  {
    title: "a version in an archive tier of INTELLIGENT_TIERING",
    event: {
      kind: "put",
      object: { key, storageClass: "INTELLIGENT_TIERING", archiveTier: "ARCHIVE_ACCESS" },
    },
    outcome: "not replicated",
    because: /is in the tier ARCHIVE_ACCESS of INTELLIGENT_TIERING/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: absent,
  },
  ...["STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "REDUCED_REDUNDANCY"].map(
    (storageClass): Row => ({
      title: `a version in ${storageClass}`,
      event: { kind: "put", object: { key, storageClass } },
      outcome: "replicated",
      because: /an enabled rule admits the object/,
      page: `${userGuide}/replication-what-is-isnot-replicated.html`,
      status: done,
    }),
  ),
  {
    title: "an object of another account that the bucket's owner may not read",
    event: { kind: "put", object: { key, foreignOwner: { bucketOwnerMayRead: false } } },
    outcome: "not replicated",
    because: /has not given the bucket's owner READ and READ_ACP/,
    page: `${userGuide}/replication-requirements.html`,
    status: absent,
  },
  {
    title: "an object of another account that the bucket's owner may read",
    event: { kind: "put", object: { key, foreignOwner: { bucketOwnerMayRead: true } } },
    outcome: "replicated",
    because: /an enabled rule admits the object/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: done,
  },
  {
    title: "an object that AWS log delivery writes",
    event: { kind: "put", object: { key, writer: "aws log delivery" } },
    outcome: "replicated",
    because: /an enabled rule admits the object/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: done,
  },
  {
    title: "a delete that names a version id",
    event: { kind: "delete-version", object: { key } },
    outcome: "not replicated",
    because: /names a version id is never replicated/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: unchanged,
  },
  {
    title: "a delete marker, with delete marker replication",
    event: { kind: "delete", object: { key } },
    outcome: "replicated",
    because: /the rule replicates delete markers/,
    page: `${userGuide}/delete-marker-replication.html`,
    status: done,
  },
  {
    title: "a delete marker, without delete marker replication",
    event: { kind: "delete", object: { key } },
    topology: { rules: [rule("all", { deleteMarkerReplication: { known: "Disabled" } })] },
    outcome: "not replicated",
    because: /has it disabled/,
    page: `${userGuide}/delete-marker-replication.html`,
    status: absent,
  },
  {
    title: "a delete marker, where the rule does not say",
    event: { kind: "delete", object: { key } },
    topology: { rules: [rule("all", { deleteMarkerReplication: { known: undefined } })] },
    outcome: "not replicated",
    because: /does not state deleteMarkerReplication/,
    page: `${userGuide}/delete-marker-replication.html`,
    status: absent,
  },
  {
    title: "a delete marker of an object in GLACIER that was encrypted with KMS, without the opt-in",
    event: { kind: "delete", object: { key, storageClass: "GLACIER", encryption: "aws:kms" } },
    topology: { rules: [noOptIn] },
    outcome: "replicated",
    because: /the rule replicates delete markers/,
    page: `${userGuide}/delete-marker-replication.html`,
    status: done,
  },
  {
    title: "a delete marker under a V1 rule within one account",
    event: { kind: "delete", object: { key } },
    topology: { rules: [legacy] },
    outcome: "replicated",
    because: /\(V1\) replicates delete markers automatically/,
    page: `${userGuide}/replication-add-config.html`,
    status: done,
  },
  {
    title: "a delete marker under a rule with Replication Time Control and without a filter",
    event: { kind: "delete", object: { key } },
    topology: { rules: [legacyWithTime] },
    outcome: "unknown",
    because: /is of the current schema \(V2\) even without a filter/,
    page: `${userGuide}/replication-add-config.html`,
    evidence: "not found",
    status: open,
  },
  {
    title: "a delete marker under a rule without a filter, of which nobody knows whether it has Time Control",
    event: { kind: "delete", object: { key } },
    topology: {
      rules: [{ ...legacy, destination: { ...legacy.destination, replicationTime: { unknown: "later" } } }],
    },
    outcome: "unknown",
    because: /whether it has Replication Time Control is not known: later/,
    page: `${userGuide}/delete-marker-replication.html`,
    status: open,
  },
  {
    title: "a delete marker under a V1 rule across accounts",
    event: { kind: "delete", object: { key } },
    topology: { rules: [legacy], replica: abroad },
    outcome: "unknown",
    because: /AWS contradicts itself where the accounts differ/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: open,
  },
  {
    title: "a delete marker under a rule that filters by tags",
    event: { kind: "delete", object: { key, tags: { tier: "gold" } } },
    topology: { rules: [tagged] },
    outcome: "not replicated",
    because: /filters by tags cannot replicate delete markers/,
    page: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html",
    status: absent,
  },
  {
    title: "a delete marker that Lifecycle writes",
    event: { kind: "lifecycle-delete", object: { key } },
    outcome: "not replicated",
    because: /delete markers that Lifecycle writes are not replicated/,
    page: `${userGuide}/delete-marker-replication.html`,
    status: unchanged,
  },
  {
    title: "a delete marker that Lifecycle writes, under a V1 rule",
    event: { kind: "lifecycle-delete", object: { key } },
    topology: { rules: [legacy] },
    outcome: "not replicated",
    because: /delete markers that Lifecycle writes are not replicated/,
    page: `${userGuide}/delete-marker-replication.html`,
    status: unchanged,
  },
  {
    title: "the removal of a delete marker",
    event: { kind: "remove-delete-marker", object: { key } },
    outcome: "not replicated",
    because: /the object reappears at the source only/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    evidence: "inferred",
    status: unchanged,
  },
  {
    title: "a Lifecycle transition",
    event: { kind: "lifecycle-transition", object: { key } },
    outcome: "not replicated",
    because: /what Lifecycle does is not replicated/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: unchanged,
  },
  ...(["change-tags", "change-lock"] as const).map(
    (kind): Row => ({
      title: `${kind} on an admitted version`,
      event: { kind, object: { key } },
      outcome: "replicated",
      because: /changes of an admitted version's (tags|retention and legal holds) are replicated/,
      page: `${userGuide}/replication-what-is-isnot-replicated.html`,
      status: done,
    }),
  ),
  {
    title: "an ACL change where the destination keeps ACLs",
    event: { kind: "change-acl", object: { key } },
    topology: { replica: { objectOwnership: { known: "ObjectWriter" } } },
    outcome: "replicated",
    because: /ACL changes of an admitted version are replicated/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: done,
  },
  {
    title: "an ACL change under an owner override",
    event: { kind: "change-acl", object: { key } },
    topology: {
      rules: [rule("all", { destination: { ownerTranslation: { known: "Destination" } } })],
      replica: { objectOwnership: { known: "ObjectWriter" } },
    },
    outcome: "not replicated",
    because: /the rule overrides the owner, and ACLs then stay behind/,
    page: `${userGuide}/replication-change-owner.html`,
    status: unchanged,
  },
  {
    title: "an ACL change where the destination has ACLs switched off",
    event: { kind: "change-acl", object: { key } },
    outcome: "not replicated",
    because: /ACLs switched off/,
    page: `${userGuide}/about-object-ownership.html`,
    evidence: "inferred",
    status: unchanged,
  },
  {
    title: "a tag added later that the rule asks for",
    event: { kind: "change-tags", object: { key }, newTags: { tier: "gold" } },
    topology: { rules: [tagged] },
    outcome: "not replicated",
    because:
      /was not created with the tag tier=gold that the rule asks for; tags that are added later do not count/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: unchanged,
  },
  {
    title: "a tag change on a KMS object that was never replicated for want of the opt-in",
    event: { kind: "change-tags", object: { key, encryption: "aws:kms" } },
    topology: { rules: [noOptIn] },
    outcome: "not replicated",
    because: /does not opt in/,
    page: `${userGuide}/replication-config-for-kms-objects.html`,
    status: unchanged,
  },
  {
    title: "a tag change on a version that has been archived since",
    event: { kind: "change-tags", object: { key, storageClass: "GLACIER" } },
    outcome: "replicated",
    because: /changes of an admitted version's tags are replicated/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: done,
  },
  ...(["change-tags", "change-lock"] as const).map(
    (kind): Row => ({
      title: `${kind} on the replica, with modification sync both ways`,
      event: { kind, object: { key }, side: "replica", bucket: "replica" },
      topology: { rules: [rule("all", synced)], otherConfigurations: [syncedBack] },
      outcome: "replicated",
      because: /rules pointing at each other with replica modification sync enabled/,
      page: `${userGuide}/replication-for-metadata-changes.html`,
      status: { source: "unchanged", destination: "REPLICA" },
    }),
  ),
  {
    title: "a tag change on the replica, with sync on the way there only",
    event: { kind: "change-tags", object: { key }, side: "replica", bucket: "replica" },
    topology: { rules: [rule("all", synced)] },
    outcome: "not replicated",
    because: /only where the replica's bucket has a rule pointing at the source/,
    page: `${userGuide}/replication-for-metadata-changes.html`,
    status: unchanged,
  },
  {
    title: "a tag change on the replica, with rules both ways and sync on the way back only",
    event: { kind: "change-tags", object: { key }, side: "replica", bucket: "replica" },
    topology: { otherConfigurations: [syncedBack] },
    outcome: "not replicated",
    because: /only where both rules have replicaModifications enabled/,
    page: `${userGuide}/replication-for-metadata-changes.html`,
    status: unchanged,
  },
  {
    title: "an object that a client writes into the replica's bucket, with no way back",
    event: { kind: "put", object: { key }, side: "replica" },
    outcome: "not replicated",
    because: /replication goes one way/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: unchanged,
  },
  {
    title: "an object that a client writes into the replica's bucket, with a way back",
    event: { kind: "put", object: { key, encryption: "AES256" }, side: "replica", bucket: "replica" },
    topology: { otherConfigurations: [syncedBack] },
    outcome: "replicated",
    because: /an enabled rule admits the object/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: { source: "REPLICA", destination: "COMPLETED" },
  },
  {
    title: "an in-place change of the encryption",
    event: { kind: "change-encryption", object: { key, encryption: "aws:kms" } },
    outcome: "not replicated",
    because: /does not replicate it again/,
    page: `${userGuide}/update-sse-encryption.html`,
    status: unchanged,
  },
  {
    title: "an annotation",
    event: { kind: "put-annotation", object: { key } },
    outcome: "replicated",
    because: /s3:GetObjectVersionAnnotationForReplication/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: unchanged,
  },
  {
    title: "the removal of an annotation",
    event: { kind: "delete-annotation", object: { key } },
    outcome: "not replicated",
    because: /removing an annotation is not replicated/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: unchanged,
  },
  {
    title: "a change of the bucket's own settings",
    event: { kind: "change-bucket", object: { key: "" } },
    outcome: "not replicated",
    because: /settings of the bucket itself/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: unchanged,
  },
  {
    title: "an object of 4 TiB",
    event: { kind: "put", object: { key, sizeBytes: 4 * 1024 ** 4 } },
    outcome: "replicated",
    because: /an enabled rule admits the object/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: done,
  },
  {
    title: "a backfill of a version that was removed at the destination by its version id",
    event: { kind: "backfill", object: { key, wasRemovedAtDestination: true } },
    outcome: "fails",
    because: /DstObjectHardDeleted/,
    page: `${userGuide}/replication-failure-codes.html`,
    status: failed,
  },
  {
    title: "a backfill of a version in DEEP_ARCHIVE",
    event: { kind: "backfill", object: { key, storageClass: "DEEP_ARCHIVE" } },
    outcome: "not replicated",
    because: /is in DEEP_ARCHIVE/,
    page: `${userGuide}/replication-what-is-isnot-replicated.html`,
    status: { source: "unchanged", destination: "absent" },
  },
  {
    title: "an object outside of the rule's prefix",
    event: { kind: "put", object: { key: "other/1" } },
    topology: { rules: [rule("all", { filter: { known: { prefix: "logs/", tags: {} } } })] },
    outcome: "not replicated",
    because: /does not start with the rule's prefix "logs\/"/,
    page: `${userGuide}/replication-add-config.html`,
    status: absent,
  },
  {
    title: "an object under a disabled rule",
    event: { kind: "put", object: { key } },
    topology: { rules: [rule("all", { status: { known: "Disabled" } })] },
    outcome: "not replicated",
    because: /the rule is Disabled/,
    page: `${userGuide}/replication-add-config.html`,
    status: absent,
  },
  {
    title: "an object for a destination whose versioning is suspended",
    event: { kind: "put", object: { key } },
    topology: { replica: { versioning: { known: "Suspended" } } },
    outcome: "fails",
    because: /versioning of the destination bucket is Suspended \(DstBucketUnversioned\)/,
    page: `${userGuide}/replication-requirements.html`,
    status: failed,
  },
];

describe("what happens to an event on a route", () => {
  for (const row of rows) {
    it(`${row.title}: ${row.outcome}`, () => {
      const journey = only(topologyOf(row.topology), row.event);
      assert.equal(journey.outcome, row.outcome, journey.because);
      assert.match(journey.because, row.because);
      assert.equal(journey.page, row.page);
      assert.equal(journey.evidence, row.evidence ?? "documented");
      assert.deepEqual(journey.status, row.status);
      assert.equal(
        "replica" in journey,
        row.outcome === "replicated" && (row.event.kind === "put" || row.event.kind === "backfill"),
      );
    });
  }
});

describe("what else a journey tells", () => {
  const noted: readonly { readonly event: ObjectEvent; readonly note: RegExp; readonly topology?: Pieces }[] =
    [
      {
        event: { kind: "put", object: { key, clientSideEncrypted: true } },
        note: /what the client encrypted is copied as it is/,
      },
      {
        event: { kind: "put", object: { key, encryption: "AES256" } },
        note: /replica key is not used for an SSE-S3 object/,
      },
      { event: { kind: "put", object: { key, writer: "aws log delivery" } }, note: /AWS log services/ },
      { event: { kind: "put", object: { key, sizeBytes: 4 * 1024 ** 4 } }, note: /may take hours/ },
      {
        event: { kind: "put", object: { key, hasRetention: true } },
        note: /overrides the destination's default/,
      },
      {
        event: { kind: "put", object: { key } },
        topology: { replica: { objectLock: { known: true } } },
        note: /takes the destination's default retention/,
      },
      {
        event: { kind: "delete", object: { key } },
        topology: {
          rules: [rule("all", { destination: { replicationTime: { known: { status: "Enabled" } } } })],
        },
        note: /outside of the promise of Replication Time Control/,
      },
      {
        event: { kind: "put", object: { key } },
        topology: {
          rules: [rule("all", { destination: { replicationTime: { known: { status: "Enabled" } } } })],
        },
        note: /nearly every copy within 15 minutes/,
      },
      {
        event: { kind: "put", object: { key } },
        topology: { replica: { versioning: { known: "Suspended" } } },
        note: /Lifecycle neither expires nor moves the source version while its status is FAILED/,
      },
    ];
  for (const { event, topology, note } of noted) {
    it(`notes ${note.source}`, () => {
      const { notes } = only(topologyOf(topology), event);
      assert.ok(
        notes.some((each) => note.test(each)),
        JSON.stringify(notes),
      );
    });
  }

  it("has nothing of that to say of a small, plain object", () => {
    assert.deepEqual(
      only(topologyOf(), { kind: "put", object: { key, encryption: "aws:kms", sizeBytes: 1 } }).notes,
      ["the copy keeps version id, creation time, user metadata, tags and Object Lock settings"],
    );
  });
});

function only(topology: Topology, event: ObjectEvent): Journey {
  const side = event.side === "replica" ? "replica" : "primary";
  const [first, ...others] = journeysOf(topology, { bucket: side, ...event });
  assert.ok(first !== undefined);
  assert.deepEqual(others, []);
  return first;
}
