/** Requirements on S3's use of the replica key. */

import { PAGES } from "../awsPages";
import type { RouteFacts } from "../routeFacts";
import { bucketKeyUseOf, otherForms, replicaForms } from "./bucketKeys";
import { ALL_KMS_COPIES, COPIES, EVERY_EVENT, KMS_COPIES, NO_EVENT } from "./eventConcern";
import { roleIsNotDenied } from "./keyDenials";
import { type KeyPermission, keyPolicyLetsIn, roleMayUse } from "./keyPermissions";
import { keyCanEncrypt, keyIsEnabled } from "./keyState";
import { replicaKeyAlias, replicaKeyArn, replicaKeyOwner, replicaKeyRegionOf } from "./replicaKeyPlace";
import type { Requirement } from "./requirement";

const area = "replica key" as const;

const BASE: Omit<KeyPermission, "actions" | "applies"> = {
  key: ({ replicaKey }) => replicaKey,
  end: ({ destination }) => destination,
  forms: replicaForms,
  together: ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"],
};
const ENCRYPT: KeyPermission = { ...BASE, actions: ["kms:Encrypt"], applies: () => true };
const GENERATE: KeyPermission = { ...BASE, actions: ["kms:GenerateDataKey"], applies: () => true };
/** With Bucket Keys S3 verifies the bucket's key before it uses it. */
const DECRYPT: KeyPermission = { ...BASE, actions: ["kms:Decrypt"], applies: withBucketKeys };
const DECRYPT_WITHOUT: KeyPermission = {
  ...BASE,
  actions: ["kms:Decrypt"],
  applies: (subject) => withBucketKeys(subject) !== true,
};
const NEEDED: KeyPermission = {
  ...BASE,
  actions: ["kms:Encrypt", "kms:Decrypt"],
  applies: (subject, action) => action === "kms:Encrypt" || withBucketKeys(subject),
};
const ADVISED: KeyPermission = {
  ...BASE,
  actions: ["kms:GenerateDataKey", "kms:Decrypt"],
  applies: (subject, action) => action === "kms:GenerateDataKey" || withBucketKeys(subject) !== true,
};
const ENCRYPT_OTHERS: KeyPermission = {
  ...ENCRYPT,
  forms: (subject) => ({ forms: otherForms(replicaForms(subject)), wanted: "all" }),
};

/** The flag of the source object travels; a destination's own setting counts by one page and not by the other. */
function withBucketKeys({ source }: RouteFacts): boolean | { readonly unknown: string } {
  const ofSource = bucketKeyUseOf(source);
  if (ofSource === "unknown") return { unknown: "whether the source uses S3 Bucket Keys is not known" };
  return ofSource === "on";
}

export const REPLICA_KEY: readonly Requirement[] = [
  roleMayUse(
    {
      id: "replica-key-encrypt",
      title: "The role may encrypt with the replica key",
      area,
      strength: "required",
      url: PAGES.encrypted,
      events: KMS_COPIES,
    },
    ENCRYPT,
  ),
  // "Replicating encrypted objects" asks for Decrypt in the replica key's policy where S3 Bucket Keys are used; the
  // complete role policy that the page gives for that very case has Encrypt alone, and estates run with it.
  roleMayUse(
    {
      id: "replica-key-decrypt",
      title: "The role may decrypt with the replica key, where S3 Bucket Keys are used",
      area,
      strength: "advised",
      url: PAGES.encrypted,
      events: NO_EVENT,
      why: "AWS asks for it in the key's policy, and its own role policy for S3 Bucket Keys does without it",
    },
    DECRYPT,
  ),
  // Neither the page nor its sample shows that S3 works without it where it is denied.
  roleIsNotDenied(
    {
      id: "replica-key-decrypt-not-denied",
      title: "Nothing denies the role to decrypt with the replica key, where S3 Bucket Keys are used",
      area,
      strength: "required",
      url: PAGES.encrypted,
      events: KMS_COPIES,
    },
    DECRYPT,
  ),
  keyPolicyLetsIn(
    {
      id: "replica-key-policy",
      title: "The replica key's policy lets the role encrypt, and decrypt where S3 Bucket Keys are used",
      area,
      strength: "required",
      url: PAGES.troubleshooting,
      events: ALL_KMS_COPIES,
    },
    NEEDED,
  ),
  // "Replicating encrypted objects" asks for Encrypt alone and its samples have no more; "Troubleshooting" adds
  // GenerateDataKey. Replication has been seen to work with Encrypt alone (landing-zone-accelerator-on-aws #1144).
  roleMayUse(
    {
      id: "replica-key-generate-data-key",
      title: "The role may generate data keys with the replica key",
      area,
      strength: "advised",
      url: PAGES.troubleshooting,
      events: { ...COPIES, encryption: ["defaulted"] },
      why: "one AWS page asks for it, and the samples of another do without it",
    },
    GENERATE,
  ),
  roleMayUse(
    {
      id: "replica-key-decrypt-without-bucket-keys",
      title: "The role may decrypt with the replica key even where S3 Bucket Keys are off",
      area,
      strength: "advised",
      url: PAGES.events,
      events: NO_EVENT,
    },
    DECRYPT_WITHOUT,
  ),
  keyPolicyLetsIn(
    {
      id: "replica-key-policy-advised",
      title: "The replica key's policy lets the role generate data keys and decrypt",
      area,
      strength: "advised",
      url: PAGES.troubleshooting,
      events: { on: { put: "unknown", backfill: "unknown" }, encryption: ["defaulted"] },
    },
    ADVISED,
  ),
  roleMayUse(
    {
      id: "replica-key-encrypt-other-context",
      title: "The role may also encrypt replicas of the other bucket-key mode",
      area,
      strength: "advised",
      url: PAGES.bucketKeys,
      events: NO_EVENT,
    },
    ENCRYPT_OTHERS,
  ),
  keyPolicyLetsIn(
    {
      id: "replica-key-policy-other-context",
      title: "The replica key's policy lets the role encrypt replicas of the other bucket-key mode too",
      area,
      strength: "advised",
      url: PAGES.bucketKeys,
      events: NO_EVENT,
    },
    ENCRYPT_OTHERS,
  ),
  {
    id: "replica-key-arn",
    title: "The rule names the replica key by an ARN of KMS",
    area,
    strength: "required",
    url: PAGES.apiEncryption,
    events: EVERY_EVENT,
    checks: "replicaKmsKeyId is an ARN, not a key id or an alias name",
    check: replicaKeyArn,
  },
  {
    id: "replica-key-alias",
    title: "The rule names the replica key itself, not an alias",
    area,
    strength: "advised",
    url: PAGES.encrypted,
    events: NO_EVENT,
    checks: "replicaKmsKeyId is a key ARN: AWS Support has said that an alias fails, the pages allow it",
    check: replicaKeyAlias,
  },
  {
    id: "replica-key-region",
    title: "The replica key is in the destination's region",
    area,
    strength: "required",
    url: PAGES.troubleshooting,
    events: KMS_COPIES,
    checks: "the key's region is the destination bucket's",
    check: replicaKeyRegionOf,
  },
  {
    id: "replica-key-customer-managed",
    title: "Across accounts the replica key is a customer managed one",
    area,
    strength: "required",
    url: PAGES.troubleshooting,
    events: ALL_KMS_COPIES,
    checks:
      "the key is not aws/s3 of an account other than the bucket's, nor aws/s3 at all across accounts: no one can change its policy",
    check: replicaKeyOwner,
  },
  {
    id: "replica-key-enabled",
    title: "The replica key is enabled",
    area,
    strength: "required",
    url: PAGES.keyStates,
    events: ALL_KMS_COPIES,
    checks: "the key is neither disabled nor waiting for its deletion",
    check: ({ replicaKey }) => keyIsEnabled(replicaKey),
  },
  {
    id: "replica-key-usage",
    title: "The replica key is a symmetric encryption key",
    area,
    strength: "required",
    url: PAGES.keySpecs,
    events: ALL_KMS_COPIES,
    checks: "key usage ENCRYPT_DECRYPT and key spec SYMMETRIC_DEFAULT",
    check: ({ replicaKey }) => keyCanEncrypt(replicaKey),
  },
];
