/** What a program asks the engine for when it registers a resource. */
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { isProperties, type ResourceProperties } from "./values";

export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** URN; empty for the stack itself. */
  readonly parent: string;
  /** As sent, marks of secrets and references included. */
  readonly properties: ResourceProperties;
  /** `<urn>::<id>` of the provider; empty for the default provider. */
  readonly provider: string;
  /** URNs of every resource that this one waits for. */
  readonly dependencies: readonly string[];
  /** Property -> URNs that its value comes from. */
  readonly propertyDependencies: { readonly [name: string]: readonly string[] };
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Id of what exists in AWS and is imported; empty for what is created. */
  readonly importId: string;
}

export function registrationOf(request: RegisterResourceRequest): Registration {
  const sent: unknown = request.getObject()?.toJavaScript();
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent(),
    properties: versioned(isProperties(sent) ? sent : {}, request),
    provider: request.getProvider(),
    dependencies: request.getDependenciesList(),
    propertyDependencies: propertyDependencies(request),
    protect: request.getProtect() === true,
    retainOnDelete: request.getRetainondelete() === true,
    importId: request.getImportid(),
  };
}

/** The engine adds to the inputs of a provider which version of its plugin is asked for. */
function versioned(properties: ResourceProperties, request: RegisterResourceRequest): ResourceProperties {
  const version = request.getVersion();
  return isProviderType(request.getType()) && version !== "" ? { ...properties, version } : properties;
}

export function isProviderType(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

function propertyDependencies(request: RegisterResourceRequest): Registration["propertyDependencies"] {
  return Object.fromEntries(
    request
      .getPropertydependenciesMap()
      .getEntryList()
      .map(([name, urns]) => [name, propertyUrns(urns)])
      .filter(([, urns]) => urns !== undefined && urns.length > 0),
  );
}

function propertyUrns(urns: unknown): readonly string[] {
  return Array.isArray(urns) && Array.isArray(urns[0]) ? urns[0].map(String) : [];
}
