/** The buckets that canaries are written to and looked for in, and how each is reached. */
import { GetBucketAclCommand, GetObjectLockConfigurationCommand, type S3Client } from "@aws-sdk/client-s3";
import { bucketArn } from "../../aws/arns";
import type { Known } from "../../model";
import type { Caller, LiveAccess } from "../live/access";
import { CANARY_ACTIONS, READ_ACTIONS } from "../live/actions";
import { type FoundBucket, findBucket } from "../live/findBucket";
import { s3Of, whereOf } from "../live/readBucket";
import type { Reader } from "../live/reader";
import type { CanaryEnd } from "./canaries";

/** A bucket that can be asked. */
export interface ReachedEnd {
  readonly name: string;
  readonly arn: string;
  readonly s3: S3Client;
  readonly caller: Caller;
  readonly found: FoundBucket;
  /** The bucket and its expected owner, for every request. */
  readonly where: { readonly Bucket: string; readonly ExpectedBucketOwner?: string };
  readonly account: Known<string>;
  /** Canonical user id of the account that owns the bucket. */
  readonly ownerId: Known<string | undefined>;
  /** Whether versions that state nothing get a retention, which forbids to remove them. */
  readonly retains: Known<boolean>;
}

/** The buckets of all canaries by name. */
export type Ends = ReadonlyMap<string, ReachedEnd | "missing">;

/** @returns undefined where no such bucket exists */
export async function reachEnd(
  end: CanaryEnd,
  access: LiveAccess,
  reader: Reader,
): Promise<ReachedEnd | undefined> {
  const found = await findBucket(end.name, access, reader);
  if (found === undefined) return undefined;
  const account: Known<string> =
    end.account !== undefined && "unknown" in found.account ? { known: end.account } : found.account;
  const bucket: FoundBucket = { ...found, account };
  const { caller, name, partition } = bucket;
  const s3 = s3Of(bucket);
  const where = whereOf(bucket);
  const arn = bucketArn(partition, name);
  const [acl, lock] = await Promise.all([
    reader.read({
      action: CANARY_ACTIONS.GetBucketAcl,
      resource: arn,
      caller,
      ask: (options) => s3.send(new GetBucketAclCommand(where), options),
    }),
    reader.read({
      action: READ_ACTIONS.GetObjectLockConfiguration,
      resource: arn,
      caller,
      ask: async (options) => {
        const { ObjectLockConfiguration } = await s3.send(
          new GetObjectLockConfigurationCommand(where),
          options,
        );
        return ObjectLockConfiguration?.Rule?.DefaultRetention !== undefined;
      },
      absent: { value: false },
    }),
  ]);
  return {
    name,
    arn,
    s3,
    caller,
    found: bucket,
    where,
    account,
    ownerId: "known" in acl ? { known: acl.known.Owner?.ID } : acl,
    retains: lock,
  };
}
