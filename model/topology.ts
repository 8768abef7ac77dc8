/**
 * What the model judges: buckets, keys, roles and replication configurations, regardless of where they were read.
 *
 * Adapters build it (Pulumi policy resources, an exported stack, a rehearsal, live AWS); nothing here knows them.
 */
import type { PolicyDocument } from "./evaluation/types";

/** A value that is known, or the reason why it is not and, where a resource will give it, that resource. */
export type Known<T> = { readonly known: T } | Unknown;

export interface Unknown {
  /** Lower-case words that complete "… is not known: ", e.g. `computed by the provider at deployment`. */
  readonly unknown: string;
  /** Labels (URNs in a stack) of the resources that the value will come from. */
  readonly from?: readonly string[];
  /** No deployment will tell: what is written contradicts itself, or is no such value. */
  readonly wrong?: true;
  /** Several resources set it, and what they set differs, or may do so. */
  readonly conflict?: true;
}

/** One account and region. */
export interface AccountRegion {
  readonly account: Known<string>;
  readonly region: Known<string>;
  /** `aws`, `aws-cn`, `aws-us-gov`; `aws` where neither an ARN nor the region says. */
  readonly partition: string;
}

/** A policy as it is attached to something. */
export interface AttachedPolicy {
  /** How a report names it, e.g. `bucket policy of acme-archive`. */
  readonly label: string;
  readonly document: Known<PolicyDocument>;
  /** Where the document is not known: every Deny of it, as far as these are known all the same. */
  readonly denies?: PolicyDocument;
}

/** The tags of a resource. */
export interface Tags {
  readonly values: { readonly [key: string]: Known<string> };
  /** Why there may be tags in addition to these; left out where these are all. */
  readonly others?: Unknown;
}

/**
 * Points at a resource of the topology by label, at one outside of it by the text that names it (an ARN, or a key id or
 * alias name where only that is given), or is not known. An `Unknown` with `from` lists what it can only point at.
 */
export type Reference = ReferenceTo | ReferenceOutside | Unknown;

export interface ReferenceOutside {
  readonly outside: string;
  /** AWS says that nothing of this name exists. */
  readonly missing?: true;
}

export interface ReferenceTo {
  readonly to: string;
  /** The text that was written, e.g. an alias ARN; left out where the value itself is not known yet. */
  readonly written?: string;
}

export interface Bucket {
  /** Unique in the topology: the URN in a stack, the ARN in an account. */
  readonly label: string;
  readonly name: Known<string>;
  readonly site: AccountRegion;
  readonly versioning: Known<"Enabled" | "Suspended" | "Disabled">;
  /** Default encryption; `undefined` inside `known` when the bucket states none (S3 then uses SSE-S3). */
  readonly encryption: Known<BucketEncryption | undefined>;
  readonly publicAccessBlock: Known<PublicAccessBlock | undefined>;
  /** `BucketOwnerEnforced` is S3's default for new buckets. */
  readonly objectOwnership: Known<
    "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter" | undefined
  >;
  readonly policy: AttachedPolicy | undefined;
  readonly objectLock: Known<boolean>;
  readonly requesterPays: Known<boolean>;
  /** Empty where the bucket has no lifecycle configuration; left out where nothing is known of it. */
  readonly lifecycle?: Known<readonly LifecycleRule[]>;
  /** `undefined` inside `known` where server access logging is off; left out where nothing is known of it. */
  readonly accessLogging?: Known<AccessLogging | undefined>;
  /** Left out where nothing is known of them. */
  readonly tags?: Tags;
  /** Whether S3 looks at the tags when it authorizes calls (ABAC); left out where that is not known. */
  readonly tagsDecideAccess?: Known<boolean>;
  /** Labels of the resources other than the bucket that set something for it; left out where the source has no such resources. */
  readonly setBy?: { readonly [setting in BucketSettingName]: readonly string[] };
}

/** What a resource of its own, such as a `BucketVersioning`, can set for a bucket. */
export type BucketSettingName =
  | "versioning"
  | "encryption"
  | "publicAccessBlock"
  | "objectOwnership"
  | "policy"
  | "lifecycle"
  | "accessLogging";

export interface BucketEncryption {
  readonly algorithm: Known<string>;
  /** The KMS key; `undefined` means the AWS managed key `aws/s3`. */
  readonly key: Reference | undefined;
  readonly bucketKeyEnabled: Known<boolean>;
  readonly blockedEncryptionTypes: Known<readonly string[]>;
}

export interface PublicAccessBlock {
  readonly blockPublicAcls: Known<boolean>;
  readonly blockPublicPolicy: Known<boolean>;
  readonly ignorePublicAcls: Known<boolean>;
  readonly restrictPublicBuckets: Known<boolean>;
}

/** One rule of a lifecycle configuration, as far as policies judge it. */
export interface LifecycleRule {
  readonly enabled: Known<boolean>;
  /** Whether it holds for every object of the bucket: no prefix, tag or size narrows it. */
  readonly everyObject: Known<boolean>;
  /** Whether it ends multipart uploads that are not completed within some days. */
  readonly endsUnfinishedUploads: Known<boolean>;
}

/** Server access logging of a bucket that has it on. */
export interface AccessLogging {
  /** The bucket that S3 delivers the logs to. */
  readonly target: Reference;
}

export interface Key {
  readonly label: string;
  readonly arn: Known<string>;
  readonly site: AccountRegion;
  readonly enabled: Known<boolean>;
  readonly usage: Known<string>;
  readonly spec: Known<string>;
  /** `undefined` means the default key policy, which delegates to the account. */
  readonly policy: AttachedPolicy | undefined;
  readonly grants: readonly KeyGrant[];
  readonly aliases: readonly Known<string>[];
  /** Left out where nothing is known of them. */
  readonly tags?: Tags;
}

export interface KeyGrant {
  /** ARN of the principal. */
  readonly grantee: Known<string>;
  /** As AWS writes them: `Decrypt`, `GenerateDataKey`. */
  readonly operations: readonly string[];
  /** Encryption context that the grant insists on; a grant without it holds for any context. */
  readonly constraint?: {
    readonly kind: "equals" | "subset";
    readonly context: Known<{ readonly [key: string]: string }>;
  };
}

export interface Role {
  readonly label: string;
  readonly name: Known<string>;
  readonly arn: Known<string>;
  readonly account: Known<string>;
  readonly trust: AttachedPolicy;
  readonly policies: readonly AttachedPolicy[];
  readonly boundary: AttachedPolicy | undefined;
  /** The id that AWS gave it, e.g. `AROADBQP57FF2AEXAMPLE`; left out where nothing is known of it. */
  readonly uniqueId?: Known<string>;
  /** Left out where nothing is known of them. */
  readonly tags?: Tags;
}

/** One `PutBucketReplication`. */
export interface ReplicationConfiguration {
  readonly label: string;
  readonly source: Reference;
  readonly role: Reference;
  readonly rules: Known<readonly ReplicationRule[]>;
}

export interface ReplicationRule {
  readonly id: Known<string | undefined>;
  readonly status: Known<string>;
  readonly priority: Known<number | undefined>;
  /** `undefined` when the rule has no filter element: then it is a V1 rule with `legacyPrefix`. */
  readonly filter: Known<RuleFilter | undefined>;
  readonly legacyPrefix: Known<string | undefined>;
  readonly deleteMarkerReplication: Known<string | undefined>;
  readonly sseKmsEncryptedObjects: Known<string | undefined>;
  readonly replicaModifications: Known<string | undefined>;
  readonly existingObjectReplication: Known<string | undefined>;
  readonly destination: RuleDestination;
}

export interface RuleFilter {
  readonly prefix?: string;
  readonly tags: { readonly [key: string]: string };
  /** The elements that were written; S3 accepts exactly one, and none means every object. Left out where not known. */
  readonly elements?: readonly ("prefix" | "tag" | "and")[];
}

export interface RuleDestination {
  readonly bucket: Reference;
  readonly account: Known<string | undefined>;
  readonly storageClass: Known<string | undefined>;
  readonly ownerTranslation: Known<string | undefined>;
  readonly replicaKey: Reference | undefined;
  readonly metrics: Known<{ readonly status: string; readonly eventThresholdMinutes?: number } | undefined>;
  readonly replicationTime: Known<{ readonly status: string; readonly minutes?: number } | undefined>;
}

export interface Topology {
  readonly buckets: readonly Bucket[];
  readonly keys: readonly Key[];
  readonly roles: readonly Role[];
  readonly configurations: readonly ReplicationConfiguration[];
}
