/** Handler of `aws:s3/bucketLogging:BucketLogging`. */
import {
  GetBucketLoggingCommand,
  type LoggingEnabled,
  PartitionDateSource,
  PutBucketLoggingCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { defineHandler } from "./handler";

const schema = z.strictObject({
  bucket: z.string(),
  targetBucket: z.string(),
  targetPrefix: z.string(),
  targetObjectKeyFormat: z
    .strictObject({
      simplePrefix: z.strictObject({}).optional(),
      partitionedPrefix: z.strictObject({ partitionDateSource: z.enum(PartitionDateSource) }).optional(),
    })
    .optional(),
});

export const bucketLoggingHandler = defineHandler({
  schema,
  create: async (inputs, { site }) => {
    await site.s3.send(
      new PutBucketLoggingCommand({
        Bucket: inputs.bucket,
        BucketLoggingStatus: { LoggingEnabled: toAws(inputs) },
      }),
    );
    return { id: inputs.bucket };
  },
  owner: ({ bucket }) => ({ kind: "bucket", id: bucket }),
  check: async (inputs, { site }) => {
    const { LoggingEnabled: found } = await site.s3.send(
      new GetBucketLoggingCommand({ Bucket: inputs.bucket }),
    );
    return [{ what: "access logging", expected: toAws(inputs), found }];
  },
});

function toAws({
  targetBucket,
  targetPrefix,
  targetObjectKeyFormat: format,
}: z.infer<typeof schema>): LoggingEnabled {
  return {
    TargetBucket: targetBucket,
    TargetPrefix: targetPrefix,
    ...(format && {
      TargetObjectKeyFormat: {
        ...(format.simplePrefix && { SimplePrefix: {} }),
        ...(format.partitionedPrefix && {
          PartitionedPrefix: { PartitionDateSource: format.partitionedPrefix.partitionDateSource },
        }),
      },
    }),
  };
}
