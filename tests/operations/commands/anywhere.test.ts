import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "../../../package.json";
import { run } from "../../helpers/commandLine";
import { PROJECT_DIRECTORY } from "../../helpers/plans";

const PROGRAM = join(PROJECT_DIRECTORY, "operations", "s3-replication.js");

describe("the command line, where there is no project", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "nowhere-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  for (const words of [["rehearse"], ["explain", "a"]]) {
    it(`says so, without a PATH as well: ${words.join(" ")}`, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...words], {
        cwd: directory,
        env: {},
        encoding: "utf8",
      });
      assert.match(
        stderr,
        /^\S*nowhere-\S+: expected a Pulumi\.yaml here or above, found none; change to the folder of a Pulumi project\n$/,
      );
      assert.equal(stdout, "");
      assert.equal(status, 2);
    });
  }

  it("says that the folder is gone", async () => {
    const gone = join(directory, "gone");
    const { status, stderr } = await run(["rehearse"], { directory: gone });
    assert.equal(
      stderr,
      `${gone}: expected a folder, found none; change to the folder of a Pulumi project\n`,
    );
    assert.equal(status, 2);
  });

  it("says that the folder in which it was started is gone", function () {
    this.timeout(30_000);
    const gone = join(directory, "gone");
    mkdirSync(gone);
    const script = `process.chdir(${JSON.stringify(gone)}); require("node:fs").rmdirSync(${JSON.stringify(gone)}); process.argv.push("-", "rehearse"); require(${JSON.stringify(PROGRAM)});`;
    const { status, stderr } = spawnSync(process.execPath, ["-e", script], {
      env: { PWD: gone },
      encoding: "utf8",
    });
    assert.doesNotMatch(stderr, /^ +at /m);
    assert.match(stderr, /gone: expected a folder, found none/);
    assert.equal(status, 2);
    assert.throws(() => rmdirSync(gone), /ENOENT/);
  });
});

describe("the command line", () => {
  for (const word of ["--version", "-V"]) {
    it(`prints its version: ${word}`, async () => {
      const { status, stdout, stderr } = await run([word]);
      assert.equal(stdout, `${version}\n`);
      assert.equal(stderr, "");
      assert.equal(status, 0);
    });
  }
});
