/** The form of what makes one type of resource in the emulator and reads it back. */
import { z } from "zod";
import type { EmulatorSite } from "../clients";
import { UnsupportedResourceError } from "../errors";

/** What `create` gets in addition to the resource's inputs. */
export interface Making {
  /** The resource's name in the program. */
  readonly name: string;
  readonly type: string;
  readonly site: EmulatorSite;
  /** Outputs as the rehearsal planned them: the physical names where the program left them to the engine. */
  readonly planned: { readonly [output: string]: unknown };
  /** Tags that the provider adds. */
  readonly defaultTags: AwsTags;
  /** Records a setting that the emulator does not take, so that it is not dropped silently. */
  readonly notEmulated: (what: string, because: string) => void;
}

export type AwsTags = { readonly [key: string]: string };

/** What AWS computed for a resource, by output, as far as the program may refer to it. */
export type Computed = { readonly [output: string]: string };

/** One thing that was asked for and what is there. */
export interface SettingReading {
  /** E.g. `default encryption`. */
  readonly what: string;
  readonly expected: unknown;
  readonly found: unknown;
  /** How a report writes either value. @default - the value as JSON */
  readonly show?: (value: unknown) => string;
}

/** What a setting belongs to. */
export interface SettingOwner {
  readonly kind: "bucket" | "key" | "role" | "policy" | "topic" | "queue" | "alarm" | "dashboard";
  /** Its name; of a key its id. */
  readonly id: string;
}

export interface Checking {
  readonly site: EmulatorSite;
  readonly computed: Computed;
  readonly defaultTags: AwsTags;
}

/** One type of resource. */
export interface Handler {
  readonly create: (inputs: unknown, making: Making) => Promise<Computed>;
  /** What a reading shows, with what it is about; none for types that leave nothing to compare. */
  readonly check: (
    inputs: unknown,
    checking: Checking,
  ) => Promise<{ owner: SettingOwner; settings: readonly SettingReading[] }>;
}

export interface Definition<T> {
  /** The inputs that are given to AWS; what is not in it is reported as not emulated. */
  readonly schema: z.ZodType<T>;
  readonly create: (inputs: T, making: Making) => Promise<Computed>;
  readonly owner: (inputs: T, computed: Computed) => SettingOwner;
  readonly check: (inputs: T, checking: Checking) => Promise<readonly SettingReading[]>;
}

export function defineHandler<T>(definition: Definition<T>): Handler {
  const { schema } = definition;
  return {
    create: (inputs, making) => {
      const { value, unread } = read(schema, inputs, making);
      for (const property of unread) {
        making.notEmulated(property, "the rehearsal does not give this setting to the emulator");
      }
      return definition.create(value, making);
    },
    check: async (inputs, checking) => {
      const { value } = read(schema, inputs, { name: "", type: "" });
      return {
        owner: definition.owner(value, checking.computed),
        settings: await definition.check(value, checking),
      };
    },
  };
}

/** Settings of the engine's provider that AWS never sees. */
const NOT_AWS = ["region", "tagsAll", "expectedBucketOwner", "timeouts", "__defaults"];

function read<T>(schema: z.ZodType<T>, inputs: unknown, { name, type }: { name: string; type: string }) {
  const rest: unknown = structuredClone(inputs);
  for (const property of NOT_AWS) remove(rest, [property]);
  const unread: string[] = [];
  for (;;) {
    const result = schema.safeParse(rest);
    if (result.success) return { value: result.data, unread };
    const unknown = result.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [],
    );
    if (unknown.length === 0) {
      const complaints = result.error.issues.map(
        ({ path, message }) => `${path.join(".")}: ${message.toLowerCase()}`,
      );
      throw new UnsupportedResourceError(`${name} (${type}): ${complaints.join("; ")}`);
    }
    for (const path of unknown) {
      unread.push(path.join("."));
      remove(rest, path);
    }
  }
}

function remove(value: unknown, [first, ...others]: readonly PropertyKey[]): void {
  if (first === undefined || typeof value !== "object" || value === null) return;
  if (others.length === 0) Reflect.deleteProperty(value, first);
  else remove(Reflect.get(value, first), others);
}

/** A map of tags, as inputs have it. */
export const tagsSchema = z.record(z.string(), z.string());

/** A policy document: JSON text, or what it says. */
export const documentSchema = z.union([
  z.string(),
  z.record(z.string(), z.unknown()).transform((document) => JSON.stringify(document)),
]);

/** A map of tags as AWS lists them, in the order of their keys. */
export function tagList(tags: AwsTags | undefined): { Key: string; Value: string }[] {
  return Object.entries(tags ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([Key, Value]) => ({ Key, Value }));
}

/** A list of tags as AWS gives it, as a map. */
export function tagMap(
  list: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): AwsTags {
  return Object.fromEntries((list ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}
