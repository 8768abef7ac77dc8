import { replicaBucketName } from "./names";
import type { ReceivingBucketArgs } from "./receivingBucketArgs";
import type { ObjectLockArgs, ReplicatedBucketArgs } from "./replicatedBucketArgs";
import type { ReceiverSettings, Settings } from "./settingsSchema";

/** The arguments of the `ReplicatedBucket` that the settings ask for. */
export function replicatedArgs(settings: Settings): ReplicatedBucketArgs {
  const {
    prefix,
    primaryRegion,
    accountId,
    assumeRole,
    profile,
    accessLogBucket,
    endpoint,
    objectLock,
    receiver: _none,
    readers,
    writers,
    versionDeleters,
    replicateOnlyFrom,
    ...same
  } = settings;
  return {
    ...same,
    bucketName: primaryBucketName(prefix),
    primary: {
      region: primaryRegion,
      accountId: unlessEmpty(accountId),
      accessLogBucket: unlessEmpty(accessLogBucket),
      ...(assumeRole !== undefined && { assumeRole }),
      ...(profile !== "" && { profile }),
    },
    objectLock: retentionOf(objectLock),
    ...(readers.length > 0 && { readers }),
    ...(replicateOnlyFrom !== undefined && { replicateOnlyFrom }),
    ...(writers.length > 0 && { writers }),
    ...(versionDeleters.length > 0 && { versionDeleters }),
    endpoint: unlessEmpty(endpoint),
  };
}

/** The arguments of the `ReceivingBucket` that the settings ask for. */
export function receivingArgs(settings: Settings, receiver: ReceiverSettings): ReceivingBucketArgs {
  const { region, name, bucketName, sourceRoleArn, sourceAccountId = "" } = receiver;
  return {
    bucketName: bucketName ?? replicaBucketName(primaryBucketName(settings.prefix), name ?? region),
    region,
    source: sourceRoleArn === undefined ? { accountId: sourceAccountId } : { roleArn: sourceRoleArn },
    accountId: unlessEmpty(settings.accountId),
    assumeRole: settings.assumeRole,
    profile: unlessEmpty(settings.profile),
    accessLogBucket: unlessEmpty(settings.accessLogBucket),
    deleteMarkers: settings.deleteMarkers,
    readers: unlessNone(settings.readers),
    versionDeleters: unlessNone(settings.versionDeleters),
    lifecycle: settings.lifecycle.replicas,
    objectLock: retentionOf(settings.objectLock),
    keyAlias: settings.keyAlias,
    keyDeletionWindowInDays: settings.keyDeletionWindowInDays,
    tags: settings.tags,
    protect: settings.protect,
    retainOnDelete: settings.retainOnDelete,
    endpoint: unlessEmpty(settings.endpoint),
  };
}

function primaryBucketName(prefix: string): string {
  return `${prefix}-archive`;
}

function retentionOf({ enabled = false, ...retention }: Settings["objectLock"]): ObjectLockArgs | undefined {
  const locked = enabled || Object.values(retention).some((value) => value !== undefined);
  return locked ? retention : undefined;
}

/** In `Pulumi.yaml` every setting needs a default of its type, so "not set" is the empty text there. */
function unlessEmpty(text: string): string | undefined {
  return text === "" ? undefined : text;
}

/** As {@link unlessEmpty}, for lists. */
function unlessNone<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
