import assert from "node:assert/strict";
import { exceptFor } from "../../../components/documents/principals";
import {
  onlyWriters,
  uploadKeyUse,
  uploads,
  versionDeletesOnlyBy,
} from "../../../components/documents/writers";

const BUCKET = { bucketArn: "arn:aws:s3:::acme-archive", region: "eu-west-1" };
const WRITER = "arn:aws:iam::111122223333:role/app/writer";

describe("writers", () => {
  it("upload objects of any size, and set tags only where they trigger replication", () => {
    assert.deepEqual(uploads("Writers", BUCKET, [WRITER], { tagging: false }), {
      Sid: "Writers",
      Effect: "Allow",
      Principal: { AWS: WRITER },
      Action: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
      Resource: "arn:aws:s3:::acme-archive/*",
    });
    assert.deepEqual(uploads("Uploaders", BUCKET, [WRITER], { tagging: true }).Action, [
      "s3:PutObject",
      "s3:AbortMultipartUpload",
      "s3:ListMultipartUploadParts",
      "s3:PutObjectTagging",
    ]);
  });

  it("use the key only through S3 and for the bucket", () => {
    assert.deepEqual(uploadKeyUse("WritersUse", BUCKET, [WRITER]), {
      Sid: "WritersUse",
      Effect: "Allow",
      Principal: { AWS: WRITER },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: {
        StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
        StringLike: {
          "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-archive", "arn:aws:s3:::acme-archive/*"],
        },
      },
    });
  });

  it("are the only ones to write and delete, besides services that another statement lets deliver", () => {
    assert.deepEqual(onlyWriters(BUCKET.bucketArn, [WRITER]), {
      Sid: "OnlyWriters",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"],
      Resource: "arn:aws:s3:::acme-archive/*",
      Condition: {
        ArnNotLike: { "aws:PrincipalArn": WRITER },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    });
  });
});

describe("everybody but some", () => {
  it("are neither one of the roles and users nor anybody of the accounts", () => {
    assert.deepEqual(exceptFor([WRITER, "444455556666", "arn:aws:iam::777788889999:root"]), {
      ArnNotLike: { "aws:PrincipalArn": WRITER },
      StringNotEquals: { "aws:PrincipalAccount": ["444455556666", "777788889999"] },
    });
    assert.deepEqual(exceptFor(["444455556666"]), {
      StringNotEquals: { "aws:PrincipalAccount": "444455556666" },
    });
    assert.deepEqual(exceptFor([WRITER]), { ArnNotLike: { "aws:PrincipalArn": WRITER } });
  });
});

describe("deletes of versions", () => {
  it("are refused to everybody but the named ones; delete markers are not", () => {
    assert.deepEqual(versionDeletesOnlyBy(BUCKET.bucketArn, [WRITER]), {
      Sid: "VersionDeletes",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:DeleteObjectVersion",
      Resource: "arn:aws:s3:::acme-archive/*",
      Condition: { ArnNotLike: { "aws:PrincipalArn": WRITER } },
    });
  });
});
