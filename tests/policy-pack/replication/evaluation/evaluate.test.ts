import { strict as assert } from "node:assert";
import { evaluate } from "../../../../policy-pack/replication/evaluation";
import { BUCKET, call, everything, HERE, policies, policy, ROLE_ARN, role, THERE } from "./cast";

describe("evaluate", () => {
  it("denies what nothing allows, and says so", () => {
    assert.deepEqual(evaluate(call(), policies()), {
      verdict: "denied",
      explicit: false,
      because: `${ROLE_ARN} has no policy that could allow s3:ReplicateObject on ${BUCKET}/a.txt`,
    });
  });

  it("allows within an account what the caller's own policy allows", () => {
    const decision = evaluate(call(), policies({ identity: [everything("inline policy")] }));
    assert.equal(decision.verdict, "allowed");
    assert.equal(
      decision.because,
      `statement "All" of inline policy allows s3:ReplicateObject on ${BUCKET}/a.txt`,
    );
    assert.equal(decision.explicit, undefined);
  });

  it("needs both sides across accounts", () => {
    const names = policy("bucket policy", {
      Effect: "Allow",
      Principal: { AWS: ROLE_ARN },
      Action: "s3:*",
      Resource: `${BUCKET}/*`,
    });
    const identity = [everything("inline policy")];
    const over = (parts: object) =>
      evaluate(call({ caller: role, resourceAccount: THERE }), policies(parts)).verdict;
    assert.equal(over({ identity, resource: names }), "allowed");
    assert.equal(over({ identity }), "denied");
    assert.equal(over({ resource: names }), "denied");
    assert.equal(evaluate(call({ resourceAccount: HERE }), policies({ resource: names })).verdict, "allowed");
  });
});
