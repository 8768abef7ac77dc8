import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { parse } from "yaml";
import type { EmulatorServer } from "../../operations/emulator/server";
import { readStackConfiguration } from "../../operations/rehearsal/stackFiles";
import { started } from "../operations/emulator/emulator";
import { type EngineStack, engineStack, script } from "./engineStack";
import { pulumiCli } from "./pulumiCli";

const PROJECT = join(__dirname, "..", "..");
/** What a clone does not have, and the tests. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  ".emulator",
  ".engine",
  ".git",
  "dist",
  "node_modules",
  "tests",
]);

/** Answers the questions of `pulumi new` in a project with this name, and gives the new project's folder. */
function newProject(folder: string, name: string, stack: string, answers: readonly string[]): string {
  const [template, project, plugins, state] = ["template", "project", "plugins", "state"].map((each) =>
    join(folder, each),
  );
  assert.ok(template && project && plugins && state);
  cpSync(PROJECT, template, { recursive: true, filter: (path) => !NOT_COPIED.has(basename(path)) });
  for (const each of [project, plugins, state]) mkdirSync(each);
  script(plugins, "pulumi-language-nodejs", join(__dirname, "noLanguage.ts"));
  const words = ["new", template, "--yes", "--offline", "--name", name, "--stack", stack, "--dir", project];
  execFileSync(
    join(pulumiCli().root, "bin", "pulumi"),
    [...words, ...answers.flatMap((answer) => ["--config", answer])],
    {
      stdio: "pipe",
      env: {
        ...process.env,
        PATH: [plugins, process.env["PATH"]].join(delimiter),
        PULUMI_HOME: join(folder, "home"),
        PULUMI_BACKEND_URL: `file://${state}`,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      },
    },
  );
  return project;
}

describe("pulumi new with this repository", function () {
  this.timeout(300_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "s3-replication-new-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("makes a project of another name whose stack has the answers, and nothing else", () => {
    const project = newProject(folder, "acme-archive", "live", ["prefix=acme"]);
    const { name, template, config } = parse(readFileSync(join(project, "Pulumi.yaml"), "utf8"));
    assert.equal(name, "acme-archive");
    assert.equal(template, undefined);
    assert.ok("prefix" in config && "replicas" in config);
    const { encryptionsalt: _, ...stackFile } = parse(
      readFileSync(join(project, "Pulumi.live.yaml"), "utf8"),
    );
    assert.deepEqual(stackFile, {
      config: {
        "acme-archive:prefix": "acme",
        "acme-archive:primaryRegion": "eu-west-1",
        "acme-archive:replicas": "eu-central-1",
      },
    });
    assert.ok(existsSync(join(project, ".gitignore")));
    const { values } = readStackConfiguration(project, "live");
    assert.equal(values["acme-archive:prefix"], "acme");
    assert.equal(values["acme-archive:keyAlias"], "archive");
  });

  it("adds the answers to the example of the same name, which another project's name leaves without effect", () => {
    const project = newProject(folder, "acme-archive", "dev", [
      "prefix=acme",
      "replicas=us-east-2, us-west-2",
    ]);
    const { config } = parse(readFileSync(join(project, "Pulumi.dev.yaml"), "utf8"));
    assert.equal(config["s3-replication:prefix"], "acme-dev");
    assert.equal(config["acme-archive:prefix"], "acme");
    assert.equal(config["acme-archive:replicas"], "us-east-2, us-west-2");
  });
});

describe("the answer of pulumi new for the regions", function () {
  this.timeout(300_000);
  let emulator: EmulatorServer;
  let stack: EngineStack;
  before(async () => {
    emulator = await started();
    stack = await engineStack("dev", { emulator });
  });
  after(async () => {
    await stack.dispose();
    await emulator.stop();
  });

  it("is accepted by the engine, and makes a bucket in each", async () => {
    stack.set({ replicas: "eu-central-1, eu-north-1" });
    const { failure, steps } = await stack.run("preview");
    assert.equal(failure, undefined);
    assert.equal(steps.filter(({ type }) => type === "aws:s3/bucket:Bucket").length, 3);
  });
});
