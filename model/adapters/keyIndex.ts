/** Finds the KMS key that an ARN, a key id, an alias or a value that is not known yet refers to. */

import { arnParts } from "../../aws/arns";
import type { AccountRegion, Known, Reference } from "../topology";

import { type Candidate, referenceByOrigin } from "./origins";
import type { Property } from "./property";
import type { ProviderLookUp } from "./providerFacts";
import { siteOf } from "./sites";
import { property, type StackResource, textOfValue } from "./stackResource";

export const keyTypes: ReadonlySet<string> = new Set([
  "aws:kms/key:Key",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
]);

export const aliasType = "aws:kms/alias:Alias";

/** A key of the stack with what identifies it. */
export interface KeyEntry {
  readonly resource: StackResource;
  readonly label: string;
  readonly arn: Known<string>;
  readonly site: AccountRegion;
}

export interface KeyIndex {
  /** One entry a key: a key that one stack manages and another only reads is listed once. */
  readonly entries: readonly KeyEntry[];
  /** Label of the key -> its aliases. */
  readonly aliases: ReadonlyMap<string, readonly Known<string>[]>;
  /** @param site where a key id or alias name is looked for: that of the resource that holds it */
  readonly referenceOf: (written: Property, site: AccountRegion) => Reference;
}

export function keyIndex(resources: readonly StackResource[], providers: ProviderLookUp): KeyIndex {
  const all = resources.filter(({ type }) => keyTypes.has(type)).map((each) => keyEntry(each, providers));
  const texts = new KeyTexts();
  for (const entry of all.filter(({ resource }) => !resource.external)) texts.add(entry);
  for (const entry of all.filter(({ resource }) => resource.external)) texts.add(entry);
  const entries = all.filter((entry) => texts.canonical(entry) === entry);
  const byUrn = new Map<string, Candidate>(
    all.map((entry) => [
      entry.resource.urn,
      { label: texts.canonical(entry).label, settled: isSettled(entry.resource) },
    ]),
  );
  const aliases = addAliases(resources, providers, texts, byUrn);
  return {
    entries,
    aliases,
    referenceOf: (written, site) => referenceOf(written, site, texts, byUrn),
  };
}

/** Every text by which a key can be named. */
class KeyTexts {
  readonly #byText = new Map<string, { readonly label: string; readonly site: AccountRegion }[]>();
  readonly #byArn = new Map<string, KeyEntry>();

  add(entry: KeyEntry): void {
    if ("unknown" in entry.arn || this.#byArn.has(entry.arn.known)) return;
    this.#byArn.set(entry.arn.known, entry);
    this.name(entry.arn.known, entry.label, entry.site);
    const id = entry.arn.known.split(":key/")[1];
    if (id !== undefined) this.name(id, entry.label, entry.site);
  }

  name(text: string, label: string, site: AccountRegion): void {
    const named = this.#byText.get(text);
    if (named === undefined) this.#byText.set(text, [{ label, site }]);
    else named.push({ label, site });
  }

  canonical(entry: KeyEntry): KeyEntry {
    return "known" in entry.arn ? (this.#byArn.get(entry.arn.known) ?? entry) : entry;
  }

  /** Labels of the keys that the text names at the site. An ARN is unique; ids of multi-Region keys and aliases are not. */
  labels(text: string, site: AccountRegion): readonly string[] {
    const named = this.#byText.get(text) ?? [];
    const here = named.filter((each) => text.startsWith("arn:") || mayBeSame(each.site, site));
    return [...new Set(here.map(({ label }) => label))];
  }
}

function mayBeSame(one: AccountRegion, other: AccountRegion): boolean {
  return agrees(one.region, other.region) && agrees(one.account, other.account);
}

function agrees(one: Known<string>, other: Known<string>): boolean {
  return "unknown" in one || "unknown" in other || one.known === other.known;
}

function keyEntry(resource: StackResource, providers: ProviderLookUp): KeyEntry {
  const arn = textOfValue(resource, "arn");
  return {
    resource,
    label: resource.urn,
    arn:
      "unknown" in arn
        ? arn
        : arn.known === undefined
          ? { unknown: "the key's ARN is given at deployment" }
          : { known: arn.known },
    site: siteOf(resource, providers),
  };
}

function isSettled(resource: StackResource): boolean {
  return ["arn", "keyId"].every((name) => "known" in property(resource, name).value());
}

function addAliases(
  resources: readonly StackResource[],
  providers: ProviderLookUp,
  texts: KeyTexts,
  byUrn: Map<string, Candidate>,
): ReadonlyMap<string, readonly Known<string>[]> {
  const aliases = new Map<string, Known<string>[]>();
  for (const alias of resources.filter(({ type }) => type === aliasType)) {
    const site = siteOf(alias, providers);
    const target = referenceOf(property(alias, "targetKeyId"), site, texts, byUrn);
    if (!("to" in target)) continue;
    const name = textOfValue(alias, "name");
    const settled = "known" in property(alias, "arn").value();
    byUrn.set(alias.urn, { label: target.to, settled, written: "known" in name ? name.known : undefined });
    const known = nameOfAlias(name);
    const list = aliases.get(target.to);
    if (list === undefined) aliases.set(target.to, [known]);
    else list.push(known);
    for (const text of textsOfAlias(alias, known, site)) texts.name(text, target.to, site);
  }
  return aliases;
}

function nameOfAlias(name: Known<string | undefined>): Known<string> {
  if ("unknown" in name) return name;
  return name.known === undefined
    ? { unknown: "the alias's name is given at deployment" }
    : { known: name.known };
}

function textsOfAlias(alias: StackResource, name: Known<string>, site: AccountRegion): readonly string[] {
  const arn = textOfValue(alias, "arn");
  const texts = new Set<string>();
  if ("known" in arn && arn.known !== undefined) texts.add(arn.known);
  if ("known" in name) {
    texts.add(name.known);
    if ("known" in site.region && "known" in site.account) {
      texts.add(`arn:${site.partition}:kms:${site.region.known}:${site.account.known}:${name.known}`);
    }
  }
  return [...texts];
}

function referenceOf(
  written: Property,
  site: AccountRegion,
  texts: KeyTexts,
  byUrn: ReadonlyMap<string, Candidate>,
): Reference {
  const text = written.text();
  if ("unknown" in text) return referenceByOrigin(text, byUrn);
  if (text.known === undefined) return { unknown: `${written.path} is empty` };
  const [only, another] = texts.labels(text.known, site);
  if (only !== undefined && another === undefined) return { to: only, written: text.known };
  if (only === undefined) return { outside: text.known };
  const from = texts.labels(text.known, site);
  const what = arnParts(text.known) === undefined ? "its site is not known" : "it is ambiguous";
  return { unknown: `${text.known} names ${from.length} keys and ${what}`, from };
}
