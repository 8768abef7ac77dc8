import assert from "node:assert/strict";
import type { AnalyzerResource } from "../../../operations/policy/analyzerResource";
import {
  everyReplicationRoleIsNarrow,
  everyReplicationRoleTrustsS3,
  replicationPermissions,
  replicationRoleTrust,
} from "../../../policy-pack/policies/roles";
import { judgeStack } from "../judge";
import { changed, find, settledStack, UNKNOWN } from "../stacks";
import { type Case, describeCases, documentOf, type Statement } from "./documentCases";

const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
/** A policy variable, which the linter would take for a template. */
const variable = (name: string) => `\${${name}}`;

const replicate: Statement = {
  Effect: "Allow",
  Action: "s3:ReplicateObject",
  Resource: "arn:aws:s3:::replica/*",
};
const trust: Statement = {
  Effect: "Allow",
  Principal: { Service: "s3.amazonaws.com" },
  Action: "sts:AssumeRole",
};

/** Resources that reach further than one bucket or key, and how a report says so. */
const wideResources: readonly (readonly [string, RegExp])[] = [
  ...["*", "**", "arn", "a*"].map((text) => [text, /expected an ARN, found/] as const),
  ...[
    "*:*",
    "arn:*",
    "arn:aws",
    "arn:aws:kms",
    "arn:aws:kms:",
    "arn:aws:kms:eu-west-1",
    "arn:aws:kms:eu-west-1:111122223333",
    "arn:aws:s3",
    "arn:aws:s3::",
    "arn:aws:s3:*",
    "arn:aws:*:::archive",
  ].map((text) => [text, /expected a whole ARN, found/] as const),
  ...[
    "arn:aws:s3:::*/logs",
    "arn:aws:s3:::archive-?/*",
    `arn:aws:s3:::${variable("aws:PrincipalTag/team")}-archive/*`,
    "arn:aws:s3:eu-west-1:*:accesspoint/a",
  ].map((text) => [text, /expected one bucket, found/] as const),
  ...["arn:aws:kms:*:111122223333:key/0a1b", `arn:aws:kms:eu-west-1:111122223333:key/${variable("a:b")}`].map(
    (text) => [text, /expected one key, found/] as const,
  ),
];
const narrowResources: readonly string[] = [
  "arn:aws:s3:::archive",
  "arn:aws:s3:::archive/*",
  "arn:aws-cn:s3:::archive/logs/*",
  `arn:aws:s3:::archive/${variable("aws:PrincipalTag/team")}/*`,
  "arn:aws:kms:eu-west-1:111122223333:key/0a1b",
];

describeCases(
  replicationPermissions,
  [[ROLE_POLICY, "policy"]],
  [
    ...wideResources.map(
      ([Resource, expected]): Case => [
        `the resource ${Resource}`,
        documentOf({ ...replicate, Resource }),
        expected,
      ],
    ),
    ...narrowResources.map(
      (Resource): Case => [`the resource ${Resource}`, documentOf({ ...replicate, Resource }), "fine"],
    ),
    [
      "data key actions as a family, in other letters",
      documentOf(replicate, {
        Effect: "Allow",
        Action: "KMS:generatedatakey*",
        Resource: "arn:aws:kms:eu-west-1:111122223333:key/0a1b",
      }),
      "fine",
    ],
    [
      "another family of actions, in other letters",
      documentOf(replicate, {
        Effect: "Allow",
        Action: "KMS:generate*",
        Resource: "arn:aws:kms:eu-west-1:111122223333:key/0a1b",
      }),
      /expected a name, found "KMS:generate\*"/,
    ],
    [
      "actions of any service that fit",
      documentOf(replicate, { Effect: "Allow", Action: "k*:Decrypt", Resource: "arn:aws:s3:::archive" }),
      /expected a name, found "k\*:Decrypt"/,
    ],
  ],
);

describeCases(
  replicationRoleTrust,
  [[ROLE, "assumeRolePolicy"]],
  [
    [
      "S3 in other letters",
      documentOf({
        ...trust,
        Principal: { Service: ["S3.amazonaws.com", "batchOperations.S3.amazonaws.com"] },
      }),
      "fine",
    ],
    [
      "S3 in other letters and an account",
      documentOf({ ...trust, Principal: { Service: "S3.amazonaws.com", AWS: "111122223333" } }),
      /expected only S3 as principal, found \{"AWS":"111122223333"\}/,
    ],
  ],
);

describe("every-replication-role-is-narrow", () => {
  const withPolicy = (policy: string): readonly AnalyzerResource[] => {
    const stack = settledStack();
    const own = find(stack, ROLE_POLICY, "role");
    const properties = { name: "more", role: find(stack, ROLE, "role").properties["name"], policy };
    return [...stack, { ...own, name: "more", urn: `${own.urn}-more`, properties }];
  };
  const judged = (statement: Statement) =>
    judgeStack(everyReplicationRoleIsNarrow, withPolicy(JSON.stringify(documentOf(statement))));

  const wide: readonly (readonly [Statement, readonly RegExp[]])[] = [
    [
      { Action: "iam:*", Resource: "arn:aws:iam::111122223333:role/archive" },
      [/expected a name, found "iam:\*"/],
    ],
    [
      { Action: "lambda:*", Resource: "*" },
      [/expected a name, found "lambda:\*"/, /expected an ARN, found "\*"/],
    ],
    [{ Action: "sts:AssumeRole", Resource: "*" }, [/expected an ARN, found "\*"/]],
    [
      { Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/admin" },
      [/expected one resource, found "arn:aws:iam::\*:role\/admin"/],
    ],
    [{ Action: "sts:AssumeRole", Resource: "arn:aws:iam::111122223333:role/*" }, [/expected one resource/]],
    [{ Action: "s3-object-lambda:*", Resource: "*" }, [/found "s3-object-lambda:\*"/, /found "\*"/]],
    ...wideResources.map(
      ([Resource, expected]) => [{ Action: "kms:Decrypt", Resource }, [expected]] as const,
    ),
  ];
  for (const [statement, expected] of wide) {
    it(`refuses ${JSON.stringify(statement)}`, async () => {
      const { violations, urns } = await judged({ Effect: "Allow", ...statement });
      assert.equal(violations.length, expected.length, violations.join("\n"));
      for (const [index, each] of expected.entries()) assert.match(violations[index] ?? "", each);
      assert.deepEqual(new Set(urns), new Set([find(settledStack(), ROLE, "role").urn]));
    });
  }

  const narrow: readonly Statement[] = [
    { Action: "sts:AssumeRole", Resource: "arn:aws:iam::111122223333:role/other" },
    { Action: "logs:PutLogEvents", Resource: "arn:aws:logs:eu-west-1:111122223333:log-group:archive:*" },
    { Effect: "Deny", Action: "iam:*", Resource: "*" },
    ...narrowResources.map((Resource) => ({ Action: "s3:GetObjectVersionForReplication", Resource })),
  ];
  for (const statement of narrow) {
    it(`accepts ${JSON.stringify(statement)}`, async () => {
      const { violations, notApplicable } = await judged({ Effect: "Allow", ...statement });
      assert.deepEqual([violations, notApplicable], [[], []]);
    });
  }

  it("leaves open a policy that is not known yet", async () => {
    const { violations, notApplicable } = await judgeStack(everyReplicationRoleIsNarrow, withPolicy(UNKNOWN));
    assert.deepEqual(violations, []);
    assert.equal(notApplicable.length, 1);
  });
});

describe("every-replication-role-trusts-only-s3", () => {
  const judged = (...statements: readonly Statement[]) =>
    judgeStack(
      everyReplicationRoleTrustsS3,
      changed(settledStack(), ROLE, "role", { assumeRolePolicy: JSON.stringify(documentOf(...statements)) }),
    );
  const deny = { ...trust, Effect: "Deny" };

  for (const [title, statement] of [
    ["S3", deny],
    ["S3 in other letters", { ...deny, Principal: { Service: "S3.AmazonAWS.com" } }],
    ["everybody", { ...deny, Principal: "*", Action: "*" }],
    ["everybody but an account", { ...deny, Principal: undefined, NotPrincipal: { AWS: "111122223333" } }],
  ] as const) {
    it(`refuses a role that lets S3 assume it and denies it to ${title}`, async () => {
      const { violations } = await judged(trust, statement);
      assert.equal(violations.length, 1, violations.join("\n"));
      assert.match(violations[0] ?? "", /^statement 2 of .*: expected no statement that keeps S3 from/);
    });
  }

  for (const [title, statement] of [
    ["another service", { ...deny, Principal: { Service: "lambda.amazonaws.com" } }],
    ["everybody but S3", { ...deny, Principal: undefined, NotPrincipal: { Service: "s3.amazonaws.com" } }],
    ["S3, for other actions", { ...deny, Action: "sts:TagSession" }],
    ["S3, under a condition", { ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } }],
  ] as const) {
    it(`accepts a role that lets S3 assume it and denies ${title}`, async () => {
      const { violations, notApplicable } = await judged(trust, statement);
      assert.deepEqual([violations, notApplicable], [[], []]);
    });
  }

  it("accepts S3 in other letters", async () => {
    const { violations } = await judged({ ...trust, Principal: { Service: "S3.amazonaws.com" } });
    assert.deepEqual(violations, []);
  });
});
