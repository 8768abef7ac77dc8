/** Whether the filter of a rule matches an object. */
import type { ReplicationRule } from "../topology";
import type { ObjectVersion } from "./event";

export type Match =
  | { readonly matches: true }
  | { readonly matches: false; readonly because: string }
  | { readonly matches: "unknown"; readonly because: string };

const matched: Match = { matches: true };

/**
 * Holds the rule's status and filter against key and tags. A prefix is literal: it has no wildcards and no leading slash of its own.
 * Tags must all be there with their values; further tags of the object do not matter.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
 */
export function matchRule(rule: ReplicationRule, object: Pick<ObjectVersion, "key" | "tags">): Match {
  const { status } = rule;
  if ("known" in status && status.known !== "Enabled") return mismatch(`the rule is ${status.known}`);
  const filtered = matchFilter(rule, object);
  if (filtered.matches === false) return filtered;
  return "unknown" in status ? open(`the rule's status is not known: ${status.unknown}`) : filtered;
}

/** As {@link matchRule} for a delete marker, which has no tags: only the prefix can admit it. */
export function matchDeleteMarker(rule: ReplicationRule, key: string): Match {
  const tags = "known" in rule.filter ? rule.filter.known?.tags : undefined;
  return matchRule(rule, tags === undefined ? { key } : { key, tags });
}

function matchFilter(rule: ReplicationRule, object: Pick<ObjectVersion, "key" | "tags">): Match {
  const { filter, legacyPrefix } = rule;
  if ("unknown" in filter) return open(`the rule's filter is not known: ${filter.unknown}`);
  if (filter.known !== undefined) {
    return matchPrefixAndTags(filter.known.prefix, filter.known.tags, object);
  }
  return "unknown" in legacyPrefix
    ? open(`the rule's prefix is not known: ${legacyPrefix.unknown}`)
    : matchPrefixAndTags(legacyPrefix.known, {}, object);
}

function matchPrefixAndTags(
  prefix: string | undefined,
  tags: { readonly [key: string]: string },
  object: Pick<ObjectVersion, "key" | "tags">,
): Match {
  if (prefix !== undefined && !object.key.startsWith(prefix)) {
    return mismatch(`the key does not start with the rule's prefix "${prefix}"`);
  }
  const found = new Map(Object.entries(object.tags ?? {}));
  for (const [key, value] of Object.entries(tags)) {
    if (found.get(key) !== value) {
      return mismatch(`the object was not created with the tag ${key}=${value} that the rule asks for`);
    }
  }
  return matched;
}

function mismatch(because: string): Match {
  return { matches: false, because };
}

function open(because: string): Match {
  return { matches: "unknown", because };
}
