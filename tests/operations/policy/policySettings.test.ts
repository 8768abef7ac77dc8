/** The config of a pack means what it means to Pulumi's engine. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { InputError } from "../../../operations/inputError";
import { type PackConfig, type Policy, policySettings } from "../../../operations/policy/policySettings";
import { policies as ours } from "../../../policy-pack/policies";

const policy = (name: string, more: Partial<Policy> = {}): Policy => ({
  name,
  description: "of the test",
  validateStack: () => undefined,
  ...more,
});

const policies: readonly Policy[] = [
  policy("plain"),
  policy("strict", { enforcementLevel: "mandatory" }),
  policy("counts", {
    enforcementLevel: "mandatory",
    configSchema: {
      properties: {
        minimum: { type: "integer", minimum: 1, maximum: 9, default: 2 },
        kind: { type: "string", enum: ["a", "b"] },
        list: {
          type: "array",
          default: [],
          items: {
            type: "object",
            required: ["reason"],
            additionalProperties: false,
            properties: { reason: { type: "string", minLength: 1 } },
          },
        },
      },
    },
  }),
];

const settingsOf = (config: PackConfig) => {
  const settings = policySettings(policies, config);
  return policies.map((each) => settings.of(each));
};
const levelsFor = (config: PackConfig) => settingsOf(config).map(({ level }) => level);
const configFor = (config: PackConfig) => settingsOf(config)[2]?.config;

describe("the level of a policy", () => {
  const cases: readonly (readonly [string, PackConfig, readonly string[]])[] = [
    ["is its own, else advisory", {}, ["advisory", "mandatory", "mandatory"]],
    ["is that of all", { all: "disabled" }, ["disabled", "disabled", "disabled"]],
    [
      "is that of all as an object",
      { all: { enforcementLevel: "advisory" } },
      ["advisory", "advisory", "advisory"],
    ],
    [
      "is that of its name before that of all, wherever it stands",
      { strict: "mandatory", all: "advisory", plain: { enforcementLevel: "remediate" } },
      ["remediate", "mandatory", "advisory"],
    ],
    [
      "stays where config only sets values",
      { counts: { minimum: 3 } },
      ["advisory", "mandatory", "mandatory"],
    ],
    [
      "is that of all where config only sets values",
      { all: "advisory", counts: { minimum: 3 } },
      ["advisory", "advisory", "advisory"],
    ],
  ];
  for (const [what, config, levels] of cases)
    it(what, () => {
      assert.deepEqual(levelsFor(config), levels);
    });
});

describe("the config of a policy", () => {
  const cases: readonly (readonly [string, PackConfig, object])[] = [
    ["has the defaults of its schema", {}, { minimum: 2, list: [] }],
    [
      "has what is set in their place",
      { counts: { minimum: 3, kind: "b" } },
      { minimum: 3, kind: "b", list: [] },
    ],
    ["does not have its level", { counts: { enforcementLevel: "advisory" } }, { minimum: 2, list: [] }],
    [
      "has values that its schema does not name",
      { counts: { other: 1 } },
      { minimum: 2, list: [], other: 1 },
    ],
  ];
  for (const [what, config, values] of cases)
    it(what, () => {
      assert.deepEqual(configFor(config), values);
    });

  const wrong: readonly (readonly [string, PackConfig, readonly string[]])[] = [
    [
      "a name of no policy, with the likely one",
      { strct: "advisory" },
      ['strct: expected the name of a policy, found none of this name; did you mean "strict"?'],
    ],
    [
      "a name like none",
      { "something-else": {} },
      [
        "something-else: expected the name of a policy, found none of this name; use one of plain, strict, counts",
      ],
    ],
    [
      "values for all",
      { all: { enforcementLevel: "advisory", minimum: 3 } },
      ["all.minimum: expected a level only, found a value; set it for each policy"],
    ],
    [
      "a value of another type",
      { counts: { minimum: "three" } },
      ['counts.minimum: expected it to be integer, found "three"; see docs/policies.md'],
    ],
    [
      "a value out of range",
      { counts: { minimum: 0 } },
      ["counts.minimum: expected it to be >= 1, found 0; see docs/policies.md"],
    ],
    [
      "a value that is none of those there are",
      { counts: { kind: "c" } },
      ['counts.kind: expected one of a, b, found "c"; see docs/policies.md'],
    ],
    [
      "what is wrong inside of a list, all of it",
      { counts: { list: [{}, { reason: "" }, { reason: "r", resn: 1 }] } },
      [
        "counts.list[0].reason: expected a value, found nothing; see docs/policies.md",
        'counts.list[1].reason: expected it to not have fewer than 1 characters, found ""; see docs/policies.md',
        "counts.list[2].resn: expected no value of this name, found one; see docs/policies.md",
      ],
    ],
  ];
  for (const [what, config, problems] of wrong)
    it(`is refused for ${what}`, () => {
      const title = `config.json has ${problems.length} ${problems.length === 1 ? "problem" : "problems"}:`;
      assert.throws(
        () => policySettings(policies, config, "config.json"),
        (error) => error instanceof InputError && error.message === [title, ...problems].join("\n  "),
      );
    });

  it("is refused where a value that has no default is required and not set", () => {
    const needy = policy("needy", {
      configSchema: { properties: { a: { type: "string" } }, required: ["a"] },
    });
    assert.throws(() => policySettings([needy]), /needy\.a: expected a value, found nothing/);
    assert.deepEqual(policySettings([needy], { needy: { a: "x" } }).of(needy).config, { a: "x" });
  });

  it("is taken for any level and any number in range", () => {
    const level = fc.constantFrom("advisory", "mandatory", "remediate", "disabled");
    fc.assert(
      fc.property(level, level, fc.integer({ min: 1, max: 9 }), (all, enforcementLevel, minimum) => {
        const config = { all, counts: { enforcementLevel, minimum } };
        assert.deepEqual(levelsFor(config), [all, all, enforcementLevel]);
        assert.equal(configFor(config)?.["minimum"], minimum);
      }),
    );
  });
});

describe("the schema of each of our policies", () => {
  for (const each of ours)
    it(`takes its own defaults and refuses a wrong exemption: ${each.name}`, () => {
      const { config } = policySettings(ours).of(each);
      assert.deepEqual(config["exempt"], []);
      assert.deepEqual(policySettings(ours, { [each.name]: config }).of(each).config, config);
      assert.throws(
        () => policySettings(ours, { [each.name]: { exempt: [{ resource: "x" }] } }),
        /\.exempt\[0\]\.reason: expected a value, found nothing/,
      );
    });
});
