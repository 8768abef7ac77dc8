/** A replication rule's filter, in the form of the separate resource and in that of the bucket's own property. */
import type { Known, RuleFilter } from "../topology";
import type { Property } from "./property";

type Element = "prefix" | "tag" | "and";

/**
 * The filter of a rule; `undefined` where there is none, which makes it a V1 rule.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRuleFilter.html
 */
export function filterOf(written: Property): Known<RuleFilter | undefined> {
  const value = written.value();
  if ("unknown" in value) return value;
  if (value.known === undefined) return { known: undefined };
  const filter = written.single();
  if (filter.isAbsent()) return { known: undefined };
  const and = filter.at("and").single();
  const prefix = filter.at("prefix").text();
  const prefixOfAnd = and.at("prefix").text();
  const tags = tagsOf(filter, and);
  if ("unknown" in prefix) return prefix;
  if ("unknown" in prefixOfAnd) return prefixOfAnd;
  if ("unknown" in tags) return tags;
  const text = prefixOfAnd.known ?? prefix.known;
  return {
    known: {
      ...(text === undefined ? {} : { prefix: text }),
      tags: tags.known,
      elements: elementsOf(filter, and, prefix.known, tags.known),
    },
  };
}

/** `tag` and `and.tags` are the separate resource's, `tags` the bucket's own property's. */
function tagsOf(filter: Property, and: Property): RuleFilterTags {
  const tag = tagOf(filter.at("tag").single());
  const ofAnd = and.at("tags").textsByName();
  const own = filter.at("tags").textsByName();
  if ("unknown" in tag) return tag;
  if ("unknown" in ofAnd) return ofAnd;
  if ("unknown" in own) return own;
  return { known: { ...own.known, ...ofAnd.known, ...tag.known } };
}

type RuleFilterTags = Known<{ readonly [key: string]: string }>;

function tagOf(tag: Property): RuleFilterTags {
  const key = tag.at("key").text();
  const value = tag.at("value").text();
  if ("unknown" in key) return key;
  if ("unknown" in value) return value;
  return { known: key.known === undefined ? {} : { [key.known]: value.known ?? "" } };
}

function elementsOf(
  filter: Property,
  and: Property,
  prefix: string | undefined,
  tags: { readonly [key: string]: string },
): readonly Element[] {
  const elements: Element[] = [];
  if (!and.isAbsent()) elements.push("and");
  if (!filter.at("tag").single().isAbsent()) elements.push("tag");
  // The bucket's own property has no `and`: the provider adds it where it is needed.
  const own = filter.at("tags").isAbsent() ? 0 : Object.keys(tags).length;
  if (own > 1 || (own === 1 && prefix !== undefined)) return ["and"];
  if (own === 1) elements.push("tag");
  // A provider reports an empty prefix next to other elements, which it did not send.
  const isPrefixWritten = prefix !== undefined || (elements.length === 0 && !filter.at("prefix").isAbsent());
  return isPrefixWritten ? ["prefix", ...elements] : elements;
}
