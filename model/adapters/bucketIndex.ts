/** Finds the bucket that a name, an ARN or a value that is not known yet refers to. */

import { arnParts, bucketArn } from "../../aws/arns";
import type { AccountRegion, Known, Reference } from "../topology";

import { type Candidate, referenceByOrigin } from "./origins";
import type { Property } from "./property";
import type { ProviderLookUp } from "./providerFacts";
import { siteOf } from "./sites";
import { property, type StackResource } from "./stackResource";

export const bucketTypes: ReadonlySet<string> = new Set(["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"]);

/** A bucket of the stack with what identifies it. */
export interface BucketEntry {
  readonly resource: StackResource;
  readonly label: string;
  readonly name: Known<string>;
  readonly site: AccountRegion;
}

export interface BucketIndex {
  /** One entry a bucket: a bucket that one stack manages and another only reads is listed once. */
  readonly entries: readonly BucketEntry[];
  readonly byLabel: ReadonlyMap<string, BucketEntry>;
  /**
   * @param partition of the resource that holds the reference: a name alone says nothing about it
   */
  readonly referenceOf: (written: Property, partition: string) => Reference;
}

export function bucketIndex(resources: readonly StackResource[], providers: ProviderLookUp): BucketIndex {
  const all = resources
    .filter(({ type }) => bucketTypes.has(type))
    .map((resource) => bucketEntry(resource, providers));
  const byName = canonicalByName(all);
  const entries = all.filter((entry) => !entry.resource.external || canonical(entry, byName) === entry);
  const byUrn = new Map<string, Candidate>(
    all.map((entry) => [
      entry.resource.urn,
      { label: canonical(entry, byName).label, settled: isSettled(entry.resource) },
    ]),
  );
  const referenceOf: BucketIndex["referenceOf"] = (written, partition) => {
    const text = written.text();
    if ("unknown" in text) return referenceByOrigin(text, byUrn);
    if (text.known === undefined) return { unknown: `${written.path} is empty` };
    return referenceOfText(text.known, partition, byName);
  };
  addSettings(resources, providers, referenceOf, byUrn);
  return {
    entries,
    byLabel: new Map(entries.map((entry) => [entry.label, entry])),
    referenceOf,
  };
}

/** A resource that sets something for a bucket hands its name on, so that a value from it means that bucket. */
function addSettings(
  resources: readonly StackResource[],
  providers: ProviderLookUp,
  referenceOf: BucketIndex["referenceOf"],
  byUrn: Map<string, Candidate>,
): void {
  for (const resource of resources) {
    if (!resource.type.startsWith("aws:s3/bucket") || bucketTypes.has(resource.type)) continue;
    const reference = referenceOf(property(resource, "bucket"), siteOf(resource, providers).partition);
    if ("to" in reference) byUrn.set(resource.urn, { label: reference.to, settled: isHandedOn(resource) });
  }
}

/** The id of such a resource is the bucket's name, under a name of its own among the outputs. */
function isHandedOn(resource: StackResource): boolean {
  return Object.keys(resource.outputs).every((name) => "known" in property(resource, name).value());
}

function bucketEntry(resource: StackResource, providers: ProviderLookUp): BucketEntry {
  return { resource, label: resource.urn, name: nameOf(resource), site: siteOf(resource, providers) };
}

function nameOf(resource: StackResource): Known<string> {
  const name = property(resource, "bucket").text();
  if ("unknown" in name) return name;
  if (name.known !== undefined) return { known: name.known };
  return resource.id === undefined || resource.id === ""
    ? { unknown: "the bucket's name is given at deployment" }
    : { known: resource.id };
}

/** A bucket name is unique within a partition, so that equal names are one bucket; the stack that manages it knows best. */
function canonicalByName(entries: readonly BucketEntry[]): ReadonlyMap<string, BucketEntry> {
  const byName = new Map<string, BucketEntry>();
  for (const entry of entries) {
    if ("unknown" in entry.name) continue;
    const other = byName.get(entry.name.known);
    if (other === undefined || (other.resource.external && !entry.resource.external)) {
      byName.set(entry.name.known, entry);
    }
  }
  return byName;
}

function canonical(entry: BucketEntry, byName: ReadonlyMap<string, BucketEntry>): BucketEntry {
  if (!entry.resource.external || "unknown" in entry.name) return entry;
  return byName.get(entry.name.known) ?? entry;
}

function isSettled(resource: StackResource): boolean {
  return ["arn", "bucket", "s3BucketId"].every((name) => "known" in property(resource, name).value());
}

function referenceOfText(
  text: string,
  partition: string,
  byName: ReadonlyMap<string, BucketEntry>,
): Reference {
  const arn = arnParts(text);
  const isBucketArn = arn?.service === "s3" && arn.region === "" && !arn.resource.includes("/");
  if (arn !== undefined && !isBucketArn) return { outside: text };
  const found = byName.get(arn?.resource ?? text);
  if (found !== undefined && arn !== undefined && isElsewhere(found, arn.partition)) return { outside: text };
  if (found === undefined) return { outside: arn === undefined ? bucketArn(partition, text) : text };
  return { to: found.label, written: text };
}

/** A name is unique within its partition only: an ARN of another partition means another bucket, or none. */
function isElsewhere({ site }: BucketEntry, partition: string): boolean {
  return "known" in site.region && site.partition !== partition;
}
