/** An export that works, broken in one place, and what that means for events. */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import path from "node:path";
import { topologyFromStackExport } from "../../../model";
import {
  type EventKind,
  type Journey,
  journeysOf,
  judgeFor,
  type ObjectEvent,
  type ObjectVersion,
} from "../../../model/journeys";

const WORKS = readFileSync(path.join(__dirname, "../../fixtures/engine/stack-export.json"), "utf8");
export const SOURCE = "arn:aws:s3:::acme-archive";

/** JSON, in which a test knows its way. */
type ExportedResource = ReturnType<typeof JSON.parse>;

export type Edit = (text: string) => string;

export const without =
  (action: string): Edit =>
  (text) =>
    text.replaceAll(`"${action}\\"`, '"s3:Nothing\\"');
export const all =
  (from: string, to: string): Edit =>
  (text) => {
    assert.ok(text.includes(from), `the export has no ${from}`);
    return text.replaceAll(from, to);
  };
export const edited =
  (change: (resource: ExportedResource) => void): Edit =>
  (text) => {
    const parsed = JSON.parse(text);
    for (const resource of parsed.deployment.resources) change(resource);
    return JSON.stringify(parsed);
  };
export const withStatement = (statement: object): Edit =>
  edited(({ type, inputs, outputs }) => {
    if (type !== "aws:iam/rolePolicy:RolePolicy") return;
    for (const side of [inputs, outputs]) {
      const document = JSON.parse(side.policy);
      side.policy = JSON.stringify({ ...document, Statement: [...document.Statement, statement] });
    }
  });
export const inBucketPolicies = (statement: object): Edit =>
  edited(({ type, inputs, outputs }) => {
    if (!type.includes("bucketPolicy") || inputs.bucket === "acme-archive") return;
    for (const side of [inputs, outputs]) {
      const document = JSON.parse(side.policy);
      side.policy = JSON.stringify({ ...document, Statement: [...document.Statement, statement] });
    }
  });
export const denied = (Action: string, Resource: string): Edit =>
  withStatement({ Sid: "No", Effect: "Deny", Action, Resource });
export const noOptIn = edited(({ type, inputs, outputs }) => {
  if (!type.includes("bucketReplicationConfig")) return;
  for (const rule of [...inputs.rules, ...outputs.rules]) {
    delete rule.sourceSelectionCriteria;
    delete rule.destination.encryptionConfiguration;
  }
});
export const unversioned = edited(({ type, inputs, outputs }) => {
  if (!type.includes("bucketVersioning") || inputs.bucket === "acme-archive") return;
  for (const side of [inputs, outputs]) side.versioningConfiguration.status = "Suspended";
});
export const noDecrypt = all('\\"Action\\":\\"kms:Decrypt\\"', '\\"Action\\":\\"kms:Nothing\\"');
export const noEncrypt = all(
  '[\\"kms:Encrypt\\",\\"kms:GenerateDataKey\\",\\"kms:Decrypt\\"]',
  '\\"kms:Nothing\\"',
);
export const noGenerate = all('\\"kms:GenerateDataKey\\",', "");
export const untrusted = edited(({ type, inputs, outputs }) => {
  if (type !== "aws:iam/role:Role") return;
  for (const side of [inputs, outputs]) {
    side.assumeRolePolicy = side.assumeRolePolicy.replace("s3.amazonaws.com", "ec2.amazonaws.com");
  }
});

export function journeysAfter(edit: Edit, event: ObjectEvent): readonly Journey[] {
  const reading = topologyFromStackExport(edit(WORKS));
  assert.ok("topology" in reading);
  return journeysOf(reading.topology, event, { judge: judgeFor(reading.topology, event) });
}

const tags = { team: "red" };
const event = (kind: EventKind, object: Partial<ObjectVersion> = {}): ObjectEvent => ({
  kind,
  object: { key: "a.txt", ...object },
});
export const EVENTS = {
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

export interface Row {
  readonly title: string;
  readonly edit: Edit;
  readonly fails?: readonly (keyof typeof EVENTS)[];
  readonly unknown?: readonly (keyof typeof EVENTS)[];
  readonly notReplicated?: readonly (keyof typeof EVENTS)[];
  readonly replicated: readonly (keyof typeof EVENTS)[];
}

/** One test for each row: every event that it names ends so on every route. */
export function itMeans(rows: readonly Row[]): void {
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
}
