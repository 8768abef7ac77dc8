/** The tags of a resource, with those that its provider adds to every resource. */
import type { Known, Tags, Unknown } from "../topology";
import { Property } from "./property";
import { ownNames, ownValue } from "./rawValue";
import { property, type StackResource } from "./stackResource";

/**
 * What the provider reports that the resource has (`tagsAll`) is complete, unless the provider ignores some.
 * Where it reports nothing, the tags that are written are certain, and others may come from the provider's defaults.
 */
export function tagsOf(resource: StackResource): Tags {
  const all = property(resource, "tagsAll");
  const reported = all.value();
  if ("known" in reported && reported.known !== undefined) {
    const others = overlooks(resource);
    return { values: valuesOf(all), ...(others !== undefined && { others }) };
  }
  const written = property(resource, "tags");
  const others = "unknown" in reported ? reported : { unknown: "the provider does not tell all of its tags" };
  return { values: valuesOf(written), others };
}

function valuesOf(tags: Property): Tags["values"] {
  const value = tags.value();
  if ("unknown" in value) return {};
  return Object.fromEntries(ownNames(value.known).map((key) => [key, tagValue(tags.at(key))]));
}

/** A tag may have the empty text as its value. */
function tagValue(written: Property): Known<string> {
  const value = written.value();
  if ("unknown" in value) return value;
  return typeof value.known === "string" ? { known: value.known } : { unknown: `${written.path} is no text` };
}

function overlooks({ provider }: StackResource): Unknown | undefined {
  if (provider === undefined) return undefined;
  const ignored = new Property(ownValue(provider.properties, "ignoreTags"), "ignoreTags", []);
  return ignored.isAbsent() ? undefined : { unknown: "the provider ignores some tags" };
}
