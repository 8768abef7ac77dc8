import type { Problem } from "../problems";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { type ArgumentNames, type Check, COMPONENT_NAMES } from "./context";
import * as limits from "./limits";
import * as names from "./names";
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
  limits.deletionWindowIsAllowed,
  limits.lifecyclesAreWholeDays,
  limits.retentionIsComplete,
  limits.tagsAreAllowed,
  limits.endpointIsUrl,
  limits.accessLogsWithoutRetention,
  limits.rolePoliciesFit,
];

/** Everything that is wrong with the arguments, whoever wrote them, in the words of `names`. */
export function problemsOf(
  args: ReplicatedBucketArgs,
  argumentNames: ArgumentNames = COMPONENT_NAMES,
): readonly Problem[] {
  return CHECKS.flatMap((check) => check(args, argumentNames));
}
