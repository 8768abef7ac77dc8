import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engines, scripts } from "../../package.json";
import { engines as enginesOfPack } from "../../policy-pack/package.json";
import { NPM } from "../helpers/npm";
import { PROJECT_DIRECTORY } from "../helpers/plans";

describe("an installation of the repository", () => {
  it("names the versions of Node.js that the tests run on", () => {
    assert.equal(engines.node, "^20.20.0 || ^22.12.0 || >=24.0.0");
    assert.equal(enginesOfPack.node, engines.node);
  });

  // @pulumi/pulumi asks for Node.js 22 and runs on 20, as these tests do: the lock files leave its `engines` out. After an
  // `npm install` that puts them back, delete them again.
  for (const [what, folder, lock] of [
    ["the project", ".", "package-lock.json"],
    ["the policy pack", "policy-pack", "npm-shrinkwrap.json"],
  ] as const) {
    it(`has no package of ${what} that warns of the version of Node.js`, function () {
      this.timeout(60_000);
      const copy = mkdtempSync(join(tmpdir(), "npm-ci-"));
      try {
        for (const file of ["package.json", lock])
          copyFileSync(join(PROJECT_DIRECTORY, folder, file), join(copy, file));
        const words = ["ci", "--dry-run", "--ignore-scripts", "--offline", "--loglevel=warn"];
        const { status, stdout, stderr } = spawnSync(process.execPath, [NPM, ...words], {
          cwd: copy,
          encoding: "utf8",
        });
        assert.equal(stderr, "");
        assert.match(stdout, /^added \d+ packages/m);
        assert.equal(status, 0);
      } finally {
        rmSync(copy, { recursive: true });
      }
    });
  }

  it("has scripts that every shell reads alike: no single quotes", () => {
    assert.deepEqual(
      Object.entries(scripts).filter(([, script]) => script.includes("'")),
      [],
    );
  });
});
