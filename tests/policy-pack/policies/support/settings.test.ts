import assert from "node:assert/strict";
import fc from "fast-check";
import { policies } from "../../../../policy-pack/policies";
import { exempt, exemptionOf } from "../../../../policy-pack/policies/support/exemptions";
import {
  choice,
  flag,
  integer,
  readSettings,
  schemaOf,
  text,
  texts,
} from "../../../../policy-pack/policies/support/settings";
import { judgeResource, judgeStack } from "../../judge";
import { resource } from "../../stacks";

const required = flag("required", false, "Whether.");
const minimum = integer("minimum", { minimum: 1, maximum: 5, fallback: 2 }, "How many.");
const which = choice("which", ["some", "all"], "some", "Which.");
const name = text("name", "archive", "A name.");
const regions = texts("regions", { pattern: "^[a-z]+-\\d$", what: "a region such as west-1" }, "Where.");
const fields = [required, minimum, which, name, regions, exempt];
const fix = "; correct it in the policy pack's config";

describe("settings", () => {
  it("use the default for what config leaves out", () => {
    const settings = readSettings(fields, {});
    assert.deepEqual(settings.problems, []);
    assert.deepEqual(
      fields.map((field) => settings.get<unknown>(field)),
      [false, 2, "some", "archive", [], []],
    );
  });

  it("take what config says", () => {
    const settings = readSettings(fields, {
      required: true,
      minimum: 5,
      which: "all",
      name: "ledger",
      regions: ["west-1", "east-2"],
      exempt: [{ resource: "logs", reason: "short-lived" }],
    });
    assert.deepEqual(settings.problems, []);
    assert.equal(settings.get(required), true);
    assert.equal(settings.get(minimum), 5);
    assert.equal(settings.get(which), "all");
    assert.equal(settings.get(name), "ledger");
    assert.deepEqual(settings.get(regions), ["west-1", "east-2"]);
    assert.deepEqual(settings.get(exempt), [{ resource: "logs", reason: "short-lived" }]);
  });

  for (const [title, config, problem] of [
    ["a text for a switch", { required: "yes" }, 'config required: expected true or false, found "yes"'],
    ["a number out of range", { minimum: 6 }, "config minimum: expected a whole number from 1 to 5, found 6"],
    ["half a number", { minimum: 1.5 }, "config minimum: expected a whole number from 1 to 5, found 1.5"],
    ["another choice", { which: "none" }, 'config which: expected one of "some", "all", found "none"'],
    ["an empty text", { name: "" }, 'config name: expected a text, found ""'],
    ["a text for a list", { regions: "west-1" }, 'config regions: expected a list, found "west-1"'],
    [
      "a wrong entry",
      { regions: ["west-1", "West"] },
      'config regions[1]: expected a region such as west-1, found "West"',
    ],
    [
      "another name",
      { minimun: 3 },
      "config minimun: expected one of required, minimum, which, name, regions, exempt, found a name that this policy does not have",
    ],
    [
      "an exemption that is a text",
      { exempt: ["logs"] },
      "config exempt[0].resource: expected a name or URN, found nothing",
    ],
    [
      "a blank reason",
      { exempt: [{ resource: "logs", reason: " " }] },
      'config exempt[0].reason: expected why it is exempt, found " "',
    ],
    [
      "something else in an exemption",
      { exempt: [{ resource: "a", reason: "b", until: "May" }] },
      "config exempt[0].until: expected only resource and reason, found a name that exemptions do not have",
    ],
  ] as const) {
    it(`report ${title}, and use the default`, () => {
      const settings = readSettings(fields, config);
      assert.ok(settings.problems.includes(problem + fix), settings.problems.join("\n"));
      assert.deepEqual(
        fields.map((field) => settings.get<unknown>(field)),
        [false, 2, "some", "archive", [], []],
      );
    });
  }

  it("are one of what the schema allows, whatever config says", () => {
    const anything = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...fields.map((field) => field.name)), anything),
        (config) => {
          const settings = readSettings(fields, config);
          assert.equal(typeof settings.get(required), "boolean");
          assert.ok([1, 2, 3, 4, 5].includes(settings.get(minimum)));
          assert.ok(["some", "all"].includes(settings.get(which)));
          assert.ok(settings.get(name).length > 0);
          assert.ok(settings.get(regions).every((region) => /^[a-z]+-\d$/.test(region)));
          assert.ok(settings.get(exempt).every(({ reason }) => reason.trim() !== ""));
        },
      ),
    );
  });

  it("have a schema that gives each field its default", () => {
    const { properties } = schemaOf(fields);
    assert.deepEqual(
      Object.entries(properties).map(([field, schema]) => [field, schema.type, schema.default]),
      [
        ["required", "boolean", false],
        ["minimum", "integer", 2],
        ["which", "string", "some"],
        ["name", "string", "archive"],
        ["regions", "array", []],
        ["exempt", "array", []],
      ],
    );
  });

  it("have a schema with every limit that can be stated in it", () => {
    const { exempt: ofExempt, ...properties } = schemaOf(fields).properties;
    assert.deepEqual(properties, {
      required: { type: "boolean", default: false, description: "Whether." },
      minimum: { type: "integer", minimum: 1, maximum: 5, default: 2, description: "How many." },
      which: { type: "string", enum: ["some", "all"], default: "some", description: "Which." },
      name: { type: "string", minLength: 1, default: "archive", description: "A name." },
      regions: {
        type: "array",
        items: { type: "string", minLength: 1, pattern: "^[a-z]+-\\d$" },
        default: [],
        description: "Where.",
      },
    });
    assert.deepEqual(ofExempt?.items, {
      type: "object",
      required: ["resource", "reason"],
      additionalProperties: false,
      properties: {
        resource: {
          type: "string",
          minLength: 1,
          description: "Name or URN; `*` matches any text, `?` one character.",
        },
        reason: { type: "string", minLength: 1, description: "Why. The report shows it." },
      },
    });
  });

  it("report one problem of a value that is wrong in several ways", () => {
    const { problems } = readSettings(fields, {
      minimum: 6.5,
      regions: [""],
      exempt: [{ resource: "", reason: "" }],
    });
    assert.deepEqual(problems, [
      `config minimum: expected a whole number from 1 to 5, found 6.5${fix}`,
      `config regions[0]: expected a region such as west-1, found ""${fix}`,
      `config exempt[0].resource: expected a name or URN, found ""${fix}`,
      `config exempt[0].reason: expected why it is exempt, found ""${fix}`,
    ]);
  });

  it("apply the right exemptions beside wrong ones", () => {
    const right = { resource: "logs", reason: "short-lived" };
    const settings = readSettings(fields, {
      exempt: ["x", right, { ...right, until: "May" }, { resource: "y" }],
    });
    assert.deepEqual(settings.get(exempt), [right]);
    assert.equal(settings.problems.length, 4);
  });

  it("say nothing where a name has no value", () => {
    const settings = readSettings(fields, { minimum: null, exempt: null });
    assert.deepEqual(settings.problems, []);
    assert.deepEqual([settings.get(minimum), settings.get(exempt)], [2, []]);
  });
});

describe("the defaults of every policy", () => {
  for (const policy of policies) {
    it(`are right for ${policy.name}, as the engine fills them in`, async () => {
      const config = Object.fromEntries(
        Object.entries(policy.configSchema?.properties ?? {}).map(([field, schema]) => [
          field,
          schema.default,
        ]),
      );
      const bucket = resource("aws:s3/bucket:Bucket", {});
      const { violations } =
        "validateStack" in policy
          ? await judgeStack(policy, [], config)
          : await judgeResource(policy, bucket, config);
      assert.deepEqual(violations, []);
    });
  }
});

describe("exemptions", () => {
  const urn = "urn:pulumi:dev::archive::my:Component$aws:s3/bucket:Bucket::logs.eu+1";
  for (const [pattern, covers] of [
    ["logs.eu+1", true],
    ["logs*", true],
    ["*", true],
    ["urn:pulumi:dev::*::logs.eu+1", true],
    [urn, true],
    ["logs?eu+1", true],
    ["logsXeu+1", false],
    ["logs.eu", false],
    ["urn:pulumi:prod::*", false],
    ["", false],
  ] as const) {
    it(`${covers ? "cover" : "do not cover"} a resource by ${JSON.stringify(pattern)}`, () => {
      const exemption = { resource: pattern, reason: "a test" };
      assert.equal(exemptionOf([exemption], urn), covers ? exemption : undefined);
    });
  }

  it("stay fast with many wildcards", () => {
    const started = performance.now();
    exemptionOf([{ resource: `${"*a".repeat(12)}b`, reason: "a test" }], `urn::${"a".repeat(400)}`);
    assert.ok(performance.now() - started < 1000);
  });
});
