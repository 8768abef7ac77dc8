/** Finds what a resource, or a bucket of the topology, says about default encryption. */
import type { Property } from "../../replication/adapters/property";
import type { Bucket, BucketEncryption, Known } from "../../replication/topology";
import { BUCKETS } from "./awsTypes";
import { type Findings, undecided, violation } from "./finding";
import type { JudgedResource } from "./policy";

export const STATE_ENCRYPTION = 'set "aws:kms" with the ARN of a KMS key of your own';

/** @param required Whether a configuration without rules is a violation. */
export function* forEachEncryptionRule(
  resource: JudgedResource,
  required: boolean,
  judge: (rule: Property) => Findings,
): Findings {
  const rules = encryptionRules(resource);
  if (rules === undefined) return;
  const { property, items } = rules;
  if ("unknown" in items) yield undecided(property.path, items.unknown);
  else if (items.known.length > 0) for (const rule of items.known) yield* judge(rule);
  else if (required) yield violation(property.path, "one rule", "none", STATE_ENCRYPTION);
}

/** The rules of default encryption, wherever the resource has them; undefined where it states nothing. */
function encryptionRules(
  resource: JudgedResource,
): { readonly property: Property; readonly items: Known<readonly Property[]> } | undefined {
  const split = resource.input("rules");
  if (!BUCKETS.includes(resource.type)) return { property: split, items: split.items() };
  const inline = [
    resource.input("serverSideEncryptionConfiguration"),
    resource.input("serverSideEncryptionConfigurations"),
  ].find((candidate) => !candidate.isAbsent());
  if (inline === undefined) return undefined;
  const rule = inline.single().atOneOf(["rule", "rules"]);
  return { property: rule, items: rule.items() };
}

/** The algorithm and key of a rule. */
export function defaultOf(rule: Property): Property {
  return rule.atOneOf(["applyServerSideEncryptionByDefault", "applyServerSideEncryptionByDefaults"]).single();
}

/** @param required Whether a bucket that states no encryption is a violation. */
export function* ofStatedEncryption(
  { encryption }: Bucket,
  required: boolean,
  judge: (encryption: BucketEncryption) => Findings,
): Findings {
  const where = "default encryption of the bucket";
  if ("unknown" in encryption) yield undecided(where, encryption.unknown);
  else if (encryption.known !== undefined) yield* judge(encryption.known);
  else if (required) yield violation(where, "SSE-KMS", "none stated", STATE_ENCRYPTION);
}
