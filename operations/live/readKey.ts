/** Reads a KMS key by any text that names it. */
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type GrantListEntry,
  ListAliasesCommand,
  ListGrantsCommand,
} from "@aws-sdk/client-kms";
import { arnParts, isKeyArn } from "../../aws/arns";
import type { KeyGrant, Known, LiveKey } from "../../model";
import type { LiveAccess } from "./access";
import { READ_ACTIONS } from "./actions";
import type { Reader } from "./reader";

/** A text that names a key, and where it is looked up unless it says so itself. */
export interface KeyName {
  readonly text: string;
  readonly account: Known<string>;
  readonly region: Known<string>;
}

export type KeyReading =
  | { readonly key: LiveKey }
  | { readonly missing: string }
  | { readonly text: string; readonly region: string; readonly unknown: string };

/** `aws/s3` is AWS's: its policy is known, and nobody can change it. */
export function isAwsManaged({ text }: KeyName): boolean {
  return /(^|:)alias\/aws\/s3$/.test(text);
}

export async function readKey(name: KeyName, access: LiveAccess, reader: Reader): Promise<KeyReading> {
  const { text } = name;
  const parts = arnParts(text);
  const account = parts?.account ?? ("known" in name.account ? name.account.known : undefined);
  const region = parts?.region ?? ("known" in name.region ? name.region.known : access.main.region);
  const caller = (account === undefined ? undefined : access.callerOf(account)) ?? access.main;
  const kms = caller.clients.kms(region);
  const about = (call: "DescribeKey" | "GetKeyPolicy" | "ListAliases" | "ListGrants", resource: string) => ({
    action: READ_ACTIONS[call],
    resource,
    caller,
  });
  const described = await reader.attempt({
    ...about("DescribeKey", text),
    ask: (options) => kms.send(new DescribeKeyCommand({ KeyId: text }), options),
  });
  if ("refusal" in described) {
    // Only its own account can say for certain that a key does not exist.
    const isOwn = account === undefined || account === caller.account;
    if (described.refusal.kind === "absent" && isOwn) return { missing: text };
    const unknown =
      described.refusal.kind === "absent"
        ? `needs ${READ_ACTIONS.DescribeKey} on ${text} in its own account (${described.refusal.code})`
        : described.unknown;
    if (!isKeyArn(text)) return { text, region, unknown };
    const policy = await policyOf(text);
    const state = { enabled: { unknown }, usage: { unknown }, spec: { unknown } };
    return { key: { arn: text, ...state, policy, grants: [], aliases: [] } };
  }
  const { Arn, KeyState, KeyUsage, KeySpec } = described.answer.KeyMetadata ?? {};
  if (Arn === undefined) return { text, region, unknown: `KMS did not tell the ARN of ${text}` };
  const [policy, aliases, grants] = await Promise.all([
    policyOf(Arn),
    reader.read({
      ...about("ListAliases", "*"),
      ask: (options) => kms.send(new ListAliasesCommand({ KeyId: Arn }), options),
    }),
    reader.read({
      ...about("ListGrants", Arn),
      ask: (options) => kms.send(new ListGrantsCommand({ KeyId: Arn }), options),
    }),
  ]);
  const listed = "known" in aliases ? (aliases.known.Aliases ?? []) : [];
  const names = listed.flatMap(({ AliasName }) => AliasName ?? []);
  const own = parts?.resource ?? text;
  return {
    key: {
      arn: Arn,
      enabled: { known: KeyState === undefined || KeyState === "Enabled" },
      usage: { known: KeyUsage ?? "ENCRYPT_DECRYPT" },
      spec: { known: KeySpec ?? "SYMMETRIC_DEFAULT" },
      policy,
      // Replication uses no grants in any source known: those that may not be read only leave a remark.
      grants: "known" in grants ? (grants.known.Grants ?? []).map(grantOf) : [],
      aliases: own.startsWith("alias/") && !names.includes(own) ? [...names, own] : names,
    },
  };

  async function policyOf(arn: string): Promise<Known<string>> {
    const read = await reader.read({
      ...about("GetKeyPolicy", arn),
      ask: (options) => kms.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: "default" }), options),
    });
    if ("unknown" in read) return read;
    return read.known.Policy === undefined
      ? { unknown: "KMS gave no document" }
      : { known: read.known.Policy };
  }
}

function grantOf({ GranteePrincipal = "", Operations = [], Constraints }: GrantListEntry): KeyGrant {
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = Constraints ?? {};
  const constraint =
    equals !== undefined
      ? { kind: "equals" as const, context: { known: equals } }
      : subset !== undefined
        ? { kind: "subset" as const, context: { known: subset } }
        : undefined;
  return {
    grantee: { known: GranteePrincipal },
    operations: Operations,
    ...(constraint !== undefined && { constraint }),
  };
}
