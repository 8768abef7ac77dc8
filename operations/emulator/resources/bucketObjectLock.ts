/** Handler of `aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration`. */
import {
  GetObjectLockConfigurationCommand,
  type ObjectLockConfiguration,
  ObjectLockRetentionMode,
  PutObjectLockConfigurationCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { defineHandler } from "./handler";

const schema = z.strictObject({
  bucket: z.string(),
  objectLockEnabled: z.literal("Enabled").default("Enabled"),
  rule: z
    .strictObject({
      defaultRetention: z.strictObject({
        mode: z.enum(ObjectLockRetentionMode).optional(),
        days: z.number().optional(),
        years: z.number().optional(),
      }),
    })
    .optional(),
});

export const bucketObjectLockHandler = defineHandler({
  schema,
  create: async (inputs, { site }) => {
    await site.s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket: inputs.bucket,
        ObjectLockConfiguration: toAws(inputs),
      }),
    );
    return { id: inputs.bucket };
  },
  owner: ({ bucket }) => ({ kind: "bucket", id: bucket }),
  check: async (inputs, { site }) => {
    const held = await site.s3.send(new GetObjectLockConfigurationCommand({ Bucket: inputs.bucket }));
    return [{ what: "object lock", expected: toAws(inputs), found: held.ObjectLockConfiguration }];
  },
});

function toAws({ objectLockEnabled, rule }: z.infer<typeof schema>): ObjectLockConfiguration {
  const retention = rule?.defaultRetention;
  return {
    ObjectLockEnabled: objectLockEnabled,
    ...(retention && {
      Rule: {
        DefaultRetention: {
          ...(retention.mode && { Mode: retention.mode }),
          ...(retention.days !== undefined && { Days: retention.days }),
          ...(retention.years !== undefined && { Years: retention.years }),
        },
      },
    }),
  };
}
