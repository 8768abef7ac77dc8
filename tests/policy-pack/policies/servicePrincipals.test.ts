import assert from "node:assert/strict";
import fc from "fast-check";
import { servicePrincipalSource } from "../../../policy-pack/policies/servicePrincipals";
import { judgeResource } from "../judge";
import { resource, UNKNOWN } from "../stacks";
import { describeCases, documentOf, type Statement } from "./documentCases";

const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const KEY = "aws:kms/key:Key";

const write: Statement = {
  Sid: "Logs",
  Effect: "Allow",
  Principal: { Service: "logging.s3.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::logs/*",
};
const when = (Condition: unknown, more: Statement = {}): Statement => ({ ...write, ...more, Condition });
const none =
  /^condition of statement Logs: expected aws:SourceAccount, aws:SourceArn, aws:SourceOrgID or aws:SourceOrgPaths for logging\.s3\.amazonaws\.com, found none that names an account, organization or resource; add "StringEquals": \{"aws:SourceAccount": "<account>"\}, or set /;
const TRAIL = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";
const perimeter: Statement = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
  Condition: {
    StringNotEqualsIfExists: { "aws:SourceOrgID": "o-1234567890" },
    Null: { "aws:SourceAccount": "false" },
    Bool: { "aws:PrincipalIsAWSService": "true" },
  },
};

describeCases(
  servicePrincipalSource,
  [
    [BUCKET_POLICY, "policy"],
    ["aws:s3/bucket:Bucket", "policy"],
    ["aws:s3/bucketV2:BucketV2", "policy"],
    [KEY, "policy"],
    ["aws:kms/keyPolicy:KeyPolicy", "policy"],
    ["aws:sns/topic:Topic", "policy"],
    ["aws:sns/topicPolicy:TopicPolicy", "policy"],
    ["aws:sqs/queue:Queue", "policy"],
    ["aws:sqs/queuePolicy:QueuePolicy", "policy"],
  ],
  [
    ["no policy", undefined, "fine"],
    ["a policy that is not known yet", UNKNOWN, "open"],
    ["a policy that is no document, which other policies report", "{", "fine"],
    ["a service without a condition", documentOf(write), none],
    [
      "a condition on something else",
      documentOf(when({ StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } })),
      none,
    ],
    [
      "aws:SourceAccount",
      documentOf(when({ StringEquals: { "aws:SourceAccount": "111122223333" } })),
      "fine",
    ],
    [
      "several accounts",
      documentOf(when({ StringEquals: { "AWS:SourceAccount": ["111122223333", "444455556666"] } })),
      "fine",
    ],
    ["aws:SourceArn with an account", documentOf(when({ ArnLike: { "aws:SourceArn": TRAIL } })), "fine"],
    [
      "aws:SourceArn with wildcards behind the account",
      documentOf(when({ ArnLike: { "AWS:SourceArn": "arn:aws:cloudtrail:*:111122223333:trail/*" } })),
      "fine",
    ],
    ["aws:SourceOrgID", documentOf(when({ StringEquals: { "aws:SourceOrgID": "o-1234567890" } })), "fine"],
    [
      "aws:SourceOrgPaths",
      documentOf(when({ "ForAnyValue:StringLike": { "aws:SourceOrgPaths": "o-1234567890/*" } })),
      "fine",
    ],
    [
      "aws:SourceOwner, which SNS used",
      documentOf(when({ StringEquals: { "AWS:SourceOwner": "111122223333" } })),
      "fine",
    ],
    [
      "the ARN of a bucket with its account",
      documentOf(
        when({
          ArnLike: { "aws:SourceArn": "arn:aws:s3:::archive" },
          StringEquals: { "aws:SourceAccount": "111122223333" },
        }),
      ),
      "fine",
    ],
    [
      "the ARN of a bucket alone",
      documentOf(when({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::archive" } })),
      /found aws:SourceArn of a bucket, which names no account; add .*: AWS asks for both, or set /,
    ],
    ["any account", documentOf(when({ StringLike: { "aws:SourceAccount": "*" } })), none],
    [
      "resources of any account",
      documentOf(when({ ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:*:trail/*" } })),
      none,
    ],
    [
      "a condition that holds without the key",
      documentOf(when({ StringEqualsIfExists: { "aws:SourceAccount": "111122223333" } })),
      none,
    ],
    [
      "a condition on all accounts but one",
      documentOf(when({ StringNotEquals: { "aws:SourceAccount": "111122223333" } })),
      none,
    ],
    [
      "aws:PrincipalOrgID, which a service's calls do not have",
      documentOf(when({ StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } })),
      /found aws:PrincipalOrgID, which calls of a service do not have; use aws:SourceOrgID, or set /,
    ],
    [
      "several services, each named once",
      documentOf({ ...write, Principal: { Service: ["cloudtrail.amazonaws.com", "config.amazonaws.com"] } }),
      /for cloudtrail\.amazonaws\.com, config\.amazonaws\.com,/,
    ],
    [
      "Elastic Load Balancing, whose policies have no such condition",
      documentOf({ ...write, Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" } }),
      "fine",
    ],
    ["an account", documentOf({ ...write, Principal: { AWS: "arn:aws:iam::111122223333:root" } }), "fine"],
    ["a denial", documentOf({ ...write, Effect: "Deny" }), "fine"],
    ["what KMS tells of a key", documentOf({ ...write, Action: "kms:DescribeKey", Resource: "*" }), "fine"],
    ["a denial to every other organization", documentOf(write, perimeter), "fine"],
    [
      "a denial to every other account",
      documentOf(write, {
        ...perimeter,
        Principal: { Service: "logging.s3.amazonaws.com" },
        Condition: { StringNotEquals: { "aws:SourceAccount": "111122223333" } },
      }),
      "fine",
    ],
    ["a denial of another action", documentOf(write, { ...perimeter, Action: "s3:DeleteObject" }), none],
    [
      "a denial for another bucket",
      documentOf(write, { ...perimeter, Resource: "arn:aws:s3:::others/*" }),
      none,
    ],
    [
      "a denial to another service",
      documentOf(write, { ...perimeter, Principal: { Service: "config.amazonaws.com" } }),
      none,
    ],
    [
      "a denial to others in one network alone",
      documentOf(write, {
        ...perimeter,
        Condition: { ...Object(perimeter["Condition"]), IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
      }),
      none,
    ],
    [
      "a denial that is not for calls of services",
      documentOf(write, {
        ...perimeter,
        Condition: {
          StringNotEquals: { "aws:SourceOrgID": "o-1" },
          Bool: { "aws:PrincipalIsAWSService": "false" },
        },
      }),
      none,
    ],
  ],
);

describe("service-principal-source", () => {
  const encrypt = (Service: string, Condition?: unknown) =>
    documentOf({
      Effect: "Allow",
      Principal: { Service },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      ...(Condition !== undefined && { Condition }),
    });
  const onKey = async (policy: unknown) =>
    (await judgeResource(servicePrincipalSource, resource(KEY, { policy }))).violations.length;

  it("accepts an encryption context that names the account", async () => {
    const arn = "arn:aws:logs:eu-west-1:111122223333:log-group:*";
    assert.equal(
      await onKey(
        encrypt("logs.eu-west-1.amazonaws.com", { ArnLike: { "kms:EncryptionContext:aws:logs:arn": arn } }),
      ),
      0,
    );
    const any = { ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:*:*:log-group:*" } };
    assert.equal(await onKey(encrypt("logs.eu-west-1.amazonaws.com", any)), 1);
  });

  it("asks nothing of EventBridge in a key policy, where SNS does not support it, but does in a topic's", async () => {
    assert.equal(await onKey(encrypt("events.amazonaws.com")), 0);
    assert.equal(await onKey(encrypt("s3.amazonaws.com")), 1);
    const topic = resource("aws:sns/topicPolicy:TopicPolicy", {
      policy: documentOf({
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: "*",
      }),
    });
    assert.equal((await judgeResource(servicePrincipalSource, topic)).violations.length, 1);
  });

  it("takes the services that config excludes, instead of its own list", async () => {
    const policy = documentOf(write);
    const config = { servicesWithoutSource: ["logging.s3.amazonaws.com"] };
    const { violations } = await judgeResource(
      servicePrincipalSource,
      resource(BUCKET_POLICY, { policy }),
      config,
    );
    assert.deepEqual(violations, []);
  });

  it("is advisory, and can be exempt", async () => {
    assert.equal(servicePrincipalSource.enforcementLevel, "advisory");
    const { violations, advisories } = await judgeResource(
      servicePrincipalSource,
      resource(BUCKET_POLICY, { policy: documentOf(write) }, "logs"),
      { exempt: [{ resource: "logs", reason: "sends no such key" }] },
    );
    assert.deepEqual(violations, []);
    assert.match(advisories.join(), /^exempt because sends no such key: condition of statement Logs/);
  });

  it("says what is wrong with its config", async () => {
    const { violations } = await judgeResource(servicePrincipalSource, resource("pulumi:pulumi:Stack", {}), {
      servicesWithoutSource: [1],
    });
    assert.match(
      violations.join(),
      /^config servicesWithoutSource\[0\]: expected a service principal such as /,
    );
  });

  it("finds no more in a policy by a further condition", async () => {
    const tests = fc.dictionary(
      fc.constantFrom("StringEquals", "ArnLike", "StringNotEquals", "StringEqualsIfExists", "Bool", "Null"),
      fc.dictionary(
        fc.constantFrom(
          "aws:SourceAccount",
          "aws:SourceArn",
          "aws:SourceOrgID",
          "aws:PrincipalOrgID",
          "s3:x-amz-acl",
        ),
        fc.constantFrom("111122223333", TRAIL, "*", "true", "arn:aws:s3:::archive"),
      ),
    );
    const counted = async (Condition: unknown) =>
      (
        await judgeResource(
          servicePrincipalSource,
          resource(BUCKET_POLICY, { policy: documentOf(when(Condition)) }),
        )
      ).violations.length;
    await fc.assert(
      fc.asyncProperty(tests, async (Condition) => {
        const limited = { ...Condition, StringLike: { "aws:SourceAccount": "111122223333" } };
        assert.equal(await counted(limited), 0);
        assert.ok((await counted(Condition)) <= 1);
      }),
      { numRuns: 100 },
    );
  });
});
