/** What one resource states by itself, for policies that judge resources one by one. */
import type { Known, ReplicationConfiguration } from "../topology";
import { remembering } from "./memoize";
import type { PolicyResourceLike } from "./policyResource";
import { stackResourcesOfPolicy } from "./policyResources";
import { providerLookUp } from "./providerFacts";
import { configurationsOfResources } from "./topologyOfResources";

/** What is read of the arguments of a resource policy. */
export type JudgedResource = Omit<PolicyResourceLike, "propertyDependencies">;

/** The replication configurations that it states. Before it is created or updated its properties are what the program wrote. */
export function configurationsOfOne(judged: JudgedResource): readonly ReplicationConfiguration[] {
  return configurationsOfWritten([asPolicyResource(judged)]);
}

/** The account that the resource's provider reaches. */
export function accountOfOne(judged: JudgedResource): Known<string> {
  const resources = stackResourcesOfPolicy([asPolicyResource(judged)]);
  const [resource] = resources;
  return resource === undefined
    ? { unknown: "the resource is none of AWS" }
    : providerLookUp(resources)(resource).account;
}

function asPolicyResource({ type, urn, name, props, provider }: JudgedResource): PolicyResourceLike {
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
