import assert from "node:assert/strict";
import { judge, overall } from "../../../model/judge";
import { workingTopology } from "../../helpers/topologies";
import { WORKING } from "./works";

describe("topologies that work, written differently", () => {
  it("are at least 40", () => {
    assert.equal(new Set(WORKING.map(({ what }) => what)).size, WORKING.length);
    assert.ok(WORKING.length >= 40, `${WORKING.length}`);
  });

  for (const { what, shape, write, lacks } of WORKING) {
    it(what, () => {
      const topology = workingTopology(shape);
      write?.(topology);
      const reports = judge(topology);
      for (const { requirements } of reports) {
        const found = requirements.filter(({ verdict }) => verdict !== "met");
        assert.deepEqual(
          found.map(({ id }) => id).sort(),
          [...(lacks ?? [])].sort(),
          found.map(({ because }) => because).join("\n"),
        );
      }
      assert.equal(overall(reports), "works");
    });
  }
});
