/** What was read of live accounts, in the words of AWS's API: the form that a topology is built from. */
import type { KeyGrant, Known } from "../topology";

/**
 * Everything that replication depends on, as AWS answered. A value that AWS refused to tell is unknown, and its reason names the
 * IAM action that would tell it.
 */
export interface LiveSnapshot {
  readonly buckets: readonly LiveBucket[];
  readonly keys: readonly LiveKey[];
  readonly roles: readonly LiveRole[];
  /** ARNs, or the texts that name a key, of which AWS says that they do not exist. */
  readonly missing: readonly string[];
  /** Names of keys that could not be resolved, with the reason. */
  readonly unresolvedKeys: readonly {
    readonly text: string;
    readonly region: string;
    readonly unknown: string;
  }[];
}

export interface LiveBucket {
  readonly name: string;
  readonly partition: string;
  readonly account: Known<string>;
  readonly region: Known<string>;
  /** `Enabled`, `Suspended`; nothing where versioning was never enabled. */
  readonly versioning: Known<string | undefined>;
  readonly encryption: Known<LiveEncryption | undefined>;
  readonly publicAccessBlock: Known<LivePublicAccessBlock | undefined>;
  readonly objectOwnership: Known<string | undefined>;
  /** JSON text. */
  readonly policy: Known<string | undefined>;
  readonly objectLock: Known<boolean>;
  readonly requesterPays: Known<boolean>;
  readonly replication: Known<LiveReplication | undefined>;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionRule.html */
export interface LiveEncryption {
  readonly algorithm: string | undefined;
  readonly keyId: string | undefined;
  readonly bucketKeyEnabled: boolean | undefined;
  /** Nothing where the bucket does not state it. */
  readonly blockedEncryptionTypes: readonly string[] | undefined;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html */
export interface LivePublicAccessBlock {
  readonly BlockPublicAcls?: boolean | undefined;
  readonly BlockPublicPolicy?: boolean | undefined;
  readonly IgnorePublicAcls?: boolean | undefined;
  readonly RestrictPublicBuckets?: boolean | undefined;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationConfiguration.html */
export interface LiveReplication {
  readonly Role?: string | undefined;
  readonly Rules?: readonly LiveRule[] | undefined;
}

interface LiveStatus {
  readonly Status?: string | undefined;
}

interface LiveTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html */
export interface LiveRule extends LiveStatus {
  readonly ID?: string | undefined;
  readonly Priority?: number | undefined;
  readonly Prefix?: string | undefined;
  readonly Filter?: LiveFilter | undefined;
  readonly SourceSelectionCriteria?:
    | {
        readonly SseKmsEncryptedObjects?: LiveStatus | undefined;
        readonly ReplicaModifications?: LiveStatus | undefined;
      }
    | undefined;
  readonly ExistingObjectReplication?: LiveStatus | undefined;
  readonly DeleteMarkerReplication?: LiveStatus | undefined;
  readonly Destination?: LiveDestination | undefined;
}

export interface LiveFilter {
  readonly Prefix?: string | undefined;
  readonly Tag?: LiveTag | undefined;
  readonly And?:
    | { readonly Prefix?: string | undefined; readonly Tags?: readonly LiveTag[] | undefined }
    | undefined;
}

export interface LiveDestination {
  readonly Bucket?: string | undefined;
  readonly Account?: string | undefined;
  readonly StorageClass?: string | undefined;
  readonly AccessControlTranslation?: { readonly Owner?: string | undefined } | undefined;
  readonly EncryptionConfiguration?: { readonly ReplicaKmsKeyID?: string | undefined } | undefined;
  readonly ReplicationTime?:
    | (LiveStatus & { readonly Time?: { readonly Minutes?: number | undefined } | undefined })
    | undefined;
  readonly Metrics?:
    | (LiveStatus & { readonly EventThreshold?: { readonly Minutes?: number | undefined } | undefined })
    | undefined;
}

export interface LiveKey {
  readonly arn: string;
  readonly enabled: Known<boolean>;
  readonly usage: Known<string>;
  readonly spec: Known<string>;
  /** JSON text. */
  readonly policy: Known<string>;
  readonly grants: readonly KeyGrant[];
  /** E.g. `alias/archive`. */
  readonly aliases: readonly string[];
}

export interface LiveRole {
  readonly arn: string;
  readonly uniqueId: Known<string>;
  /** JSON text, perhaps percent-encoded as IAM returns it. */
  readonly trust: Known<string>;
  readonly policies: readonly LivePolicy[];
  readonly boundary: LivePolicy | undefined;
  readonly tags: Known<{ readonly [key: string]: string }>;
}

export interface LivePolicy {
  /** E.g. `inline policy "replicate"`. */
  readonly label: string;
  /** ARN of a managed policy. */
  readonly arn?: string;
  readonly document: Known<string>;
}
