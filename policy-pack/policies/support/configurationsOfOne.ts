/** The replication configurations that one resource states. */
import type { ResourceValidationArgs } from "@pulumi/policy";
import { remembering } from "../../../model/adapters/memoize";
import { type PolicyResourceLike, stackResourcesOfPolicy } from "../../../model/adapters/policyResources";
import { providerLookUp } from "../../../model/adapters/providerFacts";
import { configurationsOfResources } from "../../../model/adapters/topologyOfResources";
import type { Known, ReplicationConfiguration } from "../../../model/topology";

type Judged = Pick<ResourceValidationArgs, "type" | "urn" | "name" | "props" | "provider">;

/** Before the resource is created or updated its properties are what the program wrote. */
export function configurationsOfOne(judged: Judged): readonly ReplicationConfiguration[] {
  return configurationsOfWritten([asPolicyResource(judged)]);
}

/** The account that the resource's provider reaches. */
export function accountOfOne(judged: Judged): Known<string> {
  const resources = stackResourcesOfPolicy([asPolicyResource(judged)]);
  const [resource] = resources;
  return resource === undefined
    ? { unknown: "the resource is none of AWS" }
    : providerLookUp(resources)(resource).account;
}

function asPolicyResource({ type, urn, name, props, provider }: Judged): PolicyResourceLike {
  return { type, urn, name, props, propertyDependencies: {}, ...(provider && { provider }) };
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
