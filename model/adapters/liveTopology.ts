/** Builds the topology of live accounts, so that the same requirements judge them as judge a stack. */
import { accountOfArn, arnParts, bucketArn, friendlyName, isKeyArn } from "../../aws/arns";
import type {
  AccountRegion,
  AttachedPolicy,
  Bucket,
  Key,
  Known,
  Reference,
  ReplicationConfiguration,
  Role,
  Topology,
  Unknown,
} from "../topology";
import { BLOCKED_TYPES_NOT_STATED } from "./bucketEncryption";
import { documentOf } from "./documents";
import { type LiveLookUp, liveRule } from "./liveRules";
import type { LiveBucket, LiveKey, LivePolicy, LiveRole, LiveSnapshot } from "./liveSnapshot";
import { awsManagedPolicy } from "./wellKnownPolicies";

/** The topology of what was read. Labels are ARNs; what AWS says not to exist is a reference that leads nowhere. */
export function topologyFromLive(snapshot: LiveSnapshot): Topology {
  const look = lookUpIn(snapshot);
  return {
    buckets: snapshot.buckets.map((bucket) => bucketOf(bucket, look)),
    keys: snapshot.keys.map(keyOf),
    roles: snapshot.roles.map(roleOf),
    configurations: snapshot.buckets.flatMap((bucket) => configurationOf(bucket, look)),
  };
}

function lookUpIn({ buckets, keys, roles, missing, unresolvedKeys }: LiveSnapshot): LiveLookUp {
  const bucketLabels = new Set(buckets.map(labelOf));
  const roleArns = new Set(roles.map(({ arn }) => arn));
  const keyArns = new Set(keys.map(({ arn }) => arn));
  const gone = new Set(missing);
  const outside = (text: string): Reference =>
    gone.has(text) ? { outside: text, missing: true } : { outside: text };
  return {
    bucket: (written) => {
      if (written === undefined) return { unknown: "no bucket is written" };
      return bucketLabels.has(written) ? { to: written, written } : outside(written);
    },
    role: (written) => {
      if (written === undefined) return { unknown: "no role is written" };
      return roleArns.has(written) ? { to: written, written } : outside(written);
    },
    key: (written, site) => {
      if (isKeyArn(written)) return keyArns.has(written) ? { to: written, written } : outside(written);
      const region = regionFor(written, site);
      const named = keys.filter((key) => names(key, written, site));
      const [only, another] = named;
      if (only !== undefined && another === undefined) return { to: only.arn, written };
      const unresolved = unresolvedKeys.find((one) => one.text === written && one.region === region);
      return unresolved === undefined ? outside(written) : { unknown: unresolved.unknown };
    },
  };
}

function regionFor(written: string, { region }: AccountRegion): string {
  return arnParts(written)?.region ?? ("known" in region ? region.known : "");
}

/** Whether a key id, an alias name or the ARN of an alias means this key, where the site is that of the bucket. */
function names(key: LiveKey, written: string, { account, region }: AccountRegion): boolean {
  const own = arnParts(key.arn);
  const arn = arnParts(written);
  if (own === undefined) return false;
  const agrees = (value: string, stated: string | undefined, of: Known<string>) =>
    stated === undefined ? !("known" in of) || of.known === value : stated === value;
  if (!agrees(own.region, arn?.region, region) || !agrees(own.account, arn?.account, account)) return false;
  const name = arn?.resource ?? written;
  return own.resource === `key/${name}` || own.resource === name || key.aliases.includes(name);
}

function labelOf({ partition, name }: LiveBucket): string {
  return bucketArn(partition, name);
}

function bucketOf(bucket: LiveBucket, look: LiveLookUp): Bucket {
  const { name, partition, account, region, policy } = bucket;
  const site: AccountRegion = { account, region, partition };
  return {
    label: labelOf(bucket),
    name: { known: name },
    site,
    versioning: mapped(bucket.versioning, (status) =>
      status === "Enabled" || status === "Suspended" ? status : "Disabled",
    ),
    encryption: mapped(
      bucket.encryption,
      (stated) =>
        stated && {
          algorithm: { known: stated.algorithm ?? "AES256" },
          key: stated.keyId === undefined ? undefined : look.key(stated.keyId, site),
          bucketKeyEnabled: { known: stated.bucketKeyEnabled ?? false },
          blockedEncryptionTypes:
            stated.blockedEncryptionTypes === undefined
              ? { unknown: BLOCKED_TYPES_NOT_STATED }
              : { known: stated.blockedEncryptionTypes },
        },
    ),
    publicAccessBlock: mapped(
      bucket.publicAccessBlock,
      (block) =>
        block && {
          blockPublicAcls: { known: block.BlockPublicAcls ?? false },
          blockPublicPolicy: { known: block.BlockPublicPolicy ?? false },
          ignorePublicAcls: { known: block.IgnorePublicAcls ?? false },
          restrictPublicBuckets: { known: block.RestrictPublicBuckets ?? false },
        },
    ),
    objectOwnership: ownershipOf(bucket.objectOwnership),
    policy: optionalPolicy(`bucket policy of ${name}`, policy),
    objectLock: bucket.objectLock,
    requesterPays: bucket.requesterPays,
  };
}

/** A bucket without ownership controls is one from before they existed: its objects belong to who wrote them. */
function ownershipOf(stated: Known<string | undefined>): Bucket["objectOwnership"] {
  if ("unknown" in stated) return stated;
  const { known = "ObjectWriter" } = stated;
  if (known === "BucketOwnerEnforced" || known === "BucketOwnerPreferred" || known === "ObjectWriter") {
    return { known };
  }
  return { unknown: `"${known}" is no object ownership`, wrong: true };
}

function keyOf({ arn, enabled, usage, spec, policy, grants, aliases }: LiveKey): Key {
  const parts = arnParts(arn);
  return {
    label: arn,
    arn: { known: arn },
    site: {
      account: { known: parts?.account ?? "" },
      region: { known: parts?.region ?? "" },
      partition: parts?.partition ?? "aws",
    },
    enabled,
    usage,
    spec,
    policy: { label: `key policy of ${arn}`, document: documentIn(policy) },
    grants,
    aliases: aliases.map((known) => ({ known })),
  };
}

function roleOf({ arn, uniqueId, trust, policies, boundary, tags }: LiveRole): Role {
  const name = friendlyName(arn);
  return {
    label: arn,
    name: { known: name },
    arn: { known: arn },
    account: { known: accountOfArn(arn) ?? "" },
    trust: { label: `trust policy of role "${name}"`, document: documentIn(trust) },
    policies: policies.map((policy) => attached(policy, `${policy.label} of role "${name}"`)),
    boundary: boundary && attached(boundary, `permissions boundary (${boundary.label}) of role "${name}"`),
    uniqueId,
    tags:
      "known" in tags
        ? { values: Object.fromEntries(Object.entries(tags.known).map(([key, known]) => [key, { known }])) }
        : { values: {}, others: tags },
  };
}

/** Of a policy of AWS that may not be read, the program's own table knows what it denies. */
function attached({ arn, document }: LivePolicy, label: string): AttachedPolicy {
  if ("known" in document || arn === undefined) return { label, document: documentIn(document) };
  return { label, ...(awsManagedPolicy(arn) ?? { document }) };
}

function configurationOf(bucket: LiveBucket, look: LiveLookUp): readonly ReplicationConfiguration[] {
  const { replication, account, region, partition } = bucket;
  const label = labelOf(bucket);
  const source: Reference = { to: label };
  if ("unknown" in replication) return [{ label, source, role: replication, rules: replication }];
  if (replication.known === undefined) return [];
  const { Role, Rules = [] } = replication.known;
  const site: AccountRegion = { account, region, partition };
  return [
    {
      label,
      source,
      role: look.role(Role),
      rules: { known: Rules.map((rule) => liveRule(rule, site, look)) },
    },
  ];
}

function optionalPolicy(label: string, text: Known<string | undefined>): AttachedPolicy | undefined {
  if ("unknown" in text) return { label, document: text };
  return text.known === undefined ? undefined : { label, document: documentOf(text.known) };
}

function documentIn(text: Known<string>): AttachedPolicy["document"] {
  return "unknown" in text ? text : documentOf(text.known);
}

function mapped<T, R>(value: Known<T>, change: (value: T) => R): { readonly known: R } | Unknown {
  return "unknown" in value ? value : { known: change(value.known) };
}
