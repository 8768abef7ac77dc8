import assert from "node:assert/strict";
import { limitsCallers } from "../../aws/publicPrincipals";
import { problemsOf } from "../../components/checks";
import { receivingProblemsOf } from "../../components/checks/receiving";
import { ownBucketStatements } from "../../components/documents/ownStatements";
import type { PolicyOptions, PolicyStatementArgs } from "../../components/policyOptions";
import { problemLine } from "../../components/problems";
import { parseSettings } from "../../components/settings";
import { judge, topologyFromRehearsal } from "../../model";
import { ofType, planOf, policyOf, programPlan, resource, SMALL } from "../helpers/plans";

const ROLE = "arn:aws:iam::444455556666:role/audit";
const AUDIT: PolicyStatementArgs = {
  Sid: "Audit",
  Effect: "Allow",
  Principal: { AWS: [ROLE] },
  Action: ["s3:GetBucketPolicy"],
};
const DENY: PolicyStatementArgs = {
  Sid: "CompanyGuard",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:GetObjectVersionForReplication",
};
const PRIMARY = SMALL.primary;

function problems(primary: PolicyOptions, replica: PolicyOptions = {}): readonly string[] {
  const replicas = [{ region: "eu-central-1", ...replica }];
  return problemsOf({ ...SMALL, primary: { ...PRIMARY, ...primary }, replicas }).map(problemLine);
}

function statements(document: { readonly [element: string]: unknown }): readonly { Sid?: string }[] {
  assert.ok(Array.isArray(document["Statement"]));
  return document["Statement"];
}

describe("statements of the arguments", () => {
  it("come last in the policies of the bucket and key that they are for, and in no other policy", async () => {
    const plan = await planOf({
      primary: { ...PRIMARY, bucketPolicyStatements: [AUDIT] },
      replicas: [
        {
          region: "eu-central-1",
          keyPolicyStatements: [{ ...AUDIT, Action: "kms:GetKeyPolicy" }],
        },
        { region: "eu-north-1" },
      ],
    });
    const bucket = statements(policyOf(resource(plan, "aws:s3:BucketPolicy", "archive-primary-policy")));
    assert.deepEqual(bucket.at(-1), {
      Sid: "Audit",
      Effect: "Allow",
      Principal: { AWS: ROLE },
      Action: "s3:GetBucketPolicy",
      Resource: ["arn:aws:s3:::acme-archive", "arn:aws:s3:::acme-archive/*"],
    });
    const key = statements(policyOf(resource(plan, "aws:kms:Key", "archive-eu-central-1-key")));
    assert.deepEqual(key.at(-1), {
      Sid: "Audit",
      Effect: "Allow",
      Principal: { AWS: ROLE },
      Action: "kms:GetKeyPolicy",
      Resource: "*",
    });
    const all = [...ofType(plan, "aws:s3:BucketPolicy"), ...ofType(plan, "aws:kms:Key")];
    const withAudit = all.filter((one) => statements(policyOf(one)).some(({ Sid }) => Sid === "Audit"));
    assert.deepEqual(withAudit.map(({ name }) => name).sort(), [
      "archive-eu-central-1-key",
      "archive-primary-policy",
    ]);
  });

  it("are read from settings with texts, lists, numbers and truth values, for primary, replicas and receiver", async () => {
    const statement = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Condition: { NumericGreaterThan: { "s3:content-length": 5 }, Bool: { "aws:ViaAWSService": false } },
    };
    const written = {
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "s3:PutObject",
      Condition: { NumericGreaterThan: { "s3:content-length": "5" }, Bool: { "aws:ViaAWSService": "false" } },
    };
    const ofBucket = (bucket: string) => ({
      ...written,
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    });
    const sender = await programPlan({
      prefix: "acme",
      primaryRegion: "eu-west-1",
      bucketPolicyStatements: [statement],
      replicas: [{ region: "eu-central-1", bucketPolicyStatements: [statement] }],
    });
    for (const [name, bucket] of [
      ["archive-primary-policy", "acme-archive"],
      ["archive-eu-central-1-policy", "acme-archive-replication-eu-central-1"],
    ] as const)
      assert.deepEqual(
        JSON.parse(
          JSON.stringify(statements(policyOf(resource(sender, "aws:s3:BucketPolicy", name))).at(-1)),
        ),
        sorted(ofBucket(bucket)),
      );
    const receiver = await programPlan({
      prefix: "partner",
      receiver: { region: "eu-north-1", bucketName: "vault", sourceAccountId: "111122223333" },
      bucketPolicyStatements: [statement],
    });
    const vault = statements(policyOf(resource(receiver, "aws:s3:BucketPolicy", "vault-policy")));
    assert.deepEqual(vault.at(-1), sorted(ofBucket("vault")));
  });

  it("that deny what replication needs break the route, which names the statement", async () => {
    const reports = judge(
      topologyFromRehearsal(await planOf({ primary: { ...PRIMARY, bucketPolicyStatements: [DENY] } })),
    );
    assert.deepEqual(
      reports.map(({ verdict }) => verdict),
      ["broken"],
    );
    const unmet = reports.flatMap(({ requirements }) =>
      requirements.filter(({ verdict }) => verdict === "unmet").map(({ because }) => because),
    );
    assert.match(unmet.join("\n"), /CompanyGuard/);
  });

  it("that deny it on the key of one replica break that route and no other", async () => {
    const guard: PolicyStatementArgs = { ...DENY, Action: "kms:Encrypt" };
    const reports = judge(
      topologyFromRehearsal(
        await planOf({
          replicas: [{ region: "eu-central-1", keyPolicyStatements: [guard] }, { region: "eu-north-1" }],
        }),
      ),
    );
    assert.deepEqual(
      reports.map(({ rule, verdict }) => [rule, verdict]),
      [
        ["eu-central-1", "broken"],
        ["eu-north-1", "works"],
      ],
    );
  });

  it("leave every route as it is where they are about others", async () => {
    const other: PolicyStatementArgs = {
      ...DENY,
      Action: "s3:*",
      Condition: { StringNotEquals: { "aws:PrincipalAccount": ["111122223333"] } },
    };
    const reports = judge(
      topologyFromRehearsal(
        await planOf({ primary: { ...PRIMARY, bucketPolicyStatements: [AUDIT, other] } }),
      ),
    );
    assert.deepEqual(
      reports.map(({ verdict }) => verdict),
      ["works"],
    );
  });

  for (const [what, primary, expected] of [
    [
      "everybody without a condition",
      { bucketPolicyStatements: [{ ...AUDIT, Principal: "*" }] },
      'primary.bucketPolicyStatements[0].Principal: expected named principals, or a condition that names accounts, an organization or a network, found "*"; name the principals, or add a condition such as StringEquals aws:PrincipalOrgID: this would be public',
    ],
    [
      "no principal",
      { bucketPolicyStatements: [{ ...AUDIT, Principal: {} }] },
      "primary.bucketPolicyStatements[0].Principal: expected who the statement is about, found {}; name a role, a user, an account or a service, e.g. { AWS: arn:aws:iam::444455556666:role/audit }",
    ],
    [
      "another bucket",
      { bucketPolicyStatements: [{ ...AUDIT, Resource: "arn:aws:s3:::acme-archives/*" }] },
      'primary.bucketPolicyStatements[0].Resource: expected arn:aws:s3:::acme-archive or objects in it, arn:aws:s3:::acme-archive/*, found "arn:aws:s3:::acme-archives/*"; s3 refuses a policy about another bucket; correct it, or leave Resource out for the bucket and all of its objects',
    ],
    [
      "a key's own ARN",
      { keyPolicyStatements: [{ ...AUDIT, Action: "kms:Decrypt", Resource: "arn:aws:kms:x" }] },
      'primary.keyPolicyStatements[0].Resource: expected "*", which is the key itself in its policy, found "arn:aws:kms:x"; leave it out',
    ],
    [
      "actions of S3 for a key",
      { keyPolicyStatements: [AUDIT] },
      'primary.keyPolicyStatements[0].Action: expected actions of kms, since this is the policy of a key, found ["s3:GetBucketPolicy"]; write them with the service in front, e.g. kms:Decrypt',
    ],
    [
      "a name that a built statement has",
      { bucketPolicyStatements: [{ ...AUDIT, Sid: "TlsOnly" }] },
      'primary.bucketPolicyStatements[0].Sid: expected a name that no other statement of the policy has, found "TlsOnly" again; choose another name, or leave Sid out',
    ],
    [
      "one name twice",
      { bucketPolicyStatements: [AUDIT, { ...DENY, Sid: "Audit" }] },
      'primary.bucketPolicyStatements[1].Sid: expected a name that no other statement of the policy has, found "Audit" again; choose another name, or leave Sid out',
    ],
    [
      "a name with a space",
      { bucketPolicyStatements: [{ ...AUDIT, Sid: "the audit" }] },
      'primary.bucketPolicyStatements[0].Sid: expected letters and digits, found "the audit"; choose a name such as AuditorsRead',
    ],
    [
      "more than a policy takes",
      {
        bucketPolicyStatements: Array.from({ length: 150 }, (_, index) => ({
          ...AUDIT,
          Sid: `Audit${index}`,
        })),
      },
      /^bucketName: expected a policy of the bucket of at most 20480 bytes, found \d+; shorten your own statements, name fewer readers and writers, or put them behind one role or account$/,
    ],
  ] satisfies readonly (readonly [string, PolicyOptions, string | RegExp])[]) {
    it(`are refused with ${what}`, () => {
      const told = problems(primary);
      assert.equal(told.length, 1, told.join("\n"));
      if (typeof expected === "string") assert.equal(told[0], expected);
      else assert.match(told[0] ?? "", expected);
    });
  }

  it("may name everybody where a condition limits who that is, and in a Deny", () => {
    const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
    assert.deepEqual(problems({ bucketPolicyStatements: [{ ...AUDIT, Principal: "*", Condition }] }), []);
    assert.deepEqual(
      problems({ bucketPolicyStatements: [{ ...DENY, Resource: "arn:aws:s3:::acme-archive/*" }] }),
      [],
    );
  });

  it("of replicas are checked against the replica's own bucket, and refused for one that exists", () => {
    const own = { ...AUDIT, Resource: "arn:aws:s3:::acme-archive" };
    assert.match(
      problems({}, { bucketPolicyStatements: [own] }).join("\n"),
      /^replicas\[0\]\.bucketPolicyStatements\[0\]\.Resource: expected arn:aws:s3:::acme-archive-replication-eu-central-1 or/,
    );
    const existing = {
      region: "eu-north-1",
      bucketArn: "arn:aws:s3:::vault",
      keyArn: "arn:aws:kms:eu-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      keyPolicyStatements: [{ ...AUDIT, Action: "kms:Decrypt" }],
    };
    assert.match(
      problemsOf({ ...SMALL, replicas: [existing] })
        .map(problemLine)
        .join("\n"),
      /^replicas\[0\]\.keyPolicyStatements: expected only bucketArn, found /,
    );
  });

  it("of a receiving bucket are checked in the same way", () => {
    const told = receivingProblemsOf({
      bucketName: "vault",
      region: "eu-north-1",
      source: { accountId: "111122223333" },
      bucketPolicyStatements: [{ ...AUDIT, Sid: "ReplicationWrites" }],
      keyPolicyStatements: [AUDIT],
    }).map(({ path }) => path);
    assert.deepEqual(told, ["keyPolicyStatements[0].Action", "bucketPolicyStatements[0].Sid"]);
  });

  for (const [statement, expected] of [
    [
      { Efect: "Allow" },
      'bucketPolicyStatements[0].Efect: expected a known setting, found "Efect"; did you mean "Effect"?',
    ],
    [
      { NotPrincipal: { AWS: ROLE } },
      'bucketPolicyStatements[0].NotPrincipal: expected a known setting, found "NotPrincipal"; did you mean "Principal"?',
    ],
    [
      { Effect: "allow" },
      'bucketPolicyStatements[0].Effect: expected one of Allow, Deny, found "allow"; did you mean "Allow"?',
    ],
    [
      { Principal: { Aws: ROLE } },
      'bucketPolicyStatements[0].Principal.Aws: expected a known setting, found "Aws"; did you mean "AWS"?',
    ],
    [
      { Action: undefined },
      "bucketPolicyStatements[0].Action: expected a list, found nothing; add it to the stack's settings",
    ],
  ] as const) {
    it(`in settings are told about ${JSON.stringify(statement)}`, () => {
      const parsed = parseSettings({
        prefix: "acme",
        primaryRegion: "eu-west-1",
        replicas: ["eu-central-1"],
        bucketPolicyStatements: [{ Effect: "Deny", Principal: "*", Action: "s3:*", ...statement }],
      });
      const told = "problems" in parsed ? parsed.problems.map(problemLine) : [];
      assert.ok(told.includes(expected), told.join("\n"));
    });
  }

  it("that a JavaScript program writes with other elements are refused, with the reason", () => {
    const statement: PolicyStatementArgs = Object.assign({ NotAction: "s3:GetObject" }, AUDIT);
    assert.deepEqual(problems({ bucketPolicyStatements: [statement] }), [
      'primary.bucketPolicyStatements[0].NotAction: expected an element of a statement, found "NotAction"; it reaches more than what it names; name what the statement is for, and exceptions in a condition',
    ]);
  });

  it("keep resources that are given", () => {
    const [built] = ownBucketStatements("arn:aws:s3:::b", [{ ...AUDIT, Resource: ["arn:aws:s3:::b/x/*"] }]);
    assert.equal(built?.Resource, "arn:aws:s3:::b/x/*");
  });
});

/** The same value; its keys in the order in which a document is written. */
function sorted<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

describe("a condition limits callers", () => {
  for (const [operator, key, value, expected] of [
    ["StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5", true],
    ["stringequals", "AWS:principalorgid", "o-a1b2c3d4e5", true],
    ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*", true],
    ["IpAddress", "aws:SourceIp", "203.0.113.0/24", true],
    ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/*", false],
    ["StringLike", "aws:PrincipalOrgID", "*", false],
    ["IpAddress", "aws:SourceIp", "0.0.0.0/0", false],
    ["StringNotEquals", "aws:PrincipalAccount", "111122223333", false],
    ["StringEqualsIfExists", "aws:PrincipalAccount", "111122223333", false],
    ["StringEquals", "aws:PrincipalTag/team", "x", false],
    ["Bool", "aws:SecureTransport", "true", false],
  ] as const) {
    it(`${expected ? "by" : "not by"} ${operator} ${key} ${value}`, () =>
      assert.equal(limitsCallers(operator, key, [value]), expected));
  }
});
