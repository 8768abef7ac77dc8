import type { EventKind, ObjectEvent, ServerSideEncryption } from "../../policy-pack/replication/journeys";
import { InputError } from "../inputError";

/** The options of `explain` that say what happens to the object. */
export interface EventOptions {
  readonly event?: string;
  readonly delete?: boolean;
  /** `key=value`, any number of them. */
  readonly tag?: readonly string[];
  readonly sse?: string;
  readonly storageClass?: string;
  readonly size?: string;
  readonly existing?: boolean;
  readonly replica?: boolean;
}

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

/**
 * The event that the options describe.
 *
 * @throws InputError with everything that is wrong with them.
 */
export function eventOf(key: string, options: EventOptions): ObjectEvent {
  const {
    event,
    delete: deleted = false,
    sse,
    storageClass,
    size,
    existing = false,
    replica = false,
  } = options;
  const problems: string[] = [];
  const kind = event ?? (deleted ? "delete" : "put");
  if (!isKind(kind)) problems.push(`--event: expected one of ${EVENT_KINDS.join(", ")}, found ${kind}`);
  if (event !== undefined && deleted) problems.push("--delete --event: expected one of them, found both");
  if (sse !== undefined && !isEncryption(sse)) {
    problems.push(`--sse: expected one of ${ENCRYPTION_NAMES.join(", ")}, found ${sse}`);
  }
  if (size !== undefined && !/^\d+$/.test(size))
    problems.push(`--size: expected a number of bytes, found ${size}`);
  if (key === "") problems.push("key: expected the key of an object, found nothing");
  const tags = (options.tag ?? []).map((tag) => [tag, tag.indexOf("=")] as const);
  for (const [tag, at] of tags) if (at < 1) problems.push(`--tag: expected key=value, found ${tag}`);
  if (problems.length > 0 || !isKind(kind)) throw new InputError(problems.join("\n"));
  return {
    kind,
    object: {
      key,
      ...(tags.length > 0 && {
        tags: Object.fromEntries(tags.map(([tag, at]) => [tag.slice(0, at), tag.slice(at + 1)])),
      }),
      ...(sse !== undefined && isEncryption(sse) && { encryption: sse }),
      ...(storageClass !== undefined && { storageClass }),
      ...(size !== undefined && { sizeBytes: Number(size) }),
      ...(existing && { written: "before the rule" }),
      ...(replica && { isReplica: true }),
    },
  };
}

function isKind(text: string): text is EventKind {
  return Object.hasOwn(KINDS, text);
}

function isEncryption(text: string): text is ServerSideEncryption {
  return Object.hasOwn(ENCRYPTIONS, text);
}
