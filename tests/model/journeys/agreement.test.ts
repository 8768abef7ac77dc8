/** `prove` and `explain` say the same of the objects that a route is there for. */
import assert from "node:assert/strict";
import { journeysOf, judgeFor, type ObjectEvent } from "../../../model/journeys";
import { judge, type RouteReport } from "../../../model/judge";
import type { Topology } from "../../../model/topology";
import { type Shape, workingTopology } from "../../helpers/topologies";
import { BUCKET_FAULTS } from "../requirements/faults/buckets";
import { ofRole, respelled, SHAPES } from "../requirements/faults/fault";
import { KEY_FAULTS } from "../requirements/faults/keys";
import { ROLE_FAULTS } from "../requirements/faults/role";
import { WORKING } from "../requirements/works";

/** What the pages disagree about, so that explain leaves it open where prove only advises it. */
const OPEN = new Set(["destination-replicate-tags", "destination-bucket-policy-tags"]);

/** An object that a rule of the shape selects, of the source's default encryption. */
function putInto({ filter }: Shape): ObjectEvent {
  return { kind: "put", object: { key: `${filter?.prefix ?? ""}a.txt`, tags: { ...filter?.tags } } };
}

function outcomesOf(topology: Topology, event: ObjectEvent): readonly (readonly [RouteReport, string])[] {
  const reports = judge(topology);
  return journeysOf(topology, event, { judge: judgeFor(topology, event) }).flatMap(({ outcome }, index) => {
    const report = reports[index];
    return report === undefined ? [] : [[report, outcome] as const];
  });
}

const notMet = ({ requirements }: RouteReport) =>
  requirements.filter(({ verdict }) => verdict !== "met").map(({ id }) => id);

describe("a route and the objects that it is there for", () => {
  it("replicates objects where the route works", () => {
    let routes = 0;
    for (const { what, shape, write } of WORKING) {
      const topology = workingTopology(shape);
      write?.(topology);
      for (const [report, outcome] of outcomesOf(topology, putInto(shape))) {
        if (outcome === "not replicated") continue;
        routes += 1;
        assert.equal(outcome, "replicated", `${what}: ${notMet(report).join(", ")}`);
      }
    }
    assert.ok(routes > 80, `${routes} routes`);
  });

  it("fails or leaves open no object of the source's default encryption where the route works all the same", () => {
    let routes = 0;
    for (const { on, what, make } of [...ROLE_FAULTS, ...BUCKET_FAULTS, ...KEY_FAULTS]) {
      const topology = workingTopology(SHAPES[on]);
      make(topology);
      for (const [report, outcome] of outcomesOf(topology, putInto(SHAPES[on]))) {
        const isOpen = on === "filtered" && notMet(report).some((id) => OPEN.has(id));
        if (report.verdict !== "works" || isOpen) continue;
        routes += 1;
        assert.equal(outcome, "replicated", `${on}: ${what}: ${notMet(report).join(", ")}`);
      }
    }
    assert.ok(routes > 20, `${routes} routes`);
  });

  it("does not replicate KMS objects of a role that may only read like any reader, and says so in both", () => {
    const topology = workingTopology();
    respelled(ofRole(topology, "Objects"), "s3:GetObjectVersionForReplication", "s3:GetObjectVersion");
    const [found] = outcomesOf(topology, putInto({}));
    assert.ok(found !== undefined);
    const [report, outcome] = found;
    assert.equal(report.verdict, "broken");
    assert.equal(outcome, "fails");
    const sseS3: ObjectEvent = { kind: "put", object: { key: "a.txt", encryption: "AES256" } };
    assert.deepEqual(
      outcomesOf(topology, sseS3).map(([, each]) => each),
      ["replicated"],
    );
  });
});
