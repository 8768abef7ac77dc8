import { strict as assert } from "node:assert";
import fc from "fast-check";
import { type EventKind, type Journey, journeysOf, type ObjectEvent } from "../../../model/journeys";
import type { Route } from "../../../model/route";
import type { Known, ReplicationRule } from "../../../model/topology";
import { bucket, configuration, rule, topologyOf } from "./topologies";

const unknown = fc.constant({ unknown: "not yet" } as const);

function known<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Known<T>> {
  return fc.oneof(
    { weight: 4, arbitrary: value.map((each) => ({ known: each })) },
    { weight: 1, arbitrary: unknown },
  );
}

const text = (...values: readonly string[]) =>
  known(fc.option(fc.constantFrom(...values), { nil: undefined }));

const anyRule: fc.Arbitrary<ReplicationRule> = fc
  .record({
    status: known(fc.constantFrom("Enabled", "Disabled")),
    priority: known(fc.option(fc.nat({ max: 5 }), { nil: undefined })),
    filter: known(
      fc.option(fc.record({ prefix: fc.constantFrom("", "a", "b"), tags: fc.constantFrom({}, { t: "1" }) }), {
        nil: undefined,
      }),
    ),
    deleteMarkerReplication: text("Enabled", "Disabled"),
    sseKmsEncryptedObjects: text("Enabled", "Disabled"),
    replicaModifications: text("Enabled", "Disabled"),
  })
  .chain((differences) =>
    fc
      .record({
        bucket: fc.constantFrom(
          { to: "replica" },
          { to: "second" },
          { to: "primary" },
          { outside: "arn:aws:s3:::elsewhere" },
          { unknown: "not yet", from: ["replica", "second"] },
        ),
        replicaKey: fc.constantFrom(undefined, { to: "replica-key" }, { unknown: "not yet" }),
        storageClass: text("STANDARD_IA", "GLACIER"),
        ownerTranslation: text("Destination"),
      })
      .map((destination) => rule("r", { ...differences, destination })),
  );

const kinds: readonly EventKind[] = [
  "put",
  "delete",
  "delete-version",
  "remove-delete-marker",
  "lifecycle-delete",
  "lifecycle-transition",
  "change-tags",
  "change-acl",
  "change-lock",
  "change-encryption",
  "put-annotation",
  "delete-annotation",
  "backfill",
  "change-bucket",
];

const anyEvent: fc.Arbitrary<ObjectEvent> = fc.record(
  {
    kind: fc.constantFrom(...kinds),
    side: fc.constantFrom("source" as const, "replica" as const),
    object: fc.record(
      {
        key: fc.constantFrom("a/1", "b/1", "c"),
        tags: fc.constantFrom({}, { t: "1" }),
        encryption: fc.constantFrom("none", "AES256", "aws:kms", "aws:kms:dsse", "SSE-C"),
        storageClass: fc.constantFrom("STANDARD", "GLACIER", "GLACIER_IR"),
        isReplica: fc.boolean(),
        written: fc.constantFrom("new", "before the rule"),
      },
      { requiredKeys: ["key"] },
    ),
  },
  { requiredKeys: ["kind", "object"] },
);

const verdicts = fc.array(fc.constantFrom("works" as const, "broken" as const, "unproven" as const), {
  minLength: 1,
});

interface Case {
  readonly broken: (route: Route) => boolean;
  readonly event: ObjectEvent;
  readonly journeys: readonly Journey[];
}

const anyCase: fc.Arbitrary<Case> = fc
  .tuple(fc.array(anyRule, { maxLength: 6 }), fc.array(anyRule, { maxLength: 3 }), anyEvent, verdicts)
  .map(([rules, back, event, judgements]) => {
    const topology = topologyOf({
      rules,
      otherBuckets: [bucket("second")],
      otherConfigurations: [configuration("replica", back)],
    });
    const judge = ({ position }: Route) => ({
      verdict: judgements[position % judgements.length] ?? ("works" as const),
    });
    return {
      event,
      journeys: journeysOf(topology, event, { judge }),
      broken: (route) => judge(route).verdict !== "works",
    };
  });

function holds(title: string, check: (each: Case) => void): void {
  it(title, () => fc.assert(fc.property(anyCase, check), { numRuns: 500 }));
}

describe("whatever the rules, the event and the verdicts", () => {
  holds("every journey has a reason and a page of AWS", ({ journeys }) => {
    for (const { because, page } of journeys) {
      assert.match(because, /^\S.*[^.\s]$/);
      assert.match(page, /^https:\/\/docs\.aws\.amazon\.com\/AmazonS3\/latest\//);
    }
  });
  const never: ReadonlySet<EventKind> = new Set([
    "delete-version",
    "remove-delete-marker",
    "lifecycle-delete",
    "lifecycle-transition",
    "change-encryption",
    "delete-annotation",
    "change-bucket",
  ]);
  holds("what S3 never replicates is not replicated", ({ event, journeys }) => {
    if (!never.has(event.kind)) return;
    for (const { outcome } of journeys) assert.equal(outcome, "not replicated");
  });
  holds("a copy is described exactly where one is made", ({ event, journeys }) => {
    for (const journey of journeys) {
      const makesCopy =
        journey.outcome === "replicated" && (event.kind === "put" || event.kind === "backfill");
      assert.equal("replica" in journey, makesCopy);
    }
  });
  holds(
    "a new object that fails anywhere has the status FAILED at the source, for every route",
    ({ event, journeys }) => {
      if (event.side === "replica" || event.kind !== "put") return;
      for (const label of new Set(journeys.map(({ route }) => route.configuration.label))) {
        const group = journeys.filter(({ route }) => route.configuration.label === label);
        const hasFailed = group.some(({ outcome }) => outcome === "fails");
        for (const { status } of group) assert.equal(status.source === "FAILED", hasFailed);
      }
    },
  );
  holds("a replica is there exactly where a new object was replicated", ({ event, journeys }) => {
    if (event.side === "replica" || event.kind !== "put") return;
    for (const { outcome, status } of journeys) {
      assert.equal(status.destination === "REPLICA", outcome === "replicated");
    }
  });
  holds("an object under SSE-KMS does not go without the opt-in", ({ event, journeys }) => {
    if (event.side === "replica" || event.kind !== "put" || event.object.encryption !== "aws:kms") return;
    for (const { outcome, route } of journeys) {
      if (outcome === "replicated") assert.deepEqual(route.rule.sseKmsEncryptedObjects, { known: "Enabled" });
    }
  });
  holds("a disabled rule replicates nothing", ({ event, journeys }) => {
    if (event.side === "replica") return;
    for (const { outcome, route } of journeys) {
      if ("known" in route.rule.status && route.rule.status.known === "Disabled") {
        assert.equal(outcome, "not replicated");
      }
    }
  });
  holds("at most one rule acts for a destination", ({ event, journeys }) => {
    if (event.side === "replica") return;
    const acting = journeys
      .filter(({ outcome }) => outcome === "replicated")
      .map(({ route }) => `${route.configuration.label} ${JSON.stringify(route.rule.destination.bucket)}`);
    const isSettled = acting.filter((each) => !each.includes("not yet"));
    assert.equal(new Set(isSettled).size, isSettled.length);
  });
  holds("nothing is replicated on a route that is not proven to work", ({ journeys, broken }) => {
    for (const { outcome, route, back } of journeys) {
      if (broken(back ?? route)) assert.notEqual(outcome, "replicated");
    }
  });
});
