import assert from "node:assert/strict";
import { readerKeyUses, readerReads } from "../../../components/documents/readers";

const BUCKET = { bucketArn: "arn:aws:s3:::acme-archive", region: "eu-west-1" };
const AUDITORS = "arn:aws:iam::444455556666:role/finance/auditors";

describe("readers", () => {
  it("list and read below their prefix, and nothing else", () => {
    assert.deepEqual(readerReads(BUCKET, [{ principals: [AUDITORS], prefix: "reports/" }]), [
      {
        Sid: "Readers1List",
        Effect: "Allow",
        Principal: { AWS: AUDITORS },
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::acme-archive",
        Condition: { StringLike: { "s3:prefix": "reports/*" } },
      },
      {
        Sid: "Readers1Read",
        Effect: "Allow",
        Principal: { AWS: AUDITORS },
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: "arn:aws:s3:::acme-archive/reports/*",
      },
    ]);
  });

  it("decrypt through S3 in the bucket's region, in both forms of the bucket's encryption context", () => {
    assert.deepEqual(readerKeyUses(BUCKET, [{ principals: [AUDITORS], prefix: "reports/" }]), [
      {
        Sid: "Readers1Decrypt",
        Effect: "Allow",
        Principal: { AWS: AUDITORS },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
          StringLike: {
            "kms:EncryptionContext:aws:s3:arn": [
              "arn:aws:s3:::acme-archive",
              "arn:aws:s3:::acme-archive/reports/*",
            ],
          },
        },
      },
    ]);
  });

  it("without a prefix see the whole bucket, without a condition that a listing could miss", () => {
    const [list, read] = readerReads(BUCKET, [{ principals: [AUDITORS], prefix: "" }]);
    assert.equal(list?.Condition, undefined);
    assert.equal(read?.Resource, "arn:aws:s3:::acme-archive/*");
  });

  it("may be accounts, which stand for everybody whom the account lets, in the region's partition", () => {
    const principal = (region: string, ...principals: readonly string[]) =>
      readerReads({ ...BUCKET, region }, [{ principals, prefix: "" }])[0]?.Principal;
    assert.deepEqual(principal("eu-west-1", "444455556666"), { AWS: "arn:aws:iam::444455556666:root" });
    assert.deepEqual(principal("cn-north-1", "444455556666", "777788889999"), {
      AWS: ["arn:aws-cn:iam::444455556666:root", "arn:aws-cn:iam::777788889999:root"],
    });
  });

  it("of several groups keep to their own prefixes", () => {
    const statements = readerReads(BUCKET, [
      { principals: [AUDITORS], prefix: "reports/" },
      { principals: ["444455556666"], prefix: "public/" },
    ]);
    assert.deepEqual(
      statements.map(({ Sid, Resource }) => `${Sid} ${String(Resource)}`),
      [
        "Readers1List arn:aws:s3:::acme-archive",
        "Readers1Read arn:aws:s3:::acme-archive/reports/*",
        "Readers2List arn:aws:s3:::acme-archive",
        "Readers2Read arn:aws:s3:::acme-archive/public/*",
      ],
    );
    assert.deepEqual(readerReads(BUCKET, []), []);
    assert.deepEqual(readerKeyUses(BUCKET, []), []);
  });
});
