/** Builds the topology of any set of resources in their normalised form. */
import type { ReplicationConfiguration, Topology } from "../topology";
import { bucketIndex } from "./bucketIndex";
import { bucketsOf } from "./buckets";
import { keyIndex } from "./keyIndex";
import { keysOf } from "./keys";
import { managedPolicies } from "./managedPolicies";
import { providerLookUp } from "./providerFacts";
import { type ConfigurationContext, configurationsOf } from "./replicationConfigurations";
import { roleIndex } from "./roleIndex";
import { rolePolicies } from "./rolePolicies";
import { rolesOf } from "./roles";
import type { StackResource } from "./stackResource";

/** True for the types that the topology is built of: everything else may be left out beforehand. */
export function isRelevantType(type: string): boolean {
  return /^aws:(s3|kms|iam)\//.test(type);
}

/** The topology of the resources, in time that grows linearly with their number. */
export function topologyOfResources(resources: readonly StackResource[]): Topology {
  const relevant = resources.filter(({ type }) => isRelevantType(type));
  const context = contextOf(relevant);
  const { buckets, keys, roles, providers } = context;
  const managed = managedPolicies(relevant, providers);
  return {
    buckets: bucketsOf(relevant, buckets, keys, providers),
    keys: keysOf(relevant, keys, providers),
    roles: rolesOf(roles, rolePolicies(relevant, roles, managed, providers), managed),
    configurations: configurationsOf(relevant, context),
  };
}

/** Only the replication configurations of {@link topologyOfResources}. */
export function configurationsOfResources(
  resources: readonly StackResource[],
): readonly ReplicationConfiguration[] {
  const relevant = resources.filter(({ type }) => isRelevantType(type));
  return configurationsOf(relevant, contextOf(relevant));
}

function contextOf(relevant: readonly StackResource[]): ConfigurationContext {
  const providers = providerLookUp(relevant);
  return {
    providers,
    buckets: bucketIndex(relevant, providers),
    keys: keyIndex(relevant, providers),
    roles: roleIndex(relevant, providers),
  };
}
