/** Marks that the Pulumi SDK puts around values on their way to the engine. */
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** The engine's mark for a value that is not known yet. */
export const UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type ResourceProperties = { readonly [property: string]: unknown };

/** A value without the marks: secrets in the clear, references as the engine writes them: the id of a resource, or else its URN. */
export function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (!isProperties(value)) return value;
  switch (value[SIGNATURE_KEY]) {
    case SECRET_SIGNATURE:
    case OUTPUT_SIGNATURE:
      return plainValue(value["value"]);
    case RESOURCE_SIGNATURE:
      return value["id"] ?? value["urn"];
    default:
      return plainProperties(value);
  }
}

/** {@link plainValue} of every property. */
export function plainProperties(properties: ResourceProperties): ResourceProperties {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, plainValue(value)]));
}

/** The value, where nothing in it is unknown; text that an unknown value has got into is unknown as a whole. */
export function withWholeUnknowns(value: unknown): unknown {
  if (typeof value === "string") return value.includes(UNKNOWN_VALUE) ? UNKNOWN_VALUE : value;
  if (Array.isArray(value)) return value.map(withWholeUnknowns);
  if (!isProperties(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withWholeUnknowns(inner)]));
}

/** Whether a value that is not known is anywhere in a value. */
export function holdsUnknown(value: unknown): boolean {
  if (typeof value === "string") return value.includes(UNKNOWN_VALUE);
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isProperties(value) && Object.values(value).some(holdsUnknown);
}

/** Whether anything in a value is marked. */
export function isMarked(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isMarked);
  if (!isProperties(value)) return false;
  return value[SIGNATURE_KEY] !== undefined || Object.values(value).some(isMarked);
}

/** Whether a secret is anywhere in a value. */
export function holdsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (!isProperties(value)) return false;
  return value[SIGNATURE_KEY] === SECRET_SIGNATURE || Object.values(value).some(holdsSecret);
}

export function isProperties(value: unknown): value is ResourceProperties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
