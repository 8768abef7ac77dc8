import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { runInOrder } from "../../../operations/emulator/schedule";

interface Task {
  readonly name: string;
  readonly after: readonly string[];
}

const play = async (
  tasks: readonly Task[],
  options: { atOnce?: number; fail?: string; signal?: AbortSignal } = {},
) => {
  const log: string[] = [];
  let running = 0;
  let most = 0;
  const { atOnce, fail, signal } = options;
  const run = runInOrder<Task>({
    tasks,
    key: ({ name }) => name,
    waitsFor: ({ after }) => after,
    ...(atOnce !== undefined && { atOnce }),
    signal,
    run: async ({ name }) => {
      log.push(`start ${name}`);
      running += 1;
      most = Math.max(most, running);
      await sleep(name.startsWith("slow") ? 20 : 1);
      running -= 1;
      if (name === fail) throw new Error(`no ${name}`);
      log.push(`end ${name}`);
    },
  });
  return { outcome: await run.then(() => "done", String), log, most, left: () => running };
};

describe("running tasks in order", () => {
  it("starts a task only once all that it waits for are done", async () => {
    const { log } = await play([
      { name: "slow", after: [] },
      { name: "quick", after: [] },
      { name: "last", after: ["slow", "quick"] },
    ]);
    assert.deepEqual(log, ["start slow", "start quick", "end quick", "end slow", "start last", "end last"]);
  });

  it("runs independent tasks at once, up to the limit", async () => {
    const tasks = Array.from({ length: 9 }, (_, index) => ({ name: `task ${index}`, after: [] }));
    assert.equal((await play(tasks)).most, 9);
    assert.equal((await play(tasks, { atOnce: 3 })).most, 3);
  });

  it("takes what is no task for done", async () => {
    assert.equal((await play([{ name: "a", after: ["provider"] }])).outcome, "done");
  });

  it("starts nothing new after a failure and awaits what runs", async () => {
    const { outcome, log, left } = await play(
      [
        { name: "slow", after: [] },
        { name: "bad", after: [] },
        { name: "after bad", after: ["bad"] },
        { name: "after slow", after: ["slow"] },
      ],
      { fail: "bad" },
    );
    assert.equal(outcome, "Error: no bad");
    assert.deepEqual(log, ["start slow", "start bad", "end slow"]);
    assert.equal(left(), 0);
  });

  it("says which tasks wait for each other in a circle", async () => {
    const { outcome } = await play([
      { name: "a", after: ["b"] },
      { name: "b", after: ["a"] },
    ]);
    assert.equal(outcome, "Error: these wait for each other in a circle: a, b");
  });

  it("stops when it is told to", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    const { outcome, log } = await play([{ name: "a", after: [] }], { signal });
    assert.equal(outcome, "Error: enough");
    assert.deepEqual(log, []);
  });

  it("keeps the order of any plan in which tasks wait for earlier ones", async () => {
    const plans = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(plans, async (picks) => {
        const tasks = picks.map((earlier, index) => ({
          name: `t${index}`,
          after: index === 0 ? [] : earlier.map((pick) => `t${pick % index}`),
        }));
        const { outcome, log } = await play(tasks);
        assert.equal(outcome, "done");
        for (const { name, after } of tasks) {
          for (const other of after) assert.ok(log.indexOf(`end ${other}`) < log.indexOf(`start ${name}`));
        }
        assert.equal(log.length, tasks.length * 2);
      }),
      { numRuns: 30 },
    );
  });
});
