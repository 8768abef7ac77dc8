/** The shape of a replication rule that is kept, as the AWS provider writes it. */
import { z } from "zod";

const text = (meaning: string) => z.string().describe(meaning).optional();
const onOrOff = z.enum(["Enabled", "Disabled"]).describe("Enabled or Disabled.");
const status = z.strictObject({ status: onOrOff });
const minutes = z.strictObject({ minutes: z.number().describe("15.") }).describe("Minutes.");
const tags = z.record(z.string(), z.string());

/** V2 alone: S3 takes no configuration that mixes both versions. */
export const keptRule = z.strictObject({
  id: z.string().describe("Id of the rule."),
  priority: z.number().describe("Priority of the rule, which no other rule has."),
  status: onOrOff,
  filter: z
    .strictObject({
      prefix: text("Beginning of the keys; empty for every object."),
      tag: z
        .strictObject({
          key: z.string().describe("Key of the tag."),
          value: z.string().describe("Value of the tag."),
        })
        .describe("One tag.")
        .optional(),
      and: z
        .strictObject({ prefix: text("Beginning of the keys."), tags: tags.describe("Tags.").optional() })
        .describe("Several of them.")
        .optional(),
    })
    .describe("Exactly one of prefix, tag and and."),
  deleteMarkerReplication: status.describe("Whether delete markers replicate.").optional(),
  sourceSelectionCriteria: z
    .strictObject({
      sseKmsEncryptedObjects: status.describe("Objects that KMS keys encrypt.").optional(),
      replicaModifications: status.describe("Changes of replicas.").optional(),
    })
    .describe("Which objects take part.")
    .optional(),
  destination: z
    .strictObject({
      bucket: z.string().describe("ARN of the bucket."),
      account: text("Account of the bucket."),
      storageClass: text("Storage class of the copies."),
      accessControlTranslation: z
        .strictObject({ owner: z.string().describe("Destination.") })
        .describe("Who owns the copies.")
        .optional(),
      encryptionConfiguration: z
        .strictObject({ replicaKmsKeyId: z.string().describe("ARN of the key.") })
        .describe("What encrypts the copies.")
        .optional(),
      metrics: status
        .extend({ eventThreshold: minutes.optional() })
        .describe("Metrics of the rule.")
        .optional(),
      replicationTime: status.extend({ time: minutes }).describe("Replication Time Control.").optional(),
    })
    .describe("Where the copies go, and what becomes of them."),
});
