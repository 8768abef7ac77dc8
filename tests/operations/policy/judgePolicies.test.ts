/** What tests/policy-pack/protocol.test.ts cannot compare with Pulumi's server. */
import assert from "node:assert/strict";
import { judgePolicies } from "../../../operations/policy/judgePolicies";
import { type Policy, policySettings } from "../../../operations/policy/policySettings";
import { resource } from "../../policy-pack/stacks";

const failing: Policy = {
  name: "fails",
  description: "of the test",
  validateResource: () => {
    throw new TypeError("no such property");
  },
};
const BUCKET = resource("aws:s3/bucket:Bucket", { bucket: "b" });

describe("the judge of policies", () => {
  it("fails with the name of the policy that fails, and with its error", async () => {
    await assert.rejects(
      judgePolicies({ name: "pack", version: "1.0.0", policies: [failing] }, [BUCKET]),
      (error) =>
        error instanceof Error &&
        error.message === "policy 'fails' from policy pack 'pack@v1.0.0': no such property" &&
        error.cause instanceof TypeError,
    );
  });

  it("lists a disabled policy, and does not ask it", async () => {
    const pack = { name: "pack", version: "1.0.0", policies: [failing] };
    const result = await judgePolicies(pack, [BUCKET], policySettings([failing], { fails: "disabled" }));
    assert.deepEqual(result, {
      pack: { name: "pack", version: "1.0.0" },
      policies: [
        {
          name: "fails",
          displayName: "",
          kind: "resource",
          enforcementLevel: "disabled",
          severity: undefined,
          violations: [],
          notApplicable: [],
        },
      ],
    });
  });
});
