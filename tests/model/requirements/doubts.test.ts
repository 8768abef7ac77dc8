import assert from "node:assert/strict";
import { judge } from "../../../model/judge";
import { knownIn, roleOf, workingTopology } from "../../helpers/topologies";

const OPEN = { StringEquals: { "aws:PrincipalOrgID": "o-abc" } };

function findingOf(id: string, change: (topology: ReturnType<typeof workingTopology>) => void) {
  const topology = workingTopology();
  change(topology);
  const [route] = judge(topology);
  const found = route?.requirements.find((requirement) => requirement.id === id);
  assert.ok(found, id);
  return found;
}

describe("what is to be done about a doubt", () => {
  it("is an exception from a Deny that may hold: no Allow outweighs it", () => {
    const { verdict, fix } = findingOf("source-read-object", (topology) => {
      const [policy] = roleOf(topology).policies;
      assert.ok(policy);
      knownIn(policy.document).Statement.push({
        Sid: "Foreign",
        Effect: "Deny",
        Action: "s3:Get*",
        Resource: "*",
        Condition: OPEN,
      });
    });
    assert.equal(verdict, "unknown");
    assert.match(fix ?? "", /^remove statement "Foreign" from .*, or limit it[\s\S]*"Sid": "Foreign"/);
    assert.doesNotMatch(fix ?? "", /"Effect": "Allow"/);
  });

  it("is an Allow where only that may be missing", () => {
    const { verdict, fix } = findingOf("source-read-object", (topology) => {
      for (const policy of roleOf(topology).policies)
        for (const statement of knownIn(policy.document).Statement)
          if (statement.Effect === "Allow") statement.Condition = OPEN;
    });
    assert.equal(verdict, "unknown");
    assert.match(fix ?? "", /^add to the policies of role [\s\S]*"Effect": "Allow"/);
  });
});
