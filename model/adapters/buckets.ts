/** Buckets with every setting that decides about replication. */
import type { AttachedPolicy, Bucket, Known, PublicAccessBlock, Reference } from "../topology";
import { accessLoggingSources } from "./accessLogging";
import { encryptionOf, isDefaultEncryption } from "./bucketEncryption";
import type { BucketEntry, BucketIndex } from "./bucketIndex";
import { bucketSetting, type SettingSources } from "./bucketSetting";
import { attachedPolicy, separatePolicy } from "./documents";
import type { KeyIndex } from "./keyIndex";
import { lifecycleSources } from "./lifecycleRules";
import { orElse, type Property } from "./property";
import type { ProviderLookUp } from "./providerFacts";
import { type BucketSettings, settingsBy } from "./settings";
import { siteOf } from "./sites";
import { inlineSetting, property, readOnly, type StackResource, statedProperty } from "./stackResource";
import { tagsOf } from "./tags";

export function bucketsOf(
  resources: readonly StackResource[],
  index: BucketIndex,
  keys: KeyIndex,
  providers: ProviderLookUp,
): readonly Bucket[] {
  const bucketReference = (resource: StackResource): Reference =>
    index.referenceOf(property(resource, "bucket"), siteOf(resource, providers).partition);
  const settings = (...types: readonly string[]): BucketSettings =>
    settingsBy(resources, new Set(types.map((type) => `aws:s3/${type}`)), "bucket", bucketReference);
  const versioning = settings("bucketVersioning:BucketVersioning", "bucketVersioningV2:BucketVersioningV2");
  const encryption = settings(
    "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
  );
  const publicAccess = settings("bucketPublicAccessBlock:BucketPublicAccessBlock");
  const ownership = settings("bucketOwnershipControls:BucketOwnershipControls");
  const policies = settings("bucketPolicy:BucketPolicy");
  const locks = settings(
    "bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
  );
  const payment = settings(
    "bucketRequestPaymentConfiguration:BucketRequestPaymentConfiguration",
    "bucketRequestPaymentConfigurationV2:BucketRequestPaymentConfigurationV2",
  );
  const tagAccess = settings("bucketAbac:BucketAbac");
  const lifecycle = settings(
    "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
  );
  const logging = settings("bucketLogging:BucketLogging", "bucketLoggingV2:BucketLoggingV2");
  const targetOf = (written: Property, resource: StackResource): Reference =>
    index.referenceOf(written, siteOf(resource, providers).partition);
  const setBy = ({ label }: BucketEntry): NonNullable<Bucket["setBy"]> => {
    const labels = (setters: BucketSettings) => setters.of(label).map(({ urn }) => urn);
    return {
      versioning: labels(versioning),
      encryption: labels(encryption),
      publicAccessBlock: labels(publicAccess),
      objectOwnership: labels(ownership),
      policy: labels(policies),
      lifecycle: labels(lifecycle),
      accessLogging: labels(logging),
    };
  };
  return index.entries.map((entry) => {
    const objectLock = bucketSetting(entry, objectLockSources(locks));
    return {
      label: entry.label,
      name: entry.name,
      site: entry.site,
      versioning: versioningOf(entry, versioning, objectLock),
      encryption: bucketSetting(entry, {
        what: "default encryption",
        separate: encryption,
        readSeparate: (resource) => encryptionOf(property(resource, "rules"), entry.site, keys),
        inlineNames: ["serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"],
        readInline: (written) => encryptionOf(written.single().atOneOf(["rule", "rules"]), entry.site, keys),
        fallback: undefined,
        isDefault: isDefaultEncryption,
      }),
      publicAccessBlock: bucketSetting(entry, publicAccessSources(publicAccess)),
      objectOwnership: bucketSetting(entry, ownershipSources(ownership)),
      policy: policyOf(entry, policies),
      objectLock,
      requesterPays: bucketSetting(entry, paymentSources(payment)),
      lifecycle: bucketSetting(entry, lifecycleSources(lifecycle)),
      accessLogging: bucketSetting(entry, accessLoggingSources(logging, entry.resource, targetOf)),
      tags: tagsOf(entry.resource),
      tagsDecideAccess: bucketSetting(entry, tagAccessSources(tagAccess)),
      setBy: setBy(entry),
    };
  });
}

/** A bucket with Object Lock is versioned from its creation and cannot be suspended. */
function versioningOf(
  entry: BucketEntry,
  separate: BucketSettings,
  objectLock: Known<boolean>,
): Bucket["versioning"] {
  const locked = "known" in objectLock && objectLock.known;
  return bucketSetting<"Enabled" | "Suspended" | "Disabled">(entry, {
    what: "versioning",
    separate,
    readSeparate: (resource) =>
      versioningStatus(property(resource, "versioningConfiguration").single().at("status").text()),
    inlineNames: ["versioning", "versionings"],
    readInline: (written) => {
      const enabled = written.single().at("enabled").flag();
      if ("unknown" in enabled) return enabled;
      return enabled.known === true ? { known: "Enabled" } : undefined;
    },
    fallback: locked ? "Enabled" : "Disabled",
  });
}

function versioningStatus(status: Known<string | undefined>): Known<"Enabled" | "Suspended" | "Disabled"> {
  if ("unknown" in status) return status;
  if (status.known === "Enabled" || status.known === "Suspended") return { known: status.known };
  return { known: "Disabled" };
}

function publicAccessSources(separate: BucketSettings): SettingSources<PublicAccessBlock | undefined> {
  return {
    what: "public access block",
    separate,
    readSeparate: (resource) => {
      const flag = (name: string) => orElse(property(resource, name).flag(), false);
      return {
        known: {
          blockPublicAcls: flag("blockPublicAcls"),
          blockPublicPolicy: flag("blockPublicPolicy"),
          ignorePublicAcls: flag("ignorePublicAcls"),
          restrictPublicBuckets: flag("restrictPublicBuckets"),
        },
      };
    },
    inlineNames: [],
    readInline: () => undefined,
    fallback: undefined,
  };
}

type Ownership = "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter" | undefined;

function ownershipSources(separate: BucketSettings): SettingSources<Ownership> {
  return {
    what: "object ownership",
    separate,
    readSeparate: (resource) => {
      const text = property(resource, "rule").single().at("objectOwnership").text();
      if ("unknown" in text) return text;
      const { known } = text;
      if (known === "BucketOwnerEnforced" || known === "BucketOwnerPreferred" || known === "ObjectWriter") {
        return { known };
      }
      return { unknown: `"${known ?? ""}" is no object ownership`, wrong: true };
    },
    inlineNames: [],
    readInline: () => undefined,
    fallback: undefined,
  };
}

function objectLockSources(separate: BucketSettings): SettingSources<boolean> {
  return {
    what: "Object Lock",
    separate,
    readSeparate: (resource) => {
      const enabled = statedProperty(resource, "objectLockEnabled").text();
      if ("unknown" in enabled) return enabled;
      return { known: enabled.known === undefined || enabled.known === "Enabled" };
    },
    inlineNames: ["objectLockEnabled", "objectLockConfiguration"],
    readInline: (written) => {
      const nested = written.single().at("objectLockEnabled").text();
      const value = written.value();
      if ("unknown" in value) return value;
      if (typeof value.known === "boolean") return value.known ? { known: true } : undefined;
      if ("unknown" in nested) return nested;
      return nested.known === "Enabled" ? { known: true } : undefined;
    },
    fallback: false,
  };
}

function paymentSources(separate: BucketSettings): SettingSources<boolean> {
  const isRequester = (payer: Known<string | undefined>): Known<boolean> =>
    "unknown" in payer ? payer : { known: payer.known === "Requester" };
  return {
    what: "requester pays",
    separate,
    readSeparate: (resource) => isRequester(property(resource, "payer").text()),
    inlineNames: ["requestPayer"],
    readInline: (written) => isRequester(written.text()),
    fallback: false,
  };
}

/** ABAC is off for a bucket until it is switched on. */
function tagAccessSources(separate: BucketSettings): SettingSources<boolean> {
  return {
    what: "attribute-based access control",
    separate,
    readSeparate: (resource) => {
      const status = property(resource, "abacStatus").single().at("status").text();
      return "unknown" in status ? status : { known: status.known === "Enabled" };
    },
    inlineNames: [],
    readInline: () => undefined,
    fallback: false,
  };
}

function policyOf(entry: BucketEntry, separate: BucketSettings): AttachedPolicy | undefined {
  const label = `bucket policy of ${"known" in entry.name ? entry.name.known : entry.resource.name}`;
  const set = separatePolicy(label, "bucket policy", separate.of(entry.label), entry.resource);
  if (set !== undefined) return set;
  if (separate.adrift !== undefined) return { label, document: separate.adrift };
  const { property: written, standing } = inlineSetting(entry.resource, "policy");
  const policy = attachedPolicy(label, written);
  return policy !== undefined && standing === "read" ? { label, document: readOnly(label) } : policy;
}
