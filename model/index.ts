/**
 * The one door of the model: what policies, the command line and the benchmarks may use of it. Nothing runs when it is loaded.
 *
 * ```ts
 * const topology = topologyFromStackExport(files).topology;
 * const reports = judge(topology);
 * ```
 */

// Topologies, from the resources of a rehearsal, of a stack policy, of exported stacks or of live accounts.

export type * from "./adapters/liveSnapshot";
export { topologyFromLive } from "./adapters/liveTopology";
export type { PolicyResourceLike } from "./adapters/policyResource";
export { topologyFromPolicyResources } from "./adapters/policyResources";
export { type RehearsedResource, topologyFromRehearsal } from "./adapters/rehearsedResources";
export {
  type ExportContents,
  type StackExportReading,
  topologyFromStackExport,
} from "./adapters/stackExport";

// What a topology is made of, and values that may not be known.

export { anyIsTrue, knownValue } from "./known";
export type * from "./topology";

// Routes: every rule with what it leads to.

export {
  bucketName,
  endKey,
  isDisabled,
  type KeyUse,
  possible,
  type Resolved,
  type Route,
  routesOf,
  unreadableConfigurations,
} from "./route";

// Judgements: does each route work, why not, and what would mend it.

export { type FailureReason, failureReason, failureReasons } from "./failureReasons";
export {
  type DisabledRules,
  idleSources,
  judge,
  overall,
  type RequirementReport,
  type RouteReport,
  type Verdict,
} from "./judge";
export { notesOnward } from "./onwardNotes";
export { type CatalogueRow, catalogue } from "./requirements";

// Backfills: whether S3 Batch Replication can run with a role.

export {
  type BackfillReport,
  backfillCatalogue,
  judgeBackfill,
  judgeBackfills,
} from "./backfill/judgeBackfill";

// Journeys: what happens to one object, or to one delete.

export {
  type EventKind,
  isAt,
  type Journey,
  journeysOf,
  judgeFor,
  type ObjectEvent,
  type ObjectVersion,
  type Replica,
  type ServerSideEncryption,
} from "./journeys";

// Access: who may touch the data.

export {
  type AccessReport,
  accessOf,
  type CallerAnswer,
  type CallerQuestion,
  mayDo,
  type ObjectAction,
  WAYS,
} from "./principal-access";

// Alarms: what S3 publishes of a route, and whether CloudWatch may tell anybody.

export { type AlarmMessage, type AlarmTopic, mayPublish } from "./alarmMessages";
export { metricDimensionsOf, metricEnd, publishesMetrics } from "./routeMetrics";

// IAM policies: documents, their statements and the values in them.

export type { PolicyDocument, PolicyStatement } from "./evaluation/document";
export { matchesPattern } from "./evaluation/glob";
export { parsePolicyDocument } from "./evaluation/parse";
export { isNarrow } from "./evaluation/publicStatements";
export { isObject } from "./evaluation/shape";
export {
  type ConditionTest,
  conditionTestsOf,
  coversAction,
  isEverybody,
  type PrincipalName,
  principalsOf,
  textsOf,
} from "./evaluation/statementParts";

// Resources as Pulumi hands them to policies: properties that may not be known, and what one resource states by itself.

export { BLOCKED_TYPES_NOT_STATED } from "./adapters/bucketEncryption";
export { lifecycleRulesOf } from "./adapters/lifecycleRules";
export { Property } from "./adapters/property";
export { type ProviderAccount, providerAccountsOf } from "./adapters/providerAccounts";
export { ownNames, ownValue } from "./adapters/rawValue";
export { resourceSitesOf } from "./adapters/resourceSites";
export { accountOfOne, configurationsOfOne, type JudgedResource } from "./adapters/singleResource";
export { wordsForUrn } from "./adapters/urn";

// Helpers.

export { groupBy } from "./groupBy";
