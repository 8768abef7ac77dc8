/** Reads what an engine hands out without tripping over values that are unknown or secret. */
import { types } from "node:util";

/**
 * The marks that the engine puts in place of a value that is not known before the deployment, one for each kind of
 * value. The policy SDK's proxies throw when such a value is read, so it is recognised here without their help.
 */
const unknownMarks: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** A value as it is, or why it cannot be read. */
export type RawValue = { readonly value: unknown } | { readonly hidden: "until deployment" | "encrypted" };

/** Takes the engine's envelopes off a value: secrets in plain text are opened, unknown and encrypted ones are named. */
export function rawValue(value: unknown): RawValue {
  if (unknownMarks.has(value)) return { hidden: "until deployment" };
  const signature = ownValue(value, signatureKey);
  if (signature === secretSignature) return secretValue(value);
  if (signature === outputSignature) {
    return ownNames(value).includes("value")
      ? rawValue(ownValue(value, "value"))
      : { hidden: "until deployment" };
  }
  return { value };
}

function secretValue(envelope: unknown): RawValue {
  const plaintext = ownValue(envelope, "plaintext");
  if (typeof plaintext === "string") {
    try {
      return rawValue(JSON.parse(plaintext));
    } catch {
      return { value: plaintext };
    }
  }
  // On the wire, as opposed to an export, a secret carries its value as it is.
  return ownNames(envelope).includes("value")
    ? rawValue(ownValue(envelope, "value"))
    : { hidden: "encrypted" };
}

/**
 * A property by name, `undefined` where there is none. Property descriptors pass the policy SDK's proxies by, which
 * throw on reading a value that is not known; what lies behind them is plain.
 */
export function ownValue(container: unknown, name: string): unknown {
  if (!isRawObject(container)) return undefined;
  if (types.isProxy(container)) return Reflect.getOwnPropertyDescriptor(container, name)?.value;
  return Object.hasOwn(container, name) ? Reflect.get(container, name) : undefined;
}

/** A property that is text, `undefined` where it is empty or anything else. */
export function ownText(container: unknown, name: string): string | undefined {
  const value = ownValue(container, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The names of an object's own properties; none for anything else. */
export function ownNames(container: unknown): readonly string[] {
  return isRawObject(container) && !Array.isArray(container) ? Object.keys(container) : [];
}

/** The elements of a list without reading through a proxy; `undefined` for anything but a list. */
export function ownItems(container: unknown): readonly unknown[] | undefined {
  if (!Array.isArray(container)) return undefined;
  const length = ownValue(container, "length");
  return Array.from({ length: typeof length === "number" ? length : 0 }, (_, index) =>
    ownValue(container, String(index)),
  );
}

/** True for objects and lists, regardless of their prototype. */
export function isRawObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
