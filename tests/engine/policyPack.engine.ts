import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { policies } from "../../policy-pack/policies";
import { type EngineStack, engineStack } from "./engineStack";
import { type PolicyCloud, policyCloud } from "./policyCloud";
import { pulumiCli } from "./pulumiCli";

const PACK = join(__dirname, "..", "..", "policy-pack");

describe("the policy pack under the real engine", function () {
  this.timeout(300_000);

  describe("with its config", () => {
    let receiver: EngineStack;
    before(async () => {
      receiver = await engineStack("receiver", { account: "444455556666" });
    });
    after(() => receiver.dispose());

    it("gets the default of every setting of every policy where no config is given", async () => {
      assert.equal((await receiver.run("preview")).failure, undefined);
      const { configured } = receiver.asked();
      assert.deepEqual([...configured.keys()].sort(), policies.map(({ name }) => name).sort());
      for (const { name, configSchema } of policies) {
        const defaults = Object.entries(configSchema?.properties ?? {}).map(([setting, schema]) => [
          setting,
          typeof schema === "object" && schema !== null && "default" in schema ? schema.default : undefined,
        ]);
        assert.deepEqual(configured.get(name)?.config, Object.fromEntries(defaults), name);
      }
    });

    it("refuses what a file of --policy-pack-config forbids, with the value and the setting", async () => {
      const { failure, policies: reports } = await preview({ "allowed-regions": { regions: ["eu-west-1"] } });
      assert.notEqual(failure, undefined);
      const refusals = reports.filter(({ level }) => level === "mandatory");
      assert.deepEqual([...new Set(refusals.map(({ policy }) => policy))], ["allowed-regions"]);
      assert.match(refusals[0]?.message ?? "", /eu-west-1/);
      assert.match(refusals[0]?.message ?? "", /eu-north-1/);
    });

    it("is not asked anything with config that does not fit the schema: the engine refuses it", async () => {
      const { failure } = await preview({ "allowed-regions": { regions: "eu-west-1" } });
      assert.match(failure ?? "", /allowed-regions[\s\S]*regions/);
      assert.deepEqual(receiver.asked().single, []);
    });

    function preview(config: object) {
      const file = join(receiver.folder, "config.json");
      writeFileSync(file, JSON.stringify(config));
      return receiver.run("preview", { policyPackConfig: file });
    }
  });

  describe("published with pulumi policy publish", () => {
    let cloud: PolicyCloud;
    let folder: string;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "s3-replication-publish-"));
      cloud = await policyCloud();
      const plugins = join(folder, "plugins");
      mkdirSync(plugins);
      const start = `exec "${process.execPath}" "${require.resolve("@pulumi/pulumi/cmd/run-policy-pack")}" "$1" "$2"`;
      writeFileSync(join(plugins, "pulumi-analyzer-policy-nodejs"), `#!/bin/sh\n${start}\n`, { mode: 0o755 });
      await promisify(execFile)(join(pulumiCli().root, "bin", "pulumi"), ["policy", "publish", "tester"], {
        cwd: PACK,
        env: {
          ...process.env,
          PATH: `${plugins}:${process.env["PATH"] ?? ""}`,
          PULUMI_HOME: join(folder, "home"),
          PULUMI_BACKEND_URL: cloud.url,
          PULUMI_ACCESS_TOKEN: "pul-test",
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
      });
    });
    after(() => {
      cloud.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it("tells its name, version and every policy", () => {
      const published = cloud.published();
      assert.equal(published?.name, "s3-replication");
      assert.equal(published?.versionTag, "0.1.0");
      assert.deepEqual(
        published?.policies.map(({ name }) => name).sort(),
        policies.map(({ name }) => name).sort(),
      );
      assert.ok(published?.policies.every(({ configSchema }) => configSchema !== undefined));
    });

    it("is the archive that npm packs, with nothing but what the pack needs", () => {
      execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: PACK });
      const [packed = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
      writeFileSync(join(folder, "uploaded"), cloud.archive());
      const uploaded = contents(join(folder, "uploaded"), join(folder, "a"));
      assert.deepEqual(uploaded, contents(join(folder, packed), join(folder, "b")));
      assert.deepEqual(
        [...uploaded.keys()],
        [
          "package/PulumiPolicy.yaml",
          "package/README.md",
          "package/dist/index.js",
          "package/npm-shrinkwrap.json",
          "package/package.json",
          "package/presets/everything.json",
          "package/presets/replication.json",
          "package/presets/same-region-backup.json",
        ],
      );
    });
  });
});

/** Every file of an archive, with what is in it. */
function contents(archive: string, folder: string): ReadonlyMap<string, string> {
  mkdirSync(folder);
  execFileSync("tar", ["-xzf", archive, "-C", folder]);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}
