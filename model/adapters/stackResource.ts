/** The one form that policy resources, exports and rehearsals are brought into before a topology is built of them. */
import type { Known, Unknown } from "../topology";
import { Property } from "./property";
import { ownValue, rawValue } from "./rawValue";

export interface StackResource {
  readonly urn: string;
  /** E.g. `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly name: string;
  /** Physical id; undefined where the source does not tell or there is none yet. */
  readonly id: string | undefined;
  /** The stack only reads the resource (`Bucket.get`): what the stack does not show about it may be set elsewhere. */
  readonly external: boolean;
  /** What the program wrote; undefined where the source does not keep it apart from the outputs. */
  readonly inputs: object | undefined;
  readonly outputs: object;
  /**
   * Property -> URNs of the resources that its value comes from. A property that is listed was written, even with no URN: the
   * policy SDK leaves out those of resources that it was not given.
   */
  readonly origins: ReadonlyMap<string, readonly string[]>;
  readonly provider: StackProvider | undefined;
}

/** The provider of a resource. */
export interface StackProvider {
  /** The same for every resource of one provider, and for no other. */
  readonly key: string;
  readonly properties: object;
}

/** A property as the provider reports it, else as the program wrote it. */
export function property(resource: StackResource, name: string): Property {
  const origins = resource.origins.get(name) ?? [];
  const output = new Property(ownValue(resource.outputs, name), name, origins);
  if (resource.inputs === undefined) return output;
  const value = output.value();
  if ("known" in value && value.known !== undefined) return output;
  const input = new Property(ownValue(resource.inputs, name), name, origins);
  return input.isAbsent() ? output : input;
}

/**
 * A property that the provider computes where the program leaves it out. A value that is unknown although the program
 * did not write it is such a computed one, so it counts as absent.
 */
export function statedProperty(resource: StackResource, name: string): Property {
  const found = property(resource, name);
  return isComputed(resource, name) ? new Property(undefined, name, found.origins) : found;
}

function isComputed(resource: StackResource, name: string): boolean {
  const output = rawValue(ownValue(resource.outputs, name));
  if (!("hidden" in output) || output.hidden !== "until deployment") return false;
  return !isWritten(resource, name);
}

/** The program wrote the property for certain. Where the source tells outputs only, their origins may give it away. */
export function isWritten(resource: StackResource, name: string): boolean {
  return ownValue(resource.inputs, name) !== undefined || resource.origins.has(name);
}

/** Shorthand for `property(...).text()`. */
export function textOfValue(resource: StackResource, name: string): Known<string | undefined> {
  return property(resource, name).text();
}

/** A setting that may be written on the resource itself or by a resource of its own. */
export interface InlineSetting {
  readonly property: Property;
  /**
   * `written`: the program wrote it, or the source does not keep apart what it wrote. `read`: the provider found it when it last
   * read the resource, which may be out of date and may have been set outside of the program.
   */
  readonly standing: "written" | "read";
}

/** What is written, or was last read, of a setting on the resource itself. */
export function inlineSetting(
  resource: StackResource,
  ...names: readonly [string, ...string[]]
): InlineSetting {
  const written = names.find((name) => ownValue(resource.inputs, name) !== undefined);
  const name = written ?? names.find((each) => !statedProperty(resource, each).isAbsent()) ?? names[0];
  const standing =
    written !== undefined || resource.inputs === undefined || resource.external ? "written" : "read";
  return { property: statedProperty(resource, name), standing };
}

/** What the program wrote for certain on the resource itself; undefined where that is nothing, or only a reading. */
export function writtenInline(resource: StackResource, names: readonly string[]): Property | undefined {
  if (resource.external) return undefined;
  const name = names.find((each) => isWritten(resource, each));
  if (name === undefined) return undefined;
  const { inputs } = resource;
  const written =
    inputs === undefined
      ? property(resource, name)
      : new Property(ownValue(inputs, name), name, resource.origins.get(name) ?? []);
  return written.single().isAbsent() ? undefined : written;
}

/** Why a setting that was only read does not count as known. */
export function readOnly(what: string): Unknown {
  return {
    unknown: `${what} was found when the provider last read the resource, but nothing in the stack sets it`,
  };
}
