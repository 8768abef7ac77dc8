/** Finds the IAM role that a name, an ARN or a value that is not known yet refers to. */

import { isAccountId } from "../../aws/accounts";
import { arnParts, roleArn } from "../../aws/arns";
import type { Known, Reference } from "../topology";
import { type Candidate, referenceByOrigin } from "./origins";
import { orElse, type Property } from "./property";
import type { ProviderLookUp } from "./providerFacts";
import { accountOfSite } from "./sites";
import { property, type StackResource, textOfValue } from "./stackResource";

export const roleType = "aws:iam/role:Role";

/** A role of the stack with what identifies it. */
export interface RoleEntry {
  readonly resource: StackResource;
  readonly label: string;
  readonly name: Known<string>;
  readonly arn: Known<string>;
  readonly account: Known<string>;
}

export interface RoleIndex {
  /** One entry a role: a role that one stack manages and another only reads is listed once. */
  readonly entries: readonly RoleEntry[];
  /** @param account where a role's name is looked for: that of the resource that holds it */
  readonly referenceOf: (written: Property, account: Known<string>) => Reference;
}

export function roleIndex(resources: readonly StackResource[], providers: ProviderLookUp): RoleIndex {
  const all = resources.filter(({ type }) => type === roleType).map((each) => roleEntry(each, providers));
  const byArn = new Map<string, RoleEntry>();
  const byName = new Map<string, RoleEntry[]>();
  for (const entry of [...all.filter(isManaged), ...all.filter((each) => !isManaged(each))]) {
    if ("known" in entry.arn && byArn.has(entry.arn.known)) continue;
    if ("known" in entry.arn) byArn.set(entry.arn.known, entry);
    if ("known" in entry.name) byName.set(entry.name.known, [...(byName.get(entry.name.known) ?? []), entry]);
  }
  const canonical = (entry: RoleEntry) =>
    "known" in entry.arn ? (byArn.get(entry.arn.known) ?? entry) : entry;
  const byUrn = new Map<string, Candidate>(
    all.map((entry) => [
      entry.resource.urn,
      { label: canonical(entry).label, settled: isSettled(entry.resource) },
    ]),
  );
  return {
    entries: all.filter((entry) => canonical(entry) === entry),
    referenceOf: (written, account) => {
      const text = written.text();
      if ("unknown" in text) return referenceByOrigin(text, byUrn);
      if (text.known === undefined) return { unknown: `${written.path} is empty` };
      if (arnParts(text.known) !== undefined) {
        const found = byArn.get(text.known) ?? withoutArn(text.known, byName);
        return found === undefined ? { outside: text.known } : { to: found.label, written: text.known };
      }
      return referenceOfName(text.known, account, byName);
    },
  };
}

function isManaged(entry: RoleEntry): boolean {
  return !entry.resource.external;
}

function isSettled(resource: StackResource): boolean {
  return ["arn", "name"].every((name) => "known" in property(resource, name).value());
}

function roleEntry(resource: StackResource, providers: ProviderLookUp): RoleEntry {
  const name = nameOf(resource);
  const written = textOfValue(resource, "arn");
  const { account, partition } = accountOfSite(resource, providers);
  const arn: Known<string> =
    "known" in written && written.known !== undefined
      ? { known: written.known }
      : arnOf(resource, name, account, partition);
  return { resource, label: resource.urn, name, arn, account };
}

function nameOf(resource: StackResource): Known<string> {
  const name = textOfValue(resource, "name");
  if ("unknown" in name) return name;
  const known = name.known ?? resource.id;
  return known === undefined || known === ""
    ? { unknown: "the role's name is given at deployment" }
    : { known };
}

/** AWS builds the ARN of a role from account, path and name, so that it is known before the role exists. */
function arnOf(
  resource: StackResource,
  name: Known<string>,
  account: Known<string>,
  partition: string,
): Known<string> {
  const path = orElse(textOfValue(resource, "path"), "/");
  if ("unknown" in name) return name;
  if ("unknown" in account) return account;
  if ("unknown" in path) return path;
  return { known: roleArn(partition, account.known, path.known, name.known) };
}

/** The role of an ARN whose own account is not known: path and name decide, where no account contradicts them. */
function withoutArn(arn: string, byName: ReadonlyMap<string, readonly RoleEntry[]>): RoleEntry | undefined {
  const { account, resource } = arnParts(arn) ?? { account: "", resource: "" };
  if (!isAccountId(account)) return undefined;
  const found = (byName.get(resource.slice(resource.lastIndexOf("/") + 1)) ?? []).filter(
    (entry) =>
      "unknown" in entry.arn &&
      "known" in entry.name &&
      ("unknown" in entry.account || entry.account.known === account) &&
      mayHavePath(entry, resource.slice("role".length, -entry.name.known.length)),
  );
  return found.length === 1 ? found[0] : undefined;
}

function mayHavePath({ resource }: RoleEntry, path: string): boolean {
  const own = orElse(textOfValue(resource, "path"), "/");
  return "unknown" in own || own.known === path;
}

function referenceOfName(
  name: string,
  account: Known<string>,
  byName: ReadonlyMap<string, readonly RoleEntry[]>,
): Reference {
  const found = (byName.get(name) ?? []).filter(
    (entry) => "unknown" in account || "unknown" in entry.account || entry.account.known === account.known,
  );
  const [only, another] = found;
  if (only === undefined) return { outside: name };
  if (another === undefined) return { to: only.label, written: name };
  return {
    unknown: `the stack has ${found.length} roles of the name ${name} and the account is not known`,
    from: found.map(({ label }) => label),
  };
}
