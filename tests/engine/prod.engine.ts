import assert from "node:assert/strict";
import { isAsRehearsed } from "./asRehearsed";
import { commandLine, exported } from "./commands";
import { type EngineStack, engineStack } from "./engineStack";

describe("the prod stack, in two accounts, under the real engine", function () {
  this.timeout(300_000);
  let prod: EngineStack;
  before(async () => {
    prod = await engineStack("prod");
  });
  after(() => prod.dispose());

  isAsRehearsed(() => prod, { resources: 65, routes: 2, advice: [] });

  it("is proven from its export, with who may read which copy", async () => {
    const { status, output } = await commandLine("prove", await exported(prod));
    assert.equal(status, 0, output);
    assert.match(output, /^✓ routes: all 2 routes work$/m);
    assert.match(output, /✓ .*role\/auditors/);
    assert.match(output, /✓ .*role\/analysts/);
    assert.doesNotMatch(output, /✗/);
  });

  it("is explained from its export: where an object arrives, and in whose account", async () => {
    const { status, output } = await commandLine("explain", "reports/a", "--export", await exported(prod));
    assert.equal(status, 0, output);
    assert.match(output, /✓ partner: replicated\n {4}from acme-prod-archive to partner-acme-archive\n/);
  });
});
