/** Handler of `aws:s3/bucketVersioning:BucketVersioning`. */
import { GetBucketVersioningCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import { defineHandler } from "./handler";

const schema = z.strictObject({
  bucket: z.string(),
  versioningConfiguration: z.strictObject({ status: z.enum(["Enabled", "Suspended", "Disabled"]) }),
});

export const bucketVersioningHandler = defineHandler({
  schema,
  create: async ({ bucket, versioningConfiguration: { status } }, { site }) => {
    // "Disabled" is the provider's word for a bucket that was never versioned; S3 has no such call.
    if (status !== "Disabled") {
      await site.s3.send(
        new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: status } }),
      );
    }
    return { id: bucket };
  },
  owner: ({ bucket }) => ({ kind: "bucket", id: bucket }),
  check: async ({ bucket, versioningConfiguration: { status } }, { site }) => {
    const { Status = "Disabled" } = await site.s3.send(new GetBucketVersioningCommand({ Bucket: bucket }));
    return [{ what: "versioning", expected: status, found: Status }];
  },
});
