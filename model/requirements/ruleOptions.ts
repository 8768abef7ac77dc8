/** A rule's other elements: delete markers, existing objects, modifications of replicas. */

import { PAGES } from "../awsPages";
import { knownValue } from "../known";
import { nameOfEnd, type RouteFacts } from "../routeFacts";
import { EVERY_EVENT, NO_EVENT } from "./eventConcern";
import { type Finding, met, type Requirement, unknown, unmet } from "./requirement";
import { filterFix, isV1 } from "./ruleVersion";

export const RULE_OPTIONS: readonly Requirement[] = [
  {
    id: "rule-delete-markers",
    title: "The rule says whether delete markers replicate, and may say so",
    area: "rule",
    strength: "required",
    url: PAGES.deleteMarkers,
    events: EVERY_EVENT,
    checks:
      "deleteMarkerReplication is there if and only if the rule has a filter, and is Disabled where the filter has tags",
    check: deleteMarkers,
  },
  {
    id: "rule-existing-objects",
    title: "The rule does not ask for existing objects",
    area: "rule",
    strength: "required",
    url: PAGES.apiExistingObjects,
    events: EVERY_EVENT,
    checks:
      "existingObjectReplication is absent: S3 refuses it; S3 Batch Replication copies existing objects",
    check: existingObjects,
  },
  {
    id: "rule-replica-modifications",
    title: "Modifications of replicas find a way back",
    area: "rule",
    strength: "required",
    url: PAGES.metadataSync,
    events: EVERY_EVENT,
    checks: "replicaModifications is Enabled or Disabled, and only in a rule with a filter",
    check: replicaModifications,
  },
  {
    id: "rule-replica-modifications-both-ways",
    title: "Replica modification sync is on in both directions",
    area: "rule",
    strength: "advised",
    url: PAGES.metadataSync,
    events: NO_EVENT,
    checks:
      "where it is Enabled, the destination has a rule back to the source with it Enabled: one alone does nothing",
    check: bothWays,
  },
];

function deleteMarkers({ route }: RouteFacts): Finding | undefined {
  const { deleteMarkerReplication: markers, filter } = route.rule;
  if ("unknown" in markers) return unknown(`deleteMarkerReplication is not known: ${markers.unknown}`);
  const status = markers.known;
  const v1 = isV1(route.rule);
  if (v1 === undefined) return unknown("whether the rule has a filter is not known");
  if (v1) {
    return status === undefined
      ? undefined
      : unmet(
          "the rule has deleteMarkerReplication and no filter, and S3 takes it only with a filter",
          filterFix(route.rule),
        );
  }
  if (status === undefined) {
    return unmet(
      "the rule has a filter and no deleteMarkerReplication, which S3 refuses",
      'set deleteMarkerReplication.status to "Enabled" or "Disabled"',
    );
  }
  if (status !== "Enabled" && status !== "Disabled") {
    return unmet(`deleteMarkerReplication has the status "${status}"`, 'set it to "Enabled" or "Disabled"');
  }
  const tags = Object.keys(knownValue(filter)?.tags ?? {});
  if (status === "Enabled" && tags.length > 0) {
    return unmet(
      `deleteMarkerReplication is Enabled and the filter has the tag "${tags[0]}": a delete marker has no tags, and S3 refuses the pair`,
      'set deleteMarkerReplication.status to "Disabled"',
    );
  }
  return met(`deleteMarkerReplication is ${status}`);
}

function existingObjects({ route }: RouteFacts): Finding | undefined {
  const { existingObjectReplication: existing } = route.rule;
  const fix = "leave existingObjectReplication out, and copy existing objects with S3 Batch Replication";
  if ("unknown" in existing)
    return unknown(`existingObjectReplication is not known: ${existing.unknown}`, fix);
  if (existing.known === undefined) return undefined;
  return unmet(`the rule has existingObjectReplication ("${existing.known}"), which S3 no longer takes`, fix);
}

function replicaModifications({ route }: RouteFacts): Finding | undefined {
  const { replicaModifications: sync } = route.rule;
  if ("unknown" in sync) return unknown(`replicaModifications is not known: ${sync.unknown}`);
  if (sync.known === undefined) return undefined;
  if (sync.known !== "Enabled" && sync.known !== "Disabled") {
    return unmet(`replicaModifications has the status "${sync.known}"`, 'set it to "Enabled" or "Disabled"');
  }
  if (isV1(route.rule) === true) {
    return unmet(
      "the rule has replicaModifications and no filter, and rules of the old schema cannot have it",
      filterFix(route.rule),
    );
  }
  return met(`replicaModifications is ${sync.known}`);
}

function bothWays({ route, index, source, destination }: RouteFacts): Finding | undefined {
  if (knownValue(route.rule.replicaModifications) !== "Enabled") return undefined;
  const [from, to] = [nameOfEnd(source), nameOfEnd(destination)];
  const fix = `give ${to} a rule to ${from} with replicaModifications.status = "Enabled"`;
  if (source.bucket === undefined || destination.bucket === undefined) {
    return unknown(`whether ${to} has a rule back to ${from} is not known`, fix);
  }
  const back = index
    .routesFrom(destination.bucket.label)
    .some(
      (other) =>
        "found" in other.destination &&
        other.destination.found === source.bucket &&
        knownValue(other.rule.replicaModifications) === "Enabled",
    );
  return back
    ? met(`${to} has a rule back to ${from} with replicaModifications Enabled`)
    : unmet(
        `${to} has no rule back to ${from} with replicaModifications Enabled, so nothing is synchronised`,
        fix,
      );
}
