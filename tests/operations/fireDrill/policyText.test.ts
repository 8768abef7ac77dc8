import assert from "node:assert/strict";
import fc from "fast-check";
import {
  isSamePolicy,
  withDrillStatement,
  withoutDrillStatement,
} from "../../../operations/fireDrill/policyText";

const DENIAL = {
  roleArn: "arn:aws:iam::111122223333:role/replicate",
  bucketArn: "arn:aws:s3:::acme-replica",
  keyPrefix: "_s3-replication-canary/fire-drill-1/",
};

const statements = fc.array(
  fc.record({
    Sid: fc.stringMatching(/^[A-Z][a-z]{0,8}$/),
    Effect: fc.constant("Deny"),
    Action: fc.string(),
  }),
  { minLength: 1, maxLength: 4 },
);

describe("the policy of a fire drill", () => {
  it("says the same as before once the statement is taken out again", () => {
    fc.assert(
      fc.property(statements, fc.boolean(), (Statement, isAlone) => {
        const policy = JSON.stringify({
          Version: "2012-10-17",
          Statement: isAlone ? Statement[0] : Statement,
        });
        const changed = withDrillStatement(policy, DENIAL);
        assert.ok("text" in changed);
        assert.equal(isSamePolicy(policy, changed.text), false);
        assert.equal(isSamePolicy(policy, withoutDrillStatement(changed.text)), true);
      }),
    );
  });

  it("is empty without the statement where there was no policy", () => {
    const changed = withDrillStatement(undefined, DENIAL);
    assert.ok("text" in changed);
    assert.equal(withoutDrillStatement(changed.text), "");
  });

  it("has nothing to take out where the statement is not there", () => {
    for (const policy of ['{"Statement":[{"Sid":"Other"}]}', "{}", "no json"]) {
      assert.equal(withoutDrillStatement(policy), undefined, policy);
    }
  });

  const PROBLEMS: readonly (readonly [policy: string | undefined, keyPrefix: string, problem: RegExp])[] = [
    ["[]", DENIAL.keyPrefix, /not a JSON object/],
    ["{", DENIAL.keyPrefix, /not a JSON object/],
    ['{"Statement":{"Sid":"S3ReplicationFireDrill"}}', DENIAL.keyPrefix, /already/],
    [JSON.stringify({ Statement: [{ Action: "x".repeat(20_300) }] }), DENIAL.keyPrefix, /no room/],
    [undefined, "logs*/_s3-replication-canary/1/", /wildcard/],
    [undefined, "logs${/_s3-replication-canary/1/", /wildcard/],
  ];
  for (const [policy, keyPrefix, problem] of PROBLEMS) {
    it(`is refused with ${problem.source}: ${(policy ?? keyPrefix).slice(0, 40)}`, () => {
      const changed = withDrillStatement(policy, { ...DENIAL, keyPrefix });
      assert.ok("problem" in changed);
      assert.match(changed.problem, problem);
    });
  }

  it("is the same whatever the order of members, and whether one value is in a list", () => {
    const one = '{"Version":"2012-10-17","Statement":[{"Sid":"A","Action":["s3:*"]}]}';
    assert.equal(isSamePolicy(one, '{"Statement":{"Action":"s3:*","Sid":"A"},"Version":"2012-10-17"}'), true);
    assert.equal(isSamePolicy(one, '{"Statement":{"Action":"s3:Get*","Sid":"A"}}'), false);
    assert.equal(isSamePolicy(one, undefined), false);
    assert.equal(isSamePolicy(undefined, undefined), true);
  });
});
