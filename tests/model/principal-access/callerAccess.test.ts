import assert from "node:assert/strict";
import { type CallerQuestion, type LiveKey, mayDo, topologyFromLive } from "../../../model";
import { ACCOUNT, REPLICA, ruleTo, SOURCE, snapshotOf } from "../../helpers/snapshots";

const KEY = "_s3-replication-canary/1";
const ROLE = `arn:aws:iam::${ACCOUNT}:role`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role`;

const except = (...exempt: readonly string[]) => ({
  Sid: "OnlyWriters",
  Effect: "Deny",
  Principal: "*",
  Action: ["s3:PutObject", "s3:DeleteObject"],
  Resource: `arn:aws:s3:::${SOURCE}/*`,
  Condition: { ArnNotLike: { "aws:PrincipalArn": exempt } },
});

function answer(statements: readonly object[], question: Partial<CallerQuestion>) {
  const policy = { known: JSON.stringify({ Version: "2012-10-17", Statement: statements }) };
  const topology = topologyFromLive(snapshotOf({ source: { policy } }));
  const base: CallerQuestion = {
    action: "write",
    bucket: SOURCE,
    key: KEY,
    tags: {},
    caller: `${SESSION}/nightly/session`,
  };
  return mayDo(topology, { ...base, ...question });
}

describe("whether one caller may write", () => {
  const tagGuard = {
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:PutObject", "s3:PutObjectTagging"],
    Resource: `arn:aws:s3:::${SOURCE}/*`,
    Condition: {
      "ForAnyValue:StringEquals": { "s3:RequestObjectTagKeys": ["replicate"] },
      ArnNotLike: { "aws:PrincipalArn": [`${ROLE}/tagger`] },
    },
  };
  const CASES: readonly (readonly [
    what: string,
    statements: readonly object[],
    question: Partial<CallerQuestion>,
    verdict: string | undefined,
  ])[] = [
    ["a caller that no statement names", [], {}, "unknown"],
    ["a session of a role that is no writer", [except(`${ROLE}/writer`)], {}, "may not"],
    ["a session of a writer", [except(`${ROLE}/nightly`)], {}, "unknown"],
    ["a session of a writer with a path", [except(`${ROLE}/ops/nightly`)], {}, "unknown"],
    [
      "a session of single sign-on",
      [except(`${ROLE}/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*`)],
      { caller: `${SESSION}/AWSReservedSSO_Admin_0123/anna` },
      "unknown",
    ],
    ["another role below the path of the writers", [except(`${ROLE}/ops/writer`)], {}, "may not"],
    [
      "a user that is no writer",
      [except(`${ROLE}/writer`)],
      { caller: `arn:aws:iam::${ACCOUNT}:user/anna` },
      "may not",
    ],
    ["the root user", [except(`${ROLE}/writer`)], { caller: `arn:aws:iam::${ACCOUNT}:root` }, undefined],
    ["a bucket without routes", [], { bucket: "acme-other" }, undefined],
    ["deletes by who is no writer", [except(`${ROLE}/writer`)], { action: "delete" }, "may not"],
    [
      "deletes of versions, which are open",
      [except(`${ROLE}/writer`)],
      { action: "delete version" },
      "unknown",
    ],
    ["tags that others may not set", [tagGuard], { tags: { replicate: "yes" } }, "may not"],
    ["an object without these tags", [tagGuard], {}, "unknown"],
    [
      "tags by who may set them",
      [tagGuard],
      { tags: { replicate: "yes" }, caller: `${SESSION}/tagger/s` },
      "unknown",
    ],
    [
      "a caller of another account without a grant",
      [tagGuard],
      { caller: "arn:aws:sts::999988887777:assumed-role/x/y" },
      "may not",
    ],
  ];
  for (const [what, statements, question, verdict] of CASES) {
    it(`is ${verdict ?? "not asked"} for ${what}`, () => {
      const found = answer(statements, question);
      assert.equal(found?.verdict, verdict, found?.because);
    });
  }

  it("is refused by the key of the bucket's default encryption", () => {
    const arn = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
    const denied = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: "NotNightly",
          Effect: "Deny",
          Principal: { AWS: `${ROLE}/nightly` },
          Action: "kms:GenerateDataKey",
          Resource: "*",
        },
      ],
    };
    const key: LiveKey = {
      arn,
      ...{
        enabled: { known: true },
        usage: { known: "ENCRYPT_DECRYPT" },
        spec: { known: "SYMMETRIC_DEFAULT" },
      },
      policy: { known: JSON.stringify(denied) },
      grants: [],
      aliases: [],
    };
    const encryption = {
      known: { algorithm: "aws:kms", keyId: arn, bucketKeyEnabled: true, blockedEncryptionTypes: [] },
    };
    const snapshot = { ...snapshotOf({ source: { encryption }, rules: [ruleTo(REPLICA)] }), keys: [key] };
    const found = mayDo(topologyFromLive(snapshot), {
      ...{ action: "write", bucket: SOURCE, key: KEY, tags: {}, caller: `${SESSION}/nightly/s` },
    });
    assert.equal(found?.verdict, "may not");
    assert.match(found?.because ?? "", /"NotNightly"/);
  });
});
