/** Reads every setting of a bucket that decides about replication. */
import {
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  type S3Client,
  type ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import { bucketArn } from "../../aws/arns";
import type { Known, LiveBucket, LiveEncryption } from "../../model";
import { READ_ACTIONS } from "./actions";
import type { FoundBucket } from "./findBucket";
import type { Reader } from "./reader";

type ReadCall = keyof typeof READ_ACTIONS;
type SendOptions = { readonly abortSignal: AbortSignal };

/** The rules of the bucket; undefined inside `known` where it has none. */
export async function readReplication(
  found: FoundBucket,
  reader: Reader,
): Promise<LiveBucket["replication"]> {
  const { name, partition, caller } = found;
  const answer = await reader.read({
    action: READ_ACTIONS.GetBucketReplication,
    resource: bucketArn(partition, name),
    caller,
    ask: (options) => s3Of(found).send(new GetBucketReplicationCommand(whereOf(found)), options),
    absent: { value: NONE },
  });
  return mapped(answer, (known) => ("none" in known ? undefined : known.ReplicationConfiguration));
}

export async function readBucket(found: FoundBucket, reader: Reader): Promise<LiveBucket> {
  const { name, partition, account, region, caller } = found;
  const s3 = s3Of(found);
  const where = whereOf(found);
  const read = <T, A = never>(call: ReadCall, ask: (options: SendOptions) => Promise<T>, ...absent: A[]) => {
    const question = { action: READ_ACTIONS[call], resource: bucketArn(partition, name), caller, ask };
    const [value] = absent;
    return reader.read<T, A>(value === undefined ? question : { ...question, absent: { value } });
  };
  const [versioning, encryption, block, ownership, policy, lock, payment, replication] = await Promise.all([
    read("GetBucketVersioning", (options) => s3.send(new GetBucketVersioningCommand(where), options)),
    read("GetBucketEncryption", (options) => s3.send(new GetBucketEncryptionCommand(where), options), NONE),
    read("GetPublicAccessBlock", (options) => s3.send(new GetPublicAccessBlockCommand(where), options), NONE),
    read(
      "GetBucketOwnershipControls",
      (options) => s3.send(new GetBucketOwnershipControlsCommand(where), options),
      NONE,
    ),
    read("GetBucketPolicy", (options) => s3.send(new GetBucketPolicyCommand(where), options), NONE),
    read(
      "GetObjectLockConfiguration",
      (options) => s3.send(new GetObjectLockConfigurationCommand(where), options),
      NONE,
    ),
    read("GetBucketRequestPayment", (options) => s3.send(new GetBucketRequestPaymentCommand(where), options)),
    readReplication(found, reader),
  ]);
  return {
    name,
    partition,
    account,
    region,
    versioning: mapped(versioning, ({ Status }) => Status),
    encryption: mapped(encryption, (answer) =>
      "none" in answer ? undefined : encryptionOf(answer.ServerSideEncryptionConfiguration?.Rules?.[0]),
    ),
    publicAccessBlock: mapped(block, (answer) =>
      "none" in answer ? undefined : answer.PublicAccessBlockConfiguration,
    ),
    objectOwnership: mapped(ownership, (answer) =>
      "none" in answer ? undefined : answer.OwnershipControls?.Rules?.[0]?.ObjectOwnership,
    ),
    policy: mapped(policy, (answer) => ("none" in answer ? undefined : answer.Policy)),
    objectLock: mapped(
      lock,
      (answer) => !("none" in answer) && answer.ObjectLockConfiguration?.ObjectLockEnabled === "Enabled",
    ),
    requesterPays: mapped(payment, ({ Payer }) => Payer === "Requester"),
    replication,
  };
}

/** A client in the bucket's Region, with the credentials that ask about it. */
export function s3Of({ region, caller }: FoundBucket): S3Client {
  return caller.clients.s3("known" in region ? region.known : caller.region);
}

/** The bucket, and that it has to belong to its account: a name may have been given to someone else meanwhile. */
export function whereOf({ name, account }: FoundBucket): {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string;
} {
  return { Bucket: name, ...("known" in account && { ExpectedBucketOwner: account.known }) };
}

/** AWS says that the bucket has no such setting. */
const NONE = { none: true } as const;

function encryptionOf(rule: ServerSideEncryptionRule | undefined): LiveEncryption | undefined {
  if (rule === undefined) return undefined;
  const { ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled, BlockedEncryptionTypes } = rule;
  return {
    algorithm: byDefault?.SSEAlgorithm,
    keyId: byDefault?.KMSMasterKeyID === "" ? undefined : byDefault?.KMSMasterKeyID,
    bucketKeyEnabled: BucketKeyEnabled,
    blockedEncryptionTypes: BlockedEncryptionTypes?.EncryptionType?.filter((type) => type !== "NONE"),
  };
}

function mapped<T, R>(value: Known<T>, change: (value: T) => R): Known<R> {
  return "unknown" in value ? value : { known: change(value.known) };
}
