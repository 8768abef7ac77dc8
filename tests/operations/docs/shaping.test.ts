import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { judge, topologyFromRehearsal } from "../../../model";
import { judgePolicies } from "../../../operations/policy/judgePolicies";
import { isBlocking } from "../../../operations/policy/packResult";
import { analyzerResources } from "../../../operations/rehearsal/analyzerResources";
import { isProperties, type ResourceProperties } from "../../../operations/rehearsal/values";
import { NAME } from "../../../policy-pack/pack";
import { policies } from "../../../policy-pack/policies";
import { PROJECT_DIRECTORY, programPlan } from "../../helpers/plans";

const PAGE = readFileSync(join(PROJECT_DIRECTORY, "docs/shaping.md"), "utf8");

/** Title of the section -> the settings of its stack file. */
const EXAMPLES = [...PAGE.matchAll(/^## (.*)\n[\s\S]*?^```yaml\n([\s\S]*?)^```/gm)].map(
  ([, title = "", text = ""]) => [title, settingsIn(parse(text))] as const,
);

function settingsIn(file: unknown): ResourceProperties {
  assert.ok(isProperties(file) && isProperties(file["config"]));
  return Object.fromEntries(
    Object.entries(file["config"]).map(([name, value]) => [name.replace("s3-replication:", ""), value]),
  );
}

describe("the examples of docs/shaping.md", () => {
  it("are one for each section", () => {
    assert.deepEqual(
      EXAMPLES.map(([title]) => title),
      ["Statements of your own", "Names and aliases", "Lifecycles", "One provider for each account"],
    );
  });

  for (const [title, settings] of EXAMPLES)
    it(`are accepted and replicate: ${title}`, async () => {
      const plan = await programPlan(settings);
      const reports = judge(topologyFromRehearsal(plan));
      assert.ok(reports.length > 0);
      for (const { rule, verdict } of reports) assert.equal(verdict, "works", rule);
      const pack = { name: NAME, version: "0.0.0", policies };
      const result = await judgePolicies(pack, analyzerResources(plan.resources));
      assert.equal(
        isBlocking(result),
        false,
        JSON.stringify(result.policies.flatMap(({ violations }) => violations)),
      );
    });
});
