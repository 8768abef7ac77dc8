/** One setting of a bucket: a resource of its own decides, else what is written on the bucket, else S3's default. */
import type { Known } from "../topology";
import type { BucketEntry } from "./bucketIndex";
import { agreed, isSame } from "./conflicts";
import type { Property } from "./property";
import { type BucketSettings, namesInSettings } from "./settings";
import { inlineSetting, readOnly, type StackResource, writtenInline } from "./stackResource";

export interface SettingSources<T> {
  /** Name of the setting in a report, e.g. `versioning`. */
  readonly what: string;
  readonly separate: BucketSettings;
  readonly readSeparate: (resource: StackResource) => Known<T>;
  /** Names of the bucket's own properties that hold the setting; none where only a separate resource can. */
  readonly inlineNames: readonly string[];
  /** `undefined` where the property does not decide. */
  readonly readInline: (written: Property) => Known<T> | undefined;
  readonly fallback: T;
  /** Whether a value that was read is S3's default in another form. @default - only the fallback is */
  readonly isDefault?: (value: T) => boolean;
}

export function bucketSetting<T>(entry: BucketEntry, sources: SettingSources<T>): Known<T> {
  const separate = sources.separate.of(entry.label);
  const [first, ...others] = separate.map(sources.readSeparate);
  if (first !== undefined) {
    const beside = valueBeside(entry, sources);
    const writers = beside.length === 0 ? separate : [...separate, entry.resource];
    return agreed([first, ...others, ...beside], `${sources.what}: ${namesInSettings(writers)}`);
  }
  if (sources.separate.adrift !== undefined) return sources.separate.adrift;
  const inline = inlineValue(entry, sources);
  if (inline !== undefined) return inline;
  return entry.resource.external && sources.inlineNames.length === 0
    ? { unknown: `the stack only reads the bucket, and its ${sources.what} does not show there` }
    : { known: sources.fallback };
}

/** What the program wrote on the bucket itself, although a resource of its own sets the same. */
function valueBeside<T>(entry: BucketEntry, sources: SettingSources<T>): readonly Known<T>[] {
  const written = writtenInline(entry.resource, sources.inlineNames);
  return written === undefined ? [] : [sources.readInline(written) ?? { known: sources.fallback }];
}

function inlineValue<T>(entry: BucketEntry, sources: SettingSources<T>): Known<T> | undefined {
  const [first, ...others] = sources.inlineNames;
  if (first === undefined) return undefined;
  const { property: written, standing } = inlineSetting(entry.resource, first, ...others);
  const value = written.isAbsent() ? undefined : sources.readInline(written);
  if (value === undefined || standing === "written") return value;
  const isDefault = sources.isDefault ?? ((found: T) => isSame(found, sources.fallback));
  return "known" in value && isDefault(value.known) ? { known: sources.fallback } : readOnly(sources.what);
}
