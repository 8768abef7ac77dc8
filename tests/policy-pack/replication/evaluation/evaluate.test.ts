import { strict as assert } from "node:assert";
import {
  type AccessRequest,
  type ApplicablePolicies,
  type Decision,
  evaluate,
  type PolicyStatement,
} from "../../../../policy-pack/replication/evaluation";
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
  s3,
  session,
  THERE,
  USER_ARN,
  user,
} from "./cast";

/** A row: what is asked and given beside the usual, and the verdict. */
interface Row {
  readonly it: string;
  readonly asked?: Partial<AccessRequest>;
  readonly given: Partial<ApplicablePolicies>;
  readonly verdict: Decision["verdict"];
  readonly explicit?: boolean;
}

function check(rows: readonly Row[]): void {
  for (const row of rows) {
    it(row.it, () => {
      const { verdict, explicit } = evaluate(call(row.asked), policies(row.given));
      assert.deepEqual({ verdict, explicit }, { verdict: row.verdict, explicit: row.explicit });
    });
  }
}

const identity = [everything("identity policy")];
const nothingElse = policy("boundary", { Effect: "Allow", Action: "ec2:*", Resource: "*" });
const denied = { verdict: "denied", explicit: false } as const;
const forbidden = { verdict: "denied", explicit: true } as const;
const allowed = { verdict: "allowed" } as const;
const unknown = { verdict: "unknown" } as const;

function bucket(Principal: PolicyStatement["Principal"] & {}, parts: Partial<PolicyStatement> = {}) {
  return policy("bucket policy", {
    Effect: "Allow",
    Principal,
    Action: "s3:*",
    Resource: `${BUCKET}/*`,
    ...parts,
  });
}

const deny: PolicyStatement = { Effect: "Deny", Action: "s3:Replicate*", Resource: "*" };

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

describe("what is not known", () => {
  const tls = { Bool: { "aws:SecureTransport": "false" } };
  const open: PolicyStatement = { Effect: "Allow", Action: "*", Resource: "*" };
  const hidden = { label: "second policy", document: { unknown: "computed at deployment" } };
  check([
    {
      it: "leaves an Allow open",
      given: { identity: [policy("p", { ...open, Condition: tls })] },
      ...unknown,
    },
    {
      it: "leaves a Deny open",
      given: { identity: [policy("p", open, { ...deny, Condition: tls })] },
      ...unknown,
    },
    {
      it: "does not matter under a known Deny",
      given: { identity: [policy("p", deny, { ...open, Condition: tls })] },
      ...forbidden,
    },
    {
      it: "does not matter beside a known Allow",
      given: { identity: [policy("p", open, { ...open, Condition: tls })] },
      ...allowed,
    },
    {
      it: "does not matter where nothing allows anyway",
      given: { identity: [policy("p", { ...deny, Condition: tls })] },
      ...denied,
    },
    {
      it: "does not matter beside another condition that is false",
      asked: { context: { "aws:UserAgent": ["b"] } },
      given: {
        identity: [policy("p", { ...open, Condition: { ...tls, StringEquals: { "aws:UserAgent": "a" } } })],
      },
      ...denied,
    },
    {
      it: "does not matter in a statement about another action",
      given: { identity: [policy("p", open, { ...deny, Action: "s3:PutObject", Condition: tls })] },
      ...allowed,
    },
    { it: "may be a whole document that could deny", given: { identity: [...identity, hidden] }, ...unknown },
    { it: "may be a whole document that could allow", given: { identity: [hidden] }, ...unknown },
    {
      it: "does not matter in a document under a known Deny",
      given: { identity: [policy("p", deny), hidden] },
      ...forbidden,
    },
    {
      it: "does not matter in a boundary when nothing else allows",
      given: { boundary: hidden },
      ...denied,
    },
  ]);
});

describe("a service as caller", () => {
  const asked = { caller: s3, resourceAccount: THERE };
  const service = { Service: "s3.amazonaws.com" };
  check([
    {
      it: "is allowed by a policy that names it, in any account",
      asked,
      given: { resource: bucket(service) },
      ...allowed,
    },
    { it: "is allowed by a policy for all principals", asked, given: { resource: bucket("*") }, ...allowed },
    {
      it: "is not allowed by a policy for another service",
      asked,
      given: { resource: bucket({ Service: "ec2.amazonaws.com" }) },
      ...denied,
    },
    {
      it: "is not allowed by a policy for an account",
      asked,
      given: { resource: bucket({ AWS: THERE }) },
      ...denied,
    },
    { it: "is not allowed without a policy", asked, given: {}, ...denied },
    {
      it: "is left out of a Deny by aws:PrincipalIsAWSService",
      asked,
      given: {
        resource: policy(
          "bucket policy",
          { Effect: "Allow", Principal: service, Action: "*", Resource: "*" },
          {
            Effect: "Deny",
            Principal: "*",
            Action: "*",
            Resource: "*",
            Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } },
          },
        ),
      },
      ...allowed,
    },
  ]);
});

describe("facts that follow from the caller", () => {
  const onlyIf = (Condition: PolicyStatement["Condition"] & {}) => ({
    identity: [policy("p", { Effect: "Allow", Action: "*", Resource: "*", Condition })],
  });
  check([
    { it: "are its ARN", given: onlyIf({ ArnEquals: { "aws:PrincipalArn": ROLE_ARN } }), ...allowed },
    { it: "are its account", given: onlyIf({ StringEquals: { "aws:PrincipalAccount": HERE } }), ...allowed },
    {
      it: "are its type",
      given: onlyIf({ StringEquals: { "aws:PrincipalType": "AssumedRole" } }),
      ...allowed,
    },
    {
      it: "are that a role has no user name",
      given: onlyIf({ Null: { "aws:username": "false" } }),
      ...denied,
    },
    {
      it: "are a user's name",
      asked: { caller: user },
      given: onlyIf({ StringEquals: { "aws:username": "ann" } }),
      ...allowed,
    },
    {
      it: "are that it is no service",
      given: onlyIf({ Bool: { "aws:PrincipalIsAWSService": "true" } }),
      ...denied,
    },
    {
      it: "are the resource's account",
      given: onlyIf({ StringEquals: { "aws:ResourceAccount": HERE } }),
      ...allowed,
    },
    {
      it: "give way to what the context says",
      asked: { context: { "aws:PrincipalArn": { undetermined: "hidden" } } },
      given: onlyIf({ ArnEquals: { "aws:PrincipalArn": ROLE_ARN } }),
      ...unknown,
    },
    {
      it: "are not its organisation",
      given: onlyIf({ StringEquals: { "aws:PrincipalOrgID": "o-1" } }),
      ...unknown,
    },
  ]);
});

describe("actions and resources", () => {
  const onlyFor = (parts: Partial<PolicyStatement>) => ({
    identity: [
      policy("p", { Effect: "Allow", Action: "*", Resource: "*", ...parts } satisfies PolicyStatement),
    ],
  });
  const without = (parts: Partial<PolicyStatement>): Partial<ApplicablePolicies> => ({
    identity: [policy("p", { Effect: "Allow", ...parts })],
  });
  check([
    { it: "match an action in any case", given: onlyFor({ Action: "S3:replicateobject" }), ...allowed },
    { it: "match an action by wildcards", given: onlyFor({ Action: "s3:Repl*Ob?ect" }), ...allowed },
    { it: "match no action of another service", given: onlyFor({ Action: "kms:*" }), ...denied },
    { it: "match no action without a service", given: onlyFor({ Action: "ReplicateObject" }), ...denied },
    {
      it: "match any action but those of NotAction",
      given: without({ NotAction: "kms:*", Resource: "*" }),
      ...allowed,
    },
    {
      it: "match no action of NotAction",
      given: without({ NotAction: ["kms:*", "s3:Rep*"], Resource: "*" }),
      ...denied,
    },
    { it: "match a resource by case", given: onlyFor({ Resource: "arn:aws:s3:::Replica/*" }), ...denied },
    { it: "match over slashes", given: onlyFor({ Resource: "arn:aws:s3:::rep*" }), ...allowed },
    { it: "match one character for ?", given: onlyFor({ Resource: `${BUCKET}/?.txt` }), ...allowed },
    { it: "match no empty text for ?", given: onlyFor({ Resource: `${BUCKET}/a.txt?` }), ...denied },
    {
      it: "match every partition by a wildcard",
      given: onlyFor({ Resource: `arn:*:s3:::replica/*` }),
      ...allowed,
    },
    {
      it: "match no other account's field",
      given: onlyFor({ Resource: `arn:aws:s3::${HERE}:replica/*` }),
      ...denied,
    },
    { it: "complete an incomplete ARN", given: onlyFor({ Resource: "arn:aws:s3" }), ...allowed },
    {
      it: "do not complete an incomplete ARN in a bucket policy",
      given: { resource: bucket({ AWS: ROLE_ARN }, { Resource: "arn:aws:s3" }) },
      ...denied,
    },
    {
      it: "match any resource but those of NotResource",
      given: without({ Action: "*", NotResource: "arn:aws:s3:::other/*" }),
      ...allowed,
    },
    {
      it: "match no resource of NotResource",
      given: without({ Action: "*", NotResource: `${BUCKET}/*` }),
      ...denied,
    },
    {
      it: "match a key with colons as it is",
      asked: { resource: `${BUCKET}/a:b:c` },
      given: onlyFor({ Resource: `${BUCKET}/a:*` }),
      ...allowed,
    },
  ]);
});
