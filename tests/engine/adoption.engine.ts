import assert from "node:assert/strict";
import { commandLine, exported } from "./commands";
import type { Step } from "./engineRun";
import { ACCOUNT, type EngineStack, engineStack } from "./engineStack";
import { inAws } from "./inAws";

const BUCKET = "acme-ledger";
const NEAREST = "acme-ledger-replication-eu-central-1";

describe("a bucket with objects and versions that becomes a primary, under the real engine", function () {
  this.timeout(300_000);
  let dev: EngineStack;
  let aws: ReturnType<typeof inAws>;
  let keyId: string;
  before(async () => {
    dev = await engineStack("dev");
    aws = inAws(dev.emulator, ACCOUNT);
    keyId = await aws.makeBucket("eu-west-1", BUCKET, "alias/ledger");
    await aws.put(BUCKET, "2025/january");
    await aws.put(BUCKET, "2025/january");
    dev.set({
      primaryRegion: "eu-west-1",
      replicas: ["eu-central-1", "eu-north-1"],
      keyAlias: "ledger",
      bucketName: BUCKET,
      primary: { adopt: { keyId }, keepRules: [] },
      alarms: { failureEvents: false },
    });
  });
  after(() => dev.dispose());

  it("is imported with its key and alias, and nothing is replaced or deleted", async () => {
    const preview = await dev.run("preview");
    assert.equal(preview.failure, undefined);
    assert.deepEqual(ops(preview.steps), ["create", "import", "update"]);
    const { failure, steps } = await dev.run("up");
    assert.equal(failure, undefined);
    assert.deepEqual(
      steps
        .filter(({ op }) => op === "import")
        .map(({ name }) => name)
        .sort(),
      ["archive-primary-alias", "archive-primary-bucket", "archive-primary-key"],
    );
    assert.deepEqual(ops(steps), ["create", "import", "update"]);
    assert.deepEqual(
      steps
        .filter(({ op }) => op === "update")
        .map(({ name }) => name)
        .filter((name) => !name.startsWith("archive-primary-")),
      [],
    );
  });

  it("has every version and its key, and is proven", async () => {
    assert.deepEqual(await aws.versions(BUCKET), ["2025/january", "2025/january"]);
    assert.equal(await aws.versioning(BUCKET), "Enabled");
    assert.equal(await aws.keyOf("eu-west-1", "alias/ledger"), keyId);
    assert.deepEqual(await aws.keyStates("eu-west-1"), ["Enabled"]);
    const proof = await commandLine("prove", await exported(dev));
    assert.equal(proof.status, 0, proof.output);
  });

  it("replicates what is written from now on, and not what was there", async () => {
    await aws.put(BUCKET, "2026/november");
    const deadline = Date.now() + 30_000;
    while (!(await aws.versions(NEAREST)).includes("2026/november")) {
      assert.ok(Date.now() < deadline, "the object did not replicate within 30 seconds");
      await new Promise((resume) => setTimeout(resume, 200));
    }
    assert.deepEqual(await aws.versions(NEAREST), ["2026/november"]);
  });

  it("is not changed by an adopt that stays in the settings, nor by one that is removed", async () => {
    assert.deepEqual((await dev.run("preview")).steps, []);
    dev.set({ primary: undefined });
    assert.deepEqual((await dev.run("preview")).steps, []);
  });
});

function ops(steps: readonly Step[]): readonly string[] {
  return [...new Set(steps.map(({ op }) => op))].sort();
}
