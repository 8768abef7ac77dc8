import { strict as assert } from "node:assert";
import fc from "fast-check";
import { journeysOf, type ObjectEvent } from "../../../model/journeys";
import type { ReplicationRule } from "../../../model/topology";
import { bucket, rule, topologyOf } from "./topologies";

const put: ObjectEvent = { kind: "put", object: { key: "logs/a", encryption: "aws:kms" } };
const kmsOff = { sseKmsEncryptedObjects: { known: undefined } } as const;

function outcomes(rules: readonly ReplicationRule[], event: ObjectEvent = put) {
  const topology = topologyOf({ rules, otherBuckets: [bucket("second")] });
  return journeysOf(topology, event).map(({ route, outcome, winner }) => [
    route.ruleName,
    outcome,
    winner?.ruleName,
  ]);
}

describe("rules for the same destination", () => {
  it("the largest priority acts alone", () => {
    assert.deepEqual(
      outcomes([
        rule("low", { priority: { known: 1 } }),
        rule("high", { priority: { known: 30 } }),
        rule("middle", { priority: { known: 20 } }),
      ]),
      [
        ["low", "not replicated", "high"],
        ["high", "replicated", undefined],
        ["middle", "not replicated", "high"],
      ],
    );
  });
  it("a rule that does not admit the object does not compete", () => {
    const elsewhere = { filter: { known: { prefix: "other/", tags: {} } } };
    assert.deepEqual(
      outcomes([
        rule("low", { priority: { known: 1 } }),
        rule("high", { priority: { known: 2 }, ...elsewhere }),
      ]),
      [
        ["low", "replicated", undefined],
        ["high", "not replicated", undefined],
      ],
    );
  });
  it("a disabled rule does not compete", () => {
    const off = { status: { known: "Disabled" } };
    assert.deepEqual(
      outcomes([
        rule("low", { priority: { known: 1 } }),
        rule("high", { priority: { known: 2 }, ...off }),
      ])[0],
      ["low", "replicated", undefined],
    );
  });
  it("are open where S3 should have refused their equal priorities", () => {
    assert.deepEqual(
      outcomes([rule("one"), rule("other")]).map(([, outcome]) => outcome),
      ["unknown", "unknown"],
    );
  });
  it("are open where a priority is not known", () => {
    const [one, other] = outcomes([rule("one", { priority: { unknown: "not yet" } }), rule("other")]);
    assert.deepEqual([one?.[1], other?.[1]], ["unknown", "unknown"]);
  });
  it("are open where it is not known whether the stronger one admits the object", () => {
    const filter = { unknown: "not yet" };
    assert.deepEqual(
      outcomes([rule("low"), rule("high", { priority: { known: 2 }, filter })]).map(([, outcome]) => outcome),
      ["unknown", "unknown"],
    );
  });
  it("a weaker rule whose filter is not known leaves the stronger one alone", () => {
    const filter = { unknown: "not yet" };
    assert.deepEqual(outcomes([rule("low", { filter }), rule("high", { priority: { known: 2 } })])[1], [
      "high",
      "replicated",
      undefined,
    ]);
  });
  it("are open where only the weaker one opts in to KMS, since AWS does not say whether the stronger one shadows it", () => {
    const [low, high] = outcomes([rule("low"), rule("high", { priority: { known: 2 }, ...kmsOff })]);
    assert.deepEqual(low?.slice(0, 2), ["low", "unknown"]);
    assert.deepEqual(high?.slice(0, 2), ["high", "not replicated"]);
  });
  it("are settled where only the stronger one opts in to KMS", () => {
    assert.deepEqual(outcomes([rule("low", kmsOff), rule("high", { priority: { known: 2 } })]), [
      ["low", "not replicated", "high"],
      ["high", "replicated", undefined],
    ]);
  });
  it("are settled for an SSE-S3 object, whatever they say about KMS", () => {
    const event: ObjectEvent = { kind: "put", object: { key: "a", encryption: "AES256" } };
    assert.deepEqual(outcomes([rule("low"), rule("high", { priority: { known: 2 }, ...kmsOff })], event), [
      ["low", "not replicated", "high"],
      ["high", "replicated", undefined],
    ]);
  });
  it("are open where only the weaker one replicates delete markers", () => {
    const off = { deleteMarkerReplication: { known: "Disabled" } };
    const event: ObjectEvent = { kind: "delete", object: { key: "a" } };
    const [low, high] = outcomes([rule("low"), rule("high", { priority: { known: 2 }, ...off })], event);
    assert.deepEqual(low?.slice(0, 2), ["low", "unknown"]);
    assert.deepEqual(high?.slice(0, 2), ["high", "not replicated"]);
  });
});

describe("rules for different destinations", () => {
  it("each make a copy", () => {
    assert.deepEqual(
      outcomes([
        rule("one", { priority: { known: 1 } }),
        rule("other", { priority: { known: 2 }, destination: { bucket: { to: "second" } } }),
      ]),
      [
        ["one", "replicated", undefined],
        ["other", "replicated", undefined],
      ],
    );
  });
  it("are told apart outside of the stack, too", () => {
    const outside = (name: string) => ({ destination: { bucket: { outside: `arn:aws:s3:::${name}` } } });
    assert.deepEqual(
      outcomes([rule("one", outside("x")), rule("other", { priority: { known: 2 }, ...outside("y") })]),
      [
        ["one", "replicated", undefined],
        ["other", "replicated", undefined],
      ],
    );
  });
  it("may be the same where one is not known, so that the weaker rule is open", () => {
    const unknown = { destination: { bucket: { unknown: "not yet", from: ["replica", "second"] } } };
    const [low, high] = outcomes([rule("low"), rule("high", { priority: { known: 2 }, ...unknown })]);
    assert.deepEqual(low, ["low", "unknown", undefined]);
    assert.deepEqual(high, ["high", "replicated", undefined]);
  });
});

describe("whatever the rules", () => {
  const anyRule = fc.record({
    priority: fc.integer({ min: 0, max: 1000 }),
    prefix: fc.constantFrom("", "a", "a/b", "b"),
    status: fc.constantFrom("Enabled", "Disabled"),
    destination: fc.constantFrom("replica", "second"),
  });
  const anyRules = fc.uniqueArray(anyRule, { maxLength: 12, selector: ({ priority }) => priority });

  it("for each destination exactly the matching rule of the largest priority acts", () => {
    fc.assert(
      fc.property(anyRules, fc.constantFrom("a/b/c", "a", "b", "c"), (all, key) => {
        const rules = all.map(({ priority, prefix, status, destination }) =>
          rule(`p${priority}`, {
            priority: { known: priority },
            status: { known: status },
            filter: { known: { prefix, tags: {} } },
            destination: { bucket: { to: destination } },
          }),
        );
        const acting = outcomes(rules, { kind: "put", object: { key, encryption: "AES256" } })
          .filter(([, outcome]) => outcome === "replicated")
          .map(([name]) => name);
        const expected = ["replica", "second"].flatMap((bucketName) => {
          const admitted = all.filter(
            ({ destination, status, prefix }) =>
              destination === bucketName && status === "Enabled" && key.startsWith(prefix),
          );
          const largest = [...admitted].sort((one, other) => other.priority - one.priority)[0];
          return largest === undefined ? [] : [`p${largest.priority}`];
        });
        assert.deepEqual(new Set(acting), new Set(expected));
        assert.equal(acting.length, expected.length);
      }),
    );
  });
});
