import { strict as assert } from "node:assert";
import { journeysOf, type ObjectEvent } from "../../../model/journeys";
import { bucket, configuration, type Pieces, rule, topologyOf } from "./topologies";

const to = (label: string, differences: Parameters<typeof rule>[1] = {}) =>
  rule(`to-${label}`, { ...differences, destination: { bucket: { to: label } } });
const chained = (onward: ReturnType<typeof rule>): Pieces => ({
  rules: [to("replica")],
  otherBuckets: [bucket("third")],
  otherConfigurations: [configuration("replica", [onward])],
});
const ON = "the copy does not go on from replica to third: replicas are not replicated on";
const BACK = "the copy does not come back from replica to primary: replicas are not replicated on";
const put: ObjectEvent = { kind: "put", object: { key: "logs/1" }, bucket: "primary" };

const rows: readonly (readonly [string, ObjectEvent, Pieces, readonly string[]])[] = [
  ["says that a copy does not go on", put, chained(to("third")), [ON]],
  ["says so of a copy by a batch job", { ...put, kind: "backfill" }, chained(to("third")), [ON]],
  [
    "says so of a delete marker",
    { ...put, kind: "delete" },
    chained(to("third")),
    ["the delete marker does not go on from replica to third: replicas are not replicated on"],
  ],
  ["says that a copy does not come back", put, chained(to("primary")), [BACK]],
  ["says nothing without rules at the destination", put, {}, []],
  [
    "says nothing of a rule that is disabled",
    put,
    chained(to("third", { status: { known: "Disabled" } })),
    [],
  ],
  [
    "says nothing of a rule that would not admit the object anyway",
    put,
    chained(to("third", { filter: { known: { prefix: "data/", tags: {} } } })),
    [],
  ],
  ["says nothing of changes, which make no copy", { ...put, kind: "change-tags" }, chained(to("third")), []],
  [
    "says nothing where no copy arrives",
    { ...put, object: { key: "logs/1", written: "before the rule" } },
    chained(to("third")),
    [],
  ],
];

describe("the way of a copy beyond its destination", () => {
  for (const [sentence, event, pieces, notes] of rows) {
    it(sentence, () => {
      const [journey, ...others] = journeysOf(topologyOf(pieces), event);
      assert.deepEqual(others, []);
      assert.deepEqual(
        journey?.notes.filter((note) => note.includes("replicated on")),
        notes,
      );
    });
  }

  it("starts anew for an object that is written to the bucket in the middle", () => {
    const [journey] = journeysOf(topologyOf(chained(to("third"))), { ...put, bucket: "replica" });
    assert.equal(journey?.outcome, "replicated");
    assert.deepEqual(
      journey.notes.filter((note) => note.includes("replicated on")),
      [],
    );
  });
});
