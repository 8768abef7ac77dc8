/** Handler of `aws:s3/bucket:Bucket`. */
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  GetObjectLockConfigurationCommand,
  PutBucketTaggingCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { bucketArn } from "../../../aws/arns";
import { unlessAbsent } from "../errors";
import { nonEmptyText } from "../values";
import { defineHandler, tagList, tagMap, tagsSchema } from "./handler";

const schema = z.strictObject({
  bucket: z.string().optional(),
  bucketPrefix: z.string().optional(),
  objectLockEnabled: z.boolean().optional(),
  tags: tagsSchema.optional(),
  // How the engine deletes it; AWS keeps no such setting.
  forceDestroy: z.boolean().optional(),
});

export const bucketHandler = defineHandler({
  schema,
  create: async (inputs, { site, planned, name, defaultTags }) => {
    const bucketName =
      inputs.bucket ?? nonEmptyText(planned["bucket"]) ?? nonEmptyText(planned["id"]) ?? name;
    await site.s3.send(
      new CreateBucketCommand({
        Bucket: bucketName,
        ...(site.region !== "us-east-1" && {
          CreateBucketConfiguration: { LocationConstraint: locationOf(site.region) },
        }),
        ...(inputs.objectLockEnabled === true && { ObjectLockEnabledForBucket: true }),
      }),
    );
    const tags = tagList({ ...defaultTags, ...inputs.tags });
    if (tags.length > 0) {
      await site.s3.send(new PutBucketTaggingCommand({ Bucket: bucketName, Tagging: { TagSet: tags } }));
    }
    return { id: bucketName, bucket: bucketName, arn: bucketArn("aws", bucketName), region: site.region };
  },
  owner: (_inputs, computed) => ({ kind: "bucket", id: computed["bucket"] ?? "" }),
  check: async (inputs, { site, computed, defaultTags }) => {
    const Bucket = computed["bucket"] ?? "";
    const [location, tagging, lock] = await Promise.all([
      site.s3.send(new GetBucketLocationCommand({ Bucket })),
      unlessAbsent(site.s3.send(new GetBucketTaggingCommand({ Bucket })), "NoSuchTagSet"),
      unlessAbsent(
        site.s3.send(new GetObjectLockConfigurationCommand({ Bucket })),
        "ObjectLockConfigurationNotFoundError",
      ),
    ]);
    return [
      { what: "region", expected: site.region, found: location.LocationConstraint ?? "us-east-1" },
      { what: "tags", expected: { ...defaultTags, ...inputs.tags }, found: tagMap(tagging?.TagSet) },
      {
        what: "object lock",
        expected: inputs.objectLockEnabled === true ? "Enabled" : "Disabled",
        found: lock?.ObjectLockConfiguration?.ObjectLockEnabled ?? "Disabled",
      },
    ];
  },
});

/** The SDK's list of regions is as old as the SDK; S3 decides which exist. */
function locationOf(region: string): BucketLocationConstraint {
  const isLocation = (text: string): text is BucketLocationConstraint => text !== "";
  if (!isLocation(region)) throw new Error("a bucket needs a region");
  return region;
}
