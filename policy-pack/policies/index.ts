/** Every policy of the pack, in the order in which reports and documentation list them. */
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { accessLogging, everyBucketLogged } from "./accessLogging";
import { accessPointPublicAccess } from "./accessPoints";
import { accountPublicAccess, everyAccountBlocksPublicAccess } from "./accountPublicAccess";
import { alarmCanBeRaised, everyRouteHasItsAlarm } from "./alarms";
import { topicLetsCloudWatchPublish } from "./alarmTopics";
import { backfillRoleCanRun } from "./backfillRole";
import { everyBucketAdministeredByOwner } from "./bucketAdministration";
import { bucketKeyUse, everyBucketUsesBucketKeys } from "./bucketKeys";
import { bucketPolicyPrincipals, everyBucketTlsOnly, tlsOnly } from "./bucketPolicies";
import { allowedDestinationAccounts, everyDestinationAllowed } from "./destinationAccounts";
import { bucketEncryption, everyBucketEncrypted } from "./encryption";
import { keyPolicyAdministrator, keyPolicyPrincipals } from "./keyPolicies";
import { keyDeletionWindow, keyRotation } from "./keys";
import { bucketLifecycle, everyBucketLifecycle } from "./lifecycle";
import { minimumReplicas } from "./minimumReplicas";
import { mustReplicate } from "./mustReplicate";
import { oneNotificationConfiguration } from "./notifications";
import { mustLock } from "./objectLock";
import { bucketAclsOff, everyBucketAclsOff } from "./ownership";
import { explicitProviders } from "./providers";
import { bucketPublicAccess, everyBucketBlocksPublicAccess } from "./publicAccess";
import { regionStated } from "./regionStated";
import { allowedRegions } from "./regions";
import { replicationWorks } from "./replicationWorks";
import { noForceDestroy, stateProtected } from "./retention";
import {
  everyReplicationRoleIsNarrow,
  everyReplicationRoleTrustsS3,
  replicationPermissions,
  replicationRoleTrust,
} from "./roles";
import { oneConfiguration, replicaKeyRegion, replicaRegion } from "./routes";
import { ruleComplete, ruleDeleteMarkers, ruleKmsPair, ruleMetrics } from "./rules";
import { servicePrincipalSource } from "./servicePrincipals";
import { everyBucketBlocksSseC, sseCBlocked } from "./sseC";
import { requiredTags } from "./tags";
import { ruleTimeControl } from "./timeControl";
import { bucketVersioning, everyBucketVersioned } from "./versioning";

export const policies: readonly (ResourceValidationPolicy | StackValidationPolicy)[] = [
  replicationWorks,
  mustReplicate,
  minimumReplicas,
  oneConfiguration,
  replicaRegion,
  replicaKeyRegion,
  ruleKmsPair,
  ruleComplete,
  ruleDeleteMarkers,
  ruleMetrics,
  ruleTimeControl,
  everyRouteHasItsAlarm,
  alarmCanBeRaised,
  topicLetsCloudWatchPublish,
  oneNotificationConfiguration,
  backfillRoleCanRun,
  bucketVersioning,
  everyBucketVersioned,
  bucketEncryption,
  everyBucketEncrypted,
  bucketKeyUse,
  everyBucketUsesBucketKeys,
  sseCBlocked,
  everyBucketBlocksSseC,
  bucketPublicAccess,
  everyBucketBlocksPublicAccess,
  accountPublicAccess,
  everyAccountBlocksPublicAccess,
  accessPointPublicAccess,
  bucketAclsOff,
  everyBucketAclsOff,
  tlsOnly,
  everyBucketTlsOnly,
  bucketPolicyPrincipals,
  everyBucketAdministeredByOwner,
  servicePrincipalSource,
  accessLogging,
  everyBucketLogged,
  bucketLifecycle,
  everyBucketLifecycle,
  mustLock,
  noForceDestroy,
  stateProtected,
  keyRotation,
  keyDeletionWindow,
  keyPolicyPrincipals,
  keyPolicyAdministrator,
  replicationRoleTrust,
  everyReplicationRoleTrustsS3,
  replicationPermissions,
  everyReplicationRoleIsNarrow,
  allowedRegions,
  allowedDestinationAccounts,
  everyDestinationAllowed,
  explicitProviders,
  regionStated,
  requiredTags,
];
