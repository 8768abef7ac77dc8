/** A bucket's default encryption, from a resource of its own or from the bucket's own properties. */
import type { AccountRegion, BucketEncryption, Known, Reference } from "../topology";
import type { KeyIndex } from "./keyIndex";
import { orElse, type Property } from "./property";

/** Why it is not known what a bucket blocks that says nothing about it. */
export const BLOCKED_TYPES_NOT_STATED =
  "the bucket does not state it, and S3 blocks SSE-C by default since April 2026";

/** Reads a list of rules (the separate resource) or an object with one (the bucket's own property). */
export function encryptionOf(
  written: Property,
  site: AccountRegion,
  keys: KeyIndex,
): Known<BucketEncryption | undefined> {
  const value = written.value();
  if ("unknown" in value) return value;
  const rule = written.single();
  if (rule.isAbsent()) return { known: undefined };
  const byDefault = rule
    .atOneOf(["applyServerSideEncryptionByDefault", "applyServerSideEncryptionByDefaults"])
    .single();
  return {
    known: {
      algorithm: orElse(byDefault.at("sseAlgorithm").text(), "AES256"),
      key: keyOf(byDefault.at("kmsMasterKeyId"), site, keys),
      bucketKeyEnabled: orElse(rule.at("bucketKeyEnabled").flag(), false),
      blockedEncryptionTypes: blockedTypes(rule.at("blockedEncryptionTypes")),
    },
  };
}

/**
 * What S3 gives every bucket: a provider reports it like a setting.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingServerSideEncryption.html
 */
export function isDefaultEncryption(encryption: BucketEncryption | undefined): boolean {
  if (encryption === undefined) return true;
  const { algorithm, key } = encryption;
  return "known" in algorithm && algorithm.known === "AES256" && key === undefined;
}

function keyOf(written: Property, site: AccountRegion, keys: KeyIndex): Reference | undefined {
  const text = written.text();
  return "known" in text && text.known === undefined ? undefined : keys.referenceOf(written, site);
}

/**
 * S3 decides itself what it blocks where a bucket does not state it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html
 */
function blockedTypes(written: Property): Known<readonly string[]> {
  const types = written.texts();
  if ("unknown" in types || types.known.length > 0) return types;
  return { unknown: BLOCKED_TYPES_NOT_STATED };
}
