/** What the stand-in reads: whether what the engine has is still so, and what an import finds. */
import { isDeepStrictEqual } from "node:util";
import { DescribeKeyCommand, ListAliasesCommand } from "@aws-sdk/client-kms";
import { HeadBucketCommand } from "@aws-sdk/client-s3";
import type { EmulatorSite } from "../../../operations/emulator/clients";
import { unlessAbsent } from "../../../operations/emulator/errors";
import type { SettingReading } from "../../../operations/emulator/resources/handler";
import { HANDLERS } from "../../../operations/emulator/resources/table";
import type { Held, Properties } from "./resourceChanges";

/** What identifies a resource, by which an import takes it over; undefined where it does not exist. */
type Identify = (site: EmulatorSite, id: string) => Promise<Properties | undefined>;

/** Only of what stays in AWS and has a name or id that a second creation would stumble over. */
const IDENTITIES: { readonly [type: string]: Identify } = {
  "aws:s3/bucket:Bucket": async ({ s3 }, bucket) =>
    (await unlessAbsent(s3.send(new HeadBucketCommand({ Bucket: bucket })))) && {
      bucket,
      arn: `arn:aws:s3:::${bucket}`,
    },
  "aws:kms/key:Key": async ({ kms }, keyId) => {
    const held = await unlessAbsent(kms.send(new DescribeKeyCommand({ KeyId: keyId })), "NotFoundException");
    return held && { keyId, arn: held.KeyMetadata?.Arn };
  },
  "aws:kms/alias:Alias": async ({ kms }, name) => {
    const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
    const held = Aliases.find(({ AliasName }) => AliasName === name);
    return held && { name, targetKeyId: held.TargetKeyId, arn: held.AliasArn };
  },
};

export async function imported(
  site: EmulatorSite,
  type: string,
  id: string,
): Promise<Properties | undefined> {
  const identify = IDENTITIES[type];
  if (identify === undefined) throw new Error(`the stand-in imports no ${type}`);
  return identify(site, id);
}

/** What the emulator holds otherwise than the engine has it, by what it is about. */
export async function drifted(
  site: EmulatorSite,
  type: string,
  { properties }: Held,
  defaultTags: { readonly [key: string]: string },
): Promise<Properties> {
  const handler = HANDLERS.get(type);
  if (handler === undefined) throw new Error(`the stand-in reads no ${type}`);
  const computed = Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const { settings } = await handler.check(properties, { site, computed, defaultTags });
  return Object.fromEntries(settings.filter(differs).map(({ what, found }) => [what, found]));
}

function differs({ expected, found }: SettingReading): boolean {
  return !isDeepStrictEqual(expected, found);
}
