import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { INSTALL_TIMEOUT_MS, installed, isRunning } from "./emulator";

const run = async (ending: string, act: (pid: number) => void) => {
  const child = spawn(
    process.execPath,
    ["-r", "ts-node/register", join(__dirname, "interruptedRun.ts"), ending],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const exited: Promise<readonly unknown[]> = once(child, "exit");
  const [line]: readonly unknown[] = await Promise.race([once(child.stdout, "data"), exited]);
  const emulator = Number(String(line));
  assert.ok(emulator > 0);
  act(child.pid ?? 0);
  const [code, signal] = await exited;
  // The emulator's own end follows ours where we were killed without a word.
  for (let waited = 0; isRunning(emulator) && waited < 3000; waited += 20) await sleep(20);
  return { code, signal, child: child.pid ?? 0, left: isRunning(emulator) };
};

describe("an interrupted run", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(5000);
  before(installed);

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`leaves no process and no folder after ${signal}, and ends by that signal`, async () => {
      const ended = await run("wait", (pid) => process.kill(pid, signal));
      assert.deepEqual([ended.code, ended.signal, ended.left], [null, signal, false]);
      const { directory } = await installed();
      assert.deepEqual(
        readdirSync(directory).filter((entry) => entry.startsWith(`run-${ended.child}-`)),
        [],
      );
    });
  }

  it("ends both of two emulators, and by the signal", async () => {
    const ended = await run("two", (pid) => process.kill(pid, "SIGINT"));
    assert.deepEqual([ended.code, ended.signal, ended.left], [null, "SIGINT", false]);
  });

  it("leaves no process even when it is killed without a word", async () => {
    const ended = await run("wait", (pid) => process.kill(pid, "SIGKILL"));
    assert.deepEqual([ended.signal, ended.left], ["SIGKILL", false]);
  });

  it("leaves no process when a step throws", async () => {
    const ended = await run("throw", () => {});
    assert.deepEqual([ended.code, ended.left], [1, false]);
  });

  it("leaves no process when the program exits in the middle", async () => {
    const ended = await run("exit", () => {});
    assert.deepEqual([ended.code, ended.left], [7, false]);
  });
});
