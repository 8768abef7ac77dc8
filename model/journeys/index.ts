/** What happens to one object, or to one delete, on every route. */

export type { ServerSideEncryption } from "../serverSideEncryption";
export type { EventKind, ObjectEvent, ObjectVersion } from "./event";
export { judgeFor } from "./eventJudgement";
export type { Evidence, Journey, Outcome, Replica, ReplicationStatus } from "./journey";
export { isAt, type JourneyOptions, journeysOf } from "./journeys";
export type { RouteJudgement } from "./routeFailures";
export { type Match, matchRule } from "./ruleMatching";
