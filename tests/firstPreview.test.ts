import assert from "node:assert/strict";
import { join } from "node:path";
import { judgePolicies } from "../operations/policy/judgePolicies";
import { isBlocking } from "../operations/policy/packResult";
import { analyzerResources } from "../operations/rehearsal/analyzerResources";
import { rehearse } from "../operations/rehearsal/rehearse";
import { readStackConfiguration } from "../operations/rehearsal/stackFiles";
import { NAME } from "../policy-pack/pack";
import { version } from "../policy-pack/package.json";
import { policies } from "../policy-pack/policies";
import { PROJECT_DIRECTORY } from "./helpers/plans";

const STACKS = ["dev", "local", "prod", "receiver", "sender"].map((stack) =>
  readStackConfiguration(PROJECT_DIRECTORY, stack),
);
const EXAMPLES = ["two-way", "two-way-accounts"].map((name) =>
  readStackConfiguration(
    PROJECT_DIRECTORY,
    name,
    join(PROJECT_DIRECTORY, "docs", "examples", `${name}.yaml`),
  ),
);

describe("the first preview, in which nothing exists yet,", function () {
  this.timeout(60_000);

  for (const configuration of [...STACKS, ...EXAMPLES]) {
    it(`of ${configuration.stack} is judged by every policy, and blocked by none`, async () => {
      const { resources } = await rehearse(PROJECT_DIRECTORY, configuration, "first preview");
      const result = await judgePolicies({ name: NAME, version, policies }, analyzerResources(resources));
      const found = result.policies.flatMap(({ name, violations, notApplicable }) => [
        ...violations.map(({ message }) => `${name}: ${message}`),
        ...notApplicable.map(({ reason }) => `${name}: ${reason}`),
      ]);
      assert.equal(isBlocking(result), false, found.join("\n"));
      assert.equal(result.policies.length, 57);
      assert.doesNotMatch(found.join("\n"), /can't run/);
      assert.equal(
        found.some((words) => words.startsWith("bucket-encryption: ")),
        true,
        "the keys that nobody knows yet are named",
      );
    });
  }
});
