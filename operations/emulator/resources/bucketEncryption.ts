/** Handler of `aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration`. */
import {
  EncryptionType,
  GetBucketEncryptionCommand,
  PutBucketEncryptionCommand,
  ServerSideEncryption,
  type ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { defineHandler, type SettingReading } from "./handler";

const ruleSchema = z.strictObject({
  applyServerSideEncryptionByDefault: z
    .strictObject({ sseAlgorithm: z.enum(ServerSideEncryption), kmsMasterKeyId: z.string().optional() })
    .optional(),
  bucketKeyEnabled: z.boolean().optional(),
  blockedEncryptionTypes: z.array(z.enum(EncryptionType)).optional(),
});
const schema = z.strictObject({ bucket: z.string(), rules: z.array(ruleSchema) });

export const bucketEncryptionHandler = defineHandler({
  schema,
  create: async ({ bucket, rules }, { site }) => {
    await site.s3.send(
      new PutBucketEncryptionCommand({
        Bucket: bucket,
        ServerSideEncryptionConfiguration: { Rules: rules.map(toAws) },
      }),
    );
    return { id: bucket };
  },
  owner: ({ bucket }) => ({ kind: "bucket", id: bucket }),
  check: async ({ bucket, rules }, { site }) => {
    const { ServerSideEncryptionConfiguration: held } = await site.s3.send(
      new GetBucketEncryptionCommand({ Bucket: bucket }),
    );
    return [0, 1, 2].flatMap((index): SettingReading[] => {
      const asked = rules[index];
      const found = held?.Rules?.[index];
      if (asked === undefined && found === undefined) return [];
      const expected = asked && toAws(asked);
      return [
        { what: "default encryption", expected: algorithm(expected), found: algorithm(found), show: String },
        {
          what: "bucket key",
          expected: expected?.BucketKeyEnabled ?? false,
          found: found?.BucketKeyEnabled ?? false,
        },
        {
          what: "blocked encryption types",
          expected: blocked(expected),
          found: blocked(found),
          show: String,
        },
      ];
    });
  },
});

function toAws(rule: z.infer<typeof ruleSchema>): ServerSideEncryptionRule {
  const byDefault = rule.applyServerSideEncryptionByDefault;
  return {
    ...(byDefault && {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: byDefault.sseAlgorithm,
        ...(byDefault.kmsMasterKeyId !== undefined && { KMSMasterKeyID: byDefault.kmsMasterKeyId }),
      },
    }),
    ...(rule.bucketKeyEnabled !== undefined && { BucketKeyEnabled: rule.bucketKeyEnabled }),
    ...(rule.blockedEncryptionTypes && {
      BlockedEncryptionTypes: { EncryptionType: [...rule.blockedEncryptionTypes] },
    }),
  };
}

function algorithm(rule: ServerSideEncryptionRule | undefined): string {
  const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  return [SSEAlgorithm ?? "none", ...(KMSMasterKeyID === undefined ? [] : [`with ${KMSMasterKeyID}`])].join(
    " ",
  );
}

function blocked(rule: ServerSideEncryptionRule | undefined): string {
  return [...(rule?.BlockedEncryptionTypes?.EncryptionType ?? [])].sort().join(", ") || "none stated";
}
