/** Looks for failed objects: in the queue of events, then in an inventory, then by asking for some. */
import type { RouteReport, Topology } from "../../model";
import { knownValue, routesOf } from "../../model";
import type { LiveAccess } from "../live/access";
import type { FoundBucket } from "../live/findBucket";
import type { Reader } from "../live/reader";
import { allowanceOf, type Search } from "./allowance";
import { type FailedObject, groupFailures } from "./failures";
import type { Diagnosis } from "./result";
import { searchInventory } from "./searchInventory";
import { searchQueue } from "./searchQueue";
import { searchSample } from "./searchSample";

export interface FailureSearch {
  readonly sources: readonly FoundBucket[];
  readonly topology: Topology;
  readonly routes: readonly RouteReport[];
  readonly access: LiveAccess;
  readonly reader: Reader;
  /** The most requests to send for all buckets together. */
  readonly limit: number;
  readonly progress: (text: string) => void;
}

export async function findFailures(search: FailureSearch): Promise<NonNullable<Diagnosis["failed"]>> {
  const { sources, topology, routes, access, reader, limit, progress } = search;
  const allowance = allowanceOf(limit);
  const searches: Search<FailedObject>[] = [];
  for (const source of sources) {
    progress(`looking for failed objects of ${source.name}`);
    searches.push(await searchQueue(source, access, reader, allowance));
  }
  for (const source of sources) searches.push(await searchInventory(source, access, reader, allowance));
  for (const source of sources) {
    progress(`asking for the status of objects of ${source.name}`);
    searches.push(await searchSample(source, prefixesOf(source, topology), search, reader, allowance));
  }
  const groups = groupFailures(
    searches.flatMap(({ failed }) => failed),
    routes,
  );
  return {
    requests: { used: allowance.used(), limit },
    searches: searches.map(({ where, bucket, outcome }) => ({ where, bucket, outcome })),
    groups: groups.map((group) => ({
      ...group,
      requirements: group.requirements.map((requirement) => ({ ...requirement })),
      rules: [...group.rules],
      examples: [...group.examples],
    })),
  };
}

/** The prefixes of the rules; one that begins with another of them adds nothing. */
function prefixesOf({ name }: FoundBucket, topology: Topology): readonly string[] {
  const prefixes = routesOf(topology)
    .filter(({ source }) => "found" in source && knownValue(source.found.name) === name)
    .map(
      ({ rule: { filter, legacyPrefix } }) => knownValue(filter)?.prefix ?? knownValue(legacyPrefix) ?? "",
    );
  const unique = [...new Set(prefixes)].sort();
  return unique.filter((prefix) => !unique.some((other) => other !== prefix && prefix.startsWith(other)));
}
