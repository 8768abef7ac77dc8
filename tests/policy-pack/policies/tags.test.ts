import assert from "node:assert/strict";
import type { AnalyzerResource, Properties } from "../../../operations/policy/analyzerResource";
import { requiredTags } from "../../../policy-pack/policies/tags";
import { type Config, judgeResource } from "../judge";
import { resource, UNKNOWN } from "../stacks";

const BUCKET = "aws:s3/bucket:Bucket";
const project = { required: [{ key: "project" }] };
const stages = { required: [{ key: "stage", values: ["dev", "prod-*"] }] };
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

function withDefaults(inputs: Properties, defaultTags: unknown): AnalyzerResource {
  const made = resource(BUCKET, inputs);
  if (made.provider === undefined) throw new Error("the sample has a provider");
  return {
    ...made,
    provider: { ...made.provider, properties: { ...made.provider.properties, defaultTags } },
  };
}
function withoutProvider(inputs: Properties): AnalyzerResource {
  const { provider, ...others } = resource(BUCKET, inputs);
  assert.ok(provider !== undefined);
  return others;
}
const tagged = (tags: unknown) => resource(BUCKET, { bucket: "a", tags });

const cases: readonly (readonly [string, AnalyzerResource, Config, RegExp | "fine" | "open"])[] = [
  ["a bucket without tags, by default", tagged(undefined), {}, "fine"],
  [
    "a bucket without tags",
    tagged(undefined),
    project,
    /^tag "project": expected any value, found no such tag; add it to tags of the resource, or to defaultTags of the provider$/,
  ],
  ["a bucket with other tags", tagged({ owner: "a" }), project, /found no such tag/],
  ["a key in other letters", tagged({ Project: "a" }), project, /found no such tag/],
  ["a bucket with the tag", tagged({ project: "archive" }), project, "fine"],
  ["a tag without text", tagged({ project: "" }), project, "fine"],
  ["a tag that the engine reports", resource(BUCKET, { tagsAll: { project: "archive" } }), project, "fine"],
  [
    "a default tag of the provider, as text",
    withDefaults({}, JSON.stringify({ tags: { project: "archive" } })),
    project,
    "fine",
  ],
  [
    "a default tag of the provider, as an object",
    withDefaults({}, { tags: { project: "archive" } }),
    project,
    "fine",
  ],
  ["default tags that are no JSON", withDefaults({}, "{"), project, /found no such tag/],
  [
    "other default tags",
    withDefaults({ tags: {} }, JSON.stringify({ tags: { owner: "a" } })),
    project,
    /found no such tag/,
  ],
  ["an allowed value", tagged({ stage: "dev" }), stages, "fine"],
  ["a value of an allowed pattern", tagged({ stage: "prod-eu" }), stages, "fine"],
  [
    "another value",
    tagged({ stage: "test" }),
    stages,
    /^tag "stage": expected one of "dev", "prod-\*", found "test"/,
  ],
  [
    "an allowed default that the resource overrides",
    withDefaults({ tags: { stage: "test" } }, { tags: { stage: "dev" } }),
    stages,
    /found "test"/,
  ],
  ["tags that are not known yet", tagged(UNKNOWN), project, "open"],
  [
    "a missing tag where the provider still computes all tags",
    resource(BUCKET, { tags: {}, tagsAll: UNKNOWN }),
    project,
    /no such tag/,
  ],
  ["a value that is not known yet, where any is allowed", tagged({ project: UNKNOWN }), project, "fine"],
  ["a value that is not known yet, where some are allowed", tagged({ stage: UNKNOWN }), stages, "open"],
  ["default tags that are not known yet", withDefaults({}, UNKNOWN), project, "open"],
  ["a secret value", tagged({ stage: secret("dev") }), stages, "fine"],
  ["a resource without a provider", withoutProvider({}), project, /found no such tag/],
  ["a key without tags", resource("aws:kms/key:Key", {}), project, /found no such tag/],
  ["a role without tags", resource("aws:iam/role:Role", {}), project, /found no such tag/],
  ["a BucketV2 without tags", resource("aws:s3/bucketV2:BucketV2", {}), project, /found no such tag/],
  ["a resource that has no tags", resource("aws:s3/bucketVersioning:BucketVersioning", {}), project, "fine"],
];

describe("required-tags", () => {
  for (const [title, made, config, expected] of cases) {
    const verb = expected === "fine" ? "accepts" : expected === "open" ? "leaves open" : "refuses";
    it(`${verb} ${title}`, async () => {
      const { violations, notApplicable } = await judgeResource(requiredTags, made, config);
      assert.equal(violations.length, expected instanceof RegExp ? 1 : 0, violations.join("\n"));
      if (expected instanceof RegExp) assert.match(violations[0] ?? "", expected);
      assert.equal(notApplicable.length, expected === "open" ? 1 : 0);
    });
  }

  it("reports each tag that is missing", async () => {
    const config = { required: [{ key: "project" }, { key: "owner" }, { key: "stage" }] };
    const { violations } = await judgeResource(requiredTags, tagged({ owner: "a" }), config);
    assert.deepEqual(
      violations.map((each) => each.slice(0, each.indexOf(":"))),
      ['tag "project"', 'tag "stage"'],
    );
  });

  it("can be exempt by name", async () => {
    const { violations, advisories } = await judgeResource(requiredTags, tagged({}), {
      ...project,
      exempt: [{ resource: "tested", reason: "made by another team" }],
    });
    assert.deepEqual(violations, []);
    assert.match(advisories.join(), /^exempt because made by another team: tag "project"/);
  });

  for (const [title, required, expected] of [
    ["a text for a list", "project", /^config required: expected a list, found "project"/],
    [
      "a text for a tag",
      ["project"],
      /^config required\[0\]: expected an object with key, and values where not every value is allowed, found "project"/,
    ],
    [
      "a tag without key",
      [{ values: ["a"] }],
      /^config required\[0\]\.key: expected the key of a tag, found nothing/,
    ],
    [
      "a text for values",
      [{ key: "a", values: "b" }],
      /^config required\[0\]\.values: expected a list, found "b"/,
    ],
    [
      "an unknown name",
      [{ key: "a", value: "b" }],
      /^config required\[0\]\.value: expected an object with key, .* found a name that required tags do not have/,
    ],
  ] as const)
    it(`says what is wrong with its config: ${title}`, async () => {
      const { violations } = await judgeResource(requiredTags, resource("pulumi:pulumi:Stack", {}), {
        required,
      });
      assert.match(violations[0] ?? "", expected);
      assert.equal(violations.length, 1);
    });

  it("asks for the tags that config has right beside one that is wrong", async () => {
    const { violations } = await judgeResource(requiredTags, tagged({}), {
      required: [{ key: "project" }, "owner"],
    });
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /^tag "project"/);
  });
});
