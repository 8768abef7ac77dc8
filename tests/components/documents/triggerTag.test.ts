import assert from "node:assert/strict";
import fc from "fast-check";
import { bucketPolicyDocument } from "../../../components/documents/bucketPolicy";
import { triggerTagGuards } from "../../../components/documents/triggerTag";
import { primaryAccess } from "../../../components/policyStatements";
import {
  type AccessRequest,
  type ApplicablePolicies,
  type Caller,
  type ContextValue,
  evaluate,
} from "../../../model/evaluation";
import { answerOf, referenceAnswer } from "../../model/evaluation/differential/reference";

const BUCKET = { bucketArn: "arn:aws:s3:::acme-archive", region: "eu-west-1" };
const HERE = "111122223333";
const PUBLISHER = `arn:aws:iam::${HERE}:role/publishing/publisher`;

describe("the guards of the tag that triggers replication", () => {
  it("refuse every way to set or change it to everybody but the uploaders", () => {
    const others = { ArnNotLike: { "aws:PrincipalArn": PUBLISHER } };
    const refusal = { Effect: "Deny", Principal: "*", Resource: "arn:aws:s3:::acme-archive/*" };
    assert.deepEqual(triggerTagGuards(BUCKET.bucketArn, "replicate", [PUBLISHER]), [
      {
        Sid: "TriggerTagInRequest",
        ...refusal,
        Action: ["s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"],
        Condition: { ...others, Null: { "s3:RequestObjectTag/replicate": "false" } },
      },
      {
        Sid: "TriggerTagByCopy",
        ...refusal,
        Action: "s3:PutObject",
        Condition: { ...others, Null: { "s3:x-amz-copy-source": "false" } },
      },
      {
        Sid: "TriggerTagOnObject",
        ...refusal,
        Action: [
          "s3:PutObjectTagging",
          "s3:PutObjectVersionTagging",
          "s3:DeleteObjectTagging",
          "s3:DeleteObjectVersionTagging",
        ],
        Condition: { ...others, Null: { "s3:ExistingObjectTag/replicate": "false" } },
      },
      {
        Sid: "TriggerTagByReplication",
        ...refusal,
        Action: "s3:ReplicateTags",
        Condition: others,
      },
      {
        Sid: "UnfinishedUploads",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:ListBucketMultipartUploads",
        Resource: "arn:aws:s3:::acme-archive",
        Condition: others,
      },
    ]);
  });
});

/** One call of S3, as its authorisation sees it: the action and what the request says. */
interface Attempt {
  readonly ofBucket?: boolean;
  readonly how: string;
  readonly action: string;
  readonly says: { readonly [key: string]: string };
}

const TRIGGERS: readonly Attempt[] = [
  { how: "an upload", action: "s3:PutObject", says: { "s3:RequestObjectTag/replicate": "yes" } },
  {
    how: "an upload to another value",
    action: "s3:PutObject",
    says: { "s3:RequestObjectTag/replicate": "x" },
  },
  { how: "tagging", action: "s3:PutObjectTagging", says: { "s3:RequestObjectTag/replicate": "yes" } },
  {
    how: "tagging a version",
    action: "s3:PutObjectVersionTagging",
    says: { "s3:RequestObjectTag/replicate": "yes" },
  },
  { how: "a copy with its tags", action: "s3:PutObject", says: { "s3:x-amz-copy-source": "loot/a" } },
  {
    how: "a copy with other tags",
    action: "s3:PutObject",
    says: { "s3:x-amz-copy-source": "loot/a", "s3:RequestObjectTag/replicate": "yes" },
  },
  {
    how: "retagging a tagged object",
    action: "s3:PutObjectTagging",
    says: { "s3:ExistingObjectTag/replicate": "yes", "s3:RequestObjectTag/team": "x" },
  },
  { how: "untagging", action: "s3:DeleteObjectTagging", says: { "s3:ExistingObjectTag/replicate": "yes" } },
  {
    how: "untagging a version",
    action: "s3:DeleteObjectVersionTagging",
    says: { "s3:ExistingObjectTag/replicate": "yes" },
  },
  { how: "replication into the bucket", action: "s3:ReplicateTags", says: {} },
  {
    how: "a part of somebody's unfinished upload",
    action: "s3:ListBucketMultipartUploads",
    says: {},
    ofBucket: true,
  },
];
const HARMLESS: readonly Attempt[] = [
  { how: "an upload without tags", action: "s3:PutObject", says: {} },
  { how: "an upload with another tag", action: "s3:PutObject", says: { "s3:RequestObjectTag/team": "x" } },
  { how: "another tag", action: "s3:PutObjectTagging", says: { "s3:RequestObjectTag/team": "x" } },
  {
    how: "untagging another tag",
    action: "s3:DeleteObjectTagging",
    says: { "s3:ExistingObjectTag/team": "x" },
  },
  { how: "reading", action: "s3:GetObject", says: { "s3:ExistingObjectTag/replicate": "yes" } },
];
/** Every key that a condition of these statements asks for; what a request does not say is certainly absent. */
const KEYS = [
  "s3:RequestObjectTag/replicate",
  "s3:RequestObjectTag/team",
  "s3:ExistingObjectTag/replicate",
  "s3:ExistingObjectTag/team",
  "s3:x-amz-copy-source",
];

const caller = (arn: string): Caller => ({
  kind: arn.includes(":role/") ? "role" : "user",
  arn,
  account: arn.split(":")[4] ?? "",
  ...(arn.includes(":role/") && { session: "tester" }),
});

function requestOf(arn: string, { action, says, ofBucket }: Attempt): AccessRequest {
  const absent: ContextValue = { absent: true };
  return {
    caller: caller(arn),
    action,
    resource: ofBucket === true ? "arn:aws:s3:::acme-archive" : "arn:aws:s3:::acme-archive/a",
    resourceAccount: HERE,
    context: {
      ...Object.fromEntries(KEYS.map((key) => [key, absent])),
      ...Object.fromEntries(Object.entries(says).map(([key, value]) => [key, [value]])),
      "aws:SecureTransport": ["true"],
      "aws:PrincipalArn": [arn],
      "aws:PrincipalAccount": [arn.split(":")[4] ?? ""],
      "aws:PrincipalIsAWSService": ["false"],
    },
  };
}

/** The bucket's real policy, for somebody whose own account lets them do everything. */
function applicable(principals: readonly string[]): ApplicablePolicies {
  const args = { replicateOnlyFrom: { tag: { key: "replicate", value: "yes" }, principals } };
  const all = { Effect: "Allow", Action: "*", Resource: "*" } as const;
  return {
    identity: [{ label: "own", document: { Version: "2012-10-17", Statement: [all] } }],
    resource: {
      label: "bucket policy",
      document: bucketPolicyDocument(BUCKET.bucketArn, primaryAccess(args, BUCKET).bucket),
    },
    resourceKind: "bucket",
  };
}

describe("the policy of a primary with uploaders, as two evaluators read it", () => {
  const callers: readonly (readonly [string, string, boolean])[] = [
    ["the role that uploads", PUBLISHER, true],
    ["an administrator of the account", `arn:aws:iam::${HERE}:role/administrator`, false],
    ["a role of the same name without the path", `arn:aws:iam::${HERE}:role/publisher`, false],
    [
      "a role of the same path and name elsewhere",
      "arn:aws:iam::444455556666:role/publishing/publisher",
      false,
    ],
    ["a user", `arn:aws:iam::${HERE}:user/ann`, false],
  ];
  for (const [who, arn, mayTrigger] of callers) {
    const isHere = arn.includes(HERE);
    for (const attempt of TRIGGERS) {
      it(`${mayTrigger ? "lets" : "keeps"} ${who} ${mayTrigger ? "set" : "from setting"} the tag by ${attempt.how}`, async () => {
        const answer = answerOf(evaluate(requestOf(arn, attempt), applicable([PUBLISHER])));
        assert.equal(answer, mayTrigger ? "allowed" : "denied explicitly");
        assert.equal(await referenceAnswer(requestOf(arn, attempt), applicable([PUBLISHER])), answer);
      });
    }
    for (const attempt of HARMLESS) {
      it(`leaves ${who} alone with ${attempt.how}`, async () => {
        const answer = answerOf(evaluate(requestOf(arn, attempt), applicable([PUBLISHER])));
        assert.equal(answer, isHere ? "allowed" : "denied");
        assert.equal(await referenceAnswer(requestOf(arn, attempt), applicable([PUBLISHER])), answer);
      });
    }
  }

  it("never lets anybody trigger who is neither named nor of a named account", () => {
    const account = fc.constantFrom(HERE, "444455556666", "777788889999");
    const name = fc.constantFrom("a", "b", "x/a");
    const arn = fc
      .tuple(account, fc.constantFrom("role", "user"), name)
      .map(([id, kind, path]) => `arn:aws:iam::${id}:${kind}/${path}`);
    const principals = fc.array(fc.oneof(arn, account), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(principals, arn, fc.constantFrom(...TRIGGERS), (named, who, attempt) => {
        const { verdict } = evaluate(requestOf(who, attempt), applicable(named));
        const isNamed = named.includes(who) || named.includes(who.split(":")[4] ?? "");
        if (!isNamed) assert.equal(verdict, "denied");
        // Within the account IAM decides about those who are named.
        else if (who.includes(HERE)) assert.equal(verdict, "allowed");
      }),
      { numRuns: 500 },
    );
  });
});
