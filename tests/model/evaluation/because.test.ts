import { strict as assert } from "node:assert";
import { type Decision, evaluate, type PolicyStatement } from "../../../model/evaluation";
import { BUCKET, call, everything, HERE, policies, policy, ROLE_ARN, root, THERE } from "./cast";

const inline = 'inline policy "replicate" of role "archive"';
const bucketPolicy = "bucket policy of replica";
const asked = `s3:ReplicateObject on ${BUCKET}/a.txt`;

function because(
  identity: readonly PolicyStatement[],
  resource: readonly PolicyStatement[] | undefined,
  resourceAccount = HERE,
): Decision {
  return evaluate(
    call({ resourceAccount, context: { "s3:x-amz-acl": ["private"] } }),
    policies({
      identity: identity.length === 0 ? [] : [policy(inline, ...identity)],
      ...(resource && { resource: policy(bucketPolicy, ...resource) }),
    }),
  );
}

const write: PolicyStatement = {
  Sid: "Write",
  Effect: "Allow",
  Action: "s3:ReplicateObject",
  Resource: `${BUCKET}/*`,
};
const named: PolicyStatement = { ...write, Sid: "Role", Principal: { AWS: ROLE_ARN } };

describe("the reason for a decision", () => {
  it("names both statements that allow across accounts", () => {
    assert.equal(
      because([write], [named], THERE).because,
      `statement "Role" of ${bucketPolicy} allows ${asked}, as does statement "Write" of ${inline}`,
    );
  });

  it("carries the statement itself", () => {
    assert.deepEqual(because([write], undefined).statement, { policy: inline, statement: write });
  });

  it("counts statements without a Sid from 1", () => {
    const { Sid: _, ...nameless } = write;
    assert.equal(
      because([{ ...nameless, Action: "s3:Get*" }, nameless], undefined).because,
      `statement 2 of ${inline} allows ${asked}`,
    );
  });

  it("says what the root user may do", () => {
    assert.equal(
      evaluate(call({ caller: root }), policies()).because,
      `account ${HERE} may do everything in its own account`,
    );
  });

  it("is one lower-case line without a full stop", () => {
    for (const { because: text } of [
      because([], undefined),
      because([write], [], THERE),
      because([write], [named], THERE),
    ]) {
      assert.match(text, /^(?!.*[\n]).*[^.]$/);
      assert.doesNotMatch(text, /^[A-Z]/);
    }
  });
});

describe("the reason for a missing Allow", () => {
  const rows: readonly [string, readonly PolicyStatement[], string][] = [
    [
      "gives the Resource that does not cover the resource",
      [{ ...write, Resource: "arn:aws:s3:::other/*" }],
      `the nearest is statement "Write", and its Resource "arn:aws:s3:::other/*" does not cover ${BUCKET}/a.txt`,
    ],
    [
      "gives the action that was meant, perhaps",
      [
        { ...write, Action: ["kms:Decrypt", "s3:Delete*"] },
        { ...write, Sid: "Put", Action: ["s3:PutObject", "s3:ReplicateDelete"] },
      ],
      'the nearest is statement "Put", and its Action "s3:PutObject" or "s3:ReplicateDelete" does not cover s3:ReplicateObject',
    ],
    [
      "gives the condition's value and the call's",
      [{ ...write, Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } } }],
      'the nearest is statement "Write", and its condition StringEquals "s3:x-amz-acl" asks for "bucket-owner-full-control" and the call has "private"',
    ],
    [
      "prefers the statement of which less fails",
      [
        { ...write, Sid: "Far", Action: "s3:Get*", Resource: "arn:aws:s3:::other/*" },
        { ...write, Sid: "Near", Resource: BUCKET },
      ],
      `the nearest is statement "Near", and its Resource "${BUCKET}" does not cover ${BUCKET}/a.txt`,
    ],
    [
      "gives all that fails in it",
      [{ ...write, Resource: BUCKET, Condition: { Bool: { "s3:x-amz-acl": "true" } } }],
      `the nearest is statement "Write", and its Resource "${BUCKET}" does not cover ${BUCKET}/a.txt, and its condition Bool "s3:x-amz-acl" asks for "true" and the call has "private"`,
    ],
    [
      "gives every condition that fails, and none that holds",
      [
        {
          ...write,
          Condition: {
            StringEquals: { "s3:x-amz-acl": "public-read", "aws:PrincipalAccount": HERE },
            StringNotEquals: { "aws:PrincipalArn": ROLE_ARN },
          },
        },
      ],
      `the nearest is statement "Write", and its condition StringEquals "s3:x-amz-acl" asks for "public-read" and the call has "private", and its condition StringNotEquals "aws:PrincipalArn" asks for a value other than "${ROLE_ARN}" and the call has "${ROLE_ARN}"`,
    ],
    [
      "gives what NotAction and NotResource leave out",
      [{ Effect: "Allow", NotAction: "s3:Repl*", NotResource: `${BUCKET}/*` }],
      `the nearest is statement 1, and its NotAction "s3:Repl*" leaves out s3:ReplicateObject, and its NotResource "${BUCKET}/*" leaves out ${BUCKET}/a.txt`,
    ],
  ];
  for (const [sentence, statements, words] of rows) {
    it(sentence, () =>
      assert.equal(because(statements, undefined).because, `${inline} does not allow ${asked}: ${words}`),
    );
  }

  it("says that a policy has no Allow at all", () => {
    assert.equal(
      because([{ ...write, Effect: "Deny", Action: "s3:Delete*" }], undefined).because,
      `${inline} does not allow ${asked}: it has no Allow`,
    );
  });

  it("says which of several policies comes nearest", () => {
    const decision = evaluate(
      call(),
      policies({
        identity: [
          policy("first", { ...write, Action: "kms:*" }),
          policy("second", { ...write, Resource: BUCKET }),
        ],
      }),
    );
    assert.equal(
      decision.because,
      `none of first and second allows ${asked}: the nearest is statement "Write" of second, and its Resource "${BUCKET}" does not cover ${BUCKET}/a.txt`,
    );
  });

  it("says that another account's bucket has no policy", () => {
    assert.equal(
      because([write], undefined, THERE).because,
      `there is no bucket policy, and another account needs one for ${asked}`,
    );
  });

  it("names both sides where both lack it", () => {
    assert.equal(
      because([{ ...write, Resource: BUCKET }], [{ ...named, Principal: { AWS: THERE } }], THERE).because,
      `${bucketPolicy} does not allow ${asked}: the nearest is statement "Role", and its Principal is "${THERE}", not ${ROLE_ARN}; and ` +
        `${inline} does not allow ${asked}: the nearest is statement "Write", and its Resource "${BUCKET}" does not cover ${BUCKET}/a.txt`,
    );
  });

  it("names the boundary where only that lacks it", () => {
    const boundary = policy("permissions boundary", { ...write, Sid: "Reads", Action: "s3:Get*" });
    const decision = evaluate(call(), policies({ identity: [everything("p")], boundary }));
    assert.equal(
      decision.because,
      `permissions boundary does not allow ${asked}: the nearest is statement "Reads", and its Action "s3:Get*" does not cover s3:ReplicateObject`,
    );
    assert.equal(decision.statement?.policy, "permissions boundary");
  });
});

describe("the reason for a Deny", () => {
  const deny = (Condition?: PolicyStatement["Condition"]): PolicyStatement => ({
    Sid: "DenyOld",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: `${BUCKET}/*`,
    ...(Condition && { Condition }),
  });
  const rows: readonly [string, PolicyStatement["Condition"], string][] = [
    ["names the statement alone where that has no condition", undefined, ""],
    [
      "names the condition that holds, and the value that the call has",
      { StringNotEquals: { "s3:x-amz-acl": ["bucket-owner-full-control"] } },
      ': its condition StringNotEquals "s3:x-amz-acl" with "bucket-owner-full-control" holds, since the call has "private"',
    ],
    [
      "names every condition of it, since each has to hold",
      {
        ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" },
        StringNotEquals: { "aws:PrincipalAccount": [THERE] },
      },
      `: its condition ArnLike "aws:PrincipalArn" with "arn:aws:iam::*:role/*" holds, since the call has "${ROLE_ARN}", and its condition StringNotEquals "aws:PrincipalAccount" with "${THERE}" holds, since the call has "${HERE}"`,
    ],
  ];
  for (const [sentence, condition, words] of rows) {
    it(sentence, () => {
      const decision = because([write], [deny(condition)]);
      assert.equal(decision.because, `statement "DenyOld" of ${bucketPolicy} denies ${asked}${words}`);
      assert.equal(decision.explicit, true);
    });
  }

  it("says nothing of a Deny whose condition does not hold", () => {
    const decision = because([write], [deny({ StringEquals: { "s3:x-amz-acl": "public-read" } })]);
    assert.equal(decision.verdict, "allowed");
    assert.doesNotMatch(decision.because, /condition|DenyOld/);
  });
});

describe("the reason for an open answer", () => {
  it("names a document that is not known, and why", () => {
    const hidden = { label: "managed policy x", document: { unknown: "computed at deployment" } };
    const decision = evaluate(call(), policies({ identity: [hidden] }));
    assert.equal(
      decision.because,
      `whether managed policy x allows ${asked} is not known: its document is not known yet (computed at deployment)`,
    );
    assert.equal(decision.statement, undefined);
  });
  it("names the statement and the key that is not determined", () => {
    const decision = because(
      [write],
      [{ ...named, Sid: "Tls", Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
    );
    assert.equal(
      decision.because,
      `whether statement "Tls" of ${bucketPolicy} denies ${asked} is not known: its condition Bool "aws:SecureTransport" asks for "false" and the call does not determine aws:SecureTransport`,
    );
    assert.equal(decision.statement?.statement.Sid, "Tls");
    assert.equal(decision.explicit, undefined);
  });
});
