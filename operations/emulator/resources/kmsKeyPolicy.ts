/** `aws:kms/keyPolicy:KeyPolicy` */
import { GetKeyPolicyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { z } from "zod";
import { defineHandler, documentSchema } from "./handler";
import { keyIdOf } from "./kmsAlias";
import { documentFinding } from "./policyDocument";

const schema = z.strictObject({
  keyId: z.string(),
  policy: documentSchema,
  bypassPolicyLockoutSafetyCheck: z.boolean().optional(),
});

export const kmsKeyPolicy = defineHandler({
  schema,
  create: async ({ keyId, policy, bypassPolicyLockoutSafetyCheck: bypass }, { site }) => {
    await site.kms.send(
      new PutKeyPolicyCommand({
        KeyId: keyId,
        PolicyName: "default",
        Policy: policy,
        BypassPolicyLockoutSafetyCheck: bypass,
      }),
    );
    return { id: keyId };
  },
  subject: ({ keyId }) => ({ kind: "key", id: keyIdOf(keyId) }),
  check: async ({ keyId, policy }, { site }) => {
    const held = await site.kms.send(new GetKeyPolicyCommand({ KeyId: keyId, PolicyName: "default" }));
    return [documentFinding("key policy", policy, held.Policy)];
  },
});
