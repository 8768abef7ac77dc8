import { strict as assert } from "node:assert";
import { type ApplicablePolicies, evaluate } from "../../../model/evaluation";
import {
  BUCKET,
  call,
  everything,
  HERE,
  policies,
  policy,
  ROLE_ARN,
  role,
  root,
  SESSION_ARN,
  session,
  THERE,
  USER_ARN,
  user,
} from "./cast";
import { allowed, bucket, check, denied, deny, forbidden, identity } from "./rows";

const nothingElse = policy("boundary", { Effect: "Allow", Action: "ec2:*", Resource: "*" });

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
describe("a call within one account", () => {
  check([
    { it: "is denied by default", given: {}, ...denied },
    { it: "is allowed by an identity policy alone", given: { identity }, ...allowed },
    { it: "is allowed by a bucket policy alone", given: { resource: bucket({ AWS: ROLE_ARN }) }, ...allowed },
    {
      it: "is not allowed by a bucket policy for its account",
      given: { resource: bucket({ AWS: HERE }) },
      ...denied,
    },
    {
      it: "is denied by a Deny in any identity policy",
      given: { identity: [...identity, policy("second", deny)] },
      ...forbidden,
    },
    {
      it: "is denied by a Deny in the bucket policy",
      given: { identity, resource: bucket("*", { Effect: "Deny" }) },
      ...forbidden,
    },
    {
      it: "is denied by a Deny for its account",
      given: { identity, resource: bucket({ AWS: `arn:aws:iam::${HERE}:root` }, { Effect: "Deny" }) },
      ...forbidden,
    },
    {
      it: "is denied by a Deny in the boundary",
      given: { identity, boundary: policy("boundary", deny, { ...deny, Effect: "Allow" }) },
      ...forbidden,
    },
    {
      it: "is not touched by a Deny for another role",
      given: { identity, resource: bucket({ AWS: `${ROLE_ARN}2` }, { Effect: "Deny" }) },
      ...allowed,
    },
    { it: "needs no policy when the root user makes it", asked: { caller: root }, given: {}, ...allowed },
    {
      it: "is denied even to the root user by a Deny",
      asked: { caller: root },
      given: { resource: bucket("*", { Effect: "Deny" }) },
      ...forbidden,
    },
  ]);
});

// The table "Resource-based policies and implicit denies in other policy types" of the same page.
describe("a boundary that does not allow the call", () => {
  const boundary = nothingElse;
  check([
    { it: "limits identity policies", given: { identity, boundary }, ...denied },
    {
      it: "limits a bucket policy for the role",
      given: { boundary, resource: bucket({ AWS: ROLE_ARN }) },
      ...denied,
    },
    {
      it: "does not limit a bucket policy for the session",
      asked: { caller: session },
      given: { boundary, resource: bucket({ AWS: SESSION_ARN }) },
      ...allowed,
    },
    {
      it: "does not limit a bucket policy for the user",
      asked: { caller: user },
      given: { boundary, resource: bucket({ AWS: USER_ARN }) },
      ...allowed,
    },
    {
      it: "does not limit a bucket policy for everyone with the role in a condition",
      given: {
        boundary,
        resource: bucket("*", { Condition: { ArnEquals: { "aws:PrincipalArn": ROLE_ARN } } }),
      },
      ...allowed,
    },
    {
      it: "limits the session across accounts",
      asked: { caller: session, resourceAccount: THERE },
      given: { identity, boundary, resource: bucket({ AWS: SESSION_ARN }) },
      ...denied,
    },
    {
      it: "lets the same role through where it does allow the call",
      given: { boundary: everything("boundary"), resource: bucket({ AWS: ROLE_ARN }) },
      ...allowed,
    },
    { it: "grants nothing by itself", given: { boundary: everything("boundary") }, ...denied },
  ]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
describe("a call into another account", () => {
  const asked = { resourceAccount: THERE };
  const resource = bucket({ AWS: ROLE_ARN });
  check([
    { it: "is allowed when both sides allow", asked, given: { identity, resource }, ...allowed },
    { it: "is denied when only the caller's side allows", asked, given: { identity }, ...denied },
    { it: "is denied when only the owner's side allows", asked, given: { resource }, ...denied },
    {
      it: "is allowed by delegation to the account",
      asked,
      given: { identity, resource: bucket({ AWS: HERE }) },
      ...allowed,
    },
    {
      it: "is allowed by a bucket policy for everyone",
      asked,
      given: { identity, resource: bucket("*") },
      ...allowed,
    },
    {
      it: "is not allowed by the owner's own account",
      asked,
      given: { identity, resource: bucket({ AWS: THERE }) },
      ...denied,
    },
    {
      it: "is denied by a Deny on either side",
      asked,
      given: { identity: [...identity, policy("second", deny)], resource },
      ...forbidden,
    },
    {
      it: "needs no identity policy when the root user makes it",
      asked: { ...asked, caller: root },
      given: { resource: bucket({ AWS: HERE }) },
      ...allowed,
    },
  ]);
});

describe("a bucket whose owner is not known", () => {
  const asked = call({ caller: role });
  const { resourceAccount: _, ...anonymous } = asked;
  const verdict = (given: Partial<ApplicablePolicies>) => evaluate(anonymous, policies(given)).verdict;
  it("is judged where both answers are the same", () => {
    assert.equal(verdict({ identity, resource: bucket({ AWS: ROLE_ARN }) }), "allowed");
    assert.equal(verdict({}), "denied");
    assert.equal(verdict({ identity, resource: bucket("*", { Effect: "Deny" }) }), "denied");
  });
  it("is left open where they differ", () => {
    assert.equal(verdict({ identity }), "unknown");
    assert.equal(
      evaluate(anonymous, policies({ identity })).because,
      `the account that owns ${BUCKET}/a.txt is not known, and the answer depends on it`,
    );
  });
});
