/** What one resource says by itself of buckets, keys, roles and rules. */
import type { ResourceValidationArgs } from "@pulumi/policy";
import { stackResourcesOfPolicy } from "../../replication/adapters/policyResources";
import { remembering } from "../../replication/adapters/rememberedTopology";
import { topologyOfResources } from "../../replication/adapters/topologyOfResources";
import type { Topology } from "../../replication/topology";

type Judged = Pick<ResourceValidationArgs, "type" | "urn" | "name" | "props" | "provider">;

/** The topology of one resource before it is created or updated, when its properties are what the program wrote. */
export function aloneTopology({ type, urn, name, props, provider }: Judged): Topology {
  return topologyOfWritten([
    { type, urn, name, props, propertyDependencies: {}, ...(provider && { provider }) },
  ]);
}

const topologyOfWritten = remembering((resources) =>
  topologyOfResources(
    stackResourcesOfPolicy(resources).map((resource) => ({
      ...resource,
      inputs: resource.outputs,
      outputs: {},
    })),
  ),
);
