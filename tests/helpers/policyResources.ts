/** Policy resources as the policy SDK hands them to a stack policy: behind its proxies, which throw on unknown values. */
import { createRequire } from "node:module";
import path from "node:path";
import type { PolicyResourceLike } from "../../model";

/** A resource as the engine sends it to `AnalyzeStack`, decoded to JSON. */
export interface SentResource {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly properties: object;
  readonly propertyDependencies?: { readonly [property: string]: readonly string[] };
  readonly provider?: { readonly urn: string; readonly properties: object };
}

/** The mark of an unknown text. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The SDK's own proxy, of which it keeps the type to itself. */
export function behindProxy<T extends object>(properties: T): T {
  const load = createRequire(__filename);
  const proxy: { unknownCheckingProxy: (properties: object) => T } = load(
    path.join(path.dirname(load.resolve("@pulumi/policy")), "proxy.js"),
  );
  return proxy.unknownCheckingProxy(properties);
}

export function policyResources(sent: readonly SentResource[]): readonly PolicyResourceLike[] {
  const urns = new Set(sent.map(({ urn }) => urn));
  return sent.map((resource) => ({
    type: resource.type,
    urn: resource.urn,
    name: resource.name,
    props: behindProxy(resource.properties),
    ...(resource.provider === undefined
      ? {}
      : { provider: { urn: resource.provider.urn, props: behindProxy(resource.provider.properties) } }),
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies ?? {}).map(([name, from]) => [
        name,
        from.filter((urn) => urns.has(urn)).map((urn) => ({ urn })),
      ]),
    ),
  }));
}
