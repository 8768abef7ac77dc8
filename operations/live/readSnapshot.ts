/** Follows the replication of buckets: their destinations, keys and roles, each read once. */
import { bucketNameOfArn } from "../../aws/arns";
import type { LiveBucket, LiveKey, LiveRole, LiveSnapshot } from "../../model";
import type { LiveAccess } from "./access";
import { type FoundBucket, findBucket } from "./findBucket";
import { readBucket } from "./readBucket";
import type { Reader } from "./reader";
import { isAwsManaged, type KeyName, type KeyReading, readKey } from "./readKey";
import { readRole } from "./readRole";

export interface SnapshotReading {
  readonly snapshot: LiveSnapshot;
  /** How each bucket that exists is reached, by name. */
  readonly found: ReadonlyMap<string, FoundBucket>;
}

/**
 * Reads the buckets with everything that their rules lead to. Of a destination its own rules are read too, and not followed.
 *
 * @param names of the source buckets
 * @param others further buckets to read, without following their rules
 * @param keys ARNs of further keys to read
 * @param roles ARNs of further roles to read
 */
export async function readSnapshot(
  names: readonly string[],
  access: LiveAccess,
  reader: Reader,
  {
    others = [],
    keys: moreKeys = [],
    roles: moreRoles = [],
  }: {
    readonly others?: readonly string[];
    readonly keys?: readonly string[];
    readonly roles?: readonly string[];
  } = {},
): Promise<SnapshotReading> {
  const found = new Map<string, FoundBucket>();
  const missing = new Set<string>();
  const one = async (name: string): Promise<readonly LiveBucket[]> => {
    const bucket = await findBucket(name, access, reader);
    if (bucket === undefined) {
      missing.add(`arn:${access.main.partition}:s3:::${name}`);
      return [];
    }
    found.set(name, bucket);
    return [await readBucket(bucket, reader)];
  };
  const all = async (some: readonly string[]) => (await Promise.all(some.map(one))).flat();
  const sources = await all([...new Set(names)]);
  const configurations = sources.flatMap(({ replication }) =>
    "known" in replication && replication.known !== undefined ? [replication.known] : [],
  );
  const led = configurations
    .flatMap(({ Rules = [] }) => Rules)
    .flatMap(({ Destination }) =>
      isBucketArn(Destination?.Bucket) ? [bucketNameOfArn(Destination.Bucket)] : [],
    );
  const destinations = await all([...new Set([...led, ...others])].filter((name) => !names.includes(name)));
  const buckets = [...sources, ...destinations];
  const roles = [...new Set([...configurations.flatMap(({ Role }) => Role ?? []), ...moreRoles])];
  const [keyReadings, roleReadings] = await Promise.all([
    Promise.all(keyNames(sources, buckets, moreKeys).map((name) => readKey(name, access, reader))),
    Promise.all(roles.map(async (arn) => [arn, await readRole(arn, access, reader)] as const)),
  ]);
  for (const reading of keyReadings) if ("missing" in reading) missing.add(reading.missing);
  for (const [arn, role] of roleReadings) if (role === undefined) missing.add(arn);
  return {
    found,
    snapshot: {
      buckets,
      keys: mergedKeys(keyReadings),
      roles: uniqueRoles(roleReadings.flatMap(([, role]) => role ?? [])),
      missing: [...missing],
      unresolvedKeys: keyReadings.flatMap((reading) => ("text" in reading ? [reading] : [])),
    },
  };
}

function isBucketArn(text: string | undefined): text is string {
  return text !== undefined && /^arn:[^:]+:s3:::[^/:]+$/.test(text);
}

/** The replica keys of rules and the keys of default encryption. */
function keyNames(
  sources: readonly LiveBucket[],
  buckets: readonly LiveBucket[],
  more: readonly string[],
): readonly KeyName[] {
  const ofRules = sources.flatMap(({ replication, account, region }) =>
    "known" in replication
      ? (replication.known?.Rules ?? []).flatMap(({ Destination }) => {
          const text = Destination?.EncryptionConfiguration?.ReplicaKmsKeyID;
          return text === undefined || text === "" ? [] : [{ text, account, region }];
        })
      : [],
  );
  const ofBuckets = buckets.flatMap(({ encryption, account, region }) =>
    "known" in encryption && encryption.known?.keyId !== undefined
      ? [{ text: encryption.known.keyId, account, region }]
      : [],
  );
  const given = more.map((text) => ({ text, account: { unknown: "" }, region: { unknown: "" } }));
  const names = new Map<string, KeyName>();
  for (const name of [...ofRules, ...ofBuckets, ...given]) {
    // An ARN says itself where the key is.
    const key = name.text.startsWith("arn:") ? name.text : JSON.stringify(name);
    if (!names.has(key) && !isAwsManaged(name)) names.set(key, name);
  }
  return [...names.values()];
}

/** Several texts may name one key. */
function mergedKeys(readings: readonly KeyReading[]): readonly LiveKey[] {
  const keys = new Map<string, LiveKey>();
  for (const reading of readings) {
    if (!("key" in reading)) continue;
    const { key } = reading;
    const known = keys.get(key.arn);
    const aliases = [...new Set([...(known?.aliases ?? []), ...key.aliases])];
    keys.set(key.arn, { ...(known ?? key), aliases });
  }
  return [...keys.values()];
}

/** A name may be written with another path: IAM says which role it is. */
function uniqueRoles(roles: readonly LiveRole[]): readonly LiveRole[] {
  return [...new Map(roles.map((role) => [role.arn, role])).values()];
}
