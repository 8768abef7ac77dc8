import { strict as assert } from "node:assert";
import { type Caller, type Decision, evaluate, type PolicyStatement } from "../../../model/evaluation";
import { call, everything, HERE, policy, ROLE_ARN, role, s3, THERE, USER_ARN, user } from "./cast";

const TARGET_THERE = `arn:aws:iam::${THERE}:role/target`;
const TARGET_HERE = `arn:aws:iam::${HERE}:role/target`;

function assume(
  caller: Caller,
  target: string,
  statements: readonly Partial<PolicyStatement>[],
  parts: Partial<Parameters<typeof evaluate>[1]> = {},
): Decision {
  const { resourceAccount: _, ...request } = call({ caller, action: "sts:AssumeRole", resource: target });
  const trust = policy(
    "trust policy of role target",
    ...statements.map((s) => ({ Effect: "Allow", Action: "sts:AssumeRole", ...s }) satisfies PolicyStatement),
  );
  return evaluate(request, { identity: [], resource: trust, resourceKind: "trust", ...parts });
}

const service = { Principal: { Service: "s3.amazonaws.com" } };
const identity = [everything("identity policy")];

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_compare-resource-policies.html
describe("a trust policy", () => {
  const rows: readonly [string, Decision, Decision["verdict"]][] = [
    ["alone lets a service in", assume(s3, TARGET_HERE, [service]), "allowed"],
    [
      "keeps another service out",
      assume(s3, TARGET_HERE, [{ Principal: { Service: "batchoperations.s3.amazonaws.com" } }]),
      "denied",
    ],
    [
      "lets one of several services in",
      assume(s3, TARGET_HERE, [{ Principal: { Service: ["ec2.amazonaws.com", "s3.amazonaws.com"] } }]),
      "allowed",
    ],
    ["must name the action", assume(s3, TARGET_HERE, [{ ...service, Action: "sts:TagSession" }]), "denied"],
    [
      "that denies the service shuts it out",
      assume(s3, TARGET_HERE, [service, { ...service, Effect: "Deny" }]),
      "denied",
    ],
    [
      "with a condition that the call does not determine is undecided",
      assume(s3, TARGET_HERE, [{ ...service, Condition: { StringEquals: { "aws:SourceAccount": HERE } } }]),
      "unknown",
    ],
    [
      "of a web identity lets no service in",
      assume(s3, TARGET_HERE, [{ Principal: { Federated: "accounts.google.com" } }]),
      "denied",
    ],
    [
      "that names a role of its account is enough",
      assume(role, TARGET_HERE, [{ Principal: { AWS: ROLE_ARN } }]),
      "allowed",
    ],
    [
      "that names only the account needs an IAM policy too",
      assume(role, TARGET_HERE, [{ Principal: { AWS: HERE } }]),
      "denied",
    ],
    [
      "that names only the account works with an IAM policy",
      assume(role, TARGET_HERE, [{ Principal: { AWS: HERE } }], { identity }),
      "allowed",
    ],
    [
      "that names nobody of the account shuts out even those whom IAM allows",
      assume(role, TARGET_HERE, [service], { identity }),
      "denied",
    ],
    [
      "needs both sides across accounts",
      assume(user, TARGET_THERE, [{ Principal: { AWS: USER_ARN } }]),
      "denied",
    ],
    [
      "works with both sides across accounts",
      assume(user, TARGET_THERE, [{ Principal: { AWS: USER_ARN } }], { identity }),
      "allowed",
    ],
  ];
  for (const [sentence, decision, verdict] of rows) {
    it(sentence, () => assert.equal(decision.verdict, verdict, decision.because));
  }

  it("that is missing lets nobody in", () => {
    const { resource: _, ...without } = { identity: [], resource: undefined, resourceKind: "trust" as const };
    const decision = evaluate(call({ caller: s3, action: "sts:AssumeRole", resource: TARGET_HERE }), without);
    assert.equal(decision.verdict, "denied");
    assert.equal(
      decision.because,
      `there is no trust policy that could allow sts:AssumeRole on ${TARGET_HERE}`,
    );
  });

  it("names the wrong principal in the reason", () => {
    assert.equal(
      assume(s3, TARGET_HERE, [{ Sid: "Ec2", Principal: { Service: "ec2.amazonaws.com" } }]).because,
      `trust policy of role target does not allow sts:AssumeRole on ${TARGET_HERE}: the nearest is statement "Ec2", and its Principal is "ec2.amazonaws.com", not s3.amazonaws.com`,
    );
  });
});
