/** KMS keys with their policies, grants and aliases. */
import type { AttachedPolicy, Key, KeyGrant, Known } from "../topology";
import { attachedPolicy, separatePolicy } from "./documents";
import type { KeyEntry, KeyIndex } from "./keyIndex";
import { orElse } from "./property";
import type { ProviderLookUp } from "./providerFacts";
import { type BucketSettings, settingsBy } from "./settings";
import { siteOf } from "./sites";
import { property, type StackResource, statedProperty } from "./stackResource";
import { tagsOf } from "./tags";

const keyPolicyTypes: ReadonlySet<string> = new Set(["aws:kms/keyPolicy:KeyPolicy"]);
const grantTypes: ReadonlySet<string> = new Set(["aws:kms/grant:Grant"]);

export function keysOf(
  resources: readonly StackResource[],
  index: KeyIndex,
  providers: ProviderLookUp,
): readonly Key[] {
  const keyReference = (resource: StackResource) =>
    index.referenceOf(property(resource, "keyId"), siteOf(resource, providers));
  const policies = settingsBy(resources, keyPolicyTypes, "keyId", keyReference);
  const grants = settingsBy(resources, grantTypes, "keyId", keyReference);
  const byLabel = new Map(index.entries.map((entry) => [entry.label, entry]));
  return index.entries.map((entry) => {
    const primary = primaryOf(entry, index, byLabel);
    return {
      label: entry.label,
      arn: entry.arn,
      site: entry.site,
      enabled: enabledOf(entry.resource),
      usage: traitOf(entry, primary, ["keyUsage"], "ENCRYPT_DECRYPT"),
      spec: traitOf(entry, primary, ["customerMasterKeySpec", "keySpec"], "SYMMETRIC_DEFAULT"),
      policy: policyOf(entry.resource, policies.of(entry.label), policies.adrift),
      grants: grants.of(entry.label).map(grantOf),
      aliases: index.aliases.get(entry.label) ?? [],
      tags: tagsOf(entry.resource),
    };
  });
}

function enabledOf(resource: StackResource): Known<boolean> {
  // Providers send a default for it instead of computing it: a value that is not known was written.
  const isEnabled = property(resource, "isEnabled").flag();
  // A key with imported material works once it has that, which only shows when it exists.
  const read = resource.type.endsWith("ExternalKey") ? property : statedProperty;
  const enabled = read(resource, "enabled").flag();
  const deleting = statedProperty(resource, "keyState").text();
  if ("known" in deleting && /^Pending|^Disabled$|^Unavailable$/.test(deleting.known ?? ""))
    return { known: false };
  if ("unknown" in isEnabled) return isEnabled;
  if ("unknown" in enabled) return enabled;
  return { known: isEnabled.known ?? enabled.known ?? true };
}

/** A replica key takes its usage and spec from its primary key. */
function primaryOf(
  entry: KeyEntry,
  index: KeyIndex,
  byLabel: ReadonlyMap<string, KeyEntry>,
): StackResource | undefined {
  const written = property(entry.resource, "primaryKeyArn");
  if (written.isAbsent()) return undefined;
  const reference = index.referenceOf(written, entry.site);
  return "to" in reference ? byLabel.get(reference.to)?.resource : undefined;
}

function traitOf(
  entry: KeyEntry,
  primary: StackResource | undefined,
  names: readonly string[],
  fallback: string,
): Known<string> {
  for (const resource of primary === undefined ? [entry.resource] : [entry.resource, primary]) {
    for (const name of names) {
      // A key made here has defaults for them, which are known; a replica or an imported key has them computed.
      const read = resource.type.endsWith(":Key") ? property : statedProperty;
      const text = read(resource, name).text();
      if ("unknown" in text) return text;
      if (text.known !== undefined) return { known: text.known };
    }
  }
  return { known: fallback };
}

function policyOf(
  key: StackResource,
  separate: readonly StackResource[],
  adrift: BucketSettings["adrift"],
): AttachedPolicy | undefined {
  const label = `key policy of ${key.name}`;
  const set = separatePolicy(label, "key policy", separate, key);
  if (set !== undefined) return set;
  if (adrift !== undefined) return { label, document: adrift };
  return attachedPolicy(label, statedProperty(key, "policy"));
}

function grantOf(grant: StackResource): KeyGrant {
  const operations = property(grant, "operations").texts();
  const constraint = constraintOf(grant);
  return {
    grantee: orElse(property(grant, "granteePrincipal").text(), ""),
    operations: "known" in operations ? operations.known : [],
    ...(constraint === undefined ? {} : { constraint }),
  };
}

function constraintOf(grant: StackResource): KeyGrant["constraint"] {
  const first = property(grant, "constraints").single();
  for (const [name, kind] of [
    ["encryptionContextEquals", "equals"],
    ["encryptionContextSubset", "subset"],
  ] as const) {
    const context = first.at(name);
    if (!context.isAbsent()) return { kind, context: context.textsByName() };
  }
  return undefined;
}
