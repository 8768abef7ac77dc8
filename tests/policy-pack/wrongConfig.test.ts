/** Config of a policy that is wrong is reported once, however many resources the policy judges. */
import assert from "node:assert/strict";
import { judgePolicies } from "../../operations/policy/judgePolicies";
import { policies } from "../../policy-pack/policies";
import { find, settledStack } from "./stacks";

describe("config that no schema refuses", () => {
  for (const policy of policies)
    it(`is reported once for the whole stack: ${policy.name}`, async () => {
      const pack = { name: "pack", version: "1.0.0", policies: [policy] };
      const stack = settledStack();
      const level = "mandatory" as const;
      const of = () => ({ level, config: { exmpt: [] } });
      const { policies: results } = await judgePolicies(pack, stack, { of });
      const problems = results.flatMap(({ violations }) =>
        violations.filter(({ message }) => message.includes("config exmpt: expected one of ")),
      );
      assert.deepEqual(
        problems.map(({ urn }) => urn),
        ["validateStack" in policy ? undefined : find(stack, "pulumi:pulumi:Stack", "good-c0").urn],
      );
    });
});
