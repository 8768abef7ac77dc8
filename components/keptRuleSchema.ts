/** The shape of a replication rule that is kept, as the AWS provider writes it. */
import { z } from "zod";

const status = z.strictObject({ status: z.enum(["Enabled", "Disabled"]) });
const minutes = z.strictObject({ minutes: z.number() });
const tags = z.record(z.string(), z.string());

/** V2 alone: S3 takes no configuration that mixes both versions. */
export const keptRule = z.strictObject({
  id: z.string().describe("Id of the rule."),
  priority: z.number().describe("Priority of the rule, which no other rule has."),
  status: z.enum(["Enabled", "Disabled"]).describe("Enabled or Disabled."),
  filter: z
    .strictObject({
      prefix: z.string().optional(),
      tag: z.strictObject({ key: z.string(), value: z.string() }).optional(),
      and: z.strictObject({ prefix: z.string().optional(), tags: tags.optional() }).optional(),
    })
    .describe("Exactly one of prefix, tag and and; prefix: \"\" for every object."),
  deleteMarkerReplication: status.describe("Whether delete markers replicate.").optional(),
  sourceSelectionCriteria: z
    .strictObject({
      sseKmsEncryptedObjects: status.optional(),
      replicaModifications: status.optional(),
    })
    .describe("Objects encrypted with KMS keys, and changes of replicas.")
    .optional(),
  destination: z
    .strictObject({
      bucket: z.string(),
      account: z.string().optional(),
      storageClass: z.string().optional(),
      accessControlTranslation: z.strictObject({ owner: z.string() }).optional(),
      encryptionConfiguration: z.strictObject({ replicaKmsKeyId: z.string() }).optional(),
      metrics: status.extend({ eventThreshold: minutes.optional() }).optional(),
      replicationTime: status.extend({ time: minutes }).optional(),
    })
    .describe("ARN of the bucket, and what becomes of the copies."),
});
