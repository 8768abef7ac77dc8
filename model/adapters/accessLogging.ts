/** Server access logging of a bucket: where S3 delivers its logs. */
import type { AccessLogging, Reference } from "../topology";
import type { SettingSources } from "./bucketSetting";
import type { Property } from "./property";
import type { BucketSettings } from "./settings";
import { property, type StackResource } from "./stackResource";

/**
 * @param bucket the bucket that is logged
 * @param targetOf the bucket that a name written on a resource refers to
 */
export function accessLoggingSources(
  separate: BucketSettings,
  bucket: StackResource,
  targetOf: (written: Property, resource: StackResource) => Reference,
): SettingSources<AccessLogging | undefined> {
  return {
    what: "access logging",
    separate,
    readSeparate: (resource) => ({
      known: { target: targetOf(property(resource, "targetBucket"), resource) },
    }),
    inlineNames: ["logging", "loggings"],
    readInline: (written) => {
      const value = written.value();
      if ("unknown" in value) return value;
      const target = written.single().at("targetBucket");
      return target.isAbsent() ? undefined : { known: { target: targetOf(target, bucket) } };
    },
    fallback: undefined,
  };
}
