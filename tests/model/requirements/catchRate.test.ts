import assert from "node:assert/strict";
import { judge, type RouteReport } from "../../../model/judge";
import { workingTopology } from "../../helpers/topologies";
import { BUCKET_FAULTS } from "./faults/buckets";
import { type Fault, SHAPES } from "./faults/fault";
import { KEY_FAULTS } from "./faults/keys";
import { ROLE_FAULTS } from "./faults/role";
import { RULE_FAULTS } from "./faults/rules";

const GROUPS: readonly (readonly [name: string, faults: readonly Fault[]])[] = [
  ["the role", ROLE_FAULTS],
  ["buckets", BUCKET_FAULTS],
  ["keys", KEY_FAULTS],
  ["rules and sites", RULE_FAULTS],
];

describe("single faults in topologies that work", () => {
  it("are more than 120 different ones", () => {
    const all = GROUPS.flatMap(([, faults]) => faults.map(({ on, what }) => `${on}: ${what}`));
    assert.equal(new Set(all).size, all.length);
    assert.ok(all.length >= 120, `${all.length} faults`);
  });

  for (const [name, shape] of Object.entries(SHAPES)) {
    it(`begin from a topology without any finding (${name})`, () => {
      for (const report of judge(workingTopology(shape))) assert.deepEqual(notMet(report), [], report.rule);
    });
  }

  for (const [group, faults] of GROUPS) {
    describe(`of ${group}`, () => {
      for (const fault of faults) {
        it(`${fault.on}: ${fault.what}`, () => assertFound(fault));
      }
    });
  }
});

function assertFound({ on, make, finds, routes }: Fault): void {
  const topology = workingTopology(SHAPES[on]);
  const before = judge(topology).length;
  make(topology);
  const reports = judge(topology);
  assert.ok(reports.length >= before);
  for (const [position, report] of reports.entries()) {
    if (position >= before) continue;
    if (routes !== undefined && !routes.includes(position)) {
      assert.equal(report.verdict, "works", `route ${position + 1} goes on working`);
      continue;
    }
    assert.deepEqual(notMet(report), [...finds].sort(), report.rule);
    assert.equal(report.verdict, verdictBy(report, finds));
    for (const { verdict, because, fix, id } of report.requirements) {
      assert.ok(because.length > 10 && !because.includes("undefined"), `${id}: ${because}`);
      if (verdict === "unmet") assert.ok((fix ?? "").length > 10, `${id} has no fix`);
      if (verdict === "met") assert.equal(fix, null);
    }
  }
}

function notMet({ requirements }: RouteReport): readonly string[] {
  return requirements
    .filter(({ verdict }) => verdict !== "met")
    .map(({ id, verdict }) => (verdict === "unknown" ? `${id}?` : id))
    .sort();
}

function verdictBy({ requirements }: RouteReport, finds: readonly string[]): RouteReport["verdict"] {
  const required = new Set(
    requirements.filter(({ strength }) => strength === "required").map(({ id }) => id),
  );
  const serious = finds.filter((id) => required.has(id.replace("?", "")));
  if (serious.some((id) => !id.endsWith("?"))) return "broken";
  return serious.length > 0 ? "unproven" : "works";
}
