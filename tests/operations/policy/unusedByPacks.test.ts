import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { PROJECT_DIRECTORY } from "../../helpers/plans";

describe("the TypeScript compiler in a pack's process", () => {
  const said = (question: string) =>
    execFileSync(
      process.execPath,
      ["-e", `require("./operations/policy/unusedByPacks").leaveOut(); console.log(${question})`],
      { cwd: PROJECT_DIRECTORY, encoding: "utf8" },
    ).trim();
  const { version }: { version: string } = require("typescript/package.json");

  it("is not loaded for its version", () => {
    const sizeOfCompiler = 'require("typescript").version + " " + Object.keys(require("typescript")).length';
    assert.equal(said(sizeOfCompiler), `${version} 2`);
  });

  it("is loaded for anything else", () => {
    assert.equal(said('typeof require("typescript").createSourceFile'), "function");
  });
});
