import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { parse } from "yaml";
import { judge, topologyFromRehearsal } from "../../../model";
import { judgePolicies } from "../../../operations/policy/judgePolicies";
import { isBlocking } from "../../../operations/policy/packResult";
import { analyzerResources } from "../../../operations/rehearsal/analyzerResources";
import { record } from "../../../operations/rehearsal/rehearse";
import { isProperties, type ResourceProperties } from "../../../operations/rehearsal/values";
import { NAME } from "../../../policy-pack/pack";
import { policies } from "../../../policy-pack/policies";
import { ofType, PROJECT_DIRECTORY, programPlan } from "../../helpers/plans";

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

/** The one rule of the examples that is paused. */
const PAUSED = "eu-central-1.logs";

describe("the examples of docs/shaping.md", () => {
  it("are one for each section", () => {
    assert.deepEqual(
      EXAMPLES.map(([title]) => title),
      [
        "Several rules to one replica",
        "Many replicas",
        "Statements of your own",
        "Names and aliases",
        "Lifecycles",
        "One provider for each account",
      ],
    );
  });

  for (const [title, settings] of EXAMPLES)
    it(`are accepted and replicate: ${title}`, async () => {
      const plan = await programPlan(settings);
      const reports = judge(topologyFromRehearsal(plan), { disabledRules: "advise" });
      assert.ok(reports.length > 0);
      for (const { rule, verdict } of reports)
        assert.equal(verdict, rule === PAUSED ? "unproven" : "works", rule);
      assert.equal(
        reports.some(({ rule }) => rule === PAUSED),
        title === "Several rules to one replica",
      );
      const pack = { name: NAME, version: "0.0.0", policies };
      const result = await judgePolicies(pack, analyzerResources(plan.resources));
      const refused = result.policies.flatMap(({ violations }) =>
        violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory"),
      );
      // A rule that is paused is refused until the pack is told that it is on purpose, as the page says.
      assert.equal(isBlocking(result), refused.length > 0);
      assert.deepEqual(
        refused.map(({ message }) => /route "(.*)" from[\s\S]*"disabledRules":"advise"/.exec(message)?.[1]),
        reports.some(({ rule }) => rule === PAUSED) ? [PAUSED] : [],
      );
    });

  it("need managed policies with many replicas, and none else", async () => {
    for (const [title, settings] of EXAMPLES) {
      const managed = ofType(await programPlan(settings), "aws:iam:Policy");
      assert.equal(managed.length > 0, title === "Many replicas", title);
    }
  });

  it("are a program with a transform, which replicates with what it changes", async () => {
    const [, program = ""] = /^```ts\n([\s\S]*?)^```/m.exec(PAGE) ?? [];
    const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(program, { compilerOptions });
    const load = (name: string) => require(name === "s3-replication" ? "../../../components/index" : name);
    const plan = await record({ project: "archive", stack: "test", kind: "update" }, () => {
      new Function("require", "exports", outputText)(load, {});
    });
    assert.deepEqual(
      ofType(plan, "aws:s3:Bucket").map(({ inputs }) => inputs["tags"]),
      [{ costCenter: "4711" }, { costCenter: "4711" }],
    );
    assert.deepEqual(
      judge(topologyFromRehearsal(plan)).map(({ verdict }) => verdict),
      ["works"],
    );
  });
});
