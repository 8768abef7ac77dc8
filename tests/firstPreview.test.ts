import assert from "node:assert/strict";
import { join } from "node:path";
import { type RunningPack, startPack } from "../operations/policy/analyzer";
import { isBlocking } from "../operations/policy/packResult";
import { analyzerResourceReader } from "../operations/rehearsal/analyzerResources";
import { rehearse } from "../operations/rehearsal/rehearse";
import { readStackConfiguration } from "../operations/rehearsal/stackFiles";
import { PROJECT_DIRECTORY } from "./helpers/plans";

describe("the first preview, in which nothing exists yet,", function () {
  this.timeout(60_000);
  let pack: RunningPack;
  before(() => {
    pack = startPack(join(PROJECT_DIRECTORY, "policy-pack"));
  });
  after(() => pack.stop());

  for (const stack of ["dev", "local", "prod", "receiver", "sender"]) {
    it(`of ${stack} is judged by every policy, and blocked by none`, async () => {
      const configuration = readStackConfiguration(PROJECT_DIRECTORY, stack);
      const { resources } = await rehearse(PROJECT_DIRECTORY, configuration, "first preview");
      const shown = resources.map(analyzerResourceReader());
      const session = pack.judge();
      for (const resource of shown) session.resource(resource);
      const result = await session.stack(shown);
      const found = result.policies.flatMap(({ name, violations, notApplicable }) => [
        ...violations.map(({ message }) => `${name}: ${message}`),
        ...notApplicable.map(({ reason }) => `${name}: ${reason}`),
      ]);
      assert.equal(isBlocking(result), false, found.join("\n"));
      assert.equal(result.policies.length, 41);
      assert.doesNotMatch(found.join("\n"), /can't run/);
      assert.equal(
        found.some((words) => words.startsWith("bucket-encryption: ")),
        true,
        "the keys that nobody knows yet are named",
      );
    });
  }
});
