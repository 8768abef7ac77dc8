import assert from "node:assert/strict";
import { isAsRehearsed } from "./asRehearsed";
import { commandLine, exported } from "./commands";
import type { Step } from "./engineRun";
import { ACCOUNT, type EngineStack, engineStack } from "./engineStack";
import { inAws } from "./inAws";

const NORTH = { region: "eu-north-1", storageClass: "STANDARD_IA" };
const NORTH_BUCKET = "acme-dev-archive-replication-eu-north-1";
/** What a change of the list of replicas may update: the component that holds it, the role's policies and the rules. */
const MAY_UPDATE = [
  "archive",
  "archive-replication",
  "archive-replication-keys",
  "archive-replication-objects",
  "archive-alarms",
  "archive-alarms-dashboard",
];

describe("the dev stack under the real engine", function () {
  this.timeout(300_000);
  let dev: EngineStack;
  let aws: ReturnType<typeof inAws>;
  before(async () => {
    dev = await engineStack("dev");
    aws = inAws(dev.emulator, ACCOUNT);
  });
  after(() => dev.dispose());

  isAsRehearsed(() => dev, { resources: 65, routes: 2, advice: [] });

  it("is proven and explained from its export", async () => {
    const file = await exported(dev);
    const proof = await commandLine("prove", file);
    assert.equal(proof.status, 0, proof.output);
    assert.match(proof.output, /^✓ routes: all 2 routes work$/m);
    const journey = await commandLine("explain", "a", "--export", file);
    assert.equal(journey.status, 0, journey.output);
    assert.match(
      journey.output,
      /✓ eu-north-1: replicated\n {4}from acme-dev-archive to acme-dev-archive-replication-eu-north-1\n/,
    );
  });

  it("has drifted where somebody changed a bucket behind its back, and a refresh says so", async () => {
    await aws.suspendVersioning(NORTH_BUCKET);
    const { steps } = await dev.run("refresh");
    assert.deepEqual(
      steps.map(({ op, name }) => [op, name]),
      [["update", "archive-eu-north-1-versioning"]],
    );
    const mended = await dev.run("up");
    assert.equal(mended.failure, undefined);
    assert.equal(await aws.versioning(NORTH_BUCKET), "Enabled");
  });

  it("takes in a region by creations, and by updates of the role and the rules alone", async () => {
    dev.set({ replicas: ["eu-central-1", NORTH, "eu-west-3"] });
    const { failure, steps, policies } = await dev.run("up");
    assert.deepEqual([failure, policies], [undefined, []]);
    assert.equal(named(steps, "create").length, 19);
    assert.deepEqual(
      named(steps, "create").filter((name) => !name.includes("eu-west-3")),
      [],
    );
    assert.deepEqual(
      named(steps, "update").filter((name) => !MAY_UPDATE.includes(name)),
      [],
    );
    assert.deepEqual(ops(steps), ["create", "update"]);
  });

  it("changes nothing in AWS when the list is put in another order", async () => {
    dev.set({ replicas: ["eu-west-3", NORTH, "eu-central-1"] });
    const { failure, steps } = await dev.run("preview");
    assert.equal(failure, undefined);
    assert.deepEqual(
      steps.filter(({ type }) => type.startsWith("aws:")),
      [],
    );
  });

  it("lets a region go: first its rule, and nothing that it holds", async () => {
    await aws.put(NORTH_BUCKET, "kept");
    dev.set({ replicas: ["eu-central-1", "eu-west-3"] });
    const { failure, steps } = await dev.run("up");
    assert.equal(failure, undefined);
    assert.deepEqual(ops(steps), ["delete", "update"]);
    const order = steps.map(({ op, name }) => `${op} ${name}`);
    const rule = order.indexOf("update archive-replication");
    assert.ok(
      rule >= 0 && order.every((step, index) => !step.startsWith("delete") || index > rule),
      order.join(),
    );
    assert.deepEqual(await aws.versions(NORTH_BUCKET), ["kept"]);
    assert.equal(await aws.versioning(NORTH_BUCKET), "Enabled");
    assert.equal(await aws.algorithm(NORTH_BUCKET), "aws:kms");
    assert.deepEqual(await aws.keyStates("eu-north-1"), ["Enabled"]);
    assert.deepEqual(await aws.keyStates("eu-north-1", "alarms"), ["PendingDeletion"]);
    assert.deepEqual(await aws.destinations("acme-dev-archive"), [
      "arn:aws:s3:::acme-dev-archive-replication-eu-central-1",
      "arn:aws:s3:::acme-dev-archive-replication-eu-west-3",
    ]);
  });

  it("takes a region back with adopt: its bucket, key and alias are imported, and keep what they hold", async () => {
    const keyId = await aws.keyOf("eu-north-1", "alias/archive/replication");
    dev.set({ replicas: ["eu-central-1", { ...NORTH, adopt: { keyId } }, "eu-west-3"] });
    const preview = await dev.run("preview");
    assert.equal(preview.failure, undefined);
    const { failure, steps } = await dev.run("up");
    assert.equal(failure, undefined);
    assert.deepEqual([...named(steps, "import")].sort(), [
      "archive-eu-north-1-alias",
      "archive-eu-north-1-bucket",
      "archive-eu-north-1-key",
    ]);
    assert.deepEqual(ops(steps), ["create", "import", "update"]);
    assert.deepEqual(await aws.versions(NORTH_BUCKET), ["kept"]);
    assert.deepEqual(await aws.keyStates("eu-north-1"), ["Enabled"]);
    assert.deepEqual(await aws.keyStates("eu-north-1", "alarms"), ["Enabled", "PendingDeletion"]);
    assert.equal((await aws.destinations("acme-dev-archive")).length, 3);
    const proof = await commandLine("prove", await exported(dev));
    assert.equal(proof.status, 0, proof.output);
  });

  it("is not changed by an adopt that stays in the settings, nor by one that is removed", async () => {
    assert.deepEqual((await dev.run("preview")).steps, []);
    dev.set({ replicas: ["eu-central-1", NORTH, "eu-west-3"] });
    assert.deepEqual((await dev.run("preview")).steps, []);
  });

  it("takes a region back after an update without adopt has failed, too", async () => {
    const keyId = await aws.keyOf("eu-north-1", "alias/archive/replication");
    dev.set({ replicas: ["eu-central-1", "eu-west-3"] });
    assert.equal((await dev.run("up")).failure, undefined);
    dev.set({ replicas: ["eu-central-1", NORTH, "eu-west-3"] });
    assert.match((await dev.run("up")).failure ?? "", /BucketAlreadyOwnedByYou/);
    dev.set({ replicas: ["eu-central-1", { ...NORTH, adopt: { keyId } }, "eu-west-3"] });
    const { failure } = await dev.run("up");
    assert.equal(failure, undefined);
    assert.deepEqual(await aws.versions(NORTH_BUCKET), ["kept"]);
    assert.equal(await aws.keyOf("eu-north-1", "alias/archive/replication"), keyId);
    const proof = await commandLine("prove", await exported(dev));
    assert.equal(proof.status, 0, proof.output);
    dev.set({ replicas: ["eu-central-1", NORTH, "eu-west-3"] });
    assert.deepEqual((await dev.run("preview")).steps, []);
  });

  it("is not destroyed while it is protected: the preview of it is refused", async () => {
    const { failure } = await dev.run("preview of destroy");
    assert.match(failure ?? "", /archive-primary-bucket[\s\S]*protect/);
    assert.equal((await aws.buckets()).length, 4);
  });

  it("leaves buckets, keys and their settings in AWS when it is destroyed without protection", async () => {
    dev.set({ protect: false });
    assert.equal((await dev.run("up")).failure, undefined);
    const before = await aws.buckets();
    const { failure } = await dev.run("destroy");
    assert.equal(failure, undefined);
    assert.deepEqual(await aws.buckets(), before);
    assert.deepEqual(await aws.versions(NORTH_BUCKET), ["kept"]);
    assert.equal(await aws.versioning("acme-dev-archive"), "Enabled");
    assert.deepEqual(await aws.keyStates("eu-west-1"), ["Enabled"]);
  });
});

function named(steps: readonly Step[], op: string): readonly string[] {
  return steps.filter((step) => step.op === op).map(({ name }) => name);
}

function ops(steps: readonly Step[]): readonly string[] {
  return [...new Set(steps.map(({ op }) => op))].sort();
}
