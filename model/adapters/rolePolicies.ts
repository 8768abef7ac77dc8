/** The policies that separate resources give to a role, in line or attached. */
import type { AttachedPolicy, Known, Unknown } from "../topology";
import { doubtful, requiredPolicy } from "./documents";
import type { ManagedPolicyLookUp } from "./managedPolicies";
import type { Property } from "./property";
import type { ProviderLookUp } from "./providerFacts";
import type { RoleIndex } from "./roleIndex";
import { accountOfSite } from "./sites";
import { property, type StackResource, textOfValue } from "./stackResource";
import { wordsForUrn } from "./urn";

const rolePolicyType = "aws:iam/rolePolicy:RolePolicy";
const attachmentTypes: ReadonlySet<string> = new Set([
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
]);
const exclusiveInlineType = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive";
const exclusiveAttachmentsType = "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive";

/** A policy with what identifies it among others of the same role. */
export interface GivenPolicy {
  /** Name of an inline policy, ARN of a managed one; undefined where it is not known. */
  readonly key: string | undefined;
  readonly policy: AttachedPolicy;
}

/** The policies of one role. */
export interface GivenPolicies {
  readonly inline: GivenPolicy[];
  readonly managed: GivenPolicy[];
  /** Names of the only inline policies that the role may have, where the stack insists on that. */
  onlyInline: Known<readonly string[]> | undefined;
  /** ARNs of the only managed policies that the role may have, where the stack insists on that. */
  onlyManaged: Known<readonly string[]> | undefined;
}

export interface RolePolicies {
  readonly of: (label: string) => GivenPolicies | undefined;
  /** Policies of which it is not known which role has them: any may. */
  readonly adrift: readonly AttachedPolicy[];
}

/** Goes through the resources once and sorts their policies by role. */
export function rolePolicies(
  resources: readonly StackResource[],
  roles: RoleIndex,
  managed: ManagedPolicyLookUp,
  providers: ProviderLookUp,
): RolePolicies {
  const given = new Map<string, GivenPolicies>();
  const adrift: AttachedPolicy[] = [];
  const give = (
    role: Property,
    resource: StackResource,
    add: (policies: GivenPolicies) => AttachedPolicy | undefined,
  ) => {
    const reference = roles.referenceOf(role, accountOfSite(resource, providers).account);
    if ("outside" in reference) return;
    if ("to" in reference) {
      add(policiesFor(given, reference.to));
      return;
    }
    const policy = add(nothingGiven());
    if (policy !== undefined) adrift.push(driftingPolicy(policy, reference));
  };
  for (const resource of resources) {
    if (resource.type === rolePolicyType) {
      give(property(resource, "role"), resource, (policies) => addInline(policies, resource));
    } else if (attachmentTypes.has(resource.type)) {
      for (const role of attachedRoles(resource)) {
        for (const arn of attachedArns(resource)) {
          give(role, resource, (policies) => addManaged(policies, arn, managed(arn)));
        }
      }
    }
    if (resource.type === exclusiveInlineType) {
      give(property(resource, "roleName"), resource, (policies) => {
        policies.onlyInline = property(resource, "policyNames").texts();
        return undefined;
      });
    }
    if (resource.type === exclusiveAttachmentsType) {
      give(property(resource, "roleName"), resource, (policies) => {
        policies.onlyManaged = property(resource, "policyArns").texts();
        return undefined;
      });
    }
  }
  return { of: (label) => given.get(label), adrift };
}

function nothingGiven(): GivenPolicies {
  return { inline: [], managed: [], onlyInline: undefined, onlyManaged: undefined };
}

function policiesFor(given: Map<string, GivenPolicies>, label: string): GivenPolicies {
  const found = given.get(label) ?? nothingGiven();
  given.set(label, found);
  return found;
}

function addInline(policies: GivenPolicies, resource: StackResource): AttachedPolicy {
  const name = textOfValue(resource, "name");
  const key = "known" in name ? name.known : undefined;
  const policy = requiredPolicy(`inline policy "${key ?? resource.name}"`, property(resource, "policy"));
  policies.inline.push({ key, policy });
  return policy;
}

function addManaged(policies: GivenPolicies, arn: Property, policy: AttachedPolicy): AttachedPolicy {
  const text = arn.text();
  policies.managed.push({ key: "known" in text ? text.known : undefined, policy });
  return policy;
}

function attachedRoles(resource: StackResource): readonly Property[] {
  if (resource.type.endsWith(":PolicyAttachment")) return listOf(property(resource, "roles"));
  return [property(resource, resource.type === exclusiveAttachmentsType ? "roleName" : "role")];
}

function attachedArns(resource: StackResource): readonly Property[] {
  return resource.type === exclusiveAttachmentsType
    ? listOf(property(resource, "policyArns"))
    : [property(resource, "policyArn")];
}

/** The elements; where the list is not known, one element that is not known either. */
function listOf(list: Property): readonly Property[] {
  const items = list.items();
  return "known" in items ? items.known : [list];
}

function driftingPolicy(policy: AttachedPolicy, role: Unknown): AttachedPolicy {
  const from = role.from?.map(wordsForUrn).join(", ");
  const because = from === undefined ? role.unknown : `${role.unknown} (${from})`;
  return doubtful(policy, { ...role, unknown: `it is not known whether this role has it: ${because}` });
}
