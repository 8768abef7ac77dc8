/** Only what S3 needs for an event decides about it: each row breaks an export that works in one place. */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import path from "node:path";
import { topologyFromStackExport } from "../../../../policy-pack/replication/adapters";
import {
  CONCERNS,
  type EventKind,
  type Journey,
  journeysOf,
  judgeFor,
  type ObjectEvent,
  type ObjectVersion,
} from "../../../../policy-pack/replication/journeys";
import { POLICY_CALLS } from "../../../../policy-pack/replication/journeys/concerns";
import { REQUIREMENTS } from "../../../../policy-pack/replication/requirements";

const WORKS = readFileSync(path.join(__dirname, "../../../fixtures/engine/stack-export.json"), "utf8");
const SOURCE = "arn:aws:s3:::acme-archive";

/** JSON, in which a test knows its way. */
type ExportedResource = ReturnType<typeof JSON.parse>;

type Edit = (text: string) => string;

const without =
  (action: string): Edit =>
  (text) =>
    text.replaceAll(`"${action}\\"`, '"s3:Nothing\\"');
const all =
  (from: string, to: string): Edit =>
  (text) => {
    assert.ok(text.includes(from), `the export has no ${from}`);
    return text.replaceAll(from, to);
  };
const edited =
  (change: (resource: ExportedResource) => void): Edit =>
  (text) => {
    const parsed = JSON.parse(text);
    for (const resource of parsed.deployment.resources) change(resource);
    return JSON.stringify(parsed);
  };
const withStatement = (statement: object): Edit =>
  edited(({ type, inputs, outputs }) => {
    if (type !== "aws:iam/rolePolicy:RolePolicy") return;
    for (const side of [inputs, outputs]) {
      const document = JSON.parse(side.policy);
      side.policy = JSON.stringify({ ...document, Statement: [...document.Statement, statement] });
    }
  });
const inBucketPolicies = (statement: object): Edit =>
  edited(({ type, inputs, outputs }) => {
    if (!type.includes("bucketPolicy") || inputs.bucket === "acme-archive") return;
    for (const side of [inputs, outputs]) {
      const document = JSON.parse(side.policy);
      side.policy = JSON.stringify({ ...document, Statement: [...document.Statement, statement] });
    }
  });
const denied = (Action: string, Resource: string): Edit =>
  withStatement({ Sid: "No", Effect: "Deny", Action, Resource });
const noOptIn = edited(({ type, inputs, outputs }) => {
  if (!type.includes("bucketReplicationConfig")) return;
  for (const rule of [...inputs.rules, ...outputs.rules]) {
    delete rule.sourceSelectionCriteria;
    delete rule.destination.encryptionConfiguration;
  }
});
const unversioned = edited(({ type, inputs, outputs }) => {
  if (!type.includes("bucketVersioning") || inputs.bucket === "acme-archive") return;
  for (const side of [inputs, outputs]) side.versioningConfiguration.status = "Suspended";
});
const noDecrypt = all('\\"Action\\":\\"kms:Decrypt\\"', '\\"Action\\":\\"kms:Nothing\\"');
const noEncrypt = all('[\\"kms:Encrypt\\",\\"kms:GenerateDataKey\\",\\"kms:Decrypt\\"]', '\\"kms:Nothing\\"');
const noGenerate = all('\\"kms:GenerateDataKey\\",', "");
const untrusted = edited(({ type, inputs, outputs }) => {
  if (type !== "aws:iam/role:Role") return;
  for (const side of [inputs, outputs]) {
    side.assumeRolePolicy = side.assumeRolePolicy.replace("s3.amazonaws.com", "ec2.amazonaws.com");
  }
});

function journeysAfter(edit: Edit, event: ObjectEvent): readonly Journey[] {
  const reading = topologyFromStackExport(edit(WORKS));
  assert.ok("topology" in reading);
  return journeysOf(reading.topology, event, { judge: judgeFor(reading.topology, event) });
}

const tags = { team: "red" };
const event = (kind: EventKind, object: Partial<ObjectVersion> = {}): ObjectEvent => ({
  kind,
  object: { key: "a.txt", ...object },
});
const EVENTS = {
  put: event("put"),
  "put with tags": event("put", { tags }),
  "put of an SSE-S3 object": event("put", { encryption: "AES256" }),
  "put of an SSE-C object": event("put", { encryption: "SSE-C" }),
  "put of a DSSE-KMS object": event("put", { encryption: "aws:kms:dsse" }),
  "backfill of an unencrypted object": event("backfill", { encryption: "none" }),
  "put below secret/": event("put", { key: "secret/a.txt" }),
  "put of a key that begins like another": event("put", { key: "secret" }),
  "put of a key with an asterisk": event("put", { key: "s*" }),
  delete: event("delete"),
  "delete below secret/": event("delete", { key: "secret/a.txt" }),
  "change-tags": event("change-tags"),
  "change-lock": event("change-lock"),
  "put-annotation": event("put-annotation"),
  "delete-version": event("delete-version"),
} as const;

interface Row {
  readonly title: string;
  readonly edit: Edit;
  readonly fails?: readonly (keyof typeof EVENTS)[];
  readonly unknown?: readonly (keyof typeof EVENTS)[];
  readonly notReplicated?: readonly (keyof typeof EVENTS)[];
  readonly replicated: readonly (keyof typeof EVENTS)[];
}

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
    title: "a role that may not read tags fails tags only",
    edit: without("s3:GetObjectVersionTagging"),
    fails: ["put with tags", "change-tags"],
    replicated: ["put", "delete", "change-lock"],
  },
  {
    title: "a role that may not read objects fails copies only",
    edit: without("s3:GetObjectVersionForReplication"),
    fails: ["put", "put of an SSE-S3 object"],
    replicated: ["delete", "change-tags"],
  },
  {
    title: "a Deny below a prefix fails only keys below it",
    edit: denied("s3:*", `${SOURCE}/secret/*`),
    fails: ["put below secret/"],
    replicated: [
      "put",
      "put of a key that begins like another",
      "put of a key with an asterisk",
      "delete",
      "delete below secret/",
    ],
  },
  {
    title: "a Deny of writes below a prefix fails only keys below it",
    edit: denied("s3:Replicate*", `${SOURCE}-replication-ap-*/secret/*`),
    fails: ["put below secret/", "delete below secret/"],
    replicated: ["put", "put of a key that begins like another", "delete"],
  },
  {
    title: "a Deny of a key's use for objects below a prefix, behind an S3 Bucket Key, concerns none",
    edit: withStatement({
      Effect: "Deny",
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": `${SOURCE}/secret/*` } },
    }),
    replicated: ["put", "put below secret/"],
  },
  {
    title: "a Deny of copies with SSE-KMS fails KMS objects only",
    edit: withStatement({
      Effect: "Deny",
      Action: "s3:ReplicateObject",
      Resource: "*",
      Condition: { StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
    }),
    fails: ["put"],
    replicated: ["put of an SSE-S3 object", "delete"],
  },
  {
    title: "a Deny of copies without SSE-KMS fails SSE-S3 objects",
    edit: withStatement({
      Effect: "Deny",
      Action: "s3:ReplicateObject",
      Resource: "*",
      Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
    }),
    fails: ["put of an SSE-S3 object"],
    replicated: ["delete"],
  },
  {
    title: "a Deny in a destination's policy below a prefix fails only keys below it",
    edit: inBucketPolicies({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:ReplicateObject",
      Resource: `${SOURCE}-replication-*/secret/*`,
    }),
    fails: ["put below secret/"],
    replicated: ["put", "delete", "delete below secret/"],
  },
  {
    title: "a Deny in a destination's policy of writes with SSE-KMS fails no SSE-S3 object",
    edit: inBucketPolicies({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:ReplicateObject",
      Resource: `${SOURCE}-replication-*`,
      Condition: { StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
    }),
    fails: ["put"],
    replicated: ["put of an SSE-S3 object", "delete"],
  },
  {
    title: "a replica key that is disabled fails KMS objects only",
    edit: edited(({ type, inputs, outputs, urn }) => {
      if (!type.includes("kms/key:") || urn.endsWith("::src")) return;
      for (const side of [inputs, outputs]) side.isEnabled = false;
    }),
    fails: ["put", "backfill of an unencrypted object"],
    replicated: ["put of an SSE-S3 object", "delete", "change-tags"],
  },
  {
    title:
      "a source with Object Lock and destinations without fails copies and locks, and leaves deletes open",
    edit: edited(({ type, inputs, outputs, urn }) => {
      if (!type.includes("s3/bucket:") || !urn.endsWith("::src")) return;
      for (const side of [inputs, outputs]) side.objectLockEnabled = true;
    }),
    fails: ["put", "put of an SSE-S3 object", "change-lock"],
    unknown: ["delete"],
    replicated: ["change-tags"],
  },
  {
    title: "a role that S3 may not assume fails everything",
    edit: untrusted,
    fails: ["put", "put of an SSE-S3 object", "delete", "change-tags", "change-lock", "put-annotation"],
    replicated: [],
    notReplicated: ["delete-version"],
  },
  {
    title: "destinations without versioning fail everything",
    edit: unversioned,
    fails: ["put", "put of an SSE-S3 object", "delete", "change-tags"],
    replicated: [],
  },
  {
    title: "a rule that S3 refuses fails everything",
    edit: all('"minutes": 15', '"minutes": 20'),
    fails: ["put", "put of an SSE-S3 object", "delete", "change-tags"],
    replicated: [],
  },
  {
    title: "nothing broken fails nothing, but annotations that the role may not read",
    edit: (text) => text,
    fails: ["put-annotation"],
    replicated: [
      "put",
      "put with tags",
      "put of an SSE-S3 object",
      "delete",
      "change-tags",
      "change-lock",
      "backfill of an unencrypted object",
    ],
  },
  {
    title: "annotations that the role may read are replicated",
    edit: withStatement({
      Effect: "Allow",
      Action: "s3:GetObjectVersionAnnotationForReplication",
      Resource: `${SOURCE}/*`,
    }),
    replicated: ["put-annotation", "put"],
  },
];

describe("what a broken route means for one event", () => {
  for (const { title, edit, fails = [], unknown = [], notReplicated = [], replicated } of rows) {
    it(title, () => {
      const expected = [
        ...fails.map((name) => [name, "fails"] as const),
        ...unknown.map((name) => [name, "unknown"] as const),
        ...notReplicated.map((name) => [name, "not replicated"] as const),
        ...replicated.map((name) => [name, "replicated"] as const),
      ];
      const found = expected.map(([name]) => {
        const outcomes = new Set(journeysAfter(edit, EVENTS[name]).map(({ outcome }) => outcome));
        return [name, [...outcomes].join(" and ")];
      });
      assert.deepEqual(found, expected);
    });
  }

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

describe("the table of what concerns which event", () => {
  it("has every requirement of the catalogue, and besides them only the annotations", () => {
    const ids = REQUIREMENTS.map(({ id }) => id);
    assert.deepEqual(
      ids.filter((id) => CONCERNS[id] === undefined),
      [],
    );
    assert.deepEqual(
      Object.keys(CONCERNS).filter((id) => !ids.includes(id)),
      ["source-read-annotations"],
    );
  });

  it("names only requirements of the table as the calls of a policy", () => {
    for (const [id, calls] of Object.entries(POLICY_CALLS)) {
      for (const each of [id, ...calls]) assert.ok(CONCERNS[each], each);
    }
  });
});
