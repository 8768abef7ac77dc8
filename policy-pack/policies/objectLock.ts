/** Buckets that config names have Object Lock: their objects cannot be deleted before their retention ends. */
import { type Bucket, matchesPattern, type Unknown } from "../../model";
import { everyBucket } from "./support/everyBucket";
import { namesResource } from "./support/exemptions";
import { expect, unless } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { texts } from "./support/settings";

const names = texts(
  "names",
  { what: "a bucket's name, the name or URN of its resource, or a pattern of these" },
  "Buckets that must have Object Lock: by the bucket's name, or by the name or URN of its resource; `*` matches any text, `?` one character. None by default.",
);

export const mustLock = everyBucket({
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
  judge(bucket, settings) {
    const isNamed = namedBy(bucket, settings.get(names));
    if (isNamed === "no") return [];
    const findings = expect(
      { path: "Object Lock of the bucket" },
      bucket.objectLock,
      (isOn) => isOn,
      "it enabled, as config asks for",
      "set objectLockEnabled to true",
    );
    return isNamed === "yes" ? findings : unless(isNamed, "whether config names the bucket", findings);
  },
});

function namedBy({ label, name }: Bucket, patterns: readonly string[]): "yes" | "no" | Unknown {
  if (patterns.length === 0) return "no";
  if (patterns.some((pattern) => namesResource(pattern, label))) return "yes";
  if ("unknown" in name) return name;
  return patterns.some((pattern) => matchesPattern(pattern, name.known)) ? "yes" : "no";
}
