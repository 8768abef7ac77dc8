import assert from "node:assert/strict";
import { accessLogging, everyBucketLogged } from "../../../policy-pack/policies/accessLogging";
import { judgeResource, judgeStack } from "../judge";
import { resource, UNKNOWN } from "../stacks";
import { BUCKET_V2, bucket, describeStacks, from, setter } from "./stackCases";

const LOGGING = "aws:s3/bucketLogging:BucketLogging";
const LOGGING_V2 = "aws:s3/bucketLoggingV2:BucketLoggingV2";
const required = { required: true };
const into = (of: string, targetBucket: string, type = LOGGING) =>
  setter(type, of, { targetBucket, targetPrefix: `${of}/` });
const missing =
  /^access logging of the bucket: expected a target bucket, found none; add an aws\.s3\.BucketLogging /;
const logs = bucket("logs");
const abroad = {
  ...logs,
  provider: {
    type: "pulumi:providers:aws",
    urn: "urn:pulumi:dev::archive::pulumi:providers:aws::abroad",
    name: "abroad",
    properties: { region: "eu-west-1", allowedAccountIds: '["444455556666"]' },
  },
};
const allowing = (Service: string, Effect = "Allow") =>
  setter("aws:s3/bucketPolicy:BucketPolicy", "logs", {
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect, Principal: { Service }, Action: "s3:PutObject", Resource: "arn:aws:s3:::logs/*" },
      ],
    }),
  });

describe("access-logging", () => {
  for (const type of [LOGGING, LOGGING_V2]) {
    it(`refuses a bucket that receives its own logs: ${type}`, async () => {
      const { violations } = await judgeResource(
        accessLogging,
        resource(type, { bucket: "a", targetBucket: "a" }),
      );
      assert.deepEqual(violations, [
        'targetBucket: expected another bucket, found "a"; choose a bucket that is not logged itself',
      ]);
    });
    it(`accepts another bucket, and names that are not known yet: ${type}`, async () => {
      for (const [source, targetBucket] of [
        ["a", "b"],
        ["a", UNKNOWN],
        [UNKNOWN, "b"],
        [UNKNOWN, UNKNOWN],
        [undefined, undefined],
      ]) {
        const { violations, notApplicable } = await judgeResource(
          accessLogging,
          resource(type, { bucket: source, targetBucket }),
        );
        assert.deepEqual([violations, notApplicable], [[], []]);
      }
    });
  }
});

describeStacks(everyBucketLogged, [
  ["buckets without access logging, by default", [bucket("a"), bucket("b")], {}, []],
  [
    "each bucket without access logging, where it is required",
    [bucket("a"), bucket("b")],
    required,
    [
      ["a", missing],
      ["b", missing],
    ],
  ],
  [
    "a logged bucket, and the target without logs of its own",
    [bucket("a"), logs, into("a", "logs")],
    required,
    [],
  ],
  [
    "a logged bucket of the deprecated types",
    [bucket("a", {}, BUCKET_V2), logs, into("a", "logs", LOGGING_V2)],
    required,
    [],
  ],
  ["logging written on the bucket", [bucket("a", { logging: { targetBucket: "logs" } }), logs], required, []],
  [
    "logging written on a BucketV2",
    [bucket("a", { loggings: [{ targetBucket: "logs" }] }, BUCKET_V2), logs],
    required,
    [],
  ],
  ["an empty list of loggings", [bucket("a", { loggings: [] }, BUCKET_V2)], required, [["a", missing]]],
  ["a target of another stack", [bucket("a"), into("a", "central-logs")], required, []],
  [
    "a target that is not known yet, but comes from one bucket",
    [bucket("a"), logs, from(into("a", UNKNOWN), { targetBucket: [logs] })],
    required,
    [],
  ],
  [
    "targets that are not known yet, and may be either of two",
    [
      bucket("a"),
      logs,
      bucket("others"),
      from(into("a", UNKNOWN), { targetBucket: [logs, bucket("others")] }),
    ],
    required,
    [],
  ],
  [
    "logging of a bucket that is not known yet",
    [bucket("a"), into(UNKNOWN, "central-logs")],
    required,
    "open",
  ],
  [
    "a bucket that lets S3 deliver logs of other stacks",
    [logs, allowing("logging.s3.amazonaws.com")],
    required,
    [],
  ],
  [
    "a bucket that lets another service deliver",
    [logs, allowing("delivery.logs.amazonaws.com")],
    required,
    [["logs", missing]],
  ],
  [
    "a bucket that denies the delivery of logs",
    [logs, allowing("logging.s3.amazonaws.com", "Deny")],
    required,
    [["logs", missing]],
  ],
  ["a bucket that logs into itself, said of its resource alone", [bucket("a"), into("a", "a")], {}, []],
  [
    "a bucket that logs into itself, written on the bucket",
    [bucket("a", { logging: { targetBucket: "a" } })],
    {},
    [["a", /^access logging of the bucket: expected another bucket, found the bucket itself/]],
  ],
  [
    "two buckets that log into each other",
    [bucket("a"), bucket("b"), into("a", "b"), into("b", "a"), bucket("c"), into("c", "a")],
    {},
    [
      [
        "a",
        /^access logging of the bucket: expected another bucket, found one that logs back into it by Bucket "b"; choose/,
      ],
      ["b", /found one that logs back into it by Bucket "a"/],
    ],
  ],
  [
    "a target that logs into a third bucket",
    [bucket("a"), bucket("b"), logs, into("a", "b"), into("b", "logs")],
    {},
    [],
  ],
  [
    "a target in another Region and account",
    [bucket("a"), abroad, into("a", "logs")],
    {},
    [
      [
        "a",
        /^Region of the target of access logging of the bucket: expected ap-southeast-1, found eu-west-1/,
      ],
      [
        "a",
        /^account of the target of access logging of the bucket: expected 111122223333, found 444455556666/,
      ],
    ],
  ],
  [
    "a target whose Region is not known",
    [
      bucket("a"),
      { ...abroad, provider: { ...abroad.provider, properties: { region: UNKNOWN } } },
      into("a", "logs"),
    ],
    {},
    [],
  ],
  [
    "a target with Requester Pays",
    [bucket("a"), bucket("logs", { requestPayer: "Requester" }), into("a", "logs")],
    {},
    [["a", /^target of access logging of the bucket: expected a bucket without Requester Pays/]],
  ],
  [
    "two resources that set different targets",
    [
      bucket("a"),
      into("a", "logs"),
      { ...into("a", "others"), urn: "urn:pulumi:dev::archive::aws:s3/bucketLogging:BucketLogging::second" },
    ],
    required,
    [["a", /several resources overwrite each other's access logging/]],
  ],
]);

describe("every-bucket-logged", () => {
  it("advises against a target with Object Lock", async () => {
    const stack = [bucket("a"), bucket("logs", { objectLockEnabled: true }), into("a", "logs")];
    const { violations, advisories } = await judgeStack(everyBucketLogged, stack);
    assert.deepEqual(violations, []);
    assert.equal(advisories.length, 1);
    assert.match(advisories[0] ?? "", /expected a bucket without Object Lock, found one with it/);
  });

  it("exempts a bucket by name, with a reason", async () => {
    const { violations, advisories } = await judgeStack(everyBucketLogged, [bucket("a"), bucket("b")], {
      ...required,
      exempt: [{ resource: "b", reason: "CloudTrail records it" }],
    });
    assert.equal(violations.length, 1);
    assert.match(advisories.join(), /^exempt because CloudTrail records it: access logging of the bucket/);
  });

  it("says what is wrong with its config", async () => {
    const { violations } = await judgeStack(everyBucketLogged, [], { required: "yes" });
    assert.deepEqual(violations, [
      'config required: expected true or false, found "yes"; correct it in the policy pack\'s config',
    ]);
  });
});
