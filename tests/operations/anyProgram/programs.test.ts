import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { isProperties } from "../../../operations/rehearsal/values";
import { run } from "../../helpers/commandLine";
import { type ForeignProject, foreignProject } from "../../helpers/foreignProject";
import { PROJECT_DIRECTORY } from "../../helpers/plans";

const TIMEOUT_MS = 120_000;
const TOPIC = 'new aws.sns.Topic("alarms", { name: "alarms" });';
const IMPORTS = 'import * as aws from "@pulumi/aws";\n';
const REQUIRES = 'const aws = require("@pulumi/aws");\n';
const MODULE = '{ "type": "module" }';

/** Resource name -> type, of the report as JSON. */
function resourcesOf(report: unknown): { readonly [name: string]: unknown } {
  assert.ok(isProperties(report) && Array.isArray(report["resources"]));
  return Object.fromEntries(report["resources"].map(({ name, type }) => [name, type]));
}

describe("a rehearsal of any program", function () {
  this.timeout(TIMEOUT_MS);
  let project: ForeignProject | undefined;
  afterEach(() => project?.remove());
  const made = (files: { readonly [path: string]: string }) => {
    project = foreignProject(files);
    return project.directory;
  };
  const rehearsed = async (files: { readonly [path: string]: string }, words: readonly string[] = []) =>
    run(["rehearse", ...words], { directory: made(files) });

  const programs: readonly (readonly [what: string, files: { readonly [path: string]: string }])[] = [
    [
      "index.ts",
      { "index.ts": `${IMPORTS}enum Name { alarms = "alarms" }\nnew aws.sns.Topic(Name.alarms);` },
    ],
    ["index.js", { "index.js": `${REQUIRES}${TOPIC}` }],
    [
      "what main in package.json names",
      { "package.json": '{ "main": "src/app.js" }', "src/app.js": `${REQUIRES}${TOPIC}` },
    ],
    [
      "what exports in package.json names",
      {
        "package.json": '{ "exports": { ".": { "default": "./app.js" } } }',
        "app.js": `${REQUIRES}${TOPIC}`,
      },
    ],
    [
      "the folder that main in Pulumi.yaml names",
      { "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: infra\n", "infra/index.ts": `${IMPORTS}${TOPIC}` },
    ],
    [
      "the file that main in Pulumi.yaml names",
      {
        "Pulumi.yaml": "name: shop\nruntime: { name: nodejs }\nmain: infra/app.ts\n",
        "infra/app.ts": `${IMPORTS}${TOPIC}`,
      },
    ],
    [
      "an async function that it exports",
      { "index.js": `${REQUIRES}module.exports = async () => { ${TOPIC} };` },
    ],
    [
      "an ES module with top-level await",
      {
        "package.json": MODULE,
        "index.js": `${IMPORTS}await new Promise((resume) => setTimeout(resume, 5));\n${TOPIC}`,
      },
    ],
    [
      "an ES module in TypeScript",
      {
        "package.json": MODULE,
        "index.ts": `${IMPORTS}import { names, type Name } from "./names.js";\nconst name: Name = await Promise.resolve(names[0]);\nnew aws.sns.Topic(name);`,
        "names.ts": 'export type Name = string;\nexport const names: readonly [Name] = ["alarms"];\n',
      },
    ],
  ];
  for (const [what, files] of programs) {
    it(`runs ${what}`, async () => {
      const { status, stdout, stderr } = await rehearsed(files, ["--json"]);
      assert.equal(stderr, "");
      assert.deepEqual(resourcesOf(JSON.parse(stdout)), {
        "shop-dev": "pulumi:pulumi:Stack",
        alarms: "aws:sns/topic:Topic",
      });
      assert.equal(status, 0);
    });
  }

  it("gives it its configuration, its folder, and the region of the default provider", async () => {
    const { stdout, status } = await rehearsed(
      {
        "Pulumi.test.yaml": "config:\n  shop:owner: { team: blue }\n  aws:region: eu-north-1\n",
        "name.txt": "alarms",
        "index.ts": `${IMPORTS}import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
const { team } = new pulumi.Config().requireObject<{ team: string }>("owner");
const topic = new aws.sns.Topic(readFileSync("name.txt", "utf8"), { name: team });
topic.arn.apply((arn) => new aws.sns.Topic("second", { name: arn.split(":").slice(3, 6).join("_") }));
aws.getRegionOutput().region.apply((region) => new aws.sns.Topic(region));`,
      },
      ["--stack", "test", "--json"],
    );
    assert.deepEqual(Object.keys(resourcesOf(JSON.parse(stdout))).sort(), [
      "alarms",
      "eu-north-1",
      "second",
      "shop-test",
    ]);
    assert.equal(status, 0);
  });

  it("keeps what the program prints out of the report", async () => {
    const { stdout, stderr } = await rehearsed(
      { "index.js": `${REQUIRES}console.log("from the program"); ${TOPIC}` },
      ["--json"],
    );
    assert.equal(typeof JSON.parse(stdout), "object");
    assert.equal(stderr, "from the program\n");
  });

  it("judges its replication, and ends with 1 where a route is broken", async () => {
    const { status, stdout } = await rehearsed(
      {
        "index.ts": `${IMPORTS}
const site = (region: aws.Region) => new aws.Provider(region, { region, allowedAccountIds: ["111122223333"] });
const [here, there] = [site("eu-west-1"), site("eu-central-1")];
const source = new aws.s3.Bucket("source", { bucket: "shop-source" }, { provider: here });
const replica = new aws.s3.Bucket("replica", { bucket: "shop-replica" }, { provider: there });
const versioned = new aws.s3.BucketVersioning("source", { bucket: source.bucket, versioningConfiguration: { status: "Enabled" } }, { provider: here });
const { json } = await_(aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["s3.amazonaws.com"] }] }] }));
const role = new aws.iam.Role("replication", { assumeRolePolicy: json }, { provider: here });
new aws.s3.BucketReplicationConfig("replication", { bucket: source.bucket, role: role.arn, rules: [{ id: "all", status: "Enabled", filter: {}, deleteMarkerReplication: { status: "Disabled" }, destination: { bucket: replica.arn } }] }, { provider: here, dependsOn: versioned });
function await_<T>(value: T): T { return value; }
`,
      },
      ["--json"],
    );
    const report: unknown = JSON.parse(stdout);
    assert.ok(isProperties(report) && Array.isArray(report["routes"]));
    const [route] = report["routes"];
    assert.deepEqual(
      [route.rule, route.destination, route.destinationRegion, route.verdict],
      ["all", "shop-replica", "eu-central-1", "broken"],
    );
    const unmet = route.requirements.filter(
      ({ verdict }: { readonly verdict: string }) => verdict === "unmet",
    );
    const ids = unmet.map(({ id }: { readonly id: string }) => id);
    assert.ok(ids.includes("destination-versioning"), ids.join());
    assert.ok(!ids.includes("role-trust"), ids.join());
    assert.equal(status, 1);
  });

  const failures: readonly {
    readonly what: string;
    readonly files: { readonly [path: string]: string };
    readonly says: RegExp;
  }[] = [
    {
      what: "fails",
      files: {
        "index.ts": `${IMPORTS}interface Shop { size: number }\n\nconst shop: Shop | undefined = JSON.parse("null");\nnew aws.sns.Topic(String(shop!.size));`,
      },
      says: /^index\.ts: expected a program that runs to its end, found TypeError: Cannot read properties of null \(reading 'size'\); correct the program\n {2}at .*index\.ts:5:\d+\)?\n$/,
    },
    {
      what: "fails after a question without an answer",
      files: {
        "index.js": `${REQUIRES}module.exports = async () => { const { value } = await aws.ssm.getParameter({ name: "/a" }); value.split(","); };`,
      },
      says: /^index\.js: .*found TypeError: .*; correct the program\n {2}at .*index\.js:2:\d+\)?\n[\s\S]*it had no answer to these, which may be the reason:\n {2}aws:ssm\/getParameter:getParameter \{"name":"\/a"\}\nvalues from them are not known here; --answers <file> gives them/,
    },
    {
      what: "fails inside an output",
      files: {
        "index.js": `${REQUIRES}const topic = new aws.sns.Topic("a"); topic.arn.apply(() => { throw new Error("no such arn"); });`,
      },
      says: /^index\.js: .*found Error: no such arn; correct the program\n {2}at .*index\.js:2/,
    },
    {
      what: "imports what is not installed",
      files: { "index.js": 'require("@acme/platform/network");' },
      says: /^index\.js: .*found Error: Cannot find module '@acme\/platform\/network'; install it: npm install @acme\/platform in the folder of the program\n/,
    },
    {
      what: "ends with an error for its user",
      files: { "index.js": 'throw new (require("@pulumi/pulumi").RunError)("set shop:owner");' },
      says: /^set shop:owner\n$/,
    },
    {
      what: "misses a setting",
      files: { "index.js": 'new (require("@pulumi/pulumi").Config)().require("owner");' },
      says: /Missing required configuration variable 'shop:owner'/,
    },
    {
      what: "has no program",
      files: { "index.py": "" },
      says: /: expected a program \(index\.ts or index\.js, or what main in Pulumi\.yaml names\), found none; /,
    },
    {
      what: "is written in Python",
      files: { "Pulumi.yaml": "name: shop\nruntime: python\n" },
      says: /^Pulumi\.yaml: expected runtime: nodejs, found python; programs in TypeScript and JavaScript can be rehearsed\n$/,
    },
    {
      what: "has default and named exports",
      files: { "package.json": MODULE, "index.js": "export default {};\nexport const a = 1;\n" },
      says: /index\.js: expected a default export or named exports, found both; /,
    },
  ];
  for (const { what, files, says } of failures) {
    it(`ends with 2 and says what to do where the program ${what}`, async () => {
      const { status, stdout, stderr } = await rehearsed(files);
      assert.match(stderr, says);
      assert.doesNotMatch(stderr, /node_modules.*:\d+:\d+/);
      assert.equal(stdout, "");
      assert.equal(status, 2);
    });
  }

  it("does the same from the executable, where nothing compiles TypeScript but the command itself", () => {
    const directory = made({
      "tsconfig.json": '{ "compilerOptions": { "experimentalDecorators": true } }',
      "index.ts": `${IMPORTS}namespace Names { export const topic = "alarms"; }
function sealed(_: unknown): void {}
@sealed
class Shop {
  constructor(private readonly name: string) { new aws.sns.Topic(this.name); }
}

new Shop(Names.topic);
JSON.parse("{");`,
    });
    const words = [join(PROJECT_DIRECTORY, "operations", "s3-replication.js"), "rehearse"];
    const { status, stderr } = spawnSync(process.execPath, words, {
      cwd: directory,
      encoding: "utf8",
      env: {},
    });
    assert.match(stderr, /^index\.ts: .*found SyntaxError: .*\n {2}at .*index\.ts:10:6\)?\n$/);
    assert.ok(stderr.includes(realpathSync(directory)));
    assert.equal(status, 2);
  });
});
