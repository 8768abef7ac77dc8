/** How an object's server-side encryption decides about its replication. */

import { PAGES } from "../awsPages";
import type { Route } from "../route";
import { algorithmOf, isKms, type ServerSideEncryption } from "../serverSideEncryption";
import type { Known } from "../topology";
import type { ObjectVersion } from "./event";
import { type Ruling, ruling } from "./journey";

/** What S3 records for the version: what the request states, else the default of the source bucket. */
export function objectEncryptionOf(object: ObjectVersion, route: Route): Known<ServerSideEncryption> {
  if (object.encryption !== undefined) return { known: object.encryption };
  const { source } = route;
  if ("outside" in source) {
    return {
      unknown: `the source bucket ${source.outside} is outside of the stack, and so is its default encryption`,
    };
  }
  if ("unknown" in source) return { unknown: `the source bucket is not known: ${source.unknown}` };
  return algorithmOf(source.found.encryption);
}

/** True or false where the rule's KMS opt-in takes the encryption up, `undefined` where that is not known. */
export function takesUpEncryption(
  route: Route,
  encryption: Known<ServerSideEncryption>,
): boolean | undefined {
  if ("known" in encryption && !isKms(encryption.known)) return true;
  const optIn = route.rule.sseKmsEncryptedObjects;
  if ("unknown" in optIn) return undefined;
  if (optIn.known === "Enabled") return true;
  return "unknown" in encryption ? undefined : false;
}

/** Why the encryption keeps the version from being replicated, or leaves that open; `undefined` where it does not. */
export function encryptionRuling(route: Route, encryption: Known<ServerSideEncryption>): Ruling | undefined {
  const takesUp = takesUpEncryption(route, encryption);
  if (takesUp === undefined) return openOptIn(route, encryption);
  if (!takesUp) {
    const because =
      "the object is encrypted with a KMS key and the rule does not opt in to sseKmsEncryptedObjects: S3 skips it in silence";
    return ruling("not replicated", because, PAGES.encrypted);
  }
  if ("unknown" in encryption) return undefined;
  if (encryption.known === "SSE-C") return sseCRuling(route);
  if (isKms(encryption.known) && route.rule.destination.replicaKey === undefined) {
    const because =
      "the rule opts in to KMS objects without naming a replica key: S3 refuses such a configuration";
    return ruling("not replicated", because, PAGES.encrypted, "reported");
  }
  return undefined;
}

function openOptIn(route: Route, encryption: Known<ServerSideEncryption>): Ruling {
  const optIn = route.rule.sseKmsEncryptedObjects;
  const because =
    "unknown" in optIn
      ? `the rule's opt-in to KMS objects is not known: ${optIn.unknown}`
      : `the rule does not opt in to KMS objects, and the object's encryption is not known: ${"unknown" in encryption ? encryption.unknown : ""}`;
  return ruling("unknown", because, PAGES.encrypted);
}

function sseCRuling({ destination }: Route): Ruling | undefined {
  const open = (because: string) =>
    ruling("unknown", `it is not known whether the destination blocks SSE-C: ${because}`, PAGES.blockingSseC);
  if ("outside" in destination) return open(`${destination.outside} is outside of the stack`);
  if ("unknown" in destination) return open(destination.unknown);
  const { encryption } = destination.found;
  if ("unknown" in encryption) return open(encryption.unknown);
  const blocked = encryption.known?.blockedEncryptionTypes ?? {
    unknown: "the bucket does not state it, and S3 blocks SSE-C by default since April 2026",
  };
  if ("unknown" in blocked) return open(blocked.unknown);
  return blocked.known.includes("SSE-C")
    ? ruling("fails", "the destination bucket blocks SSE-C and refuses the copy with 403", PAGES.blockingSseC)
    : undefined;
}
