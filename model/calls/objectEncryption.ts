/** How the objects are encrypted that a question is about: one object, or all that the rule selects. */

import { knownValue, whyUnknown } from "../known";
import type { RouteFacts } from "../routeFacts";
import { algorithmOf, isKms, type ServerSideEncryption } from "../serverSideEncryption";

const ALL: readonly ServerSideEncryption[] = ["aws:kms", "aws:kms:dsse", "AES256"];

/**
 * The encryptions that are requested for replicas: the object's, or the source's default; in addition SSE-KMS where the
 * rule selects such objects although the default is SSE-S3. The first one is what the route is there for.
 */
export function encryptionsOf(subject: RouteFacts): readonly ServerSideEncryption[] {
  const { encryption, route, source } = subject;
  const mayBeKms = selectsKms(subject) !== false && route.rule.destination.replicaKey !== undefined;
  const among = (some: readonly ServerSideEncryption[]) => some.filter((one) => mayBeKms || !isKms(one));
  if (encryption !== undefined) return "known" in encryption ? [encryption.known] : among(ALL);
  const byDefault = source.bucket && knownValue(algorithmOf(source.bucket.encryption));
  if (byDefault === undefined || !mayBeKms) return among(ALL);
  return byDefault === "AES256" ? ["aws:kms", "AES256"] : [byDefault];
}

/**
 * Whether S3 has to read with s3:GetObjectVersionForReplication: AWS says that s3:GetObjectVersion is enough for
 * unencrypted and SSE-S3 objects, and not for those of KMS; a text says why it is not known.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export function readsForReplication(subject: RouteFacts): boolean | { readonly unknown: string } {
  const { encryption } = subject;
  const selects = selectsKms(subject);
  if (encryption === undefined) return selects;
  if ("unknown" in encryption) {
    return selects === false
      ? false
      : { unknown: `the object's encryption is not known (${encryption.unknown})` };
  }
  if (encryption.known === "SSE-C") {
    return { unknown: "AWS does not say whether s3:GetObjectVersion is enough for SSE-C objects" };
  }
  return isKms(encryption.known);
}

function selectsKms({ route }: RouteFacts): boolean | { readonly unknown: string } {
  const selected = route.rule.sseKmsEncryptedObjects;
  const why = whyUnknown(selected);
  if (why !== undefined) return { unknown: `whether the rule selects SSE-KMS objects is not known (${why})` };
  return knownValue(selected) === "Enabled";
}
