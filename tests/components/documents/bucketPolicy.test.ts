import assert from "node:assert/strict";
import { bucketPolicyDocument, replicationWrites } from "../../../components/documents/bucketPolicy";
import { keyPolicyDocument, replicationUse } from "../../../components/documents/keyPolicy";
import {
  LOG_SOURCES,
  logDeliveryKeyUses,
  logDeliveryWrites,
} from "../../../components/documents/logDelivery";

const ROLE = "arn:aws:iam::111122223333:role/service-role/acme-archive-replication";

describe("the policy of a bucket", () => {
  it("refuses requests without TLS, and grants nothing by itself", () => {
    assert.deepEqual(bucketPolicyDocument("arn:aws:s3:::acme-archive", []), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws:s3:::acme-archive", "arn:aws:s3:::acme-archive/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("lets the role of another account write replicas, and leaves versioning to the owner", () => {
    const statement = replicationWrites(ROLE, "arn:aws:s3:::replica", {
      deleteMarkers: true,
      ownerOverride: true,
    });
    assert.deepEqual(statement, {
      Sid: "ReplicationWrites",
      Effect: "Allow",
      Principal: { AWS: ROLE },
      Action: [
        "s3:ReplicateObject",
        "s3:ReplicateTags",
        "s3:ReplicateDelete",
        "s3:ObjectOwnerOverrideToBucketOwner",
      ],
      Resource: "arn:aws:s3:::replica/*",
    });
  });
});

describe("the policy of a key", () => {
  it("leaves administration to the account in the region's partition", () => {
    const principal = (region: string) =>
      keyPolicyDocument(region, "111122223333", []).Statement[0]?.Principal;
    assert.deepEqual(principal("eu-west-1"), { AWS: "arn:aws:iam::111122223333:root" });
    assert.deepEqual(principal("cn-north-1"), { AWS: "arn:aws-cn:iam::111122223333:root" });
    assert.deepEqual(principal("us-gov-west-1"), { AWS: "arn:aws-us-gov:iam::111122223333:root" });
  });

  it("lets the role use the key only through S3 and only for the bucket", () => {
    const bucket = { bucketArn: "arn:aws:s3:::replica", region: "eu-central-1" };
    assert.deepEqual(replicationUse(ROLE, ["kms:Decrypt"], bucket), {
      Sid: "ReplicationUse",
      Effect: "Allow",
      Principal: { AWS: ROLE },
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: {
        StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
        StringLike: {
          "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::replica", "arn:aws:s3:::replica/*"],
        },
      },
    });
  });
});

describe("delivery of logs", () => {
  const bucket = { bucketArn: "arn:aws:s3:::logs", region: "eu-west-1", accountId: "111122223333" };
  const cases = [
    {
      source: "cloudtrail",
      principal: "cloudtrail.amazonaws.com",
      objects: "AWSLogs/111122223333/*",
      statements: 2,
    },
    { source: "cloudwatch-logs", principal: "logs.eu-west-1.amazonaws.com", objects: "*", statements: 2 },
    { source: "s3-access-logs", principal: "logging.s3.amazonaws.com", objects: "*", statements: 1 },
    {
      source: "vpc-flow-logs",
      principal: "delivery.logs.amazonaws.com",
      objects: "AWSLogs/111122223333/*",
      statements: 2,
    },
  ] as const;

  for (const { source, principal, objects, statements } of cases) {
    it(`lets ${source} write for the own account only`, () => {
      const writes = logDeliveryWrites(bucket, [source]);
      assert.equal(writes.length, statements);
      const write = writes.at(-1);
      assert.deepEqual(write?.Principal, { Service: principal });
      assert.equal(write?.Action, "s3:PutObject");
      assert.equal(write?.Resource, `arn:aws:s3:::logs/${objects}`);
      for (const statement of writes) {
        assert.equal(statement.Condition?.["StringEquals"]?.["aws:SourceAccount"], "111122223333");
      }
      const [use] = logDeliveryKeyUses(bucket, [source]);
      assert.deepEqual(use?.Principal, { Service: principal });
      assert.deepEqual(use?.Condition, { StringEquals: { "aws:SourceAccount": "111122223333" } });
    });
  }

  it("covers every source in the table above, and grants nothing where none is wanted", () => {
    assert.deepEqual(
      cases.map(({ source }) => source),
      [...LOG_SOURCES],
    );
    assert.deepEqual(logDeliveryWrites(bucket, []), []);
    assert.deepEqual(logDeliveryKeyUses(bucket, []), []);
  });

  it("names the service as China does", () => {
    const [read] = logDeliveryWrites({ ...bucket, region: "cn-north-1" }, ["cloudwatch-logs"]);
    assert.deepEqual(read?.Principal, { Service: "logs.cn-north-1.amazonaws.com.cn" });
  });
});
