/** Turns the options of `explain` into the event that they describe. */
import { MAX_OBJECT_KEY_BYTES } from "../../aws/limits";
import { STORAGE_CLASSES } from "../../aws/storageClasses";
import type { ObjectEvent } from "../../model";
import { InputError } from "../inputError";
import { ENCRYPTION_NAMES, EVENT_KINDS, isEncryption, isKind } from "./eventWords";

/** The options of `explain` that say what happens to the object. */
export interface EventOptions {
  readonly event?: string;
  readonly delete?: boolean;
  /** `key=value`, any number of them; of `change-tags` those that it sets. */
  readonly tag?: readonly string[];
  /** For `change-tags`: those that the object was written with. */
  readonly writtenTag?: readonly string[];
  readonly sse?: string;
  readonly storageClass?: string;
  readonly size?: string;
  readonly existing?: boolean;
  readonly replica?: boolean;
}

/**
 * 10,000 parts of 5 GiB.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
const LARGEST_OBJECT = 10_000 * 5 * 1024 ** 3;

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
  if (storageClass !== undefined && !STORAGE_CLASSES.includes(storageClass)) {
    problems.push(`--storage-class: expected one of ${STORAGE_CLASSES.join(", ")}, found ${storageClass}`);
  }
  if (size !== undefined) problems.push(...problemsOfSize(size));
  problems.push(...problemsOfKey(key));
  const tags = tagsOf("--tag", options.tag, problems);
  const written = tagsOf("--written-tag", options.writtenTag, problems);
  if (written !== undefined && kind !== "change-tags") {
    problems.push("--written-tag: expected only with --event change-tags; other events take --tag");
  }
  if (problems.length > 0 || !isKind(kind)) throw new InputError(problems.join("\n"));
  // Tags that a change sets were not on the request that created the version.
  const isChange = kind === "change-tags";
  const ofObject = isChange ? written : tags;
  return {
    kind,
    object: {
      key,
      ...(ofObject && { tags: ofObject }),
      ...(sse !== undefined && isEncryption(sse) && { encryption: sse }),
      ...(storageClass !== undefined && { storageClass }),
      ...(size !== undefined && { sizeBytes: Number(size) }),
      ...(existing && { written: "before the rule" }),
      ...(replica && { isReplica: true }),
    },
    ...(isChange && tags && { newTags: tags }),
  };
}

function problemsOfKey(key: string): readonly string[] {
  if (key === "") return ["key: expected the key of an object, found nothing"];
  const bytes = Buffer.byteLength(key);
  return bytes > MAX_OBJECT_KEY_BYTES
    ? [`key: expected at most ${MAX_OBJECT_KEY_BYTES} bytes of UTF-8, found ${bytes}`]
    : [];
}

function problemsOfSize(size: string): readonly string[] {
  if (!/^\d+$/.test(size)) return [`--size: expected a number of bytes, found ${size}`];
  return Number(size) > LARGEST_OBJECT
    ? [`--size: expected at most ${LARGEST_OBJECT} bytes (10,000 parts of 5 GiB), found ${size}`]
    : [];
}

function tagsOf(
  option: string,
  written: readonly string[] | undefined,
  problems: string[],
): { readonly [key: string]: string } | undefined {
  if (written === undefined || written.length === 0) return undefined;
  const tags = new Map<string, string>();
  for (const tag of written) {
    const at = tag.indexOf("=");
    const key = tag.slice(0, at);
    if (at < 1) problems.push(`${option}: expected key=value, found ${tag}`);
    else if (tags.has(key)) problems.push(`${option}: expected each key once, found ${key} twice`);
    else tags.set(key, tag.slice(at + 1));
  }
  return Object.fromEntries(tags);
}
