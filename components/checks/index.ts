import type { Problem } from "../problems";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import * as access from "./access";
import * as accounts from "./accounts";
import { type ArgumentNames, type Check, COMPONENT_NAMES } from "./context";
import { givenBucketsAreComplete } from "./given";
import * as limits from "./limits";
import * as names from "./names";
import { policiesFit } from "./policies";
import * as rules from "./rules";
import * as sites from "./sites";

export { type ArgumentNames, COMPONENT_NAMES } from "./context";

const CHECKS: readonly Check[] = [
  sites.regionsExist,
  sites.onePartition,
  sites.someReplica,
  sites.replicaNamesAreNames,
  sites.replicasTellApart,
  sites.accountIdsAreIds,
  accounts.replicasAreNotThePrimary,
  accounts.assumedRolesAreRoles,
  accounts.oneWayToReach,
  accounts.accountsAreDecided,
  accounts.credentialsAreOfOneAccount,
  givenBucketsAreComplete,
  names.bucketNamesAreAllowed,
  names.bucketNamesAreUnique,
  names.accessLogsGoElsewhere,
  names.otherNamesFit,
  rules.rulesFit,
  rules.storageClassesExist,
  rules.prioritiesAreUnique,
  rules.deleteMarkersWithoutTags,
  rules.filtersCanMatch,
  rules.timeControlHasMetrics,
  access.readersCanRead,
  access.uploadersCanTag,
  access.writersAreNamed,
  access.versionDeletersAreNamed,
  limits.deletionWindowIsAllowed,
  limits.lifecyclesAreWholeDays,
  limits.retentionIsComplete,
  limits.tagsAreAllowed,
  limits.endpointIsUrl,
  limits.accessLogsWithoutRetention,
  limits.rolePoliciesFit,
  policiesFit,
];

/** Everything that is wrong with the arguments, whoever wrote them, in the words of `names`. */
export function problemsOf(
  args: ReplicatedBucketArgs,
  argumentNames: ArgumentNames = COMPONENT_NAMES,
): readonly Problem[] {
  return CHECKS.flatMap((check) => check(args, argumentNames));
}
