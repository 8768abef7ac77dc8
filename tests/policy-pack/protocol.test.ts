import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { EnforcementLevel, PolicySeverity, PolicyType } from "@pulumi/pulumi/proto/analyzer_pb";
import { analyseWithPack, startPack } from "../../operations/policy/analyzer";
import { type Analyzer, connect, type PackConfig } from "../../operations/policy/analyzerClient";
import type { AnalyzerResource } from "../../operations/policy/analyzerResource";
import { type PackProcess, PackStartError, startPackProcess } from "../../operations/policy/packProcess";
import { isBlocking } from "../../operations/policy/packResult";
import { policies } from "../../policy-pack/policies";
import { startAsTheEngineDoes } from "../helpers/enginePack";
import { changed, find, firstPreview, resource, settledStack, UNKNOWN, without } from "./stacks";

const root = path.join(__dirname, "..", "..");
const packDirectory = path.join(root, "policy-pack");

const BUCKET = "aws:s3/bucket:Bucket";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

function diagnostics(response: AnalyzeResponse, policy: string) {
  return response
    .getDiagnosticsList()
    .filter((diagnostic) => diagnostic.getPolicyname() === policy)
    .map((diagnostic) => ({
      urn: diagnostic.getUrn(),
      message: diagnostic.getMessage(),
      level: diagnostic.getEnforcementlevel(),
      severity: diagnostic.getSeverity(),
    }));
}

describe("the pack, as the engine runs it", function () {
  this.timeout(60_000);
  let pack: PackProcess;
  let analyzer: Analyzer;
  let levels = new Map<string, EnforcementLevel>();

  const configure = (config: PackConfig) => analyzer.configure(config, levels);

  before(async () => {
    pack = startPackProcess(packDirectory);
    analyzer = connect(await pack.port);
    const info = await analyzer.info();
    levels = new Map(
      info.getPoliciesList().map((policy) => [policy.getName(), policy.getEnforcementlevel()]),
    );
  });
  afterEach(() => configure({}));
  after(() => {
    pack.stop();
    analyzer.close();
  });

  it("tells its name, version and every policy with all that it says about itself", async () => {
    const info = await analyzer.info();
    assert.equal(info.getName(), "s3-replication");
    assert.equal(info.getVersion(), "0.1.0");
    assert.equal(info.getSupportsconfig(), true);
    assert.deepEqual(
      info.getPoliciesList().map((policy) => policy.getName()),
      policies.map(({ name }) => name),
    );
    for (const policy of info.getPoliciesList()) {
      assert.notEqual(policy.getPolicyType(), PolicyType.POLICY_TYPE_UNKNOWN, policy.getName());
      assert.notEqual(policy.getSeverity(), PolicySeverity.POLICY_SEVERITY_UNSPECIFIED, policy.getName());
      assert.notEqual(policy.getFramework()?.getReference() ?? "", "");
      assert.ok(policy.getConfigschema()?.getProperties()?.getFieldsMap().has("exempt"));
    }
  });

  it("answers the engine's other calls", async () => {
    assert.match((await analyzer.pluginInfo()).getVersion(), /^v?1\.21\.0/);
    await analyzer.configureStack({ project: "archive", stack: "dev", dryRun: true, tags: { team: "data" } });
  });

  it("blocks a resource that breaks a policy, before it is created", async () => {
    const response = await analyzer.analyze(resource(BUCKET, { bucket: "archive", forceDestroy: true }));
    const [found, ...others] = diagnostics(response, "no-force-destroy");
    assert.equal(others.length, 0);
    assert.equal(found?.level, EnforcementLevel.MANDATORY);
    assert.equal(found?.severity, PolicySeverity.POLICY_SEVERITY_HIGH);
    assert.match(found?.message ?? "", /\nforceDestroy: expected false, found true; leave forceDestroy out$/);
    assert.equal(response.getDiagnosticsList().length, 1);
  });

  it("opens secrets, and does not show unknown values to be violations", async () => {
    const hidden = await analyzer.analyze(resource(BUCKET, { forceDestroy: secret(true) }));
    assert.equal(diagnostics(hidden, "no-force-destroy").length, 1);
    const unknown = await analyzer.analyze(
      resource(BUCKET, { forceDestroy: UNKNOWN, policy: secret(UNKNOWN) }),
    );
    assert.deepEqual(unknown.getDiagnosticsList(), []);
    const reasons = unknown.getNotApplicableList().map((each) => [each.getPolicyName(), each.getReason()]);
    assert.deepEqual(
      reasons.filter(([name]) => name === "no-force-destroy"),
      [["no-force-destroy", "forceDestroy is not known: comes from another resource at deployment"]],
    );
  });

  for (const [when, stack] of [
    ["the first preview", firstPreview()],
    ["the deployed stack", settledStack()],
  ] as const) {
    it(`runs every policy over ${when}, and blocks nothing`, async () => {
      const responses = await Promise.all(stack.map((each) => analyzer.analyze(each)));
      responses.push(await analyzer.analyzeStack(stack));
      const messages = responses.flatMap((response) => response.getDiagnosticsList());
      assert.deepEqual(
        messages.filter((message) => message.getMessage().includes("can't run")),
        [],
      );
      assert.deepEqual(
        messages
          .filter((message) => message.getEnforcementlevel() === EnforcementLevel.MANDATORY)
          .map((message) => message.getMessage()),
        [],
      );
    });
  }

  it("finds in a first preview what is missing, wherever it is known", async () => {
    const response = await analyzer.analyzeStack(without(firstPreview(), VERSIONING, "ap-southeast-2"));
    const [found, ...others] = diagnostics(response, "every-bucket-versioned");
    assert.equal(others.length, 0);
    assert.equal(found?.urn, find(firstPreview(), BUCKET, "ap-southeast-2").urn);
    assert.match(found?.message ?? "", /versioning of the bucket: expected "Enabled", found "Disabled"/);
    assert.equal(found?.level, EnforcementLevel.MANDATORY);
  });

  it("takes the level that config gives a policy", async () => {
    const bucket = resource(BUCKET, { forceDestroy: true });
    await configure({ "no-force-destroy": "advisory" });
    const advisory = await analyzer.analyze(bucket);
    assert.deepEqual(
      diagnostics(advisory, "no-force-destroy").map(({ level }) => level),
      [EnforcementLevel.ADVISORY],
    );
    await configure({ "no-force-destroy": { enforcementLevel: "disabled" } });
    assert.deepEqual((await analyzer.analyze(bucket)).getDiagnosticsList(), []);
  });

  it("reports an exempt resource as advisory, with the reason, and still blocks others", async () => {
    await configure({
      "no-force-destroy": { exempt: [{ resource: "scratch-*", reason: "holds nothing to keep" }] },
    });
    const exempt = await analyzer.analyze(resource(BUCKET, { forceDestroy: true }, "scratch-1"));
    assert.deepEqual(
      diagnostics(exempt, "no-force-destroy").map(({ level, message }) => [level, message.slice(0, 44)]),
      [[EnforcementLevel.ADVISORY, "exempt because holds nothing to keep: forceD"]],
    );
    const other = await analyzer.analyze(resource(BUCKET, { forceDestroy: true }, "archive"));
    assert.deepEqual(
      diagnostics(other, "no-force-destroy").map(({ level }) => level),
      [EnforcementLevel.MANDATORY],
    );
  });

  it("reports wrong config as a violation and judges on, instead of failing", async () => {
    await configure({
      "no-force-destroy": { exempt: [{ resource: "scratch" }], exmpt: true },
      "minimum-replicas": { minimum: "three" },
    });
    const response = await analyzer.analyze(resource(BUCKET, { forceDestroy: true }, "scratch"));
    const messages = diagnostics(response, "no-force-destroy").map(({ message }) =>
      message.split("\n").at(-1),
    );
    assert.deepEqual(messages, [
      "config exmpt: expected one of exempt, found a name that this policy does not have; correct it in the policy pack's config",
      "config exempt[0].reason: expected why it is exempt, found nothing; correct it in the policy pack's config",
      "forceDestroy: expected false, found true; leave forceDestroy out",
    ]);
    const stack = await analyzer.analyzeStack(settledStack());
    assert.deepEqual(
      diagnostics(stack, "minimum-replicas").map(({ message }) => message.split("\n").at(-1)),
      [
        'config minimum: expected a whole number from 1 to 100, found "three"; correct it in the policy pack\'s config',
      ],
    );
  });

  it("judges a stack among a thousand resources of other clouds, and says nothing of those", async () => {
    const others: AnalyzerResource[] = Array.from({ length: 1000 }, (_, index) => ({
      ...resource(
        "azure-native:storage:StorageAccount",
        { name: UNKNOWN, acl: "public" },
        `account-${index}`,
      ),
      dependencies:
        index === 0 ? [] : [resource("azure-native:storage:StorageAccount", {}, `account-${index - 1}`).urn],
    }));
    const broken = changed(settledStack(), VERSIONING, "src", {
      versioningConfiguration: { status: "Suspended" },
    });
    const response = await analyzer.analyzeStack([...others, ...broken]);
    const blocked = response
      .getDiagnosticsList()
      .filter((diagnostic) => diagnostic.getEnforcementlevel() === EnforcementLevel.MANDATORY);
    assert.deepEqual(
      [...new Set(blocked.map((diagnostic) => diagnostic.getPolicyname()))],
      ["replication-works", "every-bucket-versioned"],
    );
    for (const other of await Promise.all(others.slice(0, 100).map((each) => analyzer.analyze(each))))
      assert.deepEqual(other.getDiagnosticsList(), []);
  });
});

describe("analyseWithPack", function () {
  this.timeout(60_000);

  it("gives the violations of every policy and ends the pack", async () => {
    const stack = changed(settledStack(), BUCKET, "src", { forceDestroy: true });
    const result = await analyseWithPack(packDirectory, Promise.resolve(stack), {
      "state-protected": "disabled",
    });
    assert.deepEqual(result.pack, { name: "s3-replication", version: "0.1.0" });
    const violated = result.policies.filter(({ violations }) => violations.length > 0);
    assert.deepEqual(
      violated.map(({ name, kind, enforcementLevel, severity }) => ({
        name,
        kind,
        enforcementLevel,
        severity,
      })),
      [{ name: "no-force-destroy", kind: "resource", enforcementLevel: "mandatory", severity: "high" }],
    );
    assert.equal(violated[0]?.violations[0]?.urn, find(stack, BUCKET, "src").urn);
    assert.equal(
      result.policies.find(({ name }) => name === "state-protected")?.enforcementLevel,
      "disabled",
    );
    assert.equal(isBlocking(result), true);
  });

  it("says in the pack's own words why it does not start", async () => {
    const directory = mkdtempSync(path.join(tmpdir(), "pack-"));
    try {
      writeFileSync(path.join(directory, "package.json"), '{"name":"broken","version":"1.0.0"}');
      writeFileSync(path.join(directory, "index.js"), 'throw new Error("no policies today");');
      await assert.rejects(
        analyseWithPack(directory, []),
        (error) =>
          error instanceof PackStartError &&
          /expected it to start, found that it ended with status \d+:[\s\S]*no policies today/.test(
            error.message,
          ),
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("can be stopped before the pack has started", async () => {
    const pack = startPack(packDirectory);
    pack.stop();
    await assert.rejects(pack.judge().stack([]), /ended with SIGKILL/);
  });
});

describe("a process that runs a pack", function () {
  this.timeout(60_000);

  const isRunning = (pid: number) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };

  for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
    it(`takes the pack with it on ${signal}`, async () => {
      const script = `
        const children = require("node:child_process");
        const { spawn } = children;
        children.spawn = (...args) => {
          const child = spawn(...args);
          console.log(child.pid);
          return child;
        };
        require("./operations/policy/analyzer").startPack("policy-pack");
        setInterval(() => undefined, 1000);`;
      const parent = spawn(process.execPath, ["-r", "sucrase/register/ts", "-e", script], {
        cwd: root,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [printed] = await once(parent.stdout, "data");
      const pid = Number(String(printed));
      assert.ok(isRunning(pid));
      parent.kill(signal);
      await once(parent, "exit");
      const deadline = Date.now() + 20_000;
      while (isRunning(pid) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 50));
      assert.equal(isRunning(pid), false);
    });
  }
});

describe("the pack on its own", function () {
  this.timeout(120_000);

  it("loads and judges from a copy of its folder, as the engine loads it", async () => {
    const directory = mkdtempSync(path.join(tmpdir(), "pack-"));
    try {
      const copy = path.join(directory, "policy-pack");
      cpSync(packDirectory, copy, {
        recursive: true,
        filter: (source) => path.basename(source) !== "node_modules",
      });
      symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
      const pack = startAsTheEngineDoes(copy);
      try {
        const analyzer = connect(await pack.port);
        const response = await analyzer.analyzeStack(without(settledStack(), VERSIONING, "src"));
        analyzer.close();
        assert.equal(diagnostics(response, "replication-works").length > 0, true);
      } finally {
        pack.stop();
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("names only packages that its own package.json depends on", () => {
    const manifest: { dependencies: { [name: string]: string } } = JSON.parse(
      readFileSync(path.join(packDirectory, "package.json"), "utf8"),
    );
    assert.ok(Object.keys(manifest.dependencies).includes("@pulumi/policy"));
    const lock: { packages: { [path: string]: { dependencies?: object } } } = JSON.parse(
      readFileSync(path.join(packDirectory, "package-lock.json"), "utf8"),
    );
    assert.deepEqual(lock.packages[""]?.dependencies, manifest.dependencies);
  });
});
