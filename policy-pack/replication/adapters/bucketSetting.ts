/** One setting of a bucket: a resource of its own decides, else what is written on the bucket, else S3's default. */
import type { Known } from "../topology";
import type { BucketEntry } from "./bucketIndex";
import type { Property } from "./property";
import { namesOf, type Settings } from "./settings";
import { inlineSetting, readOnly, type StackResource } from "./stackResource";

export interface SettingSources<T> {
  /** What the setting is called in a report, e.g. `versioning`. */
  readonly what: string;
  readonly separate: Settings;
  readonly readSeparate: (resource: StackResource) => Known<T>;
  /** Names of the bucket's own properties that hold the setting; none where only a separate resource can. */
  readonly inlineNames: readonly string[];
  /** `undefined` where the property does not decide. */
  readonly readInline: (written: Property) => Known<T> | undefined;
  readonly fallback: T;
  /** Whether a value that was read is S3's default by other words; by itself only the fallback is. */
  readonly isDefault?: (value: T) => boolean;
}

export function bucketSetting<T>(entry: BucketEntry, sources: SettingSources<T>): Known<T> {
  const separate = sources.separate.of(entry.label);
  if (separate.length > 0) return agreed(separate, sources);
  if (sources.separate.adrift !== undefined) return sources.separate.adrift;
  const inline = inlineValue(entry, sources);
  if (inline !== undefined) return inline;
  return entry.resource.external && sources.inlineNames.length === 0
    ? { unknown: `the stack only reads the bucket, and its ${sources.what} does not show there` }
    : { known: sources.fallback };
}

/** Resources that set the same overwrite each other, so that only equal ones tell what will hold. */
function agreed<T>(resources: readonly StackResource[], sources: SettingSources<T>): Known<T> {
  const [first, ...others] = resources.map(sources.readSeparate);
  const text = JSON.stringify(first);
  if (first !== undefined && others.every((other) => JSON.stringify(other) === text)) return first;
  return { unknown: `several resources overwrite each other's ${sources.what}: ${namesOf(resources)}` };
}

function inlineValue<T>(entry: BucketEntry, sources: SettingSources<T>): Known<T> | undefined {
  const [first, ...others] = sources.inlineNames;
  if (first === undefined) return undefined;
  const { property: written, standing } = inlineSetting(entry.resource, first, ...others);
  const value = written.isAbsent() ? undefined : sources.readInline(written);
  if (value === undefined || standing === "written") return value;
  const isDefault = sources.isDefault ?? isSameAs(sources.fallback);
  return "known" in value && isDefault(value.known) ? { known: sources.fallback } : readOnly(sources.what);
}

function isSameAs<T>(one: T): (other: T) => boolean {
  return (other) => JSON.stringify(other) === JSON.stringify(one);
}
