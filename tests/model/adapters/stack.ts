/** Small stacks, written as an export, as policy resources of a preview, or as a rehearsed plan. */
import { strict as assert } from "node:assert";
import { topologyFromPolicyResources, topologyFromStackExport } from "../../../model";
import type { Topology } from "../../../model/topology";
import { policyResources, type SentResource } from "../../helpers/policyResources";

export const account = "111122223333";

type Properties = { readonly [name: string]: unknown };

export interface WrittenResource {
  /** E.g. `s3/bucket:Bucket`, or whole for another package. */
  readonly type: string;
  readonly name: string;
  readonly properties: Properties;
  readonly from?: { readonly [property: string]: readonly string[] };
  /** Settings of its provider; `undefined` for the usual one. */
  readonly provider?: Properties;
}

export const usualProvider: Properties = { region: "eu-west-1", allowedAccountIds: `["${account}"]` };

export function urn(type: string, name: string): string {
  return `urn:pulumi:dev::app::${wholeType(type)}::${name}`;
}

function wholeType(type: string): string {
  return type.includes(":") && /^[a-z0-9-]+:[^/]+(\/|:)/.test(type) && !/^(s3|kms|iam)\//.test(type)
    ? type
    : `aws:${type}`;
}

/** What the engine sends of a preview or an update. */
export function previewOf(...resources: readonly WrittenResource[]): Topology {
  const sent = resources.map(
    (resource): SentResource => ({
      type: wholeType(resource.type),
      urn: urn(resource.type, resource.name),
      name: resource.name,
      properties: resource.properties,
      propertyDependencies: resource.from ?? {},
      provider: {
        urn: providerUrn(resource),
        properties: resource.provider ?? usualProvider,
      },
    }),
  );
  return topologyFromPolicyResources(policyResources(sent));
}

function providerUrn({ provider }: WrittenResource): string {
  return urn("pulumi:providers:aws", provider === undefined ? "usual" : JSON.stringify(provider));
}

export interface ExportedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs?: Properties;
  readonly outputs?: Properties;
  readonly id?: string;
  readonly delete?: boolean;
  readonly external?: boolean;
  readonly propertyDependencies?: { readonly [property: string]: readonly string[] };
  readonly stack?: string;
}

/** The text of an export of one stack. */
export function exportText(...resources: readonly ExportedResource[]): string {
  return JSON.stringify(exportObject(...resources));
}

export function exportObject(...resources: readonly ExportedResource[]): object {
  return exportOf(resources);
}

export function exportOf(resources: readonly ExportedResource[]): object {
  const stack = resources[0]?.stack ?? "dev";
  const provider = `urn:pulumi:${stack}::app::pulumi:providers:aws::usual`;
  return {
    version: 3,
    deployment: {
      manifest: {},
      resources: [
        {
          urn: provider,
          custom: true,
          id: "p-1",
          type: "pulumi:providers:aws",
          inputs: usualProvider,
          outputs: usualProvider,
        },
        ...resources.map(({ name, stack: _, ...resource }) => ({
          ...resource,
          urn: `urn:pulumi:${stack}::app::${wholeType(resource.type)}::${name}`,
          custom: true,
          type: wholeType(resource.type),
          outputs: resource.outputs ?? resource.inputs ?? {},
          provider: `${provider}::p-1`,
        })),
      ],
    },
  };
}

export function exported(...texts: readonly unknown[]): Topology {
  const reading = topologyFromStackExport(...texts);
  assert.ok("topology" in reading, "problems" in reading ? reading.problems.join("\n") : "");
  return reading.topology;
}

/** The only element. */
export function only<T>(items: readonly T[]): T {
  const [first, ...others] = items;
  assert.ok(first !== undefined, "expected one element, found none");
  assert.deepEqual(others, []);
  return first;
}
