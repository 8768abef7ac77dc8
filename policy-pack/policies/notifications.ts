/** A bucket has one notification configuration. */
import type { PolicyResource } from "@pulumi/policy";
import { propertyOf } from "./support/alarms";
import { BUCKET_NOTIFICATIONS } from "./support/awsTypes";
import { about, violation } from "./support/finding";
import { nist } from "./support/frameworks";
import { stackPolicy } from "./support/policy";

export const oneNotificationConfiguration = stackPolicy({
  name: "one-notification-configuration",
  displayName: "A bucket has one notification configuration",
  description:
    "S3 holds one notification configuration a bucket: two resources for one bucket overwrite each other at every deployment, so that events are lost without an error.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: nist("CM-2, CM-6", "Keep one configuration under control"),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html",
  remediationSteps:
    "Put every target into one aws.s3.BucketNotification; ReplicatedBucket takes others as alarms.notifications.",
  tags: ["s3", "monitoring"],
  *judge(resources) {
    const seen = new Map<string, string>();
    for (const resource of resources.filter(({ type }) => BUCKET_NOTIFICATIONS.includes(type))) {
      const bucket = bucketOf(resource);
      if (bucket === undefined) continue;
      const first = seen.get(bucket);
      if (first === undefined) seen.set(bucket, resource.urn);
      else
        yield about(
          resource.urn,
          violation(
            "bucket",
            "one notification configuration",
            `another one, ${first}`,
            "put all targets into one of them and remove the other",
          ),
        );
    }
  },
});

/** What identifies the bucket: its name, or the one resource that its name comes from. */
function bucketOf(resource: PolicyResource): string | undefined {
  const property = propertyOf(resource, "bucket");
  const name = property.text();
  if ("known" in name) return name.known;
  const [origin, ...others] = property.origins;
  return others.length === 0 ? origin : undefined;
}
