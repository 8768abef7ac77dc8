import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { topologyFromPolicyResources, topologyFromStackExport } from "../../../model";
import { journeysOf } from "../../../model/journeys";
import { routesOf } from "../../../model/route";
import type { Topology } from "../../../model/topology";
import { policyResources, type SentResource, unknownText } from "../../helpers/policyResources";

function fixture(name: string) {
  return JSON.parse(readFileSync(path.join(__dirname, "../../fixtures/engine", name), "utf8"));
}

const replacement = fc.oneof(
  fc.constant(unknownText),
  fc.constant({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: "v1:x",
  }),
  fc.constantFrom(null, "", 0, -1, true, [], {}, [null], "alias/x", "arn:aws:s3:::x", "arn:", "__proto__"),
  fc.jsonValue(),
);

/** Replaces whatever lies at the end of a walk, which takes the branch of each number in turn. */
function damaged(value: unknown, walk: readonly number[], by: unknown): unknown {
  const [step, ...rest] = walk;
  if (step === undefined || typeof value !== "object" || value === null) return by;
  const names = Object.keys(value);
  const name = names[step % Math.max(names.length, 1)];
  if (name === undefined) return by;
  const entries = Object.entries(value).map(([each, inner]) => [
    each,
    each === name ? damaged(inner, rest, by) : inner,
  ]);
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

const walk = fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 9 });
const damage = fc.array(fc.tuple(fc.nat(), walk, replacement), { minLength: 1, maxLength: 4 });

function judgeable(topology: Topology): void {
  for (const route of routesOf(topology)) assert.equal(typeof route.ruleName, "string");
  for (const journey of journeysOf(topology, { kind: "put", object: { key: "a" } })) {
    assert.ok(journey.because.length > 0);
  }
}

describe("whatever is missing, unknown, encrypted or of another shape", () => {
  it("in a preview, there is a topology, and nothing throws", () => {
    const sent: readonly SentResource[] = fixture("preview-resources.json");
    fc.assert(
      fc.property(damage, (damages) => {
        const resources = [...sent];
        for (const [which, steps, by] of damages) {
          const resource = resources[which % resources.length];
          if (resource === undefined) continue;
          const properties = damaged(resource.properties, steps, by);
          const isObject = typeof properties === "object" && properties !== null;
          resources[which % resources.length] = { ...resource, properties: isObject ? properties : {} };
        }
        judgeable(topologyFromPolicyResources(policyResources(resources)));
      }),
      { numRuns: 400 },
    );
  });

  it("in an export, there is a topology or a problem, and nothing throws", () => {
    const sample = fixture("stack-export.json");
    fc.assert(
      fc.property(damage, (damages) => {
        const written = damages.reduce<unknown>(
          (each, [, steps, by]) => damaged(each, [1, 1, ...steps], by),
          sample,
        );
        const reading = topologyFromStackExport(written);
        if ("topology" in reading) judgeable(reading.topology);
        else assert.ok(reading.problems.length > 0);
      }),
      { numRuns: 400 },
    );
  });

  it("in a preview, resources in any order make the same topology", () => {
    const sent: readonly SentResource[] = fixture("preview-resources.json");
    const sorted = (topology: Topology) =>
      [topology.buckets, topology.keys, topology.roles, topology.configurations].map((items) =>
        [...items].sort((one, other) => (one.label < other.label ? -1 : 1)),
      );
    const expected = sorted(topologyFromPolicyResources(policyResources(sent)));
    fc.assert(
      fc.property(fc.shuffledSubarray([...sent], { minLength: sent.length }), (shuffled) => {
        assert.deepEqual(sorted(topologyFromPolicyResources(policyResources(shuffled))), expected);
      }),
      { numRuns: 50 },
    );
  });
});
