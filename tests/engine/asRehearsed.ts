/** Tests that every stack has to pass under the engine: its life from the first preview to the second update. */
import assert from "node:assert/strict";
import type { EngineStack } from "./engineStack";
import {
  differencesBetween,
  singleOfPlan,
  singleOfWire,
  togetherOf,
  toldByPlan,
  toldByState,
  withRealIds,
} from "./sameness";

export interface Expected {
  readonly resources: number;
  /** Routes of the stack: before the deployment each has a line of its own. */
  readonly routes: number;
  /** The policies that advise something of the deployed stack, once for each thing said, in the order of their names. */
  readonly advice: readonly string[];
}

export function isAsRehearsed(subject: () => EngineStack, { resources, routes, advice }: Expected): void {
  it("has a first preview in which the pack blocks nothing, and says in a line of each route what is not known", async () => {
    const { failure, steps, policies } = await subject().run("preview");
    assert.equal(failure, undefined);
    assert.deepEqual(
      steps.map(({ op }) => op),
      Array(resources).fill("create"),
    );
    assert.deepEqual(
      policies.filter(({ level }) => level === "mandatory"),
      [],
    );
    const unproven = policies.filter(({ policy }) => policy === "replication-works");
    assert.equal(unproven.length, routes);
    for (const { message } of unproven)
      assert.match(
        message,
        /^route .* is not proven before the deployment: .*; npx s3-replication rehearse \w+ it now\n?$/,
      );
  });

  it("hands to policies in that preview what the rehearsal hands to them", async () => {
    const plan = await subject().rehearse("first preview");
    const { single, together } = subject().asked();
    assert.equal(together.length, resources);
    assert.deepEqual(differencesBetween(singleOfPlan(plan), singleOfWire(single)), []);
    assert.deepEqual(differencesBetween(...togetherOf(plan, together)), []);
  });

  it("is deployed with the resources of the rehearsal, each with the same inputs, options and dependencies", async () => {
    const { failure, policies } = await subject().run("up");
    assert.equal(failure, undefined);
    assert.deepEqual(policies.map(({ policy }) => policy).sort(), advice);
    const state = await subject().stack.exportStack();
    const plan = withRealIds(await subject().rehearse(), state);
    assert.equal(plan.resources.length, resources);
    assert.deepEqual(differencesBetween(toldByPlan(plan), toldByState(state)), []);
  });

  it("hands to policies in that update what the rehearsal hands to them", async () => {
    const { single, together } = subject().asked();
    const plan = withRealIds(await subject().rehearse(), await subject().stack.exportStack());
    assert.deepEqual(differencesBetween(singleOfPlan(plan), singleOfWire(single)), []);
    assert.deepEqual(differencesBetween(...togetherOf(plan, together)), []);
  });

  it("changes nothing in a second update and in a refresh", async () => {
    const again = await subject().run("up");
    assert.deepEqual([again.failure, again.steps], [undefined, []]);
    const refreshed = await subject().run("refresh");
    assert.deepEqual([refreshed.failure, refreshed.steps], [undefined, []]);
  });
}
