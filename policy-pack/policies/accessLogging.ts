/** Buckets log who accesses them, where config asks for it, and never into themselves. */
import { bucketNameOfArn } from "../../aws/arns";
import { type Bucket, type Known, type Topology, wordsForUrn } from "../../model";
import { ACCESS_LOGGINGS } from "./support/awsTypes";
import { bucketSettingPolicies } from "./support/bucketSettingPolicies";
import { documentOf, isAbout } from "./support/document";
import { notKnown, type PolicyFinding, type PolicyFindings, shown, violation } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { flag } from "./support/settings";

const required = flag(
  "required",
  false,
  "Whether a bucket without access logging is a violation. CloudTrail data events record the same requests. A bucket that receives access logs needs none.",
);

const WHERE = "access logging of the bucket";
const ADD = "add an aws.s3.BucketLogging with another bucket as targetBucket";
const LOG_DELIVERY = "logging.s3.amazonaws.com";

export const { ofResource: accessLogging, ofBucket: everyBucketLogged } = bucketSettingPolicies({
  severity: "medium",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.9", "S3 general purpose buckets should have server access logging enabled", [
    "NIST SP 800-53 Rev. 5 AC-6(9), AU-2, AU-3, AU-12, CA-7, SI-7(8)",
    "PCI DSS v4.0.1 10.2.1",
  ]),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
  remediationSteps:
    "Add an aws.s3.BucketLogging whose targetBucket is another bucket of the same account and Region, with a prefix of its own.",
  tags: ["s3", "logging", "audit"],
  setting: "accessLogging",
  fields: [required],
  ofResource: {
    name: "access-logging",
    displayName: "Access logs go into another bucket",
    description: "A bucket that receives its own access logs writes a log of every log, in an infinite loop.",
    judges: ACCESS_LOGGINGS,
    judge: (resource) => judgeNames(resource.input("bucket").text(), resource.input("targetBucket").text()),
  },
  ofBucket: {
    name: "every-bucket-logged",
    displayName: "Access logs arrive, and every bucket has them where it is required",
    description:
      "S3 delivers access logs only into a bucket of the same account and Region without Requester Pays, and logs must not come back into the bucket by others. With required, every bucket must have access logging, except those that receive access logs.",
    *judge(bucket, settings, topology) {
      const { accessLogging: stated } = bucket;
      if (stated === undefined) return;
      if ("unknown" in stated) yield notKnown(WHERE, stated);
      else if (stated.known !== undefined) {
        const { target } = stated.known;
        if ("to" in target) yield* judgeTarget(bucket, target.to, topology);
      } else if (settings.get(required) && !receivesLogs(bucket, topology))
        yield violation(WHERE, "a target bucket", "none", ADD);
    },
  },
});

function* judgeNames(bucket: Known<string | undefined>, target: Known<string | undefined>): PolicyFindings {
  // Names that are not known yet are compared by the policy of the stack, by the buckets that they come from.
  if ("unknown" in target || target.known === undefined || "unknown" in bucket) return;
  if (bucket.known !== undefined && bucketNameOfArn(bucket.known) === bucketNameOfArn(target.known))
    yield loop("targetBucket", shown(bucket.known));
}

function* judgeTarget(bucket: Bucket, label: string, { buckets }: Topology): PolicyFindings {
  const way = wayBack(bucket, buckets);
  if (way !== undefined) {
    yield loop(
      WHERE,
      way.length === 0 ? "the bucket itself" : `one that logs back into it by ${way.join(", ")}`,
    );
    if (label === bucket.label) return;
  }
  const target = buckets.find((each) => each.label === label);
  if (target === undefined) return;
  const { site, requesterPays, objectLock } = target;
  yield* same("Region", bucket.site.region, site.region);
  yield* same("account", bucket.site.account, site.account);
  if ("known" in requesterPays && requesterPays.known)
    yield violation(
      `target of ${WHERE}`,
      "a bucket without Requester Pays",
      "one with Requester Pays",
      "switch it off, or choose another target",
    );
  if ("known" in objectLock && objectLock.known)
    yield {
      advice: `target of ${WHERE}: expected a bucket without Object Lock, found one with it; S3 delivers no access logs into a bucket with a default retention period`,
    };
}

function loop(where: string, found: string): PolicyFinding {
  return violation(where, "another bucket", found, "choose a bucket that is not logged itself");
}

/** The buckets by which the logs of a bucket come back into it; none for its own, undefined where they do not. */
function wayBack(bucket: Bucket, buckets: readonly Bucket[]): readonly string[] | undefined {
  const way: Bucket[] = [];
  let next = targetIn(bucket, buckets);
  while (next !== undefined && next !== bucket && !way.includes(next)) {
    way.push(next);
    next = targetIn(next, buckets);
  }
  return next === bucket ? way.map(({ label }) => wordsForUrn(label)) : undefined;
}

function targetIn({ accessLogging: logging }: Bucket, buckets: readonly Bucket[]): Bucket | undefined {
  const target = logging !== undefined && "known" in logging ? logging.known?.target : undefined;
  return target !== undefined && "to" in target
    ? buckets.find(({ label }) => label === target.to)
    : undefined;
}

/** What is not known of either end says nothing against it. */
function* same(what: string, source: Known<string>, target: Known<string>): PolicyFindings {
  if ("unknown" in source || "unknown" in target || source.known === target.known) return;
  yield violation(
    `${what} of the target of ${WHERE}`,
    source.known,
    target.known,
    `choose a target in the ${what} of the bucket`,
  );
}

/** Whether the bucket is, or may be, the target of another bucket of the stack, or lets S3 deliver logs of others. */
function receivesLogs({ label, policy }: Bucket, { buckets }: Topology): boolean {
  const isTarget = buckets.some(({ accessLogging: logging }) => {
    if (logging === undefined || "unknown" in logging || logging.known === undefined) return false;
    const { target } = logging.known;
    return "to" in target ? target.to === label : "from" in target && target.from?.includes(label) === true;
  });
  if (isTarget || policy === undefined || "unknown" in policy.document) return isTarget;
  const reading = documentOf(policy.document.known);
  return (
    "statements" in reading &&
    reading.statements.some(
      (statement) =>
        statement.allows &&
        isAbout(statement, "s3:PutObject") &&
        statement.principals.some(({ kind, value }) => kind === "Service" && value === LOG_DELIVERY),
    )
  );
}
