/** Buckets that config names have Object Lock: their objects cannot be deleted before their retention ends. */
import { type Bucket, matchesPattern, topologyFromPolicyResources, type Unknown } from "../../model";
import { namesResource } from "./support/exemptions";
import { about, expect, type PolicyFindings, unless } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { stackPolicy } from "./support/policy";
import { texts } from "./support/settings";

const names = texts(
  "names",
  {
    what: "a bucket's name, the name or URN of its resource, or a pattern of these",
    example: ["*-archive", "*-archive-replication-*"],
  },
  "Buckets that must have Object Lock: by the bucket's name, or by the name or URN of its resource; `*` matches any text, `?` one character. None by default.",
);

export const mustLock = stackPolicy({
  name: "must-lock",
  displayName: "Buckets that must have Object Lock have it",
  description:
    "Config names the buckets that must have Object Lock. S3 writes a locked object only into a replica that has Object Lock too, so that both are to be named.",
  severity: "medium",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.15", "S3 general purpose buckets should have Object Lock enabled", [
    "NIST SP 800-53 Rev. 5 CP-6(2)",
    "PCI DSS v4.0.1 10.5.1",
  ]),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html",
  remediationSteps:
    "Set objectLockEnabled to true on the bucket, or add an aws.s3.BucketObjectLockConfiguration to one that is versioned. Object Lock cannot be switched off again.",
  tags: ["s3", "object-lock", "ransomware"],
  fields: [names],
  *judge(resources, settings) {
    const patterns = settings.get(names);
    if (patterns.length === 0) return;
    for (const bucket of topologyFromPolicyResources(resources).buckets)
      for (const finding of judgeBucket(bucket, patterns)) yield about(bucket.label, finding);
  },
});

function judgeBucket(bucket: Bucket, patterns: readonly string[]): PolicyFindings {
  const isNamed = namedBy(bucket, patterns);
  if (isNamed === "no") return [];
  const findings = expect(
    { path: "Object Lock of the bucket" },
    bucket.objectLock,
    (isOn) => isOn,
    "it enabled, as config asks for",
    "set objectLockEnabled to true",
  );
  return isNamed === "yes" ? findings : unless(isNamed, "whether config names the bucket", findings);
}

function namedBy({ label, name }: Bucket, patterns: readonly string[]): "yes" | "no" | Unknown {
  if (patterns.some((pattern) => namesResource(pattern, label))) return "yes";
  if ("unknown" in name) return name;
  return patterns.some((pattern) => matchesPattern(pattern, name.known)) ? "yes" : "no";
}
