import assert from "node:assert/strict";
import { commandProcess } from "../../helpers/commandProcess";
import { EXPORT_FILE, EXPORTED_BUCKETS } from "../../helpers/exports";
import { startFakeS3 } from "../../helpers/fakeAws/fakeS3";

describe("verify as a process", function () {
  this.timeout(60_000);
  this.slow(8000);

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`removes its canary after ${signal}, and ends with status 130`, async () => {
      let notify = () => {};
      const pending = new Promise<void>((resolve) => {
        notify = resolve;
      });
      const server = await startFakeS3({
        account: "111122223333",
        buckets: EXPORTED_BUCKETS,
        replicate: (version) => {
          version.status = "PENDING";
        },
        intercept: ({ name, ofName }) => {
          if (name === "HeadObject" && ofName > 5) notify();
          return undefined;
        },
      });
      try {
        const command = commandProcess([
          "verify",
          "--export",
          EXPORT_FILE,
          "--endpoint",
          server.endpoint,
          "--region",
          "eu-west-1",
        ]);
        await Promise.race([pending, command.exited]);
        assert.equal(server.total(), 1, command.printed());
        command.kill(signal);
        assert.deepEqual(await command.exited, [130, null], command.printed());
        assert.equal(server.total(), 0, command.printed());
        assert.match(command.printed(), /interrupted/);
      } finally {
        await server.close();
      }
    });
  }
});
