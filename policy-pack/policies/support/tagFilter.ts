/** Whether a replication rule filters by tags, as far as its form shows even where its values are not known. */
import { anyIsTrue, type Known, ownNames, type Property } from "../../../model";

/** A tag of which only the value is not known is a tag nevertheless; a prefix is none, known or not. */
export function filtersByTag(rule: Property): Known<boolean> {
  const filter = rule.atOneOf(["filter", "filters"]).single();
  return anyIsTrue([
    hasKey(filter.at("tag").single()),
    hasTags(filter.at("and").single().at("tags")),
    // The bucket's own property has its tags here.
    hasTags(filter.at("tags")),
  ]);
}

function hasKey(tag: Property): Known<boolean> {
  const key = tag.at("key").text();
  return "unknown" in key ? key : { known: key.known !== undefined };
}

function hasTags(tags: Property): Known<boolean> {
  const value = tags.value();
  if ("unknown" in value) return value;
  return { known: ownNames(value.known).some((name) => !tags.at(name).isAbsent()) };
}
