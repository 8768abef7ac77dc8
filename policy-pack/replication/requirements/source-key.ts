/** What S3 does with the key of the source bucket. */
import { otherForms, sourceForms } from "./bucket-keys";
import { type KeyUse, keyPolicyLetsIn, roleMayUse } from "./key-may";
import { keyCanEncrypt, keyIsEnabled } from "./key-state";
import { PAGES } from "./pages";
import type { Requirement } from "./requirement";

const area = "source key" as const;

const DECRYPT: KeyUse = {
  actions: ["kms:Decrypt"],
  key: ({ sourceKey }) => sourceKey,
  end: ({ source }) => source,
  forms: sourceForms,
  applies: () => true,
};

const DECRYPT_OTHERS: KeyUse = {
  ...DECRYPT,
  forms: (subject) => ({ forms: otherForms(sourceForms(subject)), wanted: "all" }),
};

export const SOURCE_KEY: readonly Requirement[] = [
  roleMayUse(
    {
      id: "source-key-decrypt",
      title: "The role may decrypt with the source key",
      area,
      strength: "required",
      url: PAGES.encrypted,
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
    },
    DECRYPT_OTHERS,
  ),
  {
    id: "source-key-enabled",
    title: "The source key is enabled",
    area,
    strength: "required",
    url: PAGES.keyStates,
    checks: "the key is neither disabled nor waiting for its deletion",
    check: ({ sourceKey }) => keyIsEnabled(sourceKey),
  },
  {
    id: "source-key-usage",
    title: "The source key is a symmetric encryption key",
    area,
    strength: "required",
    url: PAGES.keySpecs,
    checks: "key usage ENCRYPT_DECRYPT and key spec SYMMETRIC_DEFAULT",
    check: ({ sourceKey }) => keyCanEncrypt(sourceKey),
  },
];
