/** Requirements on S3's use of the source bucket's key. */

import { PAGES } from "../awsPages";
import { knownValue, relationOf } from "../known";
import { nameOfEnd, type RouteFacts } from "../routeFacts";
import { otherForms, sourceForms } from "./bucketKeys";
import { KMS_COPIES, NO_EVENT } from "./eventConcern";
import { type KeyPermission, keyPolicyLetsIn, roleMayUse } from "./keyPermissions";
import { keyCanEncrypt, keyIsEnabled, managedElsewhere } from "./keyState";
import { type Finding, met, type Requirement, unmet } from "./requirement";

const area = "source key" as const;

const DECRYPT: KeyPermission = {
  actions: ["kms:Decrypt"],
  key: ({ sourceKey }) => sourceKey,
  end: ({ source }) => source,
  forms: sourceForms,
  applies: () => true,
};

const DECRYPT_OTHERS: KeyPermission = {
  ...DECRYPT,
  forms: (subject) => ({ forms: otherForms(sourceForms(subject)), wanted: "all" }),
};

function sourceKeyRegion({ sourceKey, source }: RouteFacts): Finding | undefined {
  if (!("arn" in sourceKey)) return undefined;
  const relation = relationOf(sourceKey.region, source.region);
  if (relation === "unknown") return undefined;
  const [ofKey, ofBucket] = [knownValue(sourceKey.region), knownValue(source.region)];
  if (relation === "same") return met(`key and bucket are both in ${ofBucket}`);
  return unmet(
    `${sourceKey.label} is in ${ofKey}, ${nameOfEnd(source)} in ${ofBucket}`,
    `encrypt ${nameOfEnd(source)} with a key in ${ofBucket}`,
  );
}

function managedAccount({ sourceKey, source }: RouteFacts): Finding | undefined {
  if (sourceKey.kind !== "managed") return undefined;
  const elsewhere = managedElsewhere(sourceKey, source);
  if (elsewhere === undefined) return met("nothing names aws/s3 of another account");
  return unmet(
    elsewhere,
    `encrypt ${nameOfEnd(source)} with a key of account ${knownValue(source.account)}, and write its objects anew`,
  );
}

export const SOURCE_KEY: readonly Requirement[] = [
  roleMayUse(
    {
      id: "source-key-decrypt",
      title: "The role may decrypt with the source key",
      area,
      strength: "required",
      url: PAGES.encrypted,
      events: KMS_COPIES,
    },
    DECRYPT,
  ),
  keyPolicyLetsIn(
    {
      id: "source-key-policy",
      title: "The source key's policy lets the role decrypt",
      area,
      strength: "required",
      url: PAGES.troubleshooting,
      events: KMS_COPIES,
    },
    DECRYPT,
  ),
  roleMayUse(
    {
      id: "source-key-decrypt-other-context",
      title: "The role may also decrypt objects of the other bucket-key mode",
      area,
      strength: "advised",
      url: PAGES.bucketKeys,
      events: NO_EVENT,
    },
    DECRYPT_OTHERS,
  ),
  keyPolicyLetsIn(
    {
      id: "source-key-policy-other-context",
      title: "The source key's policy lets the role decrypt objects of the other bucket-key mode too",
      area,
      strength: "advised",
      url: PAGES.bucketKeys,
      events: NO_EVENT,
    },
    DECRYPT_OTHERS,
  ),
  {
    id: "source-key-region",
    title: "The source key is in the source's region",
    area,
    strength: "required",
    url: PAGES.encrypted,
    events: KMS_COPIES,
    checks: "the key's region is the source bucket's: S3 encrypts with keys of its own region only",
    check: sourceKeyRegion,
  },
  {
    id: "source-key-managed-account",
    title: "The source's aws/s3 is that of its own account",
    area,
    strength: "required",
    url: PAGES.troubleshooting,
    events: KMS_COPIES,
    checks:
      "a bucket that names aws/s3 names the one of its own account: no one can change the other's policy",
    check: managedAccount,
  },
  {
    id: "source-key-enabled",
    title: "The source key is enabled",
    area,
    strength: "required",
    url: PAGES.keyStates,
    events: KMS_COPIES,
    checks: "the key is neither disabled nor waiting for its deletion",
    check: ({ sourceKey }) => keyIsEnabled(sourceKey),
  },
  {
    id: "source-key-usage",
    title: "The source key is a symmetric encryption key",
    area,
    strength: "required",
    url: PAGES.keySpecs,
    events: KMS_COPIES,
    checks: "key usage ENCRYPT_DECRYPT and key spec SYMMETRIC_DEFAULT",
    check: ({ sourceKey }) => keyCanEncrypt(sourceKey),
  },
];
