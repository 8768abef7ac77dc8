/** Buckets say what S3 expires: old versions and unfinished uploads are paid for until a rule ends them. */
import { anyIsTrue, type Bucket, type Known, type LifecycleRule, lifecycleRulesOf } from "../../model";
import { LIFECYCLES } from "./support/awsTypes";
import { bucketSettingPolicies } from "./support/bucketSettingPolicies";
import {
  allowing,
  notKnown,
  type PolicyFinding,
  type PolicyFindings,
  undecided,
  unless,
  violation,
} from "./support/finding";
import { securityHub } from "./support/frameworks";
import { choice, flag, type PolicyConfig } from "./support/settings";

const which = choice(
  "which",
  ["versioned", "all"],
  "versioned",
  "Buckets that need a lifecycle configuration: the `versioned` ones (S3.10), which keep every overwritten object, or `all` (S3.13).",
);
const unfinishedUploads = flag(
  "unfinishedUploads",
  true,
  "Whether a lifecycle configuration needs a rule for every object that ends unfinished multipart uploads.",
);

const RULE = "an enabled rule";
const ADD = "add an aws.s3.BucketLifecycleConfiguration with an enabled rule";

export const { ofResource: bucketLifecycle, ofBucket: everyBucketLifecycle } = bucketSettingPolicies({
  severity: "low",
  enforcementLevel: "advisory",
  framework: securityHub("S3.13", "S3 general purpose buckets should have Lifecycle configurations", [
    "S3.10",
    "NIST SP 800-53 Rev. 5 CP-6(2), CP-9, CP-10, SC-5(2), SI-13(5)",
  ]),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html",
  remediationSteps:
    'Add an aws.s3.BucketLifecycleConfiguration with a rule {status "Enabled", filter {prefix ""}, abortIncompleteMultipartUpload {daysAfterInitiation 7}}, and one that expires noncurrent versions where these need not be kept.',
  tags: ["s3", "lifecycle", "cost"],
  setting: "lifecycle",
  fields: [which, unfinishedUploads],
  ofResource: {
    name: "bucket-lifecycle",
    displayName: "Lifecycle configurations have an effect, and end unfinished uploads",
    description:
      "A lifecycle configuration needs an enabled rule. The parts of an upload that was never completed are stored, and paid for, until a rule ends it.",
    judges: LIFECYCLES,
    judge: (resource, settings) => judgeRules("rules", lifecycleRulesOf(resource.input("rules")), settings),
  },
  ofBucket: {
    name: "every-bucket-lifecycle",
    displayName: "Versioned buckets have a lifecycle configuration",
    description:
      "Every versioned bucket, replicas included, should have a lifecycle configuration; S3 replicates neither the configuration nor what it expires. With which set to all, buckets without versioning too.",
    *judge(bucket, settings) {
      const where = "lifecycle of the bucket";
      const { lifecycle } = bucket;
      if (lifecycle === undefined) return;
      if ("known" in lifecycle && lifecycle.known.length === 0 && !isSet(bucket))
        yield* judgeMissing(bucket, violation(where, RULE, "none", ADD), settings);
      else yield* judgeRules(where, lifecycle, settings);
    },
  },
});

/** A configuration without rules differs from none: S3 refuses it. */
function isSet({ setBy }: Bucket): boolean {
  return (setBy?.lifecycle ?? []).length > 0;
}

function judgeMissing(
  { versioning }: Bucket,
  finding: PolicyFinding,
  settings: PolicyConfig,
): PolicyFindings {
  if (settings.get(which) === "all") return [finding];
  if ("unknown" in versioning) return unless(versioning, "versioning of the bucket", [finding]);
  return versioning.known === "Enabled" ? [finding] : [];
}

function* judgeRules(
  where: string,
  rules: Known<readonly LifecycleRule[]>,
  settings: PolicyConfig,
): PolicyFindings {
  if ("unknown" in rules) {
    yield notKnown(where, rules);
    return;
  }
  const isOn = anyIsTrue(rules.known.map(({ enabled }) => enabled));
  if ("unknown" in isOn) yield undecided(`status of ${where}`, isOn.unknown);
  else if (!isOn.known) {
    const found = rules.known.length === 0 ? "none" : "disabled rules only";
    yield violation(where, RULE, found, ADD);
  } else if (settings.get(unfinishedUploads)) {
    const ends = anyIsTrue(rules.known.map(endsEveryUnfinishedUpload));
    if ("unknown" in ends) yield undecided(`whether ${where} end unfinished uploads`, ends.unknown);
    else if (!ends.known)
      yield violation(
        where,
        "an enabled rule for every object that ends unfinished uploads",
        "none",
        "set abortIncompleteMultipartUpload in an enabled rule without prefix, tags and sizes",
        allowing(unfinishedUploads, false),
      );
  }
}

function endsEveryUnfinishedUpload(rule: LifecycleRule): Known<boolean> {
  const parts = [rule.enabled, rule.everyObject, rule.endsUnfinishedUploads];
  return (
    parts.find((part) => "known" in part && !part.known) ??
    parts.find((part) => "unknown" in part) ?? { known: true }
  );
}
