/** Handler of `aws:kms/alias:Alias`. */
import {
  type AliasListEntry,
  CreateAliasCommand,
  type KMSClient,
  paginateListAliases,
} from "@aws-sdk/client-kms";
import { z } from "zod";
import { nonEmptyText } from "../values";
import { defineHandler } from "./handler";

const schema = z.strictObject({
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  targetKeyId: z.string(),
});

export const kmsAliasHandler = defineHandler({
  schema,
  create: async ({ name, targetKeyId }, { site, planned, name: resourceName }) => {
    const alias = name ?? nonEmptyText(planned["name"]) ?? `alias/${resourceName}`;
    await site.kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: targetKeyId }));
    return { id: alias, name: alias };
  },
  owner: ({ targetKeyId }) => ({ kind: "key", id: keyIdOf(targetKeyId) }),
  check: async ({ targetKeyId }, { site, computed }) => {
    const alias = computed["name"] ?? "";
    const held = await findAlias(site.kms, alias);
    return [
      {
        what: `alias ${alias}`,
        expected: keyIdOf(targetKeyId),
        found: held?.TargetKeyId ?? "none",
        show: String,
      },
    ];
  },
});

/** Reads the list of aliases: a key policy that names only the key's ARN does not allow a request by alias. */
async function findAlias(client: KMSClient, alias: string): Promise<AliasListEntry | undefined> {
  for await (const { Aliases = [] } of paginateListAliases({ client }, {})) {
    const found = Aliases.find(({ AliasName }) => AliasName === alias);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A key is named by its id or by its ARN, which ends with it. */
export function keyIdOf(target: string): string {
  return target.split("/").pop() ?? target;
}
