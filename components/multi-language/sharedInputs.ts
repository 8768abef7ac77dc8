/**
 * The inputs that several components of the package share.
 *
 * Pulumi derives the types of every other language from these interfaces. It accepts neither read-only lists nor unions nor
 * nested object types without a name, and the documentation of a property must have no links.
 */
import type * as pulumi from "@pulumi/pulumi";

/** A role that is assumed before AWS is called. */
export interface AssumeRole {
  /** ARN of a role that trusts the credentials; a replica whose role is an output needs accountId. */
  roleArn: pulumi.Input<string>;
  /** Name of the session in the CloudTrail of the role's account; s3-replication when not set. */
  sessionName?: string;
  /** External id that the role's trust policy requires. */
  externalId?: string;
}

/** One account and region, and how to reach it. */
export interface Site {
  /** AWS region. */
  region: string;
  /**
   * The 12 digits of the account; credentials of any other account are refused. When not set, the account of the credentials
   * or, for a replica, that of the primary.
   */
  accountId?: string;
  /** Role to assume before AWS is called. */
  assumeRole?: AssumeRole;
  /** Profile of the AWS configuration files to take credentials from, instead of a role. */
  profile?: string;
}

/** A move to another storage class. */
export interface Transition {
  /** The storage class, such as GLACIER_IR. */
  storageClass: string;
  /** Days after which S3 moves a version. */
  afterDays: number;
}

/** What S3 expires and moves in one bucket. Lifecycle actions do not replicate. */
export interface Lifecycle {
  /** Of each object the newest noncurrent versions that stay; with noncurrentVersionsExpireInDays. */
  newerNoncurrentVersions?: number;
  /** Days after which the current version of an object expires; it stays when not set. */
  expireInDays?: number;
  /** Other storage classes for current versions. */
  transitions?: Transition[];
  /** Other storage classes for noncurrent versions. */
  noncurrentVersionTransitions?: Transition[];
  /** Days after which a noncurrent version is deleted permanently; kept when not set. */
  noncurrentVersionsExpireInDays?: number;
  /** Days after which an unfinished multipart upload is aborted; 7 when not set. */
  unfinishedUploadsExpireInDays?: number;
}

/** The modes of a default retention. */
export const ObjectLockMode = {
  /** Principals with s3:BypassGovernanceRetention can shorten a retention. */
  Governance: "GOVERNANCE",
  /** No principal can shorten a retention. */
  Compliance: "COMPLIANCE",
} as const;
export type ObjectLockMode = (typeof ObjectLockMode)[keyof typeof ObjectLockMode];

/** Object Lock, with a default retention where a mode is given. */
export interface ObjectLock {
  /** Mode of the default retention; no default retention when not set. */
  mode?: ObjectLockMode;
  /** Default retention in days; with a mode, either this or years. */
  days?: number;
  /** Default retention in years; with a mode, either this or days. */
  years?: number;
}

/** Alarms on every rule that is enabled and has metrics, and who is told. They are charged. */
export interface Alarms {
  /** Whether there are alarms, topics, a dashboard and a queue of failures; true when not set. */
  enabled?: boolean;
  /** E-mail addresses. SNS sends each a message for every region, with a link that confirms the subscription. */
  email?: string[];
  /** ARNs of SQS queues of any region that every alarm reaches. Their policies must let sns.amazonaws.com send. */
  queues?: pulumi.Input<string>[];
  /** ARNs of existing SNS topics, one of a region at most, instead of the topic and key that are made there. */
  topics?: string[];
  /** Minutes that a destination may be behind, 1 to 1440; 15 with Replication Time Control and 60 without when not set. */
  lagMinutes?: number;
  /** Operations that may wait at once for a rule; 10000 when not set. */
  pendingOperations?: number;
  /** Whether a CloudWatch dashboard shows all routes; true when not set. */
  dashboard?: boolean;
  /** Whether S3 sends the reasons of failures to a queue; true when not set, false with bucketArn. Required with adopt. */
  failureEvents?: boolean;
}

/** What exists in AWS and becomes part of the stack, instead of being created. */
export interface Adopt {
  /** Id of the key that encrypts the bucket: the last part of its ARN. A new key, or that of keyArn, when not set. */
  keyId?: string;
  /** Whether the key has its alias already; true when not set. */
  alias?: boolean;
}

/** What each bucket has for itself. */
export interface OwnBucketInputs {
  /** What S3 expires in the bucket; unfinished multipart uploads after 7 days when not set. */
  lifecycle?: Lifecycle;
  /** Name of the existing bucket, in the same region and account, that receives the server access logs. */
  accessLogBucket?: pulumi.Input<string>;
  /** Takes over a bucket of this name, its key and the key's alias, which exist in AWS but not in the stack. */
  adopt?: Adopt;
}

/** What all buckets and keys of one component share. */
export interface CommonInputs {
  /** Object Lock from the creation of the buckets; off when not set. */
  objectLock?: ObjectLock;
  /** Tags of every resource that takes tags. */
  tags?: { [key: string]: string };
  /** Whether Pulumi refuses to delete what others rely on; true when not set. */
  protect?: boolean;
  /** Whether buckets and keys stay in AWS when Pulumi deletes them from the stack; true when not set. */
  retainOnDelete?: boolean;
  /** Days between the request to delete a key and its deletion, 7 to 30; 30 when not set. */
  keyDeletionWindowInDays?: number;
  /** Keys get the alias alias/<keyAlias> (primary) and alias/<keyAlias>/replication (replicas); archive when not set. */
  keyAlias?: string;
  /** Address of an AWS emulator to use instead of AWS. */
  endpoint?: string;
}
