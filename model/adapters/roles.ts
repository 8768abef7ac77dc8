/** IAM roles with every policy that they have, and their boundary. */
import type { AttachedPolicy, Known, Role } from "../topology";
import { doubtful, requiredPolicy } from "./documents";
import type { ManagedPolicyLookUp } from "./managedPolicies";
import type { Property } from "./property";
import type { RoleEntry, RoleIndex } from "./roleIndex";
import type { GivenPolicies, GivenPolicy, RolePolicies } from "./rolePolicies";
import {
  type InlineSetting,
  inlineSetting,
  property,
  readOnly,
  type StackResource,
  textOfValue,
} from "./stackResource";
import { tagsOf } from "./tags";

export function rolesOf(
  index: RoleIndex,
  policies: RolePolicies,
  managed: ManagedPolicyLookUp,
): readonly Role[] {
  return index.entries.map((entry) => roleOf(entry, policies, managed));
}

function roleOf(entry: RoleEntry, policies: RolePolicies, managed: ManagedPolicyLookUp): Role {
  const { resource, label, name, arn, account } = entry;
  const given = policies.of(label);
  return {
    label,
    name,
    arn,
    account,
    trust: requiredPolicy(
      `trust policy of role "${nameForReport(entry)}"`,
      property(resource, "assumeRolePolicy"),
    ),
    policies: [
      ...allowedBy(
        given?.onlyInline,
        mergedByKey(given?.inline ?? [], inlinePolicies(entry, isGiven(given?.inline))),
      ),
      ...allowedBy(
        given?.onlyManaged,
        mergedByKey(given?.managed ?? [], managedPolicies(entry, managed, isGiven(given?.managed))),
      ),
      ...policies.adrift,
    ].map((policy) => ofRole(policy, entry)),
    boundary: boundaryOf(property(resource, "permissionsBoundary"), managed),
    uniqueId: uniqueIdOf(resource),
    tags: tagsOf(resource),
  };
}

/** AWS invents it, so that a preview of a new role has none. */
function uniqueIdOf(resource: StackResource): Known<string> {
  const id = textOfValue(resource, "uniqueId");
  if ("unknown" in id) return id;
  return id.known === undefined ? { unknown: "AWS gives the role its unique id" } : { known: id.known };
}

function nameForReport(entry: RoleEntry): string {
  return "known" in entry.name ? entry.name.known : entry.resource.name;
}

function ofRole(policy: AttachedPolicy, entry: RoleEntry): AttachedPolicy {
  return { ...policy, label: `${policy.label} of role "${nameForReport(entry)}"` };
}

/** What the role itself lists, deprecated but in use. */
function inlinePolicies({ resource }: RoleEntry, areSeparate: boolean): readonly GivenPolicy[] {
  const { property: list, standing } = ownList(resource, "inlinePolicies", areSeparate);
  return itemsOf(list).flatMap((item) => {
    // An empty element tells the provider to remove what it does not list.
    if (isNothing(item.at("policy"))) return [];
    const name = item.at("name").text();
    const key = "known" in name ? name.known : undefined;
    const label = key === undefined ? "inline policy" : `inline policy "${key}"`;
    const policy = requiredPolicy(label, item.at("policy"));
    return [{ key, policy: standing === "read" ? { label, document: readOnly(label) } : policy }];
  });
}

function managedPolicies(
  { resource }: RoleEntry,
  managed: ManagedPolicyLookUp,
  areSeparate: boolean,
): readonly GivenPolicy[] {
  const { property: list, standing } = ownList(resource, "managedPolicyArns", areSeparate);
  return itemsOf(list).map((arn) => {
    const text = arn.text();
    const key = "known" in text ? text.known : undefined;
    const policy = managed(arn);
    return {
      key,
      policy: standing === "read" ? doubtful(policy, readOnly(policy.label)) : policy,
    };
  });
}

/**
 * The role's own list. The provider forbids it next to separate resources, so where there are such, and the source does not
 * keep apart what was written, the list is an older reading.
 */
function ownList(resource: StackResource, name: string, areSeparate: boolean): InlineSetting {
  const setting = inlineSetting(resource, name);
  return areSeparate && resource.inputs === undefined ? { ...setting, standing: "read" } : setting;
}

function isGiven(policies: readonly GivenPolicy[] | undefined): boolean {
  return policies !== undefined && policies.length > 0;
}

function itemsOf(list: Property): readonly Property[] {
  const items = list.items();
  return "known" in items ? items.known : [list];
}

/** Policies of both sources, where one that a resource of its own gives goes before the role's own list. */
function mergedByKey(first: readonly GivenPolicy[], second: readonly GivenPolicy[]): readonly GivenPolicy[] {
  const keys = new Set(first.flatMap(({ key }) => (key === undefined ? [] : [key])));
  return [...uniqueByKey(first), ...second.filter(({ key }) => key === undefined || !keys.has(key))];
}

function uniqueByKey(policies: readonly GivenPolicy[]): readonly GivenPolicy[] {
  const seen = new Set<string>();
  return policies.filter(({ key }) => {
    if (key === undefined) return true;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** What is left where the stack takes every policy away that it does not list. */
function allowedBy(
  only: GivenPolicies["onlyInline"],
  policies: readonly GivenPolicy[],
): readonly AttachedPolicy[] {
  if (only === undefined) return policies.map(({ policy }) => policy);
  return policies.flatMap(({ key, policy }) => {
    if (key !== undefined && "known" in only) return only.known.includes(key) ? [policy] : [];
    const unknown = `it is not known whether the stack's exclusive list of policies has ${policy.label}`;
    return [doubtful(policy, { unknown })];
  });
}

function boundaryOf(written: Property, managed: ManagedPolicyLookUp): AttachedPolicy | undefined {
  if (written.isAbsent()) return undefined;
  const text = written.text();
  if ("known" in text && text.known === undefined) return undefined;
  const policy = managed(written);
  return { ...policy, label: `permissions boundary (${policy.label})` };
}

function isNothing(written: Property): boolean {
  const value = written.value();
  return "known" in value && (value.known === undefined || value.known === "");
}
