import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { EXPORT_FILE, FIRST_REPLICA, SECOND_REPLICA, SOURCE } from "../../helpers/exports";
import { startFakeS3 } from "../../helpers/fakeAws/fakeS3";
import { PROJECT_DIRECTORY } from "../../helpers/plans";

const BUCKETS = {
  [SOURCE]: "eu-west-1",
  [FIRST_REPLICA]: "ap-northeast-1",
  [SECOND_REPLICA]: "ap-southeast-2",
};

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
        buckets: BUCKETS,
        replicate: (version) => {
          version.status = "PENDING";
        },
        intercept: ({ name, ofName }) => {
          if (name === "HeadObject" && ofName > 5) notify();
          return undefined;
        },
      });
      try {
        const child = spawn(
          process.execPath,
          [
            join(PROJECT_DIRECTORY, "operations", "s3-replication.js"),
            ...["verify", "--export", EXPORT_FILE, "--endpoint", server.endpoint, "--region", "eu-west-1"],
          ],
          {
            cwd: PROJECT_DIRECTORY,
            env: { ...process.env, AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "test" },
            stdio: ["ignore", "pipe", "pipe"],
          },
        );
        let printed = "";
        child.stdout.on("data", (text) => {
          printed += String(text);
        });
        child.stderr.on("data", (text) => {
          printed += String(text);
        });
        const exited = once(child, "exit");
        await Promise.race([pending, exited]);
        assert.equal(server.total(), 1, printed);
        child.kill(signal);
        assert.deepEqual(await exited, [130, null], printed);
        assert.equal(server.total(), 0, printed);
        assert.match(printed, /interrupted/);
      } finally {
        await server.close();
      }
    });
  }
});
