/** Finds what a resource, or a bucket of the topology, says about default encryption. */
import type { Bucket, BucketEncryption, Property } from "../../../model";
import type { SettingResource } from "./bucketSettingPolicies";
import { type PolicyFindings, undecided } from "./finding";

export const ENCRYPTION_OF_THE_BUCKET = "default encryption of the bucket";

/** @param none What is said of a configuration without rules. */
export function* forEachEncryptionRule(
  resource: SettingResource,
  judge: (rule: Property) => PolicyFindings,
  none: PolicyFindings = [],
): PolicyFindings {
  const rules = resource.input("rules").items();
  if ("unknown" in rules) yield undecided("rules", rules.unknown);
  else if (rules.known.length === 0) yield* none;
  else for (const rule of rules.known) yield* judge(rule);
}

/** The algorithm and key of a rule. */
export function defaultOf(rule: Property): Property {
  return rule.atOneOf(["applyServerSideEncryptionByDefault", "applyServerSideEncryptionByDefaults"]).single();
}

/**
 * Judges what a bucket states about encryption. Encryption that is not known because resources contradict each other is a violation
 * of `every-bucket-encrypted` alone.
 *
 * @param none What is said of a bucket that states no encryption.
 */
export function* ofStatedEncryption(
  { encryption }: Bucket,
  judge: (encryption: BucketEncryption) => PolicyFindings,
  none: PolicyFindings = [],
): PolicyFindings {
  if ("unknown" in encryption) yield undecided(ENCRYPTION_OF_THE_BUCKET, encryption.unknown);
  else yield* encryption.known === undefined ? none : judge(encryption.known);
}
