/** What happens to deletes. */

import { PAGES } from "../awsPages";
import type { Route } from "../route";
import type { Known } from "../topology";
import { type Ruling, ruling } from "./journey";

/** Deletes that are never replicated, regardless of the rule. */
export const neverReplicatedDeletes: ReadonlyMap<string, Ruling> = new Map([
  [
    "delete-version",
    ruling(
      "not replicated",
      "a delete that names a version id is never replicated, so that no principal can destroy the replicas from the source",
      PAGES.whatReplicates,
    ),
  ],
  [
    "remove-delete-marker",
    ruling(
      "not replicated",
      "removing a delete marker is a delete that names a version id: the object reappears at the source only",
      PAGES.whatReplicates,
      "inferred",
    ),
  ],
  [
    "lifecycle-delete",
    ruling(
      "not replicated",
      "delete markers that Lifecycle writes are not replicated; set Lifecycle on each bucket",
      PAGES.deleteMarkers,
    ),
  ],
  [
    "lifecycle-transition",
    ruling(
      "not replicated",
      "what Lifecycle does is not replicated; set Lifecycle on each bucket",
      PAGES.whatReplicates,
    ),
  ],
]);

/** True or false where the rule takes delete markers up, `undefined` where that is not known. */
export function takesUpDeleteMarkers(route: Route): boolean | undefined {
  const { outcome } = deleteMarkerRuling(route);
  return outcome === "unknown" ? undefined : outcome === "replicated";
}

/** A delete marker that a user's delete has written, on a rule whose prefix admits the key. */
export function deleteMarkerRuling(route: Route): Ruling {
  const { filter, deleteMarkerReplication: marker } = route.rule;
  if ("unknown" in filter) return open(`the rule's filter is not known: ${filter.unknown}`);
  if (filter.known === undefined) return legacyRuling(route);
  if (Object.keys(filter.known.tags).length > 0) {
    const because = "a rule that filters by tags cannot replicate delete markers";
    return ruling("not replicated", because, PAGES.apiRule);
  }
  if ("unknown" in marker) return open(`the rule's deleteMarkerReplication is not known: ${marker.unknown}`);
  if (marker.known === "Enabled") {
    return ruling("replicated", "the rule replicates delete markers", PAGES.deleteMarkers);
  }
  const state = marker.known === undefined ? "does not state deleteMarkerReplication" : "has it disabled";
  return ruling(
    "not replicated",
    `delete markers are replicated only where the rule says so, and it ${state}`,
    PAGES.deleteMarkers,
  );
}

/** A V1 rule has no switch: AWS says that it replicates delete markers, and elsewhere that it does not across accounts. */
function legacyRuling(route: Route): Ruling {
  const { replicationTime } = route.rule.destination;
  if ("unknown" in replicationTime) {
    return open(
      `the rule has no filter, and whether it has Replication Time Control is not known: ${replicationTime.unknown}`,
    );
  }
  if (replicationTime.known !== undefined) {
    const because =
      "a rule with Replication Time Control is of the current schema (V2) even without a filter, and AWS does not say " +
      "what becomes of delete markers there";
    return ruling("unknown", because, PAGES.fileElements, "not found");
  }
  const source = accountOf(route, "source");
  const destination = accountOf(route, "destination");
  if ("known" in source && "known" in destination && source.known === destination.known) {
    const because = "a rule without a filter (V1) replicates delete markers automatically";
    return ruling("replicated", because, PAGES.fileElements);
  }
  const because =
    "known" in source && "known" in destination
      ? "a rule without a filter (V1) replicates delete markers automatically, but AWS contradicts itself where the accounts differ"
      : "a rule without a filter (V1) replicates delete markers automatically within one account, and the accounts are not both known";
  return ruling("unknown", because, PAGES.whatReplicates);
}

function accountOf(route: Route, end: "source" | "destination"): Known<string> {
  const bucket = route[end];
  return "found" in bucket ? bucket.found.site.account : { unknown: `the ${end} bucket is not known` };
}

function open(because: string): Ruling {
  return ruling("unknown", because, PAGES.deleteMarkers);
}
