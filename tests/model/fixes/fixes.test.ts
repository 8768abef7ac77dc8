import assert from "node:assert/strict";
import { judge } from "../../../model/judge";
import { draft, type TopologyDraft, workingTopology } from "../../helpers/topologies";
import { BUCKET_FAULTS } from "../requirements/faults/buckets";
import { type Fault, SHAPES } from "../requirements/faults/fault";
import { KEY_FAULTS } from "../requirements/faults/keys";
import { ROLE_FAULTS } from "../requirements/faults/role";
import { pastableFixes, pasteAll } from "./pasting";

/** Faults that a pasted statement alone cannot mend, and why. */
const BEYOND_PASTING = new Map([
  ["the role belongs to the destination's account", "the role has to be made in the other account"],
]);

describe("fixes", () => {
  const faults = [...ROLE_FAULTS, ...BUCKET_FAULTS, ...KEY_FAULTS].filter(
    ({ what }) => !BEYOND_PASTING.has(what),
  );
  for (const fault of faults) {
    const fixes = pastableFixes(broken(fault));
    if (fixes.length === 0) continue;
    it(`mend it when they are pasted: ${fault.on}: ${fault.what}`, () => {
      const topology = broken(fault);
      pasteAll(topology, fixes);
      // What a Deny hid is asked for once the Deny is gone.
      pasteAll(topology, pastableFixes(topology));
      const left = judge(topology).flatMap(({ requirements }) =>
        requirements
          .filter(({ id, verdict }) => verdict !== "met" && ids(fault).has(id))
          .map(({ id, because }) => `${id}: ${because}`),
      );
      assert.deepEqual(left, []);
    });
  }
});

/** What is unmet for want of a statement; settings and unknown conditions are mended otherwise. */
function ids({ finds }: Fault): ReadonlySet<string> {
  const statements =
    /^(source-(read|list|bucket)|destination-(replicate|override|bucket)|.*key-(policy|decrypt|encrypt|generate)|role-trusts)/;
  return new Set(finds.filter((id) => !id.endsWith("?") && statements.test(id)));
}

function broken(fault: Fault): TopologyDraft {
  const topology = draft(workingTopology(SHAPES[fault.on]));
  fault.make(topology);
  return topology;
}
