/** Only what S3 needs for an event decides about it. */
import { strict as assert } from "node:assert";
import type { ObjectEvent } from "../../../model/journeys";
import { ANNOTATIONS } from "../../../model/journeys/eventJudgement";
import { REQUIREMENTS } from "../../../model/requirements";
import {
  all,
  denied,
  EVENTS,
  itMeans,
  journeysAfter,
  noDecrypt,
  noEncrypt,
  noGenerate,
  noOptIn,
  type Row,
  SOURCE,
  without,
} from "./brokenExports";

const rows: readonly Row[] = [
  {
    title: "a role that may not decrypt fails KMS objects only",
    edit: noDecrypt,
    fails: ["put", "put with tags", "put of a DSSE-KMS object"],
    replicated: [
      "put of an SSE-S3 object",
      "delete",
      "change-tags",
      "change-lock",
      "backfill of an unencrypted object",
    ],
  },
  {
    title:
      "a role that may not use the replica keys fails KMS objects and those that take the destination's default",
    edit: noEncrypt,
    fails: ["put", "backfill of an unencrypted object"],
    replicated: ["put of an SSE-S3 object", "delete", "change-tags"],
  },
  {
    title: "a role that may not generate data keys fails what takes the destination's default",
    edit: noGenerate,
    fails: ["backfill of an unencrypted object"],
    replicated: ["put", "put of an SSE-S3 object", "delete"],
  },
  {
    title: "a rule without the opt-in passes KMS objects over in silence, and no others",
    edit: noOptIn,
    notReplicated: ["put", "put with tags", "put of a DSSE-KMS object"],
    replicated: ["put of an SSE-S3 object", "delete"],
  },
  {
    title: "a role that may not replicate objects fails copies, not delete markers",
    edit: without("s3:ReplicateObject"),
    fails: [
      "put",
      "put with tags",
      "put of an SSE-S3 object",
      "change-lock",
      "backfill of an unencrypted object",
    ],
    replicated: ["delete", "change-tags"],
    notReplicated: ["delete-version"],
  },
  {
    title: "a role that may not replicate deletes fails delete markers only",
    edit: without("s3:ReplicateDelete"),
    fails: ["delete"],
    replicated: ["put", "put with tags", "put of an SSE-S3 object", "change-tags", "change-lock"],
    notReplicated: ["delete-version"],
  },
  {
    title: "a role that may not replicate tags fails changes of tags, and leaves puts with tags open",
    edit: without("s3:ReplicateTags"),
    fails: ["change-tags"],
    unknown: ["put with tags"],
    replicated: ["put", "delete", "change-lock"],
  },
  {
    title: "a role that may not read tags fails changes of tags; objects arrive without theirs",
    edit: without("s3:GetObjectVersionTagging"),
    fails: ["change-tags"],
    replicated: ["put", "put with tags", "delete", "change-lock"],
  },
  {
    title: "a role that may read object versions, but not for replication, fails KMS objects only",
    edit: all('"s3:GetObjectVersionForReplication\\"', '"s3:GetObjectVersion\\"'),
    fails: ["put", "put with tags", "put of a DSSE-KMS object"],
    replicated: ["put of an SSE-S3 object", "backfill of an unencrypted object", "delete"],
  },
  {
    title:
      "a role that may encrypt and not decrypt with the replica keys fails nothing, S3 Bucket Keys or not",
    edit: all(
      '[\\"kms:Encrypt\\",\\"kms:GenerateDataKey\\",\\"kms:Decrypt\\"]',
      '[\\"kms:Encrypt\\",\\"kms:GenerateDataKey\\"]',
    ),
    replicated: ["put", "put with tags", "put of an SSE-S3 object", "delete"],
  },
  {
    title: "a role that may not read objects fails copies only",
    edit: without("s3:GetObjectVersionForReplication"),
    fails: ["put", "put of an SSE-S3 object"],
    replicated: ["delete", "change-tags"],
  },
];

describe("what a broken route means for one event", () => {
  itMeans(rows);

  it("says of an object that is passed over in silence that it has no status", () => {
    for (const { status, because } of journeysAfter(noOptIn, EVENTS.put)) {
      assert.deepEqual(status, { source: "absent", destination: "absent" });
      assert.match(because, /skips it in silence/);
    }
  });

  it("names what fails, and says nothing of the rest", () => {
    for (const { because } of journeysAfter(
      (text) => without("s3:ReplicateDelete")(noDecrypt(text)),
      EVENTS.delete,
    )) {
      assert.match(because, /destination-replicate-delete: .*s3:ReplicateDelete/);
      assert.doesNotMatch(because, /kms|source-key/);
    }
  });

  it("is COMPLETED at the source where the one broken permission is not needed, and FAILED where it is", () => {
    const edit = denied("s3:ReplicateDelete", `${SOURCE}-replication-ap-southeast-2/*`);
    const statuses = (of: ObjectEvent) => journeysAfter(edit, of).map(({ status }) => status.source);
    assert.deepEqual(statuses(EVENTS.put), ["COMPLETED", "COMPLETED"]);
    assert.deepEqual(statuses(EVENTS.delete), ["FAILED", "FAILED"]);
  });

  it("tells that a tagged object arrives without its tags, and nothing of an object that has none", () => {
    const edit = without("s3:GetObjectVersionTagging");
    for (const { notes } of journeysAfter(edit, EVENTS["put with tags"])) {
      assert.ok(
        notes.some((note) => /^the object arrives without its tags: source-read-tags: /.test(note)),
        notes.join("\n"),
      );
    }
    for (const { notes } of journeysAfter(edit, EVENTS.put)) {
      assert.equal(
        notes.some((note) => note.includes("arrives")),
        false,
      );
    }
  });

  it("tells that a change needs a copy, where none can be made any more", () => {
    const [journey] = journeysAfter(without("s3:ReplicateObject"), EVENTS["change-tags"]);
    assert.ok(
      journey?.notes.some((note) => /only where the copy was made before.*s3:ReplicateObject/.test(note)),
    );
    const [works] = journeysAfter((text) => text, EVENTS["change-tags"]);
    assert.equal(
      works?.notes.some((note) => /only where the copy was made before/.test(note)),
      false,
    );
  });
});

describe("the policy of a bucket", () => {
  const asked = [...REQUIREMENTS, ANNOTATIONS];
  const ofPolicies = asked.flatMap(({ id, events }) => ("ofCalls" in events ? [{ id, ...events }] : []));

  it("is judged for an event by its calls", () => {
    assert.deepEqual(
      ofPolicies.map(({ id, ofCalls }) => [id, ...ofCalls.map(({ action }) => action)]),
      [
        [
          "source-bucket-policy",
          "s3:GetReplicationConfiguration",
          "s3:ListBucket",
          "s3:GetObjectVersionForReplication",
          "s3:GetObjectVersion",
          "s3:GetObjectVersionAcl",
          "s3:GetObjectVersionTagging",
          "s3:GetObjectRetention",
          "s3:GetObjectLegalHold",
          "s3:GetObjectVersionAnnotationForReplication",
        ],
        ["source-bucket-policy-tags", "s3:GetObjectVersionTagging"],
        [
          "destination-bucket-policy",
          "s3:ReplicateObject",
          "s3:ReplicateDelete",
          "s3:ObjectOwnerOverrideToBucketOwner",
        ],
        ["destination-bucket-policy-tags", "s3:ReplicateTags"],
      ],
    );
  });

  it("has no call of which no requirement of the role says which events need it", () => {
    const ofRole = asked.flatMap(({ calls = [], events }) => ("ofCalls" in events ? [] : calls));
    for (const { id, ofCalls } of ofPolicies) {
      for (const call of ofCalls) assert.ok(ofRole.includes(call), `${id}: ${call.action}`);
    }
  });
});
