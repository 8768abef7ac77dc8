import { strict as assert } from "node:assert";
import { type JourneyOptions, journeysOf } from "../../../model/journeys";
import type { Route } from "../../../model/route";
import { bucket, configuration, rule, topologyOf } from "./topologies";

const topology = topologyOf({
  rules: [
    rule("first", { priority: { known: 1 } }),
    rule("second", { priority: { known: 2 }, destination: { bucket: { to: "second" } } }),
  ],
  otherBuckets: [bucket("second")],
});

function statuses(options: JourneyOptions) {
  return journeysOf(topology, { kind: "put", object: { key: "a" } }, options).map(({ status }) => status);
}

const is =
  (name: string) =>
  ({ ruleName }: Route) =>
    ruleName === name;

describe("the replication status with several destinations", () => {
  it("is COMPLETED and REPLICA when all are done", () => {
    assert.deepEqual(statuses({}), [
      { source: "COMPLETED", destination: "REPLICA" },
      { source: "COMPLETED", destination: "REPLICA" },
    ]);
  });
  it("is PENDING while one waits, and REPLICA where it is done", () => {
    assert.deepEqual(statuses({ isWaiting: is("second") }), [
      { source: "PENDING", destination: "REPLICA" },
      { source: "PENDING", destination: "absent" },
    ]);
  });
  it("is FAILED where one route is broken, and REPLICA where it works", () => {
    const judge = (route: Route) => ({
      verdict: is("second")(route) ? ("broken" as const) : ("works" as const),
    });
    assert.deepEqual(statuses({ judge }), [
      { source: "FAILED", destination: "REPLICA" },
      { source: "FAILED", destination: "absent" },
    ]);
  });
  it("is FAILED where one has failed and another still waits", () => {
    const judge = (route: Route) => (is("second")(route) ? { verdict: "broken" as const } : undefined);
    assert.deepEqual(statuses({ judge, isWaiting: is("first") }), [
      { source: "FAILED", destination: "absent" },
      { source: "FAILED", destination: "absent" },
    ]);
  });
  it("is unknown where a route is not proven to work", () => {
    const judge = (route: Route) => (is("second")(route) ? { verdict: "unproven" as const } : undefined);
    assert.deepEqual(statuses({ judge }), [
      { source: "unknown", destination: "REPLICA" },
      { source: "unknown", destination: "unknown" },
    ]);
  });
});

describe("a route's verdict in a journey", () => {
  it("tells why a broken route fails", () => {
    const judge = () => ({ verdict: "broken" as const, because: "the role may not decrypt" });
    const [journey] = journeysOf(topology, { kind: "put", object: { key: "a" } }, { judge });
    assert.equal(journey?.outcome, "fails");
    assert.match(journey?.because ?? "", /^S3 tries and is refused: the role may not decrypt$/);
    assert.ok(journey?.notes.some((note) => /S3 does not retry/.test(note)));
    assert.equal(journey !== undefined && "replica" in journey, false);
  });
  it("does not matter for what S3 does not try", () => {
    const judge = () => ({ verdict: "broken" as const });
    const [journey] = journeysOf(topology, { kind: "put", object: { key: "a", isReplica: true } }, { judge });
    assert.equal(journey?.outcome, "not replicated");
    assert.deepEqual(journey?.status, { source: "REPLICA", destination: "absent" });
  });
  it("leaves the object's status alone where an annotation fails", () => {
    const judge = () => ({ verdict: "broken" as const });
    const [journey] = journeysOf(topology, { kind: "put-annotation", object: { key: "a" } }, { judge });
    assert.equal(journey?.outcome, "fails");
    assert.deepEqual(journey?.status, { source: "unchanged", destination: "unchanged" });
  });
});

describe("the status of a replica whose metadata is synced back", () => {
  const back = configuration("replica", [
    rule("back", {
      replicaModifications: { known: "Enabled" },
      destination: { bucket: { to: "primary" } },
    }),
  ]);
  const twoWay = topologyOf({
    rules: [rule("there", { replicaModifications: { known: "Enabled" } })],
    otherConfigurations: [back],
  });
  const event = { kind: "change-tags", side: "replica", bucket: "replica", object: { key: "a" } } as const;
  const cases = [
    { title: "PENDING while it waits", options: { isWaiting: is("back") }, destination: "PENDING" },
    { title: "REPLICA again when it is done", options: {}, destination: "REPLICA" },
    {
      title: "FAILED where the way back is broken",
      options: {
        judge: (route: Route) => (is("back")(route) ? { verdict: "broken" as const } : undefined),
      },
      destination: "FAILED",
    },
  ] as const;
  for (const { title, options, destination } of cases) {
    it(`is ${title}`, () => {
      const [journey] = journeysOf(twoWay, event, options);
      assert.equal(journey?.route.ruleName, "there");
      assert.equal(journey?.back?.ruleName, "back");
      assert.deepEqual(journey?.status, { source: "unchanged", destination });
    });
  }
});
