/** Every check of the arguments of a `ReplicatedBucket`, in the order in which problems are reported. */
import { type Problem, problemsOutside } from "../problems";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import * as access from "./access";
import * as accounts from "./accounts";
import * as adoption from "./adoption";
import * as alarms from "./alarms";
import { keyAliases } from "./aliases";
import * as backfill from "./backfill";
import { existingBuckets } from "./existing";
import { filters } from "./filters";
import { lifecycles } from "./lifecycle";
import * as names from "./names";
import * as options from "./options";
import { REPLICATED_ARGUMENTS, type ReplicatedPaths } from "./paths";
import { unknownOfReplicated } from "./plainValues";
import { ownStatements, resourcePolicies, rolePolicyLength } from "./policies";
import { existingPrimary } from "./primary";
import { versionDeleterProblems } from "./principals";
import * as role from "./role";
import type { Check } from "./rows";
import * as rules from "./rules";
import { sharedProviders } from "./sharedProviders";
import * as sites from "./sites";
import * as twoWay from "./twoWay";
import { problemsWhateverRegions } from "./unknownRegions";

/** The checks of arguments whose regions exist. */
const CHECKS: readonly Check<ReplicatedBucketArgs, ReplicatedPaths>[] = [
  sites.partitions,
  sites.replicaCount,
  sites.replicaNameCharacters,
  sites.replicaNames,
  sites.accountIds,
  sites.reservedReplicaNames,
  accounts.assumedRoles,
  accounts.oneCredentialSource,
  accounts.profileAccounts,
  accounts.roleAccounts,
  accounts.primaryAccount,
  accounts.sharedCredentials,
  existingPrimary,
  sharedProviders,
  existingBuckets,
  twoWay.twoWayReplicas,
  names.bucketNames,
  names.uniqueBuckets,
  names.accessLogTargets,
  role.existingRole,
  role.newRoleOptions,
  role.roleName,
  role.rolePath,
  role.permissionsBoundary,
  keyAliases,
  twoWay.wayBackRoleNames,
  rules.ruleCount,
  rules.ruleNames,
  rules.ruleLists,
  rules.ownerOverrides,
  rules.ruleIds,
  rules.storageClasses,
  rules.priorities,
  rules.deleteMarkers,
  filters,
  rules.timeControlMetrics,
  access.readers,
  access.uploaders,
  access.writers,
  ({ versionDeleters, primary }) => versionDeleterProblems(versionDeleters, primary.region),
  lifecycles,
  ...options.OPTION_CHECKS,
  options.replicaTags,
  options.roleTags,
  options.logDeliveryRetention,
  alarms.topics,
  alarms.subscriptions,
  alarms.numbers,
  alarms.notificationsWithoutEvents,
  alarms.adoptedNotifications,
  ownStatements,
  adoption.adoptions,
  backfill.reportBuckets,
  backfill.reportBucketOutside,
  backfill.backfillRole,
  rolePolicyLength,
  resourcePolicies,
];

/** Every problem of the arguments, with the names that `paths` gives them. */
export function problemsOf(
  args: ReplicatedBucketArgs,
  paths: ReplicatedPaths = REPLICATED_ARGUMENTS,
): readonly Problem[] {
  const later = unknownOfReplicated(args);
  if (later.length > 0) return later;
  const unknown = sites.regions(args, paths);
  const others = problemsWhateverRegions(args, (known) => CHECKS.flatMap((check) => check(known, paths)));
  return [
    ...unknown,
    ...problemsOutside(
      unknown.map(({ path }) => path),
      others,
    ),
  ];
}
