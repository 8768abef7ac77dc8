import { strict as assert } from "node:assert";
import {
  type AccessRequest,
  type ApplicablePolicies,
  type Decision,
  defaultKeyPolicy,
  evaluate,
  type Grant,
  type PolicyStatement,
} from "../../../model/evaluation";
import {
  call,
  everything,
  HERE,
  KEY_HERE,
  KEY_THERE,
  policy,
  ROLE_ARN,
  role,
  root,
  SESSION_ARN,
  session,
  THERE,
} from "./cast";

const identity = [everything("identity policy")];
const rootOf = (account: string) => `arn:aws:iam::${account}:root`;

function keyPolicy(...statements: readonly Partial<PolicyStatement>[]) {
  return policy(
    "key policy",
    ...statements.map(
      (parts) => ({ Effect: "Allow", Action: "kms:*", Resource: "*", ...parts }) satisfies PolicyStatement,
    ),
  );
}

const delegating = keyPolicy({ Principal: { AWS: rootOf(HERE) } });
const forRole = keyPolicy({ Principal: { AWS: ROLE_ARN } });

function decide(key: string, parts: Partial<ApplicablePolicies>, caller = role): Decision {
  const { resourceAccount: _, ...request } = call({ caller, action: "kms:Decrypt", resource: key });
  return evaluate(request, { identity: [], resourceKind: "key", ...parts });
}

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
describe("a key policy", () => {
  const rows: readonly [string, string, Partial<ApplicablePolicies>, Decision["verdict"]][] = [
    [
      "that delegates to the account makes IAM policies count",
      KEY_HERE,
      { identity, resource: delegating },
      "allowed",
    ],
    ["that delegates grants nothing by itself", KEY_HERE, { resource: delegating }, "denied"],
    [
      "that does not delegate makes IAM policies worthless",
      KEY_HERE,
      { identity, resource: keyPolicy({ Principal: { AWS: `${ROLE_ARN}-admin` } }) },
      "denied",
    ],
    [
      "that delegates other actions only makes IAM policies worthless",
      KEY_HERE,
      { identity, resource: keyPolicy({ Principal: { AWS: rootOf(HERE) }, Action: "kms:Describe*" }) },
      "denied",
    ],
    ["that names the role is enough within the account", KEY_HERE, { resource: forRole }, "allowed"],
    [
      "that names everyone is enough within the account",
      KEY_HERE,
      { resource: keyPolicy({ Principal: { AWS: "*" } }) },
      "allowed",
    ],
    [
      "that names the role is limited by its boundary",
      KEY_HERE,
      { resource: forRole, boundary: policy("boundary", { Effect: "Allow", Action: "s3:*", Resource: "*" }) },
      "denied",
    ],
    [
      "of another account that names the role needs an IAM policy too",
      KEY_THERE,
      { resource: forRole },
      "denied",
    ],
    [
      "of another account that names the role works with an IAM policy",
      KEY_THERE,
      { identity, resource: forRole },
      "allowed",
    ],
    [
      "of another account that names the caller's account works with an IAM policy",
      KEY_THERE,
      { identity, resource: delegating },
      "allowed",
    ],
    [
      "of another account that delegates only to its own account shuts others out",
      KEY_THERE,
      { identity, resource: keyPolicy({ Principal: { AWS: rootOf(THERE) } }) },
      "denied",
    ],
    ["that was never stated is the default one, which delegates", KEY_HERE, { identity }, "allowed"],
    ["that was never stated shuts other accounts out", KEY_THERE, { identity }, "denied"],
    [
      "with a Deny beats every Allow",
      KEY_HERE,
      {
        identity,
        resource: keyPolicy({ Principal: { AWS: rootOf(HERE) } }, { Effect: "Deny", Principal: "*" }),
      },
      "denied",
    ],
    [
      "that names the key itself in Resource covers it",
      KEY_HERE,
      { resource: keyPolicy({ Principal: { AWS: ROLE_ARN }, Resource: KEY_HERE }) },
      "allowed",
    ],
    [
      "that names an alias in Resource covers nothing",
      KEY_HERE,
      {
        resource: keyPolicy({
          Principal: { AWS: ROLE_ARN },
          Resource: `arn:aws:kms:eu-west-1:${HERE}:alias/archive`,
        }),
      },
      "denied",
    ],
    [
      "that is not known leaves the answer open",
      KEY_HERE,
      { identity, resource: { label: "key policy", document: { unknown: "computed" } } },
      "unknown",
    ],
    [
      "that is not known does not matter under a Deny of the caller's own",
      KEY_HERE,
      {
        identity: [policy("p", { Effect: "Deny", Action: "kms:*", Resource: "*" })],
        resource: { label: "key policy", document: { unknown: "computed" } },
      },
      "denied",
    ],
  ];
  for (const [sentence, key, parts, verdict] of rows) {
    it(sentence, () => assert.equal(decide(key, parts).verdict, verdict));
  }

  it("must let even the root user in", () => {
    assert.equal(decide(KEY_HERE, { resource: delegating }, root).verdict, "allowed");
    assert.equal(decide(KEY_HERE, { resource: forRole }, root).verdict, "denied");
  });

  it("is what the reason speaks of where it does not delegate", () => {
    const { because, explicit } = decide(KEY_HERE, {
      identity,
      resource: keyPolicy({ Sid: "Admins", Principal: { AWS: `${ROLE_ARN}-admin` } }),
    });
    assert.equal(
      because,
      `key policy does not allow kms:Decrypt on ${KEY_HERE}: the nearest is statement "Admins", and its Principal is "${ROLE_ARN}-admin", not ${ROLE_ARN}`,
    );
    assert.equal(explicit, false);
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
describe("the default key policy", () => {
  for (const [partition, principal] of [
    ["aws", "arn:aws:iam::111122223333:root"],
    ["aws-cn", "arn:aws-cn:iam::111122223333:root"],
  ] as const) {
    it(`names the account by its ARN in ${partition}`, () => {
      const { document } = defaultKeyPolicy("111122223333", partition);
      assert.ok("Statement" in document);
      assert.deepEqual(
        document.Statement.map(({ Principal }) => Principal),
        [{ AWS: principal }],
      );
    });
  }
});

describe("a grant on a key", () => {
  const closed = keyPolicy({ Principal: { AWS: `${ROLE_ARN}-admin` } });
  const grants = [{ grantee: ROLE_ARN, operations: ["Decrypt", "GenerateDataKey"] }];

  it("is enough within the account, without key policy and IAM", () => {
    const decision = decide(KEY_HERE, { resource: closed, grants });
    assert.equal(decision.verdict, "allowed");
    assert.equal(decision.because, `a grant to ${ROLE_ARN} allows kms:Decrypt on ${KEY_HERE}`);
  });
  it("counts only for its operations", () => {
    assert.equal(
      decide(KEY_HERE, { resource: closed, grants: [{ grantee: ROLE_ARN, operations: ["Encrypt"] }] })
        .verdict,
      "denied",
    );
  });
  it("counts only for its grantee", () => {
    assert.equal(
      decide(KEY_HERE, { resource: closed, grants: [{ grantee: `${ROLE_ARN}2`, operations: ["Decrypt"] }] })
        .verdict,
      "denied",
    );
  });
  it("counts for a session only where that is known to be the caller", () => {
    const toSession = [{ grantee: SESSION_ARN, operations: ["Decrypt"] }];
    assert.equal(decide(KEY_HERE, { resource: closed, grants: toSession }, session).verdict, "allowed");
    assert.equal(decide(KEY_HERE, { resource: closed, grants: toSession }, role).verdict, "unknown");
  });
  it("does not stand against a Deny", () => {
    const denying = keyPolicy({ Principal: { AWS: rootOf(HERE) } }, { Effect: "Deny", Principal: "*" });
    assert.equal(decide(KEY_HERE, { resource: denying, grants }).verdict, "denied");
  });
  it("works across accounts with an IAM policy; without one AWS does not say", () => {
    assert.equal(decide(KEY_THERE, { identity, resource: closed, grants }).verdict, "allowed");
    assert.equal(decide(KEY_THERE, { resource: closed, grants }).verdict, "unknown");
  });
  describe("with a constraint on the encryption context", () => {
    const object = { "aws:s3:arn": "arn:aws:s3:::replica/a" };
    const other = { "aws:s3:arn": "arn:aws:s3:::replica" };
    const keys = { "kms:EncryptionContextKeys": ["aws:s3:arn"] };
    const seen = { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::replica/a"], ...keys };
    const rows: readonly [string, Partial<Grant>, AccessRequest["context"], Decision["verdict"]][] = [
      ["counts for that context", { encryptionContextSubset: object }, seen, "allowed"],
      ["counts for exactly that context", { encryptionContextEquals: object }, seen, "allowed"],
      ["does not count for another one", { encryptionContextSubset: other }, seen, "denied"],
      ["does not count for exactly another one", { encryptionContextEquals: other }, seen, "denied"],
      [
        "does not count exactly where there is more",
        { encryptionContextEquals: object },
        { ...seen, "kms:EncryptionContextKeys": ["aws:s3:arn", "x"] },
        "denied",
      ],
      [
        "counts in part where there is more",
        { encryptionContextSubset: object },
        { ...seen, "kms:EncryptionContextKeys": ["aws:s3:arn", "x"] },
        "allowed",
      ],
      ["is undecided where the context is not known", { encryptionContextSubset: object }, {}, "unknown"],
    ];
    for (const [sentence, constraint, context, verdict] of rows) {
      it(sentence, () => {
        const request = call({ action: "kms:Decrypt", resource: KEY_HERE, context });
        const constrained = [{ grantee: ROLE_ARN, operations: ["Decrypt"], ...constraint }];
        const given = { identity: [], resource: closed, resourceKind: "key", grants: constrained } as const;
        assert.equal(evaluate(request, given).verdict, verdict);
      });
    }
  });
  it("means nothing for a bucket", () => {
    const given = {
      identity: [],
      resourceKind: "bucket",
      grants: [{ grantee: ROLE_ARN, operations: ["ReplicateObject"] }],
    } as const;
    assert.equal(evaluate(call(), given).verdict, "denied");
  });
});
