/** A replication rule of somebody else, of plain values, as the AWS provider writes it. */

/** On or off. */
export interface KeptStatus {
  /** `Enabled` or `Disabled`. */
  readonly status: string;
}

/** Exactly one of the three. */
export interface KeptFilter {
  /** Beginning of the keys; empty for every object. */
  readonly prefix?: string | undefined;
  readonly tag?: { readonly key: string; readonly value: string } | undefined;
  readonly and?:
    | { readonly prefix?: string | undefined; readonly tags?: { [key: string]: string } | undefined }
    | undefined;
}

/** Where the copies go, and what becomes of them. */
export interface KeptDestination {
  /** ARN of the bucket. */
  readonly bucket: string;
  readonly account?: string | undefined;
  readonly storageClass?: string | undefined;
  readonly accessControlTranslation?: { readonly owner: string } | undefined;
  readonly encryptionConfiguration?: { readonly replicaKmsKeyId: string } | undefined;
  readonly metrics?:
    | (KeptStatus & { readonly eventThreshold?: { readonly minutes: number } | undefined })
    | undefined;
  readonly replicationTime?: (KeptStatus & { readonly time: { readonly minutes: number } }) | undefined;
}

/** A rule of version 2: S3 takes no configuration that mixes both versions. */
export interface KeptRule extends KeptStatus {
  /** Unique among all rules of the bucket. */
  readonly id: string;
  /** Unique among all rules of the bucket. */
  readonly priority: number;
  readonly filter: KeptFilter;
  readonly deleteMarkerReplication?: KeptStatus | undefined;
  readonly sourceSelectionCriteria?:
    | {
        readonly sseKmsEncryptedObjects?: KeptStatus | undefined;
        readonly replicaModifications?: KeptStatus | undefined;
      }
    | undefined;
  readonly destination: KeptDestination;
}
