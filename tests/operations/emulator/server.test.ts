import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { ServerError } from "../../../operations/emulator/errors";
import { editionAt, freePort } from "../../../operations/emulator/loopback";
import { startEmulator } from "../../../operations/emulator/server";
import { INSTALL_TIMEOUT_MS, installed, isRunning, started } from "./emulator";

const portOf = (endpoint: string) => Number(new URL(endpoint).port);

const occupied = async (use: (port: number) => Promise<void>) => {
  const squatter: Server = createServer((socket) => socket.destroy());
  const port = await freePort();
  await new Promise<void>((resolve) => squatter.listen(port, "127.0.0.1", resolve));
  try {
    await use(port);
  } finally {
    await new Promise((resolve) => squatter.close(resolve));
  }
};

const runFolders = async () =>
  readdirSync((await installed()).directory).filter((entry) => entry.startsWith(`run-${process.pid}-`));

describe("the emulator's server", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(3000);

  it("answers on a loopback port and is gone, with its folder, after a stop", async () => {
    const server = await started();
    assert.match(server.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.ok(isRunning(server.pid));
    assert.notEqual(await editionAt(portOf(server.endpoint)), undefined);
    assert.equal((await runFolders()).length, 1);
    await server.stop();
    assert.ok(!isRunning(server.pid));
    assert.equal(await editionAt(portOf(server.endpoint)), undefined);
    assert.deepEqual(await runFolders(), []);
    await server.stop();
  });

  it("leaves no handler behind in our process", async () => {
    const before = ["SIGINT", "SIGTERM", "SIGHUP", "exit"].map((name) => process.listenerCount(name));
    await (await started()).stop();
    assert.deepEqual(
      ["SIGINT", "SIGTERM", "SIGHUP", "exit"].map((name) => process.listenerCount(name)),
      before,
    );
  });

  it("runs beside another one", async () => {
    const [one, two] = await Promise.all([started(), started()]);
    assert.notEqual(one.endpoint, two.endpoint);
    await one.stop();
    assert.ok(isRunning(two.pid));
    await two.stop();
    assert.ok(!isRunning(two.pid));
  });

  it("takes another port when the first is taken", async () => {
    await occupied(async (taken) => {
      const free = await freePort();
      const ports = [taken, free];
      const asked: number[] = [];
      const server = await startEmulator({
        installation: await installed(),
        choosePort: async () => {
          const port = ports[asked.length] ?? free;
          asked.push(port);
          return port;
        },
      });
      try {
        assert.deepEqual(asked, [taken, free]);
        assert.equal(portOf(server.endpoint), free);
      } finally {
        await server.stop();
      }
    });
  });

  it("does not take another emulator on the port for its own", async () => {
    const other = await started();
    try {
      const taken = portOf(other.endpoint);
      const tried: number[] = [];
      const server = await startEmulator({
        installation: await installed(),
        choosePort: async () => {
          const port = tried.length === 0 ? taken : await freePort();
          tried.push(port);
          return port;
        },
      });
      assert.equal(tried.length, 2);
      assert.notEqual(server.pid, other.pid);
      await server.stop();
      assert.ok(isRunning(other.pid));
    } finally {
      await other.stop();
    }
  });

  it("gives up in plain words when every port is taken", async () => {
    await occupied(async (taken) => {
      let asked = 0;
      const start = startEmulator({
        installation: await installed(),
        choosePort: async () => {
          asked += 1;
          return taken;
        },
      });
      await assert.rejects(start, (error) => {
        assert.ok(error instanceof ServerError);
        assert.match(
          error.message,
          /^the local AWS emulator did not start: it ended with status 1; its log ends with: .*already in use/,
        );
        return true;
      });
      assert.equal(asked, 5);
    });
    assert.deepEqual(await runFolders(), []);
  });

  it("says so when the emulator cannot even be run", async () => {
    const installation = { ...(await installed()), python: "/nonexistent/python" };
    await assert.rejects(
      startEmulator({ installation }),
      /^ServerError: the local AWS emulator did not start: spawn .*ENOENT/,
    );
  });

  it("tells of an emulator that is killed under us", async () => {
    const server = await started();
    process.kill(server.pid, "SIGKILL");
    await assert.rejects(server.failure, (error) => {
      assert.ok(error instanceof ServerError);
      assert.match(error.message, /^the local AWS emulator stopped unexpectedly: it ended with SIGKILL/);
      return true;
    });
    await server.stop();
  });

  it("never starts for a run that was ended before", async () => {
    const signal = AbortSignal.abort(new Error("ended"));
    await assert.rejects(startEmulator({ installation: await installed(), signal }), /ended/);
    assert.deepEqual(await runFolders(), []);
  });

  it("ends what it started when it is told to in the middle of a start", async () => {
    const controller = new AbortController();
    const start = startEmulator({ installation: await installed(), signal: controller.signal });
    setTimeout(() => controller.abort(new Error("ended")), 60);
    await assert.rejects(start, /ended/);
    assert.deepEqual(await runFolders(), []);
  });

  it("is a new one each time", async () => {
    const first = await started();
    const installation = await installed();
    await first.stop();
    assert.ok(existsSync(installation.python));
    const second = await started();
    assert.notEqual(first.pid, second.pid);
    await second.stop();
  });
});
