import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Plan } from "../../../operations/rehearsal/plan";
import { type RunContext, record } from "../../../operations/rehearsal/rehearse";

const CONTEXT: RunContext = { project: "p", stack: "s", kind: "update" };
const KEY = "urn:pulumi:s::p::aws:kms/key:Key::key";

function resourceOf({ resources }: Plan, name: string) {
  const found = resources.find((resource) => resource.name === name);
  assert.ok(found, name);
  const { inputs, dependencies, propertyDependencies, secretInputs } = found;
  return { inputs, dependencies, propertyDependencies, secretInputs };
}

const makeKey = (): aws.kms.Key => new aws.kms.Key("key", { description: "of the test" });

describe("an output of a resource in a rehearsal", () => {
  const readings: readonly (readonly [string, () => unknown])[] = [
    [
      "at once",
      () => {
        new aws.kms.Alias("alias", { targetKeyId: makeKey().description.apply(String) });
      },
    ],
    [
      "long after its registration",
      async () => {
        const key = makeKey();
        await new Promise((resume) => key.urn.apply(() => setTimeout(resume, 20)));
        new aws.kms.Alias("alias", { targetKeyId: key.description.apply(String) });
      },
    ],
  ];
  for (const [when, program] of readings) {
    it(`has its value and leads to its resource where it is read ${when}`, async () => {
      const plan = await record(CONTEXT, program);
      assert.deepEqual(resourceOf(plan, "alias"), {
        inputs: { targetKeyId: "of the test" },
        dependencies: [KEY],
        propertyDependencies: { targetKeyId: [KEY] },
        secretInputs: [],
      });
    });
  }

  it("is the same one whenever it is read", async () => {
    await record(CONTEXT, () => {
      const key = makeKey();
      assert.equal(key.description, key.description);
      assert.ok(pulumi.Output.isInstance(key.enableKeyRotation));
    });
  });

  it("stays secret", async () => {
    const plan = await record(CONTEXT, () => {
      const key = new aws.kms.Key("key", { description: pulumi.secret("of the test") });
      new aws.kms.Alias("alias", { targetKeyId: key.description.apply(String) });
    });
    assert.deepEqual(resourceOf(plan, "alias").secretInputs, ["targetKeyId"]);
  });

  it("is not known in a first preview where AWS gives its value", async () => {
    const plan = await record({ ...CONTEXT, kind: "first preview" }, () => {
      const key = makeKey();
      new aws.kms.Alias("alias", { targetKeyId: key.arn, namePrefix: key.description.apply(String) });
    });
    assert.deepEqual(resourceOf(plan, "alias").inputs, {
      targetKeyId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      namePrefix: "of the test",
    });
  });

  it("has no value where there is none, and a provider's settings that nobody made stay away", async () => {
    const seen: unknown[] = [];
    const plan = await record(CONTEXT, () => {
      new aws.Provider("site", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });
      makeKey().tags.apply((tags) => seen.push(tags));
      pulumi.output(undefined).apply((value) => seen.push(value));
      pulumi
        .output(undefined)
        .apply(JSON.stringify)
        .apply((value) => seen.push(value));
    });
    assert.deepEqual(seen, [undefined, undefined, undefined]);
    assert.deepEqual(resourceOf(plan, "site").inputs, {
      allowedAccountIds: '["111122223333"]',
      region: "eu-west-1",
      skipCredentialsValidation: "false",
      skipRegionValidation: "true",
    });
  });

  it("shows among those of the stack with all others of its resource", async () => {
    const { outputs } = await record(CONTEXT, async () => ({ key: makeKey() }));
    assert.deepEqual(pulumi.Output.isInstance(outputs["key"]), false);
    const { key } = outputs;
    assert.ok(typeof key === "object" && key !== null);
    assert.equal(Reflect.get(key, "description"), "of the test");
  });

  it("can be replaced by a class of the program's own", async () => {
    class Named extends aws.kms.Key {
      constructor() {
        super("key", { description: "of the test" });
        Object.assign(this, { description: pulumi.output("its own") });
      }
    }
    const plan = await record(CONTEXT, () => {
      new aws.kms.Alias("alias", { targetKeyId: new Named().description.apply(String) });
    });
    assert.deepEqual(resourceOf(plan, "alias").inputs, { targetKeyId: "its own" });
  });

  it("fails with its resource", async () => {
    await assert.rejects(
      record(CONTEXT, () => aws.kms.Key.get("read", "1234").description.apply(String)),
      /aws:kms\/key:Key read: expected a resource that the program makes/,
    );
  });
});

describe("what a rehearsal leaves behind", () => {
  it("is the SDK as it was", async () => {
    const rpc: object = require("@pulumi/pulumi/runtime/rpc");
    const before = { ...rpc };
    const { output } = pulumi;
    await record(CONTEXT, () => {
      makeKey();
    });
    await assert.rejects(record(CONTEXT, () => Promise.reject(new pulumi.RunError("no"))));
    assert.deepEqual({ ...rpc }, before);
    assert.equal(pulumi.output, output);
  });
});
