/** `aws:kms/alias:Alias` */
import { CreateAliasCommand, DescribeKeyCommand } from "@aws-sdk/client-kms";
import { z } from "zod";
import { textOf } from "../values";
import { defineHandler } from "./handler";

const schema = z.strictObject({
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  targetKeyId: z.string(),
});

export const kmsAlias = defineHandler({
  schema,
  create: async ({ name, targetKeyId }, { site, planned, name: resourceName }) => {
    const alias = name ?? textOf(planned["name"]) ?? `alias/${resourceName}`;
    await site.kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: targetKeyId }));
    return { id: alias, name: alias };
  },
  subject: ({ targetKeyId }) => ({ kind: "key", id: keyIdOf(targetKeyId) }),
  check: async ({ targetKeyId }, { site, computed }) => {
    const alias = computed["name"] ?? "";
    const { KeyMetadata: held } = await site.kms.send(new DescribeKeyCommand({ KeyId: alias }));
    return [
      { what: `alias ${alias}`, expected: keyIdOf(targetKeyId), found: held?.KeyId ?? "none", show: String },
    ];
  },
});

/** A key is named by its id or by its ARN, which ends with it. */
export function keyIdOf(target: string): string {
  return target.split("/").pop() ?? target;
}
