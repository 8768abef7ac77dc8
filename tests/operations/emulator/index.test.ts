import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rehearseOnEmulator, renderEmulatorReport } from "../../../operations/emulator";
import { RefusedResourceError, ServerError } from "../../../operations/emulator/errors";
import type { ProgressStep } from "../../../operations/emulator/progress";
import { programPlan } from "../../helpers/plans";
import { onOneLine } from "../../helpers/reportText";
import { INSTALL_TIMEOUT_MS, installed, PROJECT } from "./emulator";
import { planOf, provider, resource, topology } from "./planFixture";

/** Folders of runs of ours that are still there: one for each emulator that was not stopped. */
const left = async () =>
  readdirSync((await installed()).directory).filter((entry) => entry.startsWith(`run-${process.pid}-`));

describe("rehearsing on the emulator", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(5000);

  it("tells the same, letter by letter, of a second run", async () => {
    const steps: ProgressStep[] = [];
    const first = await rehearseOnEmulator(topology(), {
      projectDirectory: PROJECT,
      progress: (step) => void steps.push(step),
    });
    const second = await rehearseOnEmulator(topology(), { projectDirectory: PROJECT });
    assert.deepEqual(second, first);
    assert.equal(renderEmulatorReport(second), renderEmulatorReport(first));
    assert.equal(first.verdict, "as expected");
    assert.equal(first.emulator, "ministack 1.5.33");
    assert.equal(first.created.length, 30);
    assert.equal(first.routes.length, 2);
    assert.deepEqual(
      [...new Set(steps.map(({ step }) => step))],
      ["starting", "creating", "reading", "exercising", "stopping"],
    );
    assert.deepEqual(await left(), []);
  });

  it("holds no time, port or id of the emulator's in its report", async () => {
    const report = await rehearseOnEmulator(topology(), { projectDirectory: PROJECT });
    const text = JSON.stringify(report);
    assert.ok(!/127\.0\.0\.1|localhost|\d{4}-\d{2}-\d{2}T/.test(text));
    assert.ok(
      !/[0-9a-f]{8}-[0-9a-f]{4}-/.test(text.replaceAll(/0000000\d-aaaa-4bbb-8ccc-0123456789ab/g, "")),
    );
  });

  it("stops the emulator when a call is refused", async () => {
    const main = provider("main", { region: "eu-west-1" });
    const bad = resource({
      type: "aws:s3/bucket:Bucket",
      name: "bad",
      provider: main.urn,
      inputs: { bucket: "No_Such_Name" },
    });
    await assert.rejects(
      rehearseOnEmulator(planOf([main, bad]), { projectDirectory: PROJECT }),
      (error) =>
        error instanceof RefusedResourceError &&
        /^bad \(aws:s3\/bucket:Bucket\): CreateBucket was refused: /.test(error.message),
    );
    assert.deepEqual(await left(), []);
  });

  for (const moment of ["starting", "creating", "reading", "exercising"] as const) {
    it(`stops the emulator when it is told to end while ${moment}`, async () => {
      const controller = new AbortController();
      const run = rehearseOnEmulator(topology(), {
        projectDirectory: PROJECT,
        signal: controller.signal,
        progress: ({ step }) => {
          if (step === moment) controller.abort(new Error("ended by the person"));
        },
      });
      await assert.rejects(run, /ended by the person/);
      assert.deepEqual(await left(), []);
    });
  }

  it("says that the emulator was killed, rather than what that led to", async () => {
    let killed = false;
    const run = rehearseOnEmulator(topology(), {
      projectDirectory: PROJECT,
      progress: ({ step }) => {
        if (step !== "creating" || killed) return;
        killed = true;
        process.kill(emulatorOfOurs(), "SIGKILL");
      },
    });
    await assert.rejects(run, (error) => {
      assert.ok(error instanceof ServerError, String(error));
      assert.match(error.message, /^the local AWS emulator stopped unexpectedly: it ended with SIGKILL/);
      return true;
    });
    assert.deepEqual(await left(), []);
  });

  it("reports what it has no handler for, and exercises the routes all the same", async () => {
    const plan = topology({
      replicas: [{ region: "eu-central-1" }],
      bucketExtra: (bucket, at) => [
        resource({ type: "aws:dynamodb/table:Table", name: `${bucket}-events`, provider: at }),
      ],
    });
    const report = await rehearseOnEmulator(plan, { projectDirectory: PROJECT });
    assert.equal(report.verdict, "as expected");
    assert.deepEqual(
      report.notEmulated.map(({ resource: label }) => label),
      [
        "acme-archive-events (aws:dynamodb/table:Table)",
        "acme-archive-eu-central-1-events (aws:dynamodb/table:Table)",
      ],
    );
    assert.equal(report.routes[0]?.events.find(({ event }) => event === "small object")?.found, "arrives");
    assert.match(
      onOneLine(renderEmulatorReport(report)),
      /– not emulated: acme-archive-events \(aws:dynamodb\/table:Table\), .*: the rehearsal has no handler for this type /,
    );
  });

  it("makes what a partition of its own needs", async () => {
    const plan = await programPlan({
      prefix: "acme",
      primaryRegion: "cn-north-1",
      accountId: "111122223333",
      replicas: ["cn-northwest-1"],
    });
    const report = await rehearseOnEmulator(plan, { projectDirectory: PROJECT });
    assert.equal(report.verdict, "as expected", renderEmulatorReport(report));
    assert.equal(report.routes[0]?.destinationRegion, "cn-northwest-1");
  });

  it("does not load the AWS SDK before it is asked for a run", () => {
    const script =
      'require("ts-node/register"); require("./operations/emulator"); ' +
      'console.log(Object.keys(require.cache).filter((file) => file.includes("@aws-sdk")).length)';
    const count = execFileSync(process.execPath, ["-e", script], { cwd: PROJECT, encoding: "utf8" });
    assert.equal(count.trim(), "0");
  });
});

/** The process number that the emulator wrote into its own folder. */
function emulatorOfOurs(): number {
  const directory = join(PROJECT, ".emulator");
  const [folder] = readdirSync(directory).filter((entry) => entry.startsWith(`run-${process.pid}-`));
  const [file] = readdirSync(join(directory, folder ?? "")).filter((entry) => entry.endsWith(".pid"));
  return Number(readFileSync(join(directory, folder ?? "", file ?? ""), "utf8"));
}
