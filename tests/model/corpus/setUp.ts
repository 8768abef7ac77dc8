/** How an entry of the corpus describes a set-up: what somebody deployed, in as few words as possible. */

/** A statement as it stands in a policy document; AWS's grammar is wider than what the model knows. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: string | { readonly [kind: string]: string | readonly string[] };
  readonly NotPrincipal?: { readonly [kind: string]: string | readonly string[] };
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Conditions;
}

export interface Conditions {
  readonly [operator: string]: { readonly [key: string]: string | readonly string[] };
}

/** A bucket; versioned and encrypted with SSE-S3 where nothing else is said. */
export interface BucketSetUp {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** `undefined`: Enabled. `"Never"`: no versioning resource. */
  readonly versioning?: "Suspended" | "Never";
  readonly encryption?:
    | {
        readonly algorithm: "aws:kms" | "aws:kms:dsse";
        /** ARN; left out for `aws/s3`. */
        readonly key?: string;
        readonly bucketKeys?: boolean;
      }
    | undefined;
  readonly objectLock?: boolean;
  readonly ownership?: "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter";
  readonly policy?: readonly Statement[];
  readonly requesterPays?: boolean;
}

/** A key; with the default key policy where none is given. */
export interface KeySetUp {
  readonly arn: string;
  readonly policy?: readonly Statement[];
  readonly disabled?: boolean;
  readonly pendingDeletion?: boolean;
  readonly spec?: string;
  readonly usage?: string;
  readonly alias?: string;
  readonly tags?: { readonly [name: string]: string };
  readonly grants?: readonly { readonly grantee: string; readonly operations: readonly string[] }[];
}

export interface RoleSetUp {
  readonly name: string;
  readonly account: string;
  readonly path?: string;
  /** `undefined`: S3 may assume it. */
  readonly trust?: readonly Statement[];
  /** One inline policy. */
  readonly statements: readonly Statement[];
  /** A customer managed policy in place of the inline one. */
  readonly managed?: boolean;
  /** ARNs of managed policies of AWS. */
  readonly attached?: readonly string[];
  readonly boundary?: readonly Statement[];
  readonly tags?: { readonly [name: string]: string };
}

/** A rule as the Pulumi resource takes it; `bucket` is the destination's name. */
export interface RuleSetUp {
  readonly id?: string;
  readonly to: string;
  readonly status?: "Disabled";
  readonly priority?: number;
  /** `undefined`: the empty filter. `"none"`: no filter, which makes it a V1 rule. */
  readonly filter?: "none" | { readonly [element: string]: unknown };
  readonly legacyPrefix?: string;
  /** `undefined`: Enabled with a filter, absent without. */
  readonly deleteMarkers?: "Enabled" | "Disabled" | "absent";
  readonly kmsObjects?: "Enabled" | "Disabled";
  readonly replicaKey?: string;
  readonly replicaModifications?: "Enabled" | "Disabled";
  readonly existingObjects?: "Enabled";
  /** What else stands in the destination: account, accessControlTranslation, storageClass, metrics, replicationTime. */
  readonly destination?: { readonly [element: string]: unknown };
}

export interface ReplicationSetUp {
  readonly from: string;
  /** ARN. */
  readonly role: string;
  readonly rules: readonly RuleSetUp[];
}

export interface SetUp {
  readonly buckets: readonly BucketSetUp[];
  readonly keys: readonly KeySetUp[];
  readonly roles: readonly RoleSetUp[];
  readonly replication: readonly ReplicationSetUp[];
}
