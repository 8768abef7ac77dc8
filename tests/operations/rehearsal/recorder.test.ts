import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { analyzerResources } from "../../../operations/rehearsal/analyzerResources";
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
      version: "7.48.0",
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

  it("is not known where the resource is one that the program reads, which is noted", async () => {
    const { unanswered, ...plan } = await record(CONTEXT, () => {
      const key = aws.kms.Key.get("read", "1234");
      new aws.kms.Alias("alias", { targetKeyId: key.description.apply(String), name: key.id });
    });
    assert.deepEqual(resourceOf(plan, "alias").inputs, {
      targetKeyId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      name: "1234",
    });
    assert.deepEqual(unanswered, [
      { kind: "resource that is read", token: "aws:kms/key:Key", args: { id: "1234" } },
    ]);
    assert.ok(!plan.resources.some(({ name }) => name === "read"));
  });
});

class Part extends pulumi.ComponentResource {
  constructor(name: string, inputs: pulumi.Inputs, outputs: pulumi.Inputs) {
    super("acme:index:Part", name, inputs);
    this.registerOutputs(outputs);
  }
}

describe("what a rehearsal hands to policies, as the engine does", () => {
  const handed = async (name: string, program: () => unknown) => {
    const { resources } = await record(CONTEXT, program);
    const found = analyzerResources(resources).find((resource) => resource.name === name);
    assert.ok(found, name);
    return found;
  };

  it("is a component with the outputs that it registers", async () => {
    const part = await handed("part", () => {
      const key = makeKey();
      new Part("part", { size: 3 }, { key, keyId: key.keyId, secret: pulumi.secret("s") });
    });
    const keyId = part.properties["keyId"];
    assert.match(String(keyId), /^[0-9a-f-]{36}$/);
    assert.deepEqual(part.properties, { key: keyId, keyId, secret: "s" });
    assert.deepEqual(part.inputs, { size: 3 });
  });

  it("is a component without outputs where it registers none", async () => {
    const part = await handed("part", () => {
      new Part("part", {}, {});
    });
    assert.deepEqual(part.properties, {});
  });

  it("is the stack with its outputs", async () => {
    const stack = await handed("p-s", async () => ({ bucket: "archive" }));
    assert.deepEqual(stack.properties, { bucket: "archive" });
  });

  it("is a provider with its version, by itself and with each resource", async () => {
    const key = await handed("key", () => {
      const provider = new aws.Provider("site", { region: "eu-west-1" });
      new aws.kms.Key("key", {}, { provider, protect: true });
    });
    assert.equal(key.provider?.properties["version"], "7.48.0");
    assert.equal(key.provider?.name, "site");
    assert.deepEqual(key.options, { protect: true });
    const provider = await handed("site", () => {
      new aws.Provider("site", { region: "eu-west-1" });
    });
    assert.equal(provider.inputs?.["version"], "7.48.0");
    assert.equal(provider.properties["version"], "7.48.0");
  });
});
