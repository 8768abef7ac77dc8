/** Snapshots of live accounts in which everything works, to be changed in one place for each test. */
import type { LiveBucket, LiveRule, LiveSnapshot } from "../../model";

export const ACCOUNT = "111122223333";
export const SOURCE = "acme-source";
export const REPLICA = "acme-replica";
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/replicate`;

export function ruleTo(bucket: string, changes: Partial<LiveRule> = {}): LiveRule {
  return {
    ID: `to-${bucket}`,
    Priority: 1,
    Status: "Enabled",
    Filter: { Prefix: "" },
    DeleteMarkerReplication: { Status: "Disabled" },
    Destination: { Bucket: `arn:aws:s3:::${bucket}` },
    ...changes,
  };
}

export function bucketNamed(name: string, region: string, changes: Partial<LiveBucket> = {}): LiveBucket {
  return {
    name,
    partition: "aws",
    account: { known: ACCOUNT },
    region: { known: region },
    versioning: { known: "Enabled" },
    encryption: {
      known: {
        algorithm: "AES256",
        keyId: undefined,
        bucketKeyEnabled: false,
        blockedEncryptionTypes: ["SSE-C"],
      },
    },
    publicAccessBlock: { known: undefined },
    objectOwnership: { known: "BucketOwnerEnforced" },
    policy: { known: undefined },
    objectLock: { known: false },
    requesterPays: { known: false },
    replication: { known: undefined },
    ...changes,
  };
}

export interface SnapshotFixture {
  readonly rules?: readonly LiveRule[];
  readonly source?: Partial<LiveBucket>;
  readonly destination?: Partial<LiveBucket>;
  readonly others?: readonly LiveBucket[];
  /** What the role may do at the destinations. */
  readonly destinationActions?: readonly string[];
  readonly missing?: readonly string[];
}

/** A source and a replica with SSE-S3 in one account; every further rule needs a bucket of its own in `others`. */
export function snapshotOf(fixture: SnapshotFixture): LiveSnapshot {
  const { rules = [ruleTo(REPLICA)], source, destination, others = [], missing = [] } = fixture;
  const actions = fixture.destinationActions ?? [
    "s3:ReplicateObject",
    "s3:ReplicateTags",
    "s3:ReplicateDelete",
  ];
  return {
    buckets: [
      bucketNamed(SOURCE, "eu-west-1", {
        replication: { known: { Role: ROLE_ARN, Rules: rules } },
        ...source,
      }),
      bucketNamed(REPLICA, "eu-central-1", destination),
      ...others,
    ],
    keys: [],
    roles: [
      {
        arn: ROLE_ARN,
        uniqueId: { known: "AROAEXAMPLE" },
        trust: {
          known: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" },
            ],
          }),
        },
        policies: [
          {
            label: 'inline policy "replicate"',
            document: {
              known: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                  {
                    Effect: "Allow",
                    Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
                    Resource: `arn:aws:s3:::${SOURCE}`,
                  },
                  {
                    Effect: "Allow",
                    Action: [
                      "s3:GetObjectVersionForReplication",
                      "s3:GetObjectVersionAcl",
                      "s3:GetObjectVersionTagging",
                    ],
                    Resource: `arn:aws:s3:::${SOURCE}/*`,
                  },
                  { Effect: "Allow", Action: actions, Resource: "arn:aws:s3:::acme-*/*" },
                ],
              }),
            },
          },
        ],
        boundary: undefined,
        tags: { known: {} },
      },
    ],
    missing,
    unresolvedKeys: [],
  };
}
