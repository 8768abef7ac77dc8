/** Rules that an existing primary keeps, in every language. */

/** Whether something is Enabled or Disabled. */
export interface KeptStatus {
  /** Enabled or Disabled. */
  status: string;
}

/** A tag that a kept rule filters by. */
export interface KeptTag {
  /** Key of the tag. */
  key: string;
  /** Value of the tag. */
  value: string;
}

/** A prefix and tags together. */
export interface KeptAnd {
  /** Beginning of the keys. */
  prefix?: string;
  /** Tags of the objects. */
  tags?: { [key: string]: string };
}

/** Which objects a kept rule replicates: exactly one of the three. */
export interface KeptFilter {
  /** Beginning of the keys; empty for every object. */
  prefix?: string;
  /** One tag. */
  tag?: KeptTag;
  /** A prefix and tags. */
  and?: KeptAnd;
}

/** Which kinds of objects a kept rule replicates. */
export interface KeptSelection {
  /** Objects that KMS keys encrypt. */
  sseKmsEncryptedObjects?: KeptStatus;
  /** Changes of replicas. */
  replicaModifications?: KeptStatus;
}

/** Who owns the copies of a kept rule. */
export interface KeptOwner {
  /** Destination. */
  owner: string;
}

/** What encrypts the copies of a kept rule. */
export interface KeptEncryption {
  /** ARN of the key. */
  replicaKmsKeyId: string;
}

/** A number of minutes. */
export interface KeptMinutes {
  /** The number. */
  minutes: number;
}

/** Metrics of a kept rule. */
export interface KeptMetrics extends KeptStatus {
  /** With Replication Time Control. */
  eventThreshold?: KeptMinutes;
}

/** Replication Time Control of a kept rule. */
export interface KeptTime extends KeptStatus {
  /** After which an object is late. */
  time: KeptMinutes;
}

/** Where the copies of a kept rule go. */
export interface KeptDestination {
  /** ARN of the bucket. */
  bucket: string;
  /** Account of the bucket. */
  account?: string;
  /** Storage class of the copies. */
  storageClass?: string;
  /** Who owns the copies. */
  accessControlTranslation?: KeptOwner;
  /** What encrypts the copies. */
  encryptionConfiguration?: KeptEncryption;
  /** Metrics of the rule. */
  metrics?: KeptMetrics;
  /** Replication Time Control. */
  replicationTime?: KeptTime;
}

/** A rule of somebody else, as the AWS provider writes it. */
export interface KeptRule extends KeptStatus {
  /** Unique among all rules of the bucket. */
  id: string;
  /** Unique among all rules of the bucket. */
  priority: number;
  /** Which objects replicate. */
  filter: KeptFilter;
  /** Whether delete markers replicate. */
  deleteMarkerReplication?: KeptStatus;
  /** Which kinds of objects replicate. */
  sourceSelectionCriteria?: KeptSelection;
  /** Where the copies go. */
  destination: KeptDestination;
}
