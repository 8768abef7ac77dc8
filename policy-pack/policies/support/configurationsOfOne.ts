/** The replication configurations that one resource states by itself. */
import type { ResourceValidationArgs } from "@pulumi/policy";
import { stackResourcesOfPolicy } from "../../replication/adapters/policyResources";
import { remembering } from "../../replication/adapters/remembering";
import { configurationsOfResources } from "../../replication/adapters/topologyOfResources";
import type { ReplicationConfiguration } from "../../replication/topology";

type Judged = Pick<ResourceValidationArgs, "type" | "urn" | "name" | "props" | "provider">;

/** Before the resource is created or updated its properties are what the program wrote. */
export function configurationsOfOne({
  type,
  urn,
  name,
  props,
  provider,
}: Judged): readonly ReplicationConfiguration[] {
  return configurationsOfWritten([
    { type, urn, name, props, propertyDependencies: {}, ...(provider && { provider }) },
  ]);
}

const configurationsOfWritten = remembering((resources) =>
  configurationsOfResources(
    stackResourcesOfPolicy(resources).map((resource) => ({
      ...resource,
      inputs: resource.outputs,
      outputs: {},
    })),
  ),
);
