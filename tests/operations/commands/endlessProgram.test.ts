import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT_DIRECTORY } from "../../helpers/plans";

const PROGRAM = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
new aws.s3.Bucket("waiting", { bucket: pulumi.output(new Promise<string>(() => undefined)) });
`;

describe("a program that waits for something that never comes", function () {
  this.timeout(60_000);
  let directory = "";

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "endless-"));
    for (const file of ["Pulumi.yaml", "Pulumi.dev.yaml"])
      copyFileSync(join(PROJECT_DIRECTORY, file), join(directory, file));
    for (const folder of ["node_modules", "policy-pack"])
      symlinkSync(join(PROJECT_DIRECTORY, folder), join(directory, folder));
    writeFileSync(join(directory, "index.ts"), PROGRAM);
  });

  after(() => rmSync(directory, { recursive: true }));

  for (const words of [["rehearse"], ["explain", "a/b"]]) {
    it(`ends ${words[0]}, which says what waits for what`, async () => {
      const child = spawn(
        process.execPath,
        [join(PROJECT_DIRECTORY, "operations/s3-replication.js"), ...words],
        { cwd: directory, stdio: ["ignore", "pipe", "pipe"] },
      );
      let complaint = "";
      child.stderr.on("data", (chunk) => {
        complaint += String(chunk);
      });
      const [status] = await once(child, "close");
      assert.equal(status, 1);
      assert.match(complaint, /"waiting" \[aws:s3\/bucket:Bucket\].*input property "bucket"/);
    });
  }
});
