/** Resources in the form in which the engine hands them to a policy pack. */

import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzeStackRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { ListValue, NullValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb";

/** One resource of a stack as a policy pack is to see it. */
export interface AnalyzerResource {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  /** What policies of the whole stack see: the outputs. */
  readonly properties: Properties;
  /** What policies of one resource see: the inputs. By default the same as `properties`. */
  readonly inputs?: Properties;
  readonly provider?: AnalyzerProvider;
  /** URN. */
  readonly parent?: string;
  /** URNs of everything that it waits for. */
  readonly dependencies?: readonly string[];
  /** Property -> URNs of the resources that its value comes from. */
  readonly propertyDependencies?: { readonly [property: string]: readonly string[] };
  readonly options?: { readonly protect?: boolean };
}

export interface AnalyzerProvider {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly properties: Properties;
}

export interface Properties {
  readonly [name: string]: unknown;
}

/** Makes the messages about the resources of one stack. */
export interface ResourceMessages {
  /** The message by which the engine has one resource judged, before it is created or updated. */
  readonly analyzeRequest: (resource: AnalyzerResource) => AnalyzeRequest;
  /** The message by which the engine has all resources judged together. */
  readonly analyzeStackRequest: (resources: readonly AnalyzerResource[]) => AnalyzeStackRequest;
}

/** Properties that several messages carry, as those of a provider, are brought into their form once. */
export function resourceMessages(): ResourceMessages {
  const known = new WeakMap<Properties, Struct>();
  const structOnce = (properties: Properties): Struct => {
    const struct = known.get(properties) ?? structOf(properties);
    known.set(properties, struct);
    return struct;
  };
  return {
    analyzeRequest: (resource) =>
      new AnalyzeRequest()
        .setType(resource.type)
        .setUrn(resource.urn)
        .setName(resource.name)
        .setProperties(structOnce(resource.inputs ?? resource.properties))
        .setOptions(optionsOf(resource))
        .setProvider(resource.provider && providerOf(resource.provider, structOnce)),
    analyzeStackRequest: (resources) =>
      new AnalyzeStackRequest().setResourcesList(
        resources.map((resource) => stackResourceOf(resource, structOnce)),
      ),
  };
}

type Structs = (properties: Properties) => Struct;

function stackResourceOf(resource: AnalyzerResource, structs: Structs): analyzer.AnalyzerResource {
  const message = new analyzer.AnalyzerResource()
    .setType(resource.type)
    .setUrn(resource.urn)
    .setName(resource.name)
    .setProperties(structs(resource.properties))
    .setOptions(optionsOf(resource))
    .setProvider(resource.provider && providerOf(resource.provider, structs))
    .setParent(resource.parent ?? "")
    .setDependenciesList([...(resource.dependencies ?? [])]);
  const dependencies = message.getPropertydependenciesMap();
  for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {}))
    dependencies.set(property, new AnalyzerPropertyDependencies().setUrnsList([...urns]));
  return message;
}

function providerOf(
  { type, urn, name, properties }: AnalyzerProvider,
  structs: Structs,
): AnalyzerProviderResource {
  return new AnalyzerProviderResource()
    .setType(type)
    .setUrn(urn)
    .setName(name)
    .setProperties(structs(properties));
}

function optionsOf({ options, parent }: AnalyzerResource): analyzer.AnalyzerResourceOptions {
  return new analyzer.AnalyzerResourceOptions().setProtect(options?.protect ?? false).setParent(parent ?? "");
}

/** A protocol buffer of plain values; what JSON cannot say is left out, as the engine does. */
export function structOf(properties: object): Struct {
  const struct = new Struct();
  const fields = struct.getFieldsMap();
  const entries: readonly [string, unknown][] = Object.entries(properties);
  for (const [name, value] of entries) {
    const field = fieldOf(value);
    if (field !== undefined) fields.set(name, field);
  }
  return struct;
}

function fieldOf(value: unknown): Value | undefined {
  switch (typeof value) {
    case "string":
      return new Value().setStringValue(value);
    case "boolean":
      return new Value().setBoolValue(value);
    case "number":
      return Number.isFinite(value) ? new Value().setNumberValue(value) : nothing();
    case "object":
      if (value === null) return nothing();
      return Array.isArray(value)
        ? new Value().setListValue(
            new ListValue().setValuesList(value.map((each) => fieldOf(each) ?? nothing())),
          )
        : new Value().setStructValue(structOf(value));
    default:
      return undefined;
  }
}

function nothing(): Value {
  return new Value().setNullValue(NullValue.NULL_VALUE);
}
