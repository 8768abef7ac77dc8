import { strict as assert } from "node:assert";
import { evaluate } from "../../../../model/evaluation";
import { call, policies, policy } from "../cast";
import { DIFFERENCES } from "./differences";
import { answerOf, referenceAnswer } from "./reference";

describe("where the independent simulator and we differ, on purpose", () => {
  for (const { about, page, request, given, ours, theirs } of DIFFERENCES) {
    it(`${about} (${page})`, async () => {
      const asked = call(request);
      const applicable = policies(given);
      assert.equal(answerOf(evaluate(asked, applicable)), ours);
      if (theirs === "refused")
        await assert.rejects(referenceAnswer(asked, applicable), /the simulator refused/);
      else assert.equal(await referenceAnswer(asked, applicable), theirs);
    });
  }

  it("takes a key without any value for absent, as Null does, where the simulator has it present", async () => {
    const given = policies({
      identity: [
        policy("p", {
          Effect: "Allow",
          Action: "*",
          Resource: "*",
          Condition: { Null: { "aws:TagKeys": "true" } },
        }),
      ],
    });
    const asked = call({ context: { "aws:TagKeys": [] } });
    assert.equal(answerOf(evaluate(asked, given)), "allowed");
    assert.equal(await referenceAnswer(asked, given), "denied");
  });
});
