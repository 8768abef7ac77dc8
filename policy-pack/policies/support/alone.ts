/** What one resource says by itself of buckets, keys, roles and rules. */
import type { ResourceValidationArgs } from "@pulumi/policy";
import { topologyOfResources } from "../../replication/adapters/topologyOfResources";
import type { Topology } from "../../replication/topology";

type Judged = Pick<ResourceValidationArgs, "type" | "urn" | "name" | "props" | "provider">;

interface Remembered {
  readonly of: Judged;
  readonly topology: Topology;
}

const known = new WeakMap<object, Remembered>();

/**
 * The topology of a resource alone, built once where the host gives every policy the same properties. Pulumi's makes them anew, so
 * that there nothing is remembered.
 */
export function aloneTopology(resource: Judged): Topology {
  const last = known.get(resource.props);
  if (last !== undefined && isSame(last.of, resource)) return last.topology;
  const { type, urn, name, props, provider } = resource;
  const topology = topologyOfResources([
    {
      type,
      urn,
      name,
      id: undefined,
      external: false,
      inputs: props,
      outputs: {},
      origins: new Map(),
      provider: provider && { key: provider.urn, properties: provider.props },
    },
  ]);
  known.set(props, { of: { type, urn, name, props, ...(provider && { provider }) }, topology });
  return topology;
}

function isSame(a: Judged, b: Judged): boolean {
  return (
    a.type === b.type &&
    a.urn === b.urn &&
    a.name === b.name &&
    a.provider?.urn === b.provider?.urn &&
    a.provider?.props === b.provider?.props
  );
}
