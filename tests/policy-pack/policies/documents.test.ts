import assert from "node:assert/strict";
import { bucketPolicyPrincipals, tlsOnly } from "../../../policy-pack/policies/bucketPolicies";
import { keyPolicyAdministrator, keyPolicyPrincipals } from "../../../policy-pack/policies/keyPolicies";
import { replicationPermissions, replicationRoleTrust } from "../../../policy-pack/policies/roles";
import { judgeResource } from "../judge";
import { resource, UNKNOWN } from "../stacks";
import { type Case, describeCases, documentOf, type Statement } from "./documentCases";

const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const BUCKET = "aws:s3/bucket:Bucket";
const KEY = "aws:kms/key:Key";
const KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy";
const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const POLICY = "aws:iam/policy:Policy";

const tls: Statement = {
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::archive", "arn:aws:s3:::archive/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const read: Statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::archive/*" };
const account: Statement = {
  Sid: "Account",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};
const everybody = { AWS: "*" };
const trust: Statement = {
  Sid: "S3",
  Effect: "Allow",
  Principal: { Service: "s3.amazonaws.com" },
  Action: "sts:AssumeRole",
};
const replicate: Statement = {
  Sid: "Write",
  Effect: "Allow",
  Action: ["s3:ReplicateObject", "s3:ReplicateDelete"],
  Resource: "arn:aws:s3:::replica/*",
};

const unreadable: readonly Case[] = [
  ["a document that is not known yet", UNKNOWN, "open"],
  ["a document that is no JSON", "{", /expected a policy document, found text that is not JSON/],
  ["a document without statements", {}, /found a document without statements/],
  ["no document", undefined, "fine"],
];

describeCases(
  tlsOnly,
  [[BUCKET_POLICY, "policy"]],
  [
    ...unreadable,
    ["a policy that denies everything without TLS", documentOf(tls), "fine"],
    ["it among other statements", documentOf({ ...read, Principal: { AWS: "111122223333" } }, tls), "fine"],
    ["it with the principal written out", documentOf({ ...tls, Principal: everybody }), "fine"],
    [
      "it with one pattern for the bucket and its objects",
      documentOf({ ...tls, Resource: "arn:aws:s3:::archive*" }),
      "fine",
    ],
    [
      "it in two statements, for the bucket and for the objects",
      documentOf(
        { ...tls, Resource: "arn:aws:s3:::archive" },
        { ...tls, Sid: "Objects", Resource: "arn:aws:s3:::archive/*" },
      ),
      "fine",
    ],
    ["it with every resource", documentOf({ ...tls, Resource: "*" }), "fine"],
    [
      "it with a true boolean",
      documentOf({ ...tls, Condition: { Bool: { "aws:SecureTransport": false } } }),
      "fine",
    ],
    [
      "no such statement",
      documentOf(read),
      /^policy: expected a statement that denies everything without TLS/,
    ],
    [
      "it for the objects alone",
      documentOf({ ...tls, Resource: "arn:aws:s3:::archive/*" }),
      /covers the bucket and its objects/,
    ],
    [
      "it for the bucket alone",
      documentOf({ ...tls, Resource: "arn:aws:s3:::archive" }),
      /covers the bucket/,
    ],
    ["it for one action alone", documentOf({ ...tls, Action: "s3:GetObject" }), /without TLS/],
    ["it for one principal alone", documentOf({ ...tls, Principal: { AWS: "111122223333" } }), /without TLS/],
    ["it as an allowance", documentOf({ ...tls, Effect: "Allow" }), /without TLS/],
    [
      "it upside down",
      documentOf({ ...tls, Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      /without TLS/,
    ],
    [
      "it with a further condition",
      documentOf({
        ...tls,
        Condition: { Bool: { "aws:SecureTransport": "false", "aws:ViaAWSService": "false" } },
      }),
      /without TLS/,
    ],
  ],
);

describeCases(
  bucketPolicyPrincipals,
  [
    [BUCKET_POLICY, "policy"],
    [BUCKET, "policy"],
  ],
  [
    ...unreadable,
    ["a denial to everybody", documentOf(tls), "fine"],
    [
      "principals by name",
      documentOf({ ...read, Principal: { AWS: ["111122223333", "arn:aws:iam::444455556666:role/reader"] } }),
      "fine",
    ],
    ["a service", documentOf({ ...read, Principal: { Service: "logging.s3.amazonaws.com" } }), "fine"],
    [
      "everybody",
      documentOf({ ...read, Principal: "*" }),
      /^principal of statement 1: expected principals by name, found "\*" without/,
    ],
    [
      "everybody as an AWS principal",
      documentOf({ Sid: "Open", ...read, Principal: everybody }),
      /statement Open/,
    ],
    ["everybody among others", documentOf({ ...read, Principal: { AWS: ["111122223333", "*"] } }), /"\*"/],
    [
      "everybody but one",
      documentOf({ ...read, NotPrincipal: { AWS: "111122223333" } }),
      /Allow with NotPrincipal/,
    ],
    [
      "everybody of an organisation",
      documentOf({
        ...read,
        Principal: "*",
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3" } },
      }),
      "fine",
    ],
    [
      "everybody of some accounts",
      documentOf({
        ...read,
        Principal: everybody,
        Condition: { StringEquals: { "AWS:PrincipalAccount": ["111122223333", "444455556666"] } },
      }),
      "fine",
    ],
    [
      "everybody whose ARN fits",
      documentOf({
        ...read,
        Principal: everybody,
        Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/reader-*" } },
      }),
      "fine",
    ],
    [
      "everybody whose ARN fits, in any account",
      documentOf({
        ...read,
        Principal: everybody,
        Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/reader" } },
      }),
      /"\*"/,
    ],
    [
      "everybody of any organisation",
      documentOf({ ...read, Principal: "*", Condition: { StringLike: { "aws:PrincipalOrgID": "*" } } }),
      /"\*"/,
    ],
    [
      "everybody outside of an organisation",
      documentOf({
        ...read,
        Principal: "*",
        Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3" } },
      }),
      /"\*"/,
    ],
    [
      "everybody of an organisation, or unsigned",
      documentOf({
        ...read,
        Principal: "*",
        Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3" } },
      }),
      /"\*"/,
    ],
    [
      "everybody from any address",
      documentOf({ ...read, Principal: "*", Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }),
      /"\*"/,
    ],
    [
      "everybody with TLS",
      documentOf({ ...read, Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      /"\*"/,
    ],
  ],
);

describeCases(
  keyPolicyPrincipals,
  [
    [KEY, "policy"],
    [KEY_POLICY, "policy"],
    ["aws:kms/replicaKey:ReplicaKey", "policy"],
  ],
  [
    ...unreadable,
    ["the account", documentOf(account), "fine"],
    ["everybody", documentOf(account, { ...account, Sid: "Open", Principal: "*" }), /statement Open/],
    [
      "everybody of the account, by way of S3",
      documentOf({
        ...account,
        Principal: everybody,
        Condition: {
          StringEquals: {
            "kms:CallerAccount": "111122223333",
            "kms:ViaService": "s3.eu-west-1.amazonaws.com",
          },
        },
      }),
      "fine",
    ],
    [
      "everybody by way of S3",
      documentOf({
        ...account,
        Principal: everybody,
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
      }),
      /"\*"/,
    ],
  ],
);

describeCases(
  keyPolicyAdministrator,
  [
    [KEY, "policy"],
    [KEY_POLICY, "policy"],
  ],
  [
    ...unreadable,
    ["the account with every action", documentOf(account), "fine"],
    [
      "a role that may change the policy",
      documentOf({
        ...account,
        Principal: { AWS: "arn:aws:iam::111122223333:role/admin" },
        Action: ["kms:Describe*", "kms:Put*"],
      }),
      "fine",
    ],
    [
      "use alone",
      documentOf({ ...account, Action: ["kms:Encrypt", "kms:Decrypt"] }),
      /^policy: expected a statement that allows kms:PutKeyPolicy to the account or a role, found none/,
    ],
    [
      "an administrator that is a service",
      documentOf({ ...account, Principal: { Service: "s3.amazonaws.com" } }),
      /found none/,
    ],
    ["a denial to the administrator", documentOf({ ...account, Effect: "Deny" }), /found none/],
  ],
);

describe("key-policy-administrator", () => {
  it("refuses to skip the check of KMS against locking everybody out", async () => {
    const key = resource(KEY, { bypassPolicyLockoutSafetyCheck: true });
    const { violations } = await judgeResource(keyPolicyAdministrator, key);
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /^bypassPolicyLockoutSafetyCheck: expected false, found true/);
  });
});

describeCases(
  replicationRoleTrust,
  [[ROLE, "assumeRolePolicy"]],
  [
    ...unreadable,
    ["S3 alone", documentOf(trust), "fine"],
    [
      "S3 and Batch Operations",
      documentOf({
        ...trust,
        Principal: { Service: ["s3.amazonaws.com", "batchoperations.s3.amazonaws.com"] },
      }),
      "fine",
    ],
    [
      "a role of another service",
      documentOf({ ...trust, Principal: { Service: ["lambda.amazonaws.com", "ec2.amazonaws.com"] } }),
      "fine",
    ],
    [
      "S3 and another service",
      documentOf({ ...trust, Principal: { Service: ["s3.amazonaws.com", "lambda.amazonaws.com"] } }),
      /^statement S3 of the trust policy: expected only S3 as principal, found \{"Service":"lambda\.amazonaws\.com"\}/,
    ],
    [
      "S3 and an account",
      documentOf(trust, { ...trust, Sid: "Us", Principal: { AWS: "arn:aws:iam::111122223333:root" } }),
      /statement Us .*root/,
    ],
    ["S3 and everybody", documentOf(trust, { ...trust, Sid: "All", Principal: "*" }), /statement All .*"\*"/],
    [
      "S3 with every action",
      documentOf({ ...trust, Action: "sts:*" }),
      /expected "sts:AssumeRole" alone, found \["sts:\*"\]/,
    ],
  ],
);

describeCases(
  replicationPermissions,
  [
    [ROLE_POLICY, "policy"],
    [POLICY, "policy"],
  ],
  [
    ...unreadable,
    [
      "actions, buckets and keys by name",
      documentOf(replicate, {
        Effect: "Allow",
        Action: "kms:Encrypt",
        Resource: "arn:aws:kms:eu-west-1:111122223333:key/0a1b",
      }),
      "fine",
    ],
    [
      "data key actions as a family",
      documentOf(replicate, {
        Effect: "Allow",
        Action: "kms:GenerateDataKey*",
        Resource: "arn:aws:kms:eu-west-1:111122223333:key/0a1b",
      }),
      "fine",
    ],
    [
      "wildcards in a policy that is not about replication",
      documentOf({ Effect: "Allow", Action: "s3:*", Resource: "*" }),
      "fine",
    ],
    [
      "wildcards of another service",
      documentOf(replicate, { Effect: "Allow", Action: "logs:*", Resource: "*" }),
      "fine",
    ],
    [
      "a denial with wildcards",
      documentOf(replicate, { Effect: "Deny", Action: "*", Resource: "*" }),
      "fine",
    ],
    [
      "every action of S3",
      documentOf(replicate, {
        Sid: "All",
        Effect: "Allow",
        Action: "s3:*",
        Resource: "arn:aws:s3:::archive",
      }),
      /^action of statement All of the policy: expected a name, found "s3:\*"/,
    ],
    ["a family of actions", documentOf({ ...replicate, Action: ["s3:Replicate*"] }), /"s3:Replicate\*"/],
    [
      "every action but some",
      documentOf(replicate, { Effect: "Allow", NotAction: "iam:*", Resource: "arn:aws:s3:::archive" }),
      /Allow with NotAction/,
    ],
    [
      "every resource",
      documentOf({ ...replicate, Resource: "*" }),
      /^resource of statement Write of the policy: expected an ARN, found "\*"/,
    ],
    [
      "every bucket",
      documentOf({ ...replicate, Resource: "arn:aws:s3:::*" }),
      /expected one bucket, found "arn:aws:s3:::\*"/,
    ],
    [
      "buckets whose names begin alike",
      documentOf({ ...replicate, Resource: "arn:aws:s3:::archive*" }),
      /the pattern covers others too/,
    ],
    [
      "every resource but some",
      documentOf({ Effect: "Allow", Action: "s3:ReplicateObject", NotResource: "arn:aws:s3:::archive/*" }),
      /Allow with NotResource/,
    ],
    [
      "every key",
      documentOf(replicate, {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "arn:aws:kms:eu-west-1:111122223333:key/*",
      }),
      /expected one key/,
    ],
    [
      "an alias, which grants nothing",
      documentOf(replicate, {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "arn:aws:kms:eu-west-1:111122223333:alias/archive",
      }),
      /an alias grants nothing here/,
    ],
  ],
);

describe("replication-role-permissions", () => {
  it("judges the inline policies of a role", async () => {
    const policy = JSON.stringify(documentOf({ ...replicate, Resource: "*" }));
    const role = resource(ROLE, { inlinePolicies: [{ name: "replicate", policy }] });
    const { violations } = await judgeResource(replicationPermissions, role);
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /expected an ARN/);
  });

  it("accepts the families of actions that config allows", async () => {
    const policy = documentOf({ ...replicate, Action: ["s3:Replicate*"] });
    const config = { allowedActionPatterns: ["s3:Replicate*"] };
    const { violations } = await judgeResource(replicationPermissions, resource(POLICY, { policy }), config);
    assert.deepEqual(violations, []);
  });
});
