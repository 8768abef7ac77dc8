import assert from "node:assert/strict";
import fc from "fast-check";
import { type LiveRule, topologyFromLive } from "../../../model";
import { CANARY_FOLDER, canariesOf } from "../../../operations/verify/canaries";
import { bucketNamed, REPLICA, ruleTo, SOURCE, snapshotOf } from "../../helpers/snapshots";

function planOf(
  rules: readonly LiveRule[],
  choice: { buckets?: readonly string[]; rules?: readonly string[] } = {},
) {
  const others = ["acme-second", "acme-third"].map((name) => bucketNamed(name, "us-east-1"));
  let number = 0;
  const unique = () => {
    number += 1;
    return `id-${number}`;
  };
  return canariesOf(topologyFromLive(snapshotOf({ rules, others })), { ...choice, unique });
}

const second = { Bucket: "arn:aws:s3:::acme-second" };

describe("canaries", () => {
  it("are one for each distinct filter, however it is written", () => {
    const { canaries, skipped } = planOf([
      ruleTo(REPLICA, { ID: "a", Filter: { Prefix: "logs/" } }),
      ruleTo(REPLICA, {
        ID: "b",
        Priority: 2,
        Filter: { And: { Prefix: "logs/", Tags: [] } },
        Destination: second,
      }),
      ruleTo(REPLICA, { ID: "c", Priority: 3, Filter: { Prefix: "" } }),
    ]);
    assert.deepEqual(
      canaries.map(({ key, rules }) => [key, rules]),
      [
        [`logs/${CANARY_FOLDER}id-1`, ["a", "b"]],
        [`${CANARY_FOLDER}id-2`, ["c"]],
      ],
    );
    assert.deepEqual(skipped, []);
  });

  it("are none for a rule that is disabled, and for a prefix that leaves no room", () => {
    const { canaries, skipped } = planOf([
      ruleTo(REPLICA, { ID: "off", Status: "Disabled" }),
      ruleTo(REPLICA, { ID: "long", Filter: { Prefix: "ä".repeat(500) } }),
    ]);
    assert.deepEqual(canaries, []);
    assert.deepEqual(skipped, [
      { rule: "off", source: SOURCE, because: "its status is Disabled" },
      { rule: "long", source: SOURCE, because: "its prefix leaves no room for the key of a canary" },
    ]);
  });

  it("are none where the rules may not be read", () => {
    const unknown = "needs s3:GetReplicationConfiguration on arn:aws:s3:::acme-source";
    const topology = topologyFromLive(snapshotOf({ source: { replication: { unknown } } }));
    const { canaries, skipped } = canariesOf(topology, { unique: () => "x" });
    assert.deepEqual(canaries, []);
    assert.deepEqual(
      skipped.map(({ source, because }) => [source, because]),
      [[SOURCE, `its replication configuration is not known: ${unknown}`]],
    );
  });

  it("are only of the rules and buckets that were chosen", () => {
    const rules = [
      ruleTo(REPLICA, { ID: "a", Filter: { Prefix: "a/" } }),
      ruleTo(REPLICA, { ID: "b", Priority: 2, Filter: { Prefix: "b/" }, Destination: second }),
    ];
    assert.deepEqual(
      planOf(rules, { rules: ["b"] }).canaries.map((canary) => canary.rules),
      [["b"]],
    );
    assert.deepEqual(planOf(rules, { buckets: [REPLICA] }).canaries, []);
    assert.equal(planOf(rules, { buckets: [`arn:aws:s3:::${SOURCE}`] }).canaries.length, 2);
  });

  it("expect the copy of the rule that acts, where several lead to one destination", () => {
    const { canaries } = planOf([
      ruleTo(REPLICA, { ID: "low", Priority: 1, Filter: { Prefix: "" } }),
      ruleTo(REPLICA, {
        ID: "high",
        Priority: 2,
        Filter: { Prefix: "logs/" },
        Destination: { Bucket: `arn:aws:s3:::${REPLICA}`, StorageClass: "GLACIER_IR" },
      }),
    ]);
    assert.deepEqual(
      canaries.map(({ expectations }) => expectations.map(({ rule, journey }) => [rule, journey.outcome])),
      [[["low", "replicated"]], [["high", "replicated"]]],
    );
  });

  it("are selected by the filter that they stand for, and cover each rule that is enabled once", () => {
    const tags = fc.uniqueArray(fc.record({ Key: fc.string({ minLength: 1 }), Value: fc.string() }), {
      selector: ({ Key }) => Key,
      maxLength: 2,
    });
    const rule = fc.record({
      prefix: fc.constantFrom("", "a", "a/", "a/b/", "b"),
      tags,
      isEnabled: fc.boolean(),
      destination: fc.constantFrom(REPLICA, "acme-second", "acme-third"),
    });
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 5 }), (written) => {
        const rules = written.map(({ prefix, tags: Tags, isEnabled, destination }, place) =>
          ruleTo(destination, {
            ID: `rule-${place}`,
            Priority: place + 1,
            Status: isEnabled ? "Enabled" : "Disabled",
            Filter: { And: { Prefix: prefix, Tags } },
          }),
        );
        const { canaries, skipped } = planOf(rules);
        const covered = canaries.flatMap((canary) => canary.rules);
        assert.deepEqual(
          [...covered, ...skipped.map((one) => one.rule)].sort(),
          rules.map(({ ID }) => ID).sort(),
        );
        for (const { key, tags: own, rules: selecting, expectations } of canaries) {
          for (const id of selecting) {
            const { prefix = "", tags: wanted = [] } = written[Number(id.replace("rule-", ""))] ?? {};
            assert.ok(key.startsWith(`${prefix}${CANARY_FOLDER}`));
            assert.deepEqual(own, Object.fromEntries(wanted.map(({ Key, Value }) => [Key, Value])));
          }
          assert.ok(expectations.some(({ journey }) => journey.outcome !== "not replicated"));
          const names = expectations.map(({ destination }) => destination.name);
          assert.equal(new Set(names).size, names.length, "each destination once");
        }
      }),
      { numRuns: 60 },
    );
  });
});
