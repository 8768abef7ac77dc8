/** The ruling on one event for one route, step by step: the first that decides. */

import { PAGES } from "../awsPages";
import type { Route } from "../route";
import { lateTagRuling, neverReplicatedChanges, replicaChangeRuling, sourceChangeRuling } from "./changes";
import { deleteMarkerRuling, neverReplicatedDeletes, takesUpDeleteMarkers } from "./deletions";
import { exclusionOf } from "./eligibility";
import { encryptionRuling, objectEncryptionOf, takesUpEncryption } from "./encryption";
import type { ObjectEvent } from "./event";
import { type Ruling, ruling } from "./journey";
import { obstacleOf, type RouteJudgement } from "./routeFailures";
import { type Match, matchDeleteMarker, matchRule } from "./ruleMatching";
import type { Contender, Selection } from "./selection";
import { isChangeOfReplica } from "./status";

export function contenderOf(event: ObjectEvent, route: Route): Contender {
  const isDelete = event.kind === "delete";
  return {
    route,
    match: isDelete ? matchDeleteMarker(route.rule, event.object.key) : matchRule(route.rule, event.object),
    takesUp: isDelete
      ? takesUpDeleteMarkers(route)
      : takesUpEncryption(route, objectEncryptionOf(event.object, route)),
  };
}

export interface RulingContext {
  readonly match: Match;
  readonly selection: Selection | undefined;
  readonly judgement: RouteJudgement | undefined;
  /** Routes in the opposite direction that admit the object, for changes of a replica. */
  readonly mirrors: readonly Route[];
}

export function rulingOn(event: ObjectEvent, route: Route, context: RulingContext): Ruling {
  const decided = withoutObstacles(event, route, context);
  return decided.outcome === "replicated" ? (obstacleOf(route, context.judgement) ?? decided) : decided;
}

function withoutObstacles(event: ObjectEvent, route: Route, context: RulingContext): Ruling {
  const never = neverReplicatedDeletes.get(event.kind) ?? neverReplicatedChanges.get(event.kind);
  if (never !== undefined) return never;
  const { match, selection } = context;
  if (match.matches === false) {
    return (
      lateTagRuling(event, route, match.because) ??
      ruling("not replicated", match.because, PAGES.fileElements)
    );
  }
  const exclusion = event.kind === "delete" || isChangeOfReplica(event) ? undefined : exclusionOf(event);
  if (exclusion !== undefined) return exclusion;
  return openMatch(match) ?? lost(selection) ?? ofKind(event, route, context);
}

function openMatch(match: Match): Ruling | undefined {
  return match.matches === "unknown" ? ruling("unknown", match.because, PAGES.fileElements) : undefined;
}

function lost(selection: Selection | undefined): Ruling | undefined {
  if (selection === undefined || selection.acts === true) return undefined;
  if (selection.acts === "unknown") {
    return ruling("unknown", selection.because, PAGES.fileElements, "not found");
  }
  const because = `rule "${selection.winner.ruleName}" for the same destination has the larger priority and acts alone`;
  return ruling("not replicated", because, PAGES.fileElements);
}

function ofKind(event: ObjectEvent, route: Route, context: RulingContext): Ruling {
  if (event.kind === "delete") return deleteMarkerRuling(route);
  const byEncryption = encryptionRuling(route, objectEncryptionOf(event.object, route));
  if (byEncryption !== undefined) return byEncryption;
  if (isChangeOfReplica(event)) return replicaChangeRuling(route, context.mirrors);
  if (event.kind === "put") {
    return ruling("replicated", "an enabled rule admits the object", PAGES.whatReplicates);
  }
  if (event.kind === "backfill") {
    return ruling("replicated", "Batch Replication takes existing versions up under the rule", PAGES.batch);
  }
  return sourceChangeRuling(event, route);
}
