import assert from "node:assert/strict";
import { destinationPolicy } from "../../../components/documents/rolePolicy";
import { sourceAccountId, sourceKeyUse, sourceWrites } from "../../../components/documents/sourceRole";

const BUCKET = { bucketArn: "arn:aws:s3:::partner-vault", region: "eu-north-1" };
const roleArn = "arn:aws:iam::111122223333:role/service-role/acme-archive-replication";
const USE = { deleteMarkers: true, ownerOverride: true };

describe("the role of somebody else's stack", () => {
  it("writes replicas as its account under a condition, so that it need not exist yet", () => {
    assert.deepEqual(sourceWrites({ roleArn }, BUCKET, USE), {
      Sid: "ReplicationWrites",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: [
        "s3:ReplicateObject",
        "s3:ReplicateTags",
        "s3:ReplicateDelete",
        "s3:ObjectOwnerOverrideToBucketOwner",
      ],
      Resource: "arn:aws:s3:::partner-vault/*",
      Condition: { ArnEquals: { "aws:PrincipalArn": roleArn } },
    });
  });

  it("uses the key through S3 and for the bucket, under the same condition", () => {
    assert.deepEqual(sourceKeyUse({ roleArn }, BUCKET), {
      Sid: "ReplicationUse",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: {
        StringEquals: { "kms:ViaService": "s3.eu-north-1.amazonaws.com" },
        StringLike: {
          "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::partner-vault", "arn:aws:s3:::partner-vault/*"],
        },
        ArnEquals: { "aws:PrincipalArn": roleArn },
      },
    });
  });

  it("may be any role of an account, but none of its users", () => {
    const source = { accountId: "111122223333" };
    assert.deepEqual(sourceWrites(source, BUCKET, USE).Condition, {
      ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" },
    });
    assert.deepEqual(sourceKeyUse(source, { ...BUCKET, region: "cn-north-1" }).Principal, {
      AWS: "arn:aws-cn:iam::111122223333:root",
    });
    assert.equal(sourceAccountId(source), "111122223333");
    assert.equal(sourceAccountId({ roleArn }), "111122223333");
  });

  it("gives nothing away and deletes nothing where neither is wanted", () => {
    const use = { deleteMarkers: false, ownerOverride: false };
    assert.deepEqual(sourceWrites({ roleArn }, BUCKET, use).Action, [
      "s3:ReplicateObject",
      "s3:ReplicateTags",
    ]);
  });

  it("needs of its own account exactly what one destination takes", () => {
    const keyArn = "arn:aws:kms:eu-north-1:444455556666:key/1234abcd";
    assert.deepEqual(destinationPolicy({ ...BUCKET, keyArn, ...USE }), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: [
            "s3:ReplicateObject",
            "s3:ReplicateTags",
            "s3:ReplicateDelete",
            "s3:ObjectOwnerOverrideToBucketOwner",
          ],
          Resource: "arn:aws:s3:::partner-vault/*",
        },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
          Resource: keyArn,
          Condition: {
            StringEquals: { "kms:ViaService": "s3.eu-north-1.amazonaws.com" },
            StringLike: {
              "kms:EncryptionContext:aws:s3:arn": [
                "arn:aws:s3:::partner-vault",
                "arn:aws:s3:::partner-vault/*",
              ],
            },
          },
        },
      ],
    });
  });
});
