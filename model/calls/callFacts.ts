/** What is known of a call of S3 before the policies are asked. */
import type { ServerSideEncryption } from "../serverSideEncryption";
import type { Known, Tags } from "../topology";

/** What is known of one call before its policies are looked at. */
export interface CallFacts {
  readonly service: "s3" | "kms";
  readonly action: string;
  /** Region of the bucket or key that is called; undefined when it is not known. */
  readonly region: string | undefined;
  /** Account that owns the bucket or key; undefined when it is not known. */
  readonly resourceAccount: string | undefined;
  /** ARN that S3 gives as encryption context: the bucket's with an S3 Bucket Key, the object's without. */
  readonly encryptionContext?: string;
  /** Aliases of the key, as far as they are known. */
  readonly aliases?: readonly string[];
  readonly keyArn?: string;
  readonly keySpec?: string;
  readonly keyUsage?: string;
  /** Tags of the bucket or key, where AWS looks at them when it authorizes the call. */
  readonly resourceTags?: Tags;
  /** How the objects that the call is about are encrypted, where its conditions may ask for it. */
  readonly encryptions?: readonly ServerSideEncryption[];
  /** What is known of the replication role; left out for calls of others. */
  readonly replicator?: Replicator;
}

/** The role that S3 assumes to replicate. */
export interface Replicator {
  readonly uniqueId?: Known<string>;
  readonly tags?: Tags;
}
