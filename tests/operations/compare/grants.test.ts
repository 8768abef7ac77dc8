import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluate } from "../../../model/evaluation";
import type { PolicyDocument, PolicyStatement } from "../../../model/evaluation/types";
import { grantsOf, isCovered } from "../../../operations/compare/grants";

const READER = "arn:aws:iam::444455556666:role/reader";
const BASE: PolicyStatement = {
  Effect: "Allow",
  Principal: { AWS: READER },
  Action: ["s3:GetObject", "s3:List*"],
  Resource: "arn:aws:s3:::acme/reports/*",
};

function documentOf(...Statement: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement };
}

/** The actions on resources that a document allows and the other does not. */
function notCovered(base: PolicyStatement, head: PolicyStatement): readonly string[] {
  return grantsOf(documentOf(head), head.Effect)
    .filter((grant) => !isCovered(grant, documentOf(base), "2012-10-17"))
    .map(({ principal, action, resource }) => [principal, action, resource].join(" "));
}

describe("what a statement allows", () => {
  const cases: readonly {
    readonly name: string;
    readonly base?: Partial<PolicyStatement>;
    readonly head: Partial<PolicyStatement>;
    readonly isWider: boolean;
  }[] = [
    { name: "the same", head: {}, isWider: false },
    { name: "an action that a pattern covers", head: { Action: "s3:ListBucket" }, isWider: false },
    { name: "an action in other letters", head: { Action: "S3:getobject" }, isWider: false },
    { name: "one more action", head: { Action: ["s3:GetObject", "s3:PutObject"] }, isWider: true },
    { name: "a pattern for an action", head: { Action: "s3:Get*" }, isWider: true },
    { name: "part of the resource", head: { Resource: "arn:aws:s3:::acme/reports/2026/*" }, isWider: false },
    { name: "more of the resource", head: { Resource: "arn:aws:s3:::acme/*" }, isWider: true },
    { name: "another principal", head: { Principal: { AWS: `${READER}2` } }, isWider: true },
    { name: "everybody", head: { Principal: "*" }, isWider: true },
    { name: "one of everybody", base: { Principal: "*" }, head: {}, isWider: false },
    {
      name: "an account by its id",
      base: { Principal: { AWS: "arn:aws:iam::444455556666:root" } },
      head: { Principal: { AWS: "444455556666" } },
      isWider: false,
    },
    {
      name: "a role of an account that IAM policies decide about",
      base: { Principal: { AWS: "444455556666" } },
      head: {},
      isWider: true,
    },
    {
      name: "a service instead of a role",
      head: { Principal: { Service: "logging.s3.amazonaws.com" } },
      isWider: true,
    },
    {
      name: "a condition that is gone",
      base: { Condition: { Bool: { "aws:SecureTransport": "true" } } },
      head: {},
      isWider: true,
    },
    {
      name: "a condition that is new",
      head: { Condition: { Bool: { "aws:SecureTransport": "true" } } },
      isWider: false,
    },
    {
      name: "one more value of a condition",
      base: { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } },
      head: { Condition: { StringEquals: { "aws:PrincipalOrgID": ["o-1", "o-2"] } } },
      isWider: true,
    },
    {
      name: "one value less of a condition",
      base: { Condition: { StringEquals: { "aws:PrincipalOrgID": ["o-1", "o-2"] } } },
      head: { Condition: { stringequals: { "AWS:principalorgid": "o-2" } } },
      isWider: false,
    },
    {
      name: "a pattern of a condition that is narrower",
      base: { Condition: { StringLike: { "s3:prefix": "a/*" } } },
      head: { Condition: { StringLike: { "s3:prefix": "a/b/*" } } },
      isWider: false,
    },
    {
      name: "a negated condition with one value less",
      base: { Condition: { StringNotEquals: { "aws:SourceVpc": ["vpc-1", "vpc-2"] } } },
      head: { Condition: { StringNotEquals: { "aws:SourceVpc": ["vpc-1"] } } },
      isWider: true,
    },
    {
      name: "a negated condition with one more value",
      base: { Condition: { StringNotEquals: { "aws:SourceVpc": ["vpc-1"] } } },
      head: { Condition: { StringNotEquals: { "aws:SourceVpc": ["vpc-1", "vpc-2"] } } },
      isWider: false,
    },
    {
      name: "another operator",
      base: { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } },
      head: { Condition: { StringLike: { "aws:PrincipalOrgID": "o-*" } } },
      isWider: true,
    },
  ];
  for (const { name, base, head, isWider } of cases) {
    it(`${isWider ? "is wider" : "is no wider"}: ${name}`, () => {
      const wider = notCovered({ ...BASE, ...base }, { ...BASE, ...head });
      assert.equal(wider.length > 0, isWider, wider.join("\n"));
    });
  }

  it("names only what is new of it", () => {
    assert.deepEqual(
      notCovered(BASE, {
        ...BASE,
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: ["arn:aws:s3:::acme/reports/*", "arn:aws:s3:::acme/other/*"],
      }),
      [
        `${READER} s3:GetObject arn:aws:s3:::acme/other/*`,
        `${READER} s3:PutObject arn:aws:s3:::acme/reports/*`,
        `${READER} s3:PutObject arn:aws:s3:::acme/other/*`,
      ],
    );
  });

  it("with NotAction is wider when it leaves out less", () => {
    const { Action: _, ...rest } = BASE;
    const leavingOut = (...NotAction: readonly string[]): PolicyStatement => ({ ...rest, NotAction });
    assert.equal(notCovered(leavingOut("s3:Delete*", "s3:Put*"), leavingOut("s3:Delete*")).length, 1);
    assert.deepEqual(notCovered(leavingOut("s3:Delete*"), leavingOut("s3:Delete*", "s3:Put*")), []);
    assert.deepEqual(notCovered(leavingOut("s3:Delete*"), BASE), [
      `${READER} s3:List* arn:aws:s3:::acme/reports/*`,
    ]);
    assert.equal(notCovered(BASE, leavingOut("s3:Delete*")).length, 1);
  });

  it("is not compared across versions of the policy language where it has variables", () => {
    const home = documentOf({ ...BASE, Resource: ["arn:aws:s3:::acme/$", "{aws:username}/*"].join("") });
    const [grant] = grantsOf(home, "Allow");
    assert.ok(grant);
    assert.equal(isCovered(grant, home, "2012-10-17"), true);
    assert.equal(isCovered(grant, home, "2008-10-17"), false);
  });

  it("allows nothing that the base refuses, where every part of it is covered", () => {
    const principals = [READER, "arn:aws:iam::444455556666:role/other", "*"];
    const actions = ["s3:GetObject", "s3:PutObject", "s3:Get*", "s3:*"];
    const resources = ["arn:aws:s3:::acme/a", "arn:aws:s3:::acme/b", "arn:aws:s3:::acme/*"];
    const conditions = [
      undefined,
      { StringEquals: { "aws:SourceVpc": "vpc-1" } },
      { StringEquals: { "aws:SourceVpc": ["vpc-1", "vpc-2"] } },
      { StringNotEquals: { "aws:SourceVpc": "vpc-1" } },
      { StringLike: { "aws:SourceVpc": "vpc-*" } },
    ];
    const statement = fc
      .record({
        principal: fc.constantFrom(...principals),
        actions: fc.uniqueArray(fc.constantFrom(...actions), { minLength: 1, maxLength: 2 }),
        notActions: fc.boolean(),
        resources: fc.uniqueArray(fc.constantFrom(...resources), { minLength: 1, maxLength: 2 }),
        condition: fc.constantFrom(...conditions),
      })
      .map(
        (one): PolicyStatement => ({
          Effect: "Allow",
          Principal: { AWS: one.principal },
          ...(one.notActions ? { NotAction: one.actions } : { Action: one.actions }),
          Resource: one.resources,
          ...(one.condition !== undefined && { Condition: one.condition }),
        }),
      );
    const several = fc.array(statement, { minLength: 1, maxLength: 3 });
    let covered = 0;
    fc.assert(
      fc.property(several, several, (old, now) => {
        const [base, head] = [documentOf(...old), documentOf(...now)];
        if (grantsOf(head, "Allow").some((grant) => !isCovered(grant, base, base.Version))) return;
        covered++;
        for (const arn of principals.slice(0, 2)) {
          for (const action of ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]) {
            for (const resource of resources.slice(0, 2)) {
              for (const vpc of ["vpc-1", "vpc-2", "vpc-3"]) {
                const verdict = (document: PolicyDocument) =>
                  evaluate(
                    {
                      caller: { kind: "role", arn, account: "444455556666" },
                      action,
                      resource,
                      resourceAccount: "444455556666",
                      context: { "aws:SourceVpc": [vpc] },
                    },
                    { identity: [], resource: { label: "bucket policy", document }, resourceKind: "bucket" },
                  ).verdict;
                if (verdict(head) === "allowed") assert.equal(verdict(base), "allowed");
              }
            }
          }
        }
      }),
      { numRuns: 2000, seed: 12 },
    );
    assert.ok(covered > 50, `only ${covered} pairs were covered`);
  });
});
