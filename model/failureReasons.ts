/** The reasons that S3 gives for objects that failed to replicate, and the requirements that each points at. */

export interface FailureReason {
  /** One lower-case sentence without a final period. */
  readonly meaning: string;
  /** Ids of the requirements that it points at; none where it is about the object or the moment. */
  readonly requirements: readonly string[];
  /** What to do where no requirement is unmet, or none is pointed at. */
  readonly remedy: string;
}

const AGAIN = "replicate the objects again with S3 Batch Replication: S3 does not retry what has failed";
const THEN_AGAIN = `mend it, then ${AGAIN}`;
const OBJECT = "nothing to mend on the route: look at the object";

const WRITE_IN_PARTS = [
  "destination-replicate-object",
  "destination-bucket-policy",
  "replica-key-encrypt",
  "replica-key-policy",
];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-metrics-events.html */
const REASONS: { readonly [code: string]: FailureReason } = {
  AssumeRoleNotPermitted: reason("s3 may not assume the role", [
    "role-exists",
    "role-in-source-account",
    "role-trusts-s3",
  ]),
  SrcGetObjectNotPermitted: reason("the role may not read the object", [
    "source-read-object",
    "source-read-for-replication",
    "source-bucket-policy",
    "source-key-decrypt",
    "source-key-policy",
  ]),
  SrcHeadObjectNotPermitted: reason("the role may not read the object", [
    "source-read-object",
    "source-read-for-replication",
    "source-bucket-policy",
  ]),
  SrcGetAclNotPermitted: reason("the role may not read the object's ACL", [
    "source-read-acl",
    "source-bucket-policy",
  ]),
  SrcGetTaggingNotPermitted: reason("the role may not read the object's tags", [
    "source-read-tags",
    "source-read-filter-tags",
    "source-bucket-policy-tags",
  ]),
  SrcGetRetentionNotPermitted: reason("the role may not read the object's retention", [
    "source-read-retention",
  ]),
  SrcGetLegalHoldNotPermitted: reason("the role may not read the object's legal hold", [
    "source-read-legal-hold",
  ]),
  SrcKmsKeyInvalidState: reason("the source key is disabled or waits for its deletion", [
    "source-key-enabled",
  ]),
  SrcBucketNotFound: reason("the source bucket was not found", [], OBJECT),
  SrcBucketReplicationConfigMissing: reason(
    "the source bucket had no replication configuration",
    ["configuration-alone"],
    AGAIN,
  ),
  SrcKeyNotFound: reason("the object was gone", [], OBJECT),
  SrcObjectNotFound: reason("the object was gone", [], OBJECT),
  SrcVersionNotFound: reason("the version was gone", [], OBJECT),
  SrcReplicationNotPending: reason("the version was no longer pending", [], OBJECT),
  SrcObjectNotEligible: reason("the object's storage class or tags exclude it", [], OBJECT),
  DstPutObjectNotPermitted: reason("the role may not write the copy, hand it over, or encrypt it", [
    "destination-replicate-object",
    "destination-bucket-policy",
    "destination-override-owner",
    "destination-public-access-block",
    "replica-key-encrypt",
    "replica-key-policy",
  ]),
  DstMultipartInitNotPermitted: reason("the role may not begin to write the copy in parts", WRITE_IN_PARTS),
  DstMultipartUploadNotPermitted: reason("the role may not write a part of the copy", WRITE_IN_PARTS),
  DstMultipartCompleteNotPermitted: reason("the role may not end the write in parts", WRITE_IN_PARTS),
  DstPutAclNotPermitted: reason("the role may not write the copy's ACL", [
    "destination-replicate-object",
    "destination-bucket-policy",
    "destination-override-owner",
  ]),
  DstPutTaggingNotPermitted: reason("the role may not write the copy's tags", [
    "destination-replicate-tags",
    "destination-bucket-policy-tags",
  ]),
  DstDelObjNotPermitted: reason("the role may not write the delete marker", [
    "destination-replicate-delete",
    "destination-bucket-policy",
  ]),
  DstPutRetentionNotPermitted: reason("the role may not write the copy's retention", [
    "locks-destination",
    "destination-replicate-object",
    "destination-bucket-policy",
  ]),
  DstPutLegalHoldNotPermitted: reason("the role may not write the copy's legal hold", [
    "locks-destination",
    "destination-replicate-object",
    "destination-bucket-policy",
  ]),
  DstKmsKeyNotFound: reason("the replica key was not found", [
    "replica-key-enabled",
    "replica-key-region",
    "replica-key-arn",
  ]),
  DstKmsKeyInvalidState: reason("the replica key is disabled or waits for its deletion", [
    "replica-key-enabled",
  ]),
  DstBucketNotFound: reason("the destination bucket was not found", [
    "rule-destination-bucket",
    "destination-account",
  ]),
  DstBucketUnversioned: reason("the destination bucket is not versioned", ["destination-versioning"]),
  DstBucketObjectLockConfigMissing: reason("the destination bucket has no Object Lock", [
    "locks-destination",
  ]),
  DstVersionNotFound: reason("the version at the destination was gone", [], OBJECT),
  InitiateReplicationNotPermitted: reason(
    "the role of the batch job may not start replication",
    ["backfill-initiate-replication", "backfill-source-bucket-policy"],
    "allow the role of the batch job s3:InitiateReplication on the objects",
  ),
  SrcBucketInvalidRegion: reason(
    "the batch job is in another Region than the source",
    [],
    "make the job in the source bucket's Region",
  ),
  DstBucketInvalidRegion: reason("the destination's Region cannot be used", ["sites-opt-in-regions"]),
  DstObjectHardDeleted: reason(
    "the copy was deleted by its version id, so that S3 does not make it again",
    [],
    "copy the object in place at the source: that makes a new version",
  ),
};

function reason(
  meaning: string,
  requirements: readonly string[],
  remedy: string = THEN_AGAIN,
): FailureReason {
  return { meaning, requirements, remedy };
}

/** What a reason means; undefined for one that the table does not have. */
export function failureReason(code: string): FailureReason | undefined {
  return Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
}

/** Every reason that AWS documents. */
export function failureReasons(): readonly (readonly [code: string, reason: FailureReason])[] {
  return Object.entries(REASONS);
}
