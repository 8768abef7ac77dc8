/** The tags of one resource, with those that its provider adds. */
import { isObject, type Known, Property, type Unknown } from "../../../model";
import type { JudgedResource } from "./policy";

/** A tag that is there, even if its value is not known yet; one that is not; or why neither can be said. */
export type Tag = { readonly value: Known<string> } | { readonly missing: true } | Unknown;

/** The engine shows default tags among the resource's own, a rehearsal on the provider alone. */
export function tagOf(resource: JudgedResource, key: string): Tag {
  // All tags together are computed by the provider: that they are not known yet says nothing of one.
  const all = resource.input("tagsAll");
  const places = [resource.input("tags"), ...("known" in all.value() ? [all] : []), defaultTags(resource)];
  const found = places.map((place) => tagIn(place, key));
  return found.find((tag) => "value" in tag) ?? found.find((tag) => "unknown" in tag) ?? { missing: true };
}

function tagIn(tags: Property, key: string): Tag {
  const all = tags.value();
  if ("unknown" in all) return all;
  const value = tags.at(key).value();
  if ("unknown" in value) return { value };
  // A tag may have the empty text as its value.
  return typeof value.known === "string" ? { value: { known: value.known } } : { missing: true };
}

/** Providers get objects as JSON text. */
function defaultTags({ provider }: JudgedResource): Property {
  const written = provider?.input("defaultTags") ?? new Property(undefined, "defaultTags", []);
  const value = written.value();
  const text = "known" in value && typeof value.known === "string" ? parsed(value.known) : undefined;
  const read = text === undefined ? written : new Property(text, written.path, written.origins);
  return read.single().at("tags");
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
