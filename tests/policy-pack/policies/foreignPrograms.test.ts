import assert from "node:assert/strict";
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import type { AnalyzerResource } from "../../../operations/policy/analyzerResource";
import { policies } from "../../../policy-pack/policies";
import { judgeResource, judgeStack } from "../judge";
import { resource, UNKNOWN } from "../stacks";
import { documentOf, type Statement } from "./documentCases";
import { BUCKET, BUCKET_V2, bucket, from, setter } from "./stackCases";

const VERSIONING_V2 = "aws:s3/bucketVersioningV2:BucketVersioningV2";
const LOGGING = "aws:s3/bucketLogging:BucketLogging";
const LOGGING_V2 = "aws:s3/bucketLoggingV2:BucketLoggingV2";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const LIFECYCLE_V2 = "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";

/** The policies that judge what has nothing to do with replication, by the beginnings of their names. */
const JUDGED =
  /^(access-|account-|bucket-lifecycle|every-account|every-bucket-(logged|lifecycle)|must-lock|required-tags|service-)/;

const computed = {
  bucket: UNKNOWN,
  loggings: UNKNOWN,
  lifecycleRules: UNKNOWN,
  tagsAll: UNKNOWN,
  arn: UNKNOWN,
};
const auto = resource(BUCKET_V2, computed, "auto");
const autoLogs = resource(BUCKET_V2, computed, "auto-logs");
const serves = (Principal: unknown, more: Statement): Statement => ({
  Effect: "Allow",
  Principal,
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::a/*",
  ...more,
});

/** A program, and the policies that report a violation, each with the resource. */
const programs: readonly (readonly [string, readonly AnalyzerResource[], readonly string[]])[] = [
  [
    "a bucket of version 5 with everything inline",
    [
      bucket("site", {
        acl: "private",
        versioning: { enabled: true },
        logging: { targetBucket: "logs", targetPrefix: "site/" },
        lifecycleRules: [{ enabled: true, abortIncompleteMultipartUploadDays: 7, expiration: { days: 90 } }],
      }),
      bucket("logs", { acl: "log-delivery-write", lifecycleRules: [] }),
    ],
    [],
  ],
  [
    "V2 resources before the first deployment, with every name and computed property unknown",
    [
      from(auto, {}),
      from(autoLogs, {}),
      from(resource(LOGGING_V2, { bucket: UNKNOWN, targetBucket: UNKNOWN }), {
        bucket: [auto],
        targetBucket: [autoLogs],
      }),
      from(
        resource(LIFECYCLE_V2, {
          bucket: UNKNOWN,
          rules: [
            { status: "Enabled", filter: {}, abortIncompleteMultipartUpload: { daysAfterInitiation: 3 } },
          ],
        }),
        { bucket: [auto] },
      ),
      from(resource(VERSIONING_V2, { bucket: UNKNOWN, versioningConfiguration: { status: "Enabled" } }), {
        bucket: [auto],
      }),
    ],
    [],
  ],
  [
    "separate resources after the deployment, whose settings the bucket repeats as the provider read them",
    [
      from(
        bucket("a", {
          logging: { targetBucket: "logs", targetPrefix: "" },
          lifecycleRules: [{ enabled: true, prefix: "", tags: {}, abortIncompleteMultipartUploadDays: 7 }],
          versioning: { enabled: true, mfaDelete: false },
        }),
        { bucket: [] },
      ),
      from(setter(LOGGING, "a", { targetBucket: "logs", targetPrefix: "" }), {
        bucket: [],
        targetBucket: [],
      }),
      from(
        setter(LIFECYCLE, "a", {
          rules: [
            {
              status: "Enabled",
              filter: { prefix: "", objectSizeGreaterThan: null, tag: null, and: null },
              abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
            },
          ],
        }),
        { bucket: [], rules: [] },
      ),
      bucket("logs", { logging: null, lifecycleRules: [] }),
    ],
    [],
  ],
  [
    "a bucket that CloudFront reads, and one that it may read for anyone",
    [
      resource(BUCKET_POLICY, {
        policy: documentOf(
          serves(
            { Service: "cloudfront.amazonaws.com" },
            {
              Condition: {
                StringEquals: { "AWS:SourceArn": "arn:aws:cloudfront::111122223333:distribution/A" },
              },
            },
          ),
        ),
      }),
      resource(
        BUCKET_POLICY,
        { policy: JSON.stringify(documentOf(serves({ Service: "cloudfront.amazonaws.com" }, {}))) },
        "open",
      ),
    ],
    ["service-principal-source: open"],
  ],
  [
    "policies of odd shapes",
    [
      resource(BUCKET_POLICY, {
        policy: { Statement: [{}, { Principal: null }, { Condition: "x", Principal: { Service: 5 } }] },
      }),
      resource("aws:sqs/queue:Queue", { policy: "" }),
      resource("aws:sqs/queuePolicy:QueuePolicy", { policy: "no document" }),
      resource("aws:sns/topic:Topic", { policy: 7 }),
    ],
    [],
  ],
  [
    "access points with their blocks in lists and as texts",
    [
      resource("aws:s3/accessPoint:AccessPoint", { publicAccessBlockConfiguration: [] }, "none"),
      resource(
        "aws:s3/accessPoint:AccessPoint",
        { publicAccessBlockConfiguration: { blockPublicAcls: "false" } },
        "text",
      ),
      resource(
        "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
        { details: [{ publicAccessBlock: [{ ignorePublicAcls: false }] }] },
        "list",
      ),
    ],
    ["access-point-public-access: text", "access-point-public-access: list"],
  ],
  [
    "buckets that are no general purpose buckets",
    [
      resource("aws:s3/directoryBucket:DirectoryBucket", { bucket: "a--usw2-az1--x-s3" }),
      resource("aws:s3control/bucket:Bucket", { bucket: "outpost" }),
      resource("aws:s3tables/tableBucket:TableBucket", { name: "tables" }),
    ],
    [],
  ],
  ["a bucket that nothing configures", [resource(BUCKET, {}, "plain")], []],
];

async function reported(
  policy: ResourceValidationPolicy | StackValidationPolicy,
  program: readonly AnalyzerResource[],
): Promise<readonly string[]> {
  if ("validateStack" in policy) {
    const { urns } = await judgeStack(policy, program);
    return urns.map((urn) => `${policy.name}: ${urn?.split("::").at(-1)}`);
  }
  const names: string[] = [];
  for (const each of program) {
    const { violations } = await judgeResource(policy, each);
    names.push(...violations.map(() => `${policy.name}: ${each.name}`));
  }
  return names;
}

describe("a program of others", () => {
  for (const [title, program, expected] of programs)
    it(`is judged by every policy, and blamed for what it does: ${title}`, async () => {
      const all: string[] = [];
      for (const policy of policies) all.push(...(await reported(policy, program)));
      assert.deepEqual(
        all.filter((each) => JUDGED.test(each)),
        expected,
      );
    });
});
