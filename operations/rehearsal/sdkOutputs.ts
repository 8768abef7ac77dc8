import type { Output } from "@pulumi/pulumi";

type Properties = { readonly [name: string]: unknown };
/** Tells the output of a property how its registration ended. */
type Resolve = (...outcome: readonly unknown[]) => void;
type Resolvers = { [property: string]: Resolve };
type Serialized = readonly [Properties, unknown];

/** The parts of the SDK's way between a program and the engine that are replaced here. */
interface Rpc {
  transferProperties: (onto: object, label: string, properties: Properties) => Resolvers;
  serializeResourceProperties: (
    label: string,
    properties: Properties,
    ...how: unknown[]
  ) => Promise<Serialized>;
  serializeProperty: (label: string, property: unknown, ...how: unknown[]) => unknown;
}

/**
 * Has the SDK make the output of a property when somebody reads it. It makes all of them, some twenty promises each: of the 114
 * that a replica has, our program reads three. What has no value is not sent through outputs either.
 *
 * @returns has it make all of them again.
 */
export function withFewOutputs(): () => void {
  const sdk: { output: (value?: unknown) => Output<unknown> } = require("@pulumi/pulumi");
  const rpc: Rpc = require("@pulumi/pulumi/runtime/rpc");
  const { output } = sdk;
  const { transferProperties, serializeResourceProperties, serializeProperty } = rpc;
  const nothing = outputOfNothing(output);
  const empty = new WeakSet<object>();

  sdk.output = (value) => (value === undefined ? nothing : output(value));
  rpc.transferProperties = (onto, label, properties) =>
    transferLater(onto, properties, (name) => transferProperties(onto, label, { [name]: properties[name] }));
  rpc.serializeResourceProperties = async (label, properties, ...how) => {
    const given = Object.entries(properties).filter(([, value]) => value !== undefined);
    const serialized = await serializeResourceProperties(label, Object.fromEntries(given), ...how);
    for (const [name, value] of given)
      if (typeof value === "object" && value !== null && !(name in serialized[0])) empty.add(value);
    return serialized;
  };
  // It is asked once more for each input of which the engine's answer says nothing.
  rpc.serializeProperty = (label, property, ...how) =>
    property === undefined || (typeof property === "object" && property !== null && empty.has(property))
      ? undefined
      : serializeProperty(label, property, ...how);
  return () => {
    sdk.output = output;
    Object.assign(rpc, { transferProperties, serializeResourceProperties, serializeProperty });
  };
}

/** Providers make JSON of each setting, most of which nobody has set: the same output serves for all of them. */
function outputOfNothing(output: (value?: unknown) => Output<unknown>): Output<unknown> {
  const nothing = output();
  const apply = nothing.apply.bind(nothing);
  const json = apply(JSON.stringify);
  return Object.assign(nothing, {
    apply: (make: (value: unknown) => unknown, ...how: []) =>
      make === JSON.stringify ? json : apply(make, ...how),
  });
}

/** Gives the resource its properties; what the SDK would have put there takes the place of each that is read. */
function transferLater(
  onto: object,
  properties: Properties,
  transfer: (name: string) => Resolvers,
): Resolvers {
  const resolvers: Resolvers = {};
  for (const name of Object.keys(properties)) {
    if (name === "id" || name === "urn") continue;
    if (Object.hasOwn(onto, name)) {
      transfer(name);
      continue;
    }
    let outcome: readonly unknown[] | undefined;
    resolvers[name] = (...ended) => {
      outcome ??= ended;
    };
    Object.defineProperty(onto, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        Reflect.deleteProperty(onto, name);
        Object.assign(resolvers, transfer(name));
        if (outcome !== undefined) resolvers[name]?.(...outcome);
        return Reflect.get(onto, name);
      },
      set: (value) => {
        Object.defineProperty(onto, name, { configurable: true, enumerable: true, writable: true, value });
      },
    });
  }
  return resolvers;
}
