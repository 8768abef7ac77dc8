/** Resources in the form in which the engine hands them to a policy pack. */

import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

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

/** The message by which the engine has one resource judged, before it is created or updated. */
export function analyzeRequest(resource: AnalyzerResource): AnalyzeRequest {
  return new AnalyzeRequest()
    .setType(resource.type)
    .setUrn(resource.urn)
    .setName(resource.name)
    .setProperties(structOf(resource.inputs ?? resource.properties))
    .setOptions(optionsOf(resource))
    .setProvider(resource.provider && providerOf(resource.provider));
}

/** The message by which the engine has all resources judged together. */
export function analyzeStackRequest(resources: readonly AnalyzerResource[]): analyzer.AnalyzeStackRequest {
  return new analyzer.AnalyzeStackRequest().setResourcesList(resources.map(stackResourceOf));
}

function stackResourceOf(resource: AnalyzerResource): analyzer.AnalyzerResource {
  const message = new analyzer.AnalyzerResource()
    .setType(resource.type)
    .setUrn(resource.urn)
    .setName(resource.name)
    .setProperties(structOf(resource.properties))
    .setOptions(optionsOf(resource))
    .setProvider(resource.provider && providerOf(resource.provider))
    .setParent(resource.parent ?? "")
    .setDependenciesList([...(resource.dependencies ?? [])]);
  const dependencies = message.getPropertydependenciesMap();
  for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {}))
    dependencies.set(property, new AnalyzerPropertyDependencies().setUrnsList([...urns]));
  return message;
}

function providerOf({ type, urn, name, properties }: AnalyzerProvider): AnalyzerProviderResource {
  return new AnalyzerProviderResource()
    .setType(type)
    .setUrn(urn)
    .setName(name)
    .setProperties(structOf(properties));
}

function optionsOf({ options, parent }: AnalyzerResource): analyzer.AnalyzerResourceOptions {
  return new analyzer.AnalyzerResourceOptions().setProtect(options?.protect ?? false).setParent(parent ?? "");
}

/** A protocol buffer of plain values; what JSON cannot say is left out, as the engine does. */
export function structOf(properties: Properties): Struct {
  const plain: unknown = JSON.parse(JSON.stringify(properties));
  return Struct.fromJavaScript(isProperties(plain) ? plain : {});
}

function isProperties(value: unknown): value is { [name: string]: never } {
  return typeof value === "object" && value !== null;
}
