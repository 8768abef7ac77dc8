import assert from "node:assert/strict";
import { engineStack, POLICY_PACK } from "./engineStack";

describe("the dev stack under the real engine", function () {
  this.timeout(300_000);
  it("is previewed, deployed, deployed again without a change", async () => {
    const { stack, dispose } = await engineStack("dev");
    try {
      const log: string[] = [];
      const preview = await stack.preview({ policyPacks: [POLICY_PACK], onOutput: (t) => void log.push(t) });
      console.log(log.join("").slice(-6000), preview.changeSummary);
      const up = await stack.up({ policyPacks: [POLICY_PACK] });
      console.log(up.summary.resourceChanges);
      const again = await stack.up({ policyPacks: [POLICY_PACK] });
      console.log(again.summary.resourceChanges);
      assert.deepEqual(again.summary.resourceChanges, {});
    } finally {
      await dispose();
    }
  });
});
