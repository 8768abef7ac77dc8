/** The server-side encryptions of objects, and the one that a bucket gives to objects whose writer states none. */
import type { BucketEncryption, Known } from "./topology";

/** As S3 records it; `none` only on versions from before 2023, which no put of today can leave behind. */
export type ServerSideEncryption = "none" | "AES256" | "aws:kms" | "aws:kms:dsse" | "SSE-C";

/** The algorithm of a bucket's default encryption, which is SSE-S3 where it states none. */
export function algorithmOf(
  encryption: Known<BucketEncryption | undefined>,
): Known<"AES256" | "aws:kms" | "aws:kms:dsse"> {
  if ("unknown" in encryption) return encryption;
  if (encryption.known === undefined) return { known: "AES256" };
  const { algorithm } = encryption.known;
  if ("unknown" in algorithm) return algorithm;
  return { known: isKms(algorithm.known) ? algorithm.known : "AES256" };
}

/** True for SSE-KMS and DSSE-KMS, for which there is one opt-in. */
export function isKms(algorithm: string): algorithm is "aws:kms" | "aws:kms:dsse" {
  return algorithm === "aws:kms" || algorithm === "aws:kms:dsse";
}
