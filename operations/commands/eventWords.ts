/** The words of the command line for events and encryptions. */
import type { EventKind, ServerSideEncryption } from "../../model";

const KINDS: { readonly [kind in EventKind]: true } = {
  put: true,
  delete: true,
  "delete-version": true,
  "remove-delete-marker": true,
  "lifecycle-delete": true,
  "lifecycle-transition": true,
  "change-tags": true,
  "change-acl": true,
  "change-lock": true,
  "change-encryption": true,
  "put-annotation": true,
  "delete-annotation": true,
  backfill: true,
  "change-bucket": true,
};

const ENCRYPTIONS: { readonly [encryption in ServerSideEncryption]: true } = {
  none: true,
  AES256: true,
  "aws:kms": true,
  "aws:kms:dsse": true,
  "SSE-C": true,
};

/** Every event that can be asked about. */
export const EVENT_KINDS: readonly string[] = Object.keys(KINDS);

/** Every encryption that an object can have. */
export const ENCRYPTION_NAMES: readonly string[] = Object.keys(ENCRYPTIONS);

export function isKind(text: string): text is EventKind {
  return Object.hasOwn(KINDS, text);
}

export function isEncryption(text: string): text is ServerSideEncryption {
  return Object.hasOwn(ENCRYPTIONS, text);
}
