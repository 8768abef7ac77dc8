import assert from "node:assert/strict";
import { isAsRehearsed } from "./asRehearsed";
import { ACCOUNT, type EngineStack, engineStack } from "./engineStack";
import { inAws } from "./inAws";

describe("the local stack, which protects and retains nothing, under the real engine", function () {
  this.timeout(300_000);
  let local: EngineStack;
  before(async () => {
    local = await engineStack("local");
  });
  after(() => local.dispose());

  isAsRehearsed(() => local, { resources: 65, routes: 2, advice: ["state-protected"] });

  it("is gone after it was destroyed, with its keys waiting for their deletion", async () => {
    const aws = inAws(local.emulator, ACCOUNT);
    assert.deepEqual(await aws.buckets(), [
      "acme-local-archive",
      "acme-local-archive-replication-eu-central-1",
      "acme-local-archive-replication-eu-north-1",
    ]);
    const { failure } = await local.run("destroy");
    assert.equal(failure, undefined);
    assert.deepEqual(await aws.buckets(), []);
    assert.deepEqual(await aws.keyStates("eu-central-1"), ["PendingDeletion"]);
    assert.deepEqual(await aws.keyStates("eu-central-1", "alarms"), ["PendingDeletion"]);
    assert.deepEqual((await local.stack.exportStack()).deployment.resources ?? [], []);
  });
});
