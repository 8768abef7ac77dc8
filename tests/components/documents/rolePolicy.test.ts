import assert from "node:assert/strict";
import {
  replicationKeyPolicy,
  replicationObjectPolicy,
  replicationTrustPolicy,
} from "../../../components/documents/rolePolicy";

const SOURCE = { bucketArn: "arn:aws:s3:::acme-archive", prefixes: [""], objectLock: false };
const REPLICA = { bucketArn: "arn:aws:s3:::acme-replica", deleteMarkers: true, ownerOverride: false };

describe("what the replication role may do with objects", () => {
  it("reads the source and writes the replica, and nothing else", () => {
    assert.deepEqual(replicationObjectPolicy(SOURCE, [REPLICA]), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
          Resource: "arn:aws:s3:::acme-archive",
        },
        {
          Effect: "Allow",
          Action: [
            "s3:GetObjectVersionForReplication",
            "s3:GetObjectVersionAcl",
            "s3:GetObjectVersionTagging",
          ],
          Resource: "arn:aws:s3:::acme-archive/*",
        },
        {
          Effect: "Allow",
          Action: ["s3:ReplicateObject", "s3:ReplicateTags", "s3:ReplicateDelete"],
          Resource: "arn:aws:s3:::acme-replica/*",
        },
      ],
    });
  });

  it("reads retention and legal holds only with Object Lock", () => {
    const actions = (objectLock: boolean) =>
      replicationObjectPolicy({ ...SOURCE, objectLock }, [REPLICA]).Statement[1]?.Action;
    assert.deepEqual(actions(true), [
      "s3:GetObjectVersionForReplication",
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionTagging",
      "s3:GetObjectRetention",
      "s3:GetObjectLegalHold",
    ]);
    assert.equal(JSON.stringify(actions(false)).includes("Retention"), false);
  });

  it("reads only the prefixes that the rules replicate", () => {
    const objects = (prefixes: readonly string[]) =>
      replicationObjectPolicy({ ...SOURCE, prefixes }, [REPLICA]).Statement[1]?.Resource;
    assert.deepEqual(objects(["b/", "a/", "b/"]), [
      "arn:aws:s3:::acme-archive/a/*",
      "arn:aws:s3:::acme-archive/b/*",
    ]);
    assert.equal(objects(["logs/"]), "arn:aws:s3:::acme-archive/logs/*");
    assert.equal(objects(["logs/", ""]), "arn:aws:s3:::acme-archive/*");
    assert.equal(objects([]), "arn:aws:s3:::acme-archive/*");
  });

  it("may delete only in the replicas that get delete markers, and give away only those of other accounts", () => {
    const other = { bucketArn: "arn:aws:s3:::other", deleteMarkers: false, ownerOverride: true };
    const third = { bucketArn: "arn:aws:s3:::third", deleteMarkers: true, ownerOverride: false };
    assert.deepEqual(replicationObjectPolicy(SOURCE, [REPLICA, other, third]).Statement.slice(2), [
      {
        Effect: "Allow",
        Action: ["s3:ReplicateObject", "s3:ReplicateTags", "s3:ReplicateDelete"],
        Resource: ["arn:aws:s3:::acme-replica/*", "arn:aws:s3:::third/*"],
      },
      {
        Effect: "Allow",
        Action: ["s3:ReplicateObject", "s3:ReplicateTags", "s3:ObjectOwnerOverrideToBucketOwner"],
        Resource: "arn:aws:s3:::other/*",
      },
    ]);
  });
});

describe("what the replication role may do with keys", () => {
  const source = {
    bucketArn: "arn:aws:s3:::a",
    keyArn: "arn:aws:kms:eu-west-1:1:key/s",
    region: "eu-west-1",
  };
  const replica = {
    bucketArn: "arn:aws:s3:::b",
    keyArn: "arn:aws:kms:eu-north-1:1:key/r",
    region: "eu-north-1",
  };

  it("uses each key exactly, through S3 in its region, for its bucket in both forms of the context", () => {
    assert.deepEqual(replicationKeyPolicy(source, [replica]), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: "arn:aws:kms:eu-west-1:1:key/s",
          Condition: {
            StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
            StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::a", "arn:aws:s3:::a/*"] },
          },
        },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
          Resource: "arn:aws:kms:eu-north-1:1:key/r",
          Condition: {
            StringEquals: { "kms:ViaService": "s3.eu-north-1.amazonaws.com" },
            StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] },
          },
        },
      ],
    });
  });

  it("names amazonaws.com as the service in China too, as KMS does", () => {
    const china = { ...replica, region: "cn-north-1" };
    const [statement] = replicationKeyPolicy(china, []).Statement;
    assert.deepEqual(statement?.Condition?.["StringEquals"], {
      "kms:ViaService": "s3.cn-north-1.amazonaws.com",
    });
  });
});

describe("who may assume the replication role", () => {
  it("is S3 only, without a condition that S3 could fail", () => {
    assert.deepEqual(replicationTrustPolicy(), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
  });
});
