/** Handler of `aws:kms/key:Key`. */
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KeySpec,
  KeyUsageType,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import { z } from "zod";
import { defineHandler, documentSchema, tagsSchema } from "./handler";
import { documentReading } from "./policyDocument";

const schema = z.strictObject({
  description: z.string().optional(),
  policy: documentSchema.optional(),
  enableKeyRotation: z.boolean().default(false),
  rotationPeriodInDays: z.number().optional(),
  isEnabled: z.boolean().default(true),
  keyUsage: z.enum(KeyUsageType).optional(),
  customerMasterKeySpec: z.enum(KeySpec).optional(),
  multiRegion: z.boolean().optional(),
  bypassPolicyLockoutSafetyCheck: z.boolean().optional(),
  tags: tagsSchema.optional(),
  // Takes part only when the key is deleted.
  deletionWindowInDays: z.number().optional(),
});

export const kmsKeyHandler = defineHandler({
  schema,
  create: async (inputs, { site: { kms }, defaultTags }) => {
    const tags = Object.entries({ ...defaultTags, ...inputs.tags });
    const { KeyMetadata: made } = await kms.send(
      new CreateKeyCommand({
        Description: inputs.description,
        Policy: inputs.policy,
        KeyUsage: inputs.keyUsage,
        KeySpec: inputs.customerMasterKeySpec,
        MultiRegion: inputs.multiRegion,
        BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
        ...(tags.length > 0 && { Tags: tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue })) }),
      }),
    );
    const { KeyId = "", Arn = "" } = made ?? {};
    if (inputs.enableKeyRotation) {
      await kms.send(
        new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: inputs.rotationPeriodInDays }),
      );
    }
    if (!inputs.isEnabled) await kms.send(new DisableKeyCommand({ KeyId }));
    return { id: KeyId, keyId: KeyId, arn: Arn };
  },
  owner: (_inputs, computed) => ({ kind: "key", id: computed["keyId"] ?? "" }),
  check: async (inputs, { site: { kms }, computed, defaultTags }) => {
    const KeyId = computed["keyId"] ?? "";
    const [{ KeyMetadata: held }, rotation, policy, tags] = await Promise.all([
      kms.send(new DescribeKeyCommand({ KeyId })),
      kms.send(new GetKeyRotationStatusCommand({ KeyId })),
      kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" })),
      kms.send(new ListResourceTagsCommand({ KeyId })),
    ]);
    const days = inputs.rotationPeriodInDays;
    return [
      { what: "state", expected: inputs.isEnabled ? "Enabled" : "Disabled", found: held?.KeyState ?? "none" },
      {
        what: "yearly rotation",
        expected: inputs.enableKeyRotation ? `every ${days ?? 365} days` : "off",
        found: rotation.KeyRotationEnabled ? `every ${rotation.RotationPeriodInDays ?? 365} days` : "off",
      },
      {
        what: "tags",
        expected: { ...defaultTags, ...inputs.tags },
        found: Object.fromEntries(
          (tags.Tags ?? []).map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]),
        ),
      },
      ...(inputs.policy === undefined ? [] : [documentReading("key policy", inputs.policy, policy.Policy)]),
    ];
  },
});
