/**
 * What the replication role is allowed, and in which of its policies. Pure: the component and the checks use it.
 *
 * IAM limits all inline policies of a role together. Where they are too small for the keys of all replicas, each replica's key is
 * granted in one of a fixed number of managed policies. A replica stays in its policy whatever other replicas come and go, so that
 * no permission is missing while a deployment moves it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
import { MAX_INLINE_POLICY_CHARACTERS } from "../aws/limits";
import type { BuiltPolicyDocument } from "./documents/policyDocument";
import {
  type DestinationObjects,
  type KeyedBucket,
  replicaKeyPolicy,
  replicationKeyPolicy,
  replicationObjectPolicy,
  type SourceObjects,
} from "./documents/rolePolicy";

/** A destination with the name of its replica. */
export interface NamedDestination extends DestinationObjects, KeyedBucket {
  readonly name: string;
}

/** Everything that the role's permissions depend on. */
export interface RoleNeeds {
  readonly source: SourceObjects & KeyedBucket;
  readonly destinations: readonly NamedDestination[];
}

/** Managed policies that the keys of replicas are spread over; IAM attaches ten to a role by default. */
const KEY_POLICIES = 8;

/**
 * The inline policies of a role.
 *
 * @param withKeys whose keys they grant beside the source's: all, or none where managed policies do.
 */
export function inlineDocuments(
  { source, destinations }: RoleNeeds,
  withKeys: readonly NamedDestination[] = destinations,
) {
  return {
    objects: replicationObjectPolicy(source, destinations),
    keys: replicationKeyPolicy(source, withKeys),
  } satisfies { readonly [name: string]: BuiltPolicyDocument };
}

/** Whether the keys of replicas need managed policies. */
export function needsManagedPolicies(needs: RoleNeeds): boolean {
  return inlineCharacters(Object.values(inlineDocuments(needs))) > MAX_INLINE_POLICY_CHARACTERS;
}

/** Characters that IAM counts of inline policies. */
export function inlineCharacters(documents: readonly BuiltPolicyDocument[]): number {
  return documents.reduce((sum, document) => sum + JSON.stringify(document).length, 0);
}

/** Replicas by the name of the managed policy that grants their keys, e.g. `keys-3`, in the order of the names. */
export function keyPolicyMembers(replicas: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, readonly string[]>();
  for (const replica of [...replicas].sort()) {
    const policy = `keys-${(hashOf(replica) % KEY_POLICIES) + 1}`;
    members.set(policy, [...(members.get(policy) ?? []), replica]);
  }
  return new Map([...members].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The managed policies of a role whose keys do not fit into inline policies, by their names. */
export function managedDocuments({ destinations }: RoleNeeds): ReadonlyMap<string, BuiltPolicyDocument> {
  const members = keyPolicyMembers(destinations.map(({ name }) => name));
  return new Map(
    [...members].map(([policy, names]) => [
      policy,
      replicaKeyPolicy(destinations.filter(({ name }) => names.includes(name))),
    ]),
  );
}

/**
 * FNV-1a, of which only the even spread matters.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9923
 */
function hashOf(text: string): number {
  return [...Buffer.from(text)].reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}
