import assert from "node:assert/strict";
import { bucketPolicyDocument } from "../../../components/documents/bucketPolicy";
import { keyPolicyDocument } from "../../../components/documents/keyPolicy";
import { readerKeyUses, readerReads } from "../../../components/documents/readers";
import { type AccessRequest, type ApplicablePolicies, evaluate } from "../../../model/evaluation";
import { answerOf, referenceAnswer } from "../../model/evaluation/differential/reference";

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

describe("the policies of a bucket with readers, as two evaluators read them", () => {
  const READERS = [{ principals: [AUDITORS], prefix: "reports/" }];
  const OWNER = "111122223333";
  const KEY = `arn:aws:kms:eu-west-1:${OWNER}:key/1234abcd`;
  const all = { Effect: "Allow", Action: "*", Resource: "*" } as const;
  // Their own account lets them do everything.
  const identity = [{ label: "own", document: { Version: "2012-10-17", Statement: [all] } }];
  const bucket: ApplicablePolicies = {
    identity,
    resource: {
      label: "bucket",
      document: bucketPolicyDocument(BUCKET.bucketArn, readerReads(BUCKET, READERS)),
    },
    resourceKind: "bucket",
  };
  const key: ApplicablePolicies = {
    identity,
    resource: {
      label: "key",
      document: keyPolicyDocument(BUCKET.region, OWNER, readerKeyUses(BUCKET, READERS)),
    },
    resourceKind: "key",
  };
  const clerk = "arn:aws:iam::444455556666:role/finance/clerk";
  const list = (prefix: string | undefined) => ({
    action: "s3:ListBucket",
    resource: BUCKET.bucketArn,
    says: { "s3:prefix": prefix },
  });
  const get = (name: string, action = "s3:GetObject") => ({
    action,
    resource: `${BUCKET.bucketArn}/${name}`,
    says: {},
  });
  const decrypt = (service: string, context: string) => ({
    action: "kms:Decrypt",
    resource: KEY,
    says: { "kms:ViaService": service, "kms:EncryptionContext:aws:s3:arn": context },
  });
  const HERE = "s3.eu-west-1.amazonaws.com";

  const cases: readonly {
    readonly who: string;
    readonly what: string;
    readonly call: {
      readonly action: string;
      readonly resource: string;
      readonly says: { readonly [key: string]: string | undefined };
    };
    readonly may: boolean;
  }[] = [
    { who: AUDITORS, what: "list the prefix", call: list("reports/"), may: true },
    { who: AUDITORS, what: "list below the prefix", call: list("reports/2026/"), may: true },
    { who: AUDITORS, what: "list everything", call: list(undefined), may: false },
    { who: AUDITORS, what: "list with an empty prefix", call: list(""), may: false },
    { who: AUDITORS, what: "list beside the prefix", call: list("report"), may: false },
    { who: AUDITORS, what: "get", call: get("reports/a"), may: true },
    { who: AUDITORS, what: "get a version", call: get("reports/a", "s3:GetObjectVersion"), may: true },
    { who: AUDITORS, what: "get beside the prefix", call: get("drawings/a"), may: false },
    { who: AUDITORS, what: "put", call: get("reports/a", "s3:PutObject"), may: false },
    { who: AUDITORS, what: "delete", call: get("reports/a", "s3:DeleteObject"), may: false },
    { who: AUDITORS, what: "read tags", call: get("reports/a", "s3:GetObjectTagging"), may: false },
    { who: AUDITORS, what: "decrypt under the bucket key", call: decrypt(HERE, BUCKET.bucketArn), may: true },
    {
      who: AUDITORS,
      what: "decrypt one object",
      call: decrypt(HERE, `${BUCKET.bucketArn}/reports/a`),
      may: true,
    },
    {
      who: AUDITORS,
      what: "decrypt an object beside the prefix",
      call: decrypt(HERE, `${BUCKET.bucketArn}/drawings/a`),
      may: false,
    },
    {
      who: AUDITORS,
      what: "decrypt for another bucket",
      call: decrypt(HERE, `${BUCKET.bucketArn}-2`),
      may: false,
    },
    {
      who: AUDITORS,
      what: "decrypt in another region",
      call: decrypt("s3.eu-north-1.amazonaws.com", BUCKET.bucketArn),
      may: false,
    },
    {
      who: AUDITORS,
      what: "decrypt through another service",
      call: decrypt("ec2.eu-west-1.amazonaws.com", BUCKET.bucketArn),
      may: false,
    },
    { who: clerk, what: "list the prefix", call: list("reports/"), may: false },
    { who: clerk, what: "get", call: get("reports/a"), may: false },
    { who: clerk, what: "decrypt", call: decrypt(HERE, BUCKET.bucketArn), may: false },
    {
      who: "arn:aws:iam::444455556666:role/auditors",
      what: "get without its path",
      call: get("reports/a"),
      may: false,
    },
  ];
  for (const { who, what, call, may } of cases) {
    it(`${may ? "let" : "keep"} ${who.split("/").at(-1)} ${may ? "" : "from: "}${what}`, async () => {
      const request: AccessRequest = {
        caller: { kind: "role", arn: who, account: "444455556666" },
        action: call.action,
        resource: call.resource,
        resourceAccount: OWNER,
        context: {
          "aws:SecureTransport": ["true"],
          ...Object.fromEntries(
            Object.entries(call.says).map(([name, value]) => [
              name,
              value === undefined ? { absent: true } : [value],
            ]),
          ),
        },
      };
      const policies = call.action.startsWith("kms:") ? key : bucket;
      const answer = answerOf(evaluate(request, policies));
      assert.equal(answer, may ? "allowed" : "denied");
      // The simulator ignores kms:EncryptionContext:aws:s3:arn, whose name it takes for a mistake.
      if (policies === bucket) assert.equal(await referenceAnswer(request, policies), answer);
    });
  }
});
