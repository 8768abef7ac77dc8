import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isProperties } from "../../../operations/rehearsal/values";
import { run } from "../../helpers/commandLine";
import { type ForeignProject, foreignProject } from "../../helpers/foreignProject";

const PACK = `import * as aws from "@pulumi/aws";
import { PolicyPack, validateResourceOfType } from "@pulumi/policy";

enum Level { Must = "mandatory" }
new PolicyPack("acme", {
  enforcementLevel: Level.Must,
  policies: [
    {
      name: "owned",
      description: "Topics have an owner.",
      configSchema: { properties: { tag: { type: "string", default: "owner" } } },
      validateResource: validateResourceOfType(aws.sns.Topic, (topic, args, report) => {
        const { tag } = args.getConfig<{ tag: string }>();
        if (topic.tags?.[tag] === undefined) report(\`no \${tag}\`);
        topic.tags = {};
      }),
    },
    {
      name: "few",
      description: "Stacks are small.",
      enforcementLevel: "advisory",
      validateStack: ({ resources }, report) => {
        const topic = resources.find((resource) => resource.isType(aws.sns.Topic));
        if (resources.length > 1) report(\`\${resources.length} resources, tags \${Object.keys(topic?.props.tags ?? {}).join()}\`);
      },
    },
  ],
});
`;
const OTHER = `const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("other", { policies: [{ name: "never", description: "Never.", validateStack: () => {} }] }, { never: "mandatory" });
`;

describe("rehearse --policy-pack", function () {
  this.timeout(60_000);
  let project: ForeignProject;
  before(() => {
    project = foreignProject({
      "index.js":
        'const aws = require("@pulumi/aws");\nnew aws.sns.Topic("alarms", { tags: { owner: "blue" } });\n',
      "acme/PulumiPolicy.yaml": "runtime: nodejs\n",
      "acme/package.json": '{ "name": "acme", "version": "2.0.0" }',
      "acme/index.ts": PACK,
      "acme.json": '{ "owned": { "tag": "team" } }',
      "other/PulumiPolicy.yaml": "runtime: { name: nodejs }\nmain: lib/pack.js\nversion: 3.1.0\n",
      "other/lib/pack.js": OTHER,
      "empty/nothing.txt": "",
      "python/PulumiPolicy.yaml": "runtime: python\n",
      "built/PulumiPolicy.yaml": "runtime: nodejs\n",
      "none/PulumiPolicy.yaml": "runtime: nodejs\n",
      "none/index.js": "",
      "failing/PulumiPolicy.yaml": "runtime: nodejs\n",
      "failing/index.js": 'throw new Error("no licence");',
    });
  });
  after(() => project.remove());
  const rehearsed = (...words: readonly string[]) =>
    run(["rehearse", ...words], { directory: project.directory });
  const policiesOf = (stdout: string) => {
    const report: unknown = JSON.parse(stdout);
    assert.ok(isProperties(report) && Array.isArray(report["policies"]));
    return report["policies"].map(({ name, enforcementLevel, violations }) => [
      name,
      enforcementLevel,
      violations.map(({ message }: { readonly message: string }) => message),
    ]);
  };

  it("judges by that pack alone, and each policy by what the program made", async () => {
    const { status, stdout } = await rehearsed("--policy-pack", "acme", "--json");
    assert.deepEqual(policiesOf(stdout), [
      ["owned", "mandatory", []],
      ["few", "advisory", ["Stacks are small.\n2 resources, tags owner"]],
    ]);
    assert.equal(status, 0);
  });

  it("gives it its config, and blocks where it does", async () => {
    const { status, stdout } = await rehearsed(
      "--policy-pack",
      "acme",
      "--policy-pack-config",
      "acme.json",
      "--json",
    );
    assert.deepEqual(policiesOf(stdout)[0], ["owned", "mandatory", ["Topics have an owner.\nno team"]]);
    assert.equal(status, 1);
  });

  it("judges by several packs, each with its own config", async () => {
    const words = ["--policy-pack", "other", "--policy-pack", "acme"];
    const { status, stdout } = await rehearsed(...words);
    assert.match(stdout, /^! policies: 1 of 3 violated, none of them mandatory: few; see below$/m);
    assert.equal(status, 0);
    const quiet = await rehearsed("--policy-pack", "other", "--policy-pack", "other");
    assert.match(quiet.stdout, /^✓ policies: 2 of other 3\.1\.0 and other 3\.1\.0, none violated$/m);
    writeFileSync(join(project.directory, "other.json"), '{ "never": "disabled" }');
    const configured = await rehearsed(
      ...words,
      "--policy-pack-config",
      "other.json",
      "--policy-pack-config",
      "acme.json",
      "--json",
    );
    assert.deepEqual(
      policiesOf(configured.stdout).map(([name, level]) => `${name} ${level}`),
      ["never disabled", "owned mandatory", "few advisory"],
    );
    assert.equal(configured.status, 1);
  });

  const wrong: readonly (readonly [words: readonly string[], says: RegExp])[] = [
    [
      ["nowhere"],
      /^--policy-pack: expected a folder, found none at .*nowhere; see docs\/rehearse-any-program\.md\n$/,
    ],
    [["empty"], /empty: expected a policy pack with PulumiPolicy\.yaml, found none; /],
    [["python"], /python: expected a policy pack with runtime: nodejs, found python; /],
    [["built"], /built: expected a program \(index\.ts, index\.js or main\), found none; build the pack/],
    [["none"], /none: expected a program that makes one PolicyPack, found none; /],
    [["failing"], /index\.js: expected a policy pack that loads, found Error: no licence; correct the pack/],
    [
      ["acme", "--policy-pack-config", "acme.json", "--policy-pack-config", "more.json"],
      /^--policy-pack-config: expected one file for each policy pack, 1 at most, found 2; leave out more\.json\n$/,
    ],
    [
      ["other", "--policy-pack-config", "acme.json"],
      /^acme\.json has 1 problem:\n {2}owned: expected the name of a policy/,
    ],
  ];
  for (const [[folder = "", ...rest], says] of wrong) {
    it(`ends with 2 and says what is wrong: ${[folder, ...rest].join(" ")}`, async () => {
      const { status, stdout, stderr } = await rehearsed("--policy-pack", folder, ...rest);
      assert.match(stderr, says);
      assert.equal(stdout, "");
      assert.equal(status, 2);
    });
  }
});
