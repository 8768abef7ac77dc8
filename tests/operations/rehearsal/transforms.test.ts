/** Transforms change what a rehearsal plans, as they change what the engine creates. */
import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ReplicatedBucket } from "../../../components/index";
import { topologyFromRehearsal } from "../../../model";
import { judge, overall } from "../../../model/judge";
import type { PlannedResource } from "../../../operations/rehearsal/plan";
import { type RunContext, record } from "../../../operations/rehearsal/rehearse";
import { SMALL } from "../../helpers/plans";

const CONTEXT: RunContext = { project: "p", stack: "s", kind: "update" };
const urn = (type: string, name: string) => `urn:pulumi:s::p::${type}::${name}`;

async function planned(
  name: string,
  program: () => unknown,
  context: RunContext = CONTEXT,
): Promise<PlannedResource> {
  const { resources } = await record(context, program);
  const found = resources.find((resource) => resource.name === name);
  assert.ok(found, name);
  return found;
}

const add =
  (word: string): pulumi.ResourceTransform =>
  ({ props, opts }) => ({ props: { ...props, description: `${props["description"]}${word}` }, opts });

class Part extends pulumi.ComponentResource {
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("acme:index:Part", name, {}, opts);
    this.registerOutputs({});
  }
}

describe("a transform in a rehearsal", () => {
  it("runs with those of the parents from the nearest on, and with those of the stack last", async () => {
    const key = await planned("key", () => {
      pulumi.runtime.registerResourceTransform((args) =>
        args.type === "aws:kms/key:Key" ? add(" stack")(args) : undefined,
      );
      const ofKeys: (word: string) => pulumi.ResourceTransform = (word) => (args) =>
        args.custom ? add(word)(args) : undefined;
      const outer = new Part("outer", { transforms: [ofKeys(" outer")] });
      const inner = new Part("inner", { parent: outer, transforms: [ofKeys(" inner")] });
      new aws.kms.Key(
        "key",
        { description: "of" },
        { parent: inner, transforms: [add(" first"), add(" second")] },
      );
    });
    assert.equal(key.inputs["description"], "of first second inner outer stack");
    assert.equal(key.outputs["description"], "of first second inner outer stack");
  });

  it("leaves alone what is beside it", async () => {
    const key = await planned("key", () => {
      new Part("part", { transforms: [add(" changed")] });
      new aws.kms.Key("key", { description: "of" });
    });
    assert.equal(key.inputs["description"], "of");
  });

  it("changes what the program reads of the resource", async () => {
    const alias = await planned("alias", () => {
      const key = new aws.kms.Key("key", { description: "of" }, { transforms: [add(" it")] });
      new aws.kms.Alias("alias", { targetKeyId: key.description });
    });
    assert.equal(alias.inputs["targetKeyId"], "of it");
  });

  it("may set protection, another provider and what to wait for; what it leaves out is not set", async () => {
    const key = await planned("key", () => {
      const site = new aws.Provider("site", { region: "eu-west-1" });
      const other = new aws.Provider("other", { region: "eu-north-1" });
      const first = new aws.kms.Key("first", {}, { provider: site });
      const transform: pulumi.ResourceTransform = ({ props, opts }) => ({
        props,
        opts: {
          ...(opts.parent && { parent: opts.parent }),
          provider: other,
          dependsOn: [first],
          protect: true,
        },
      });
      new aws.kms.Key("key", {}, { provider: site, retainOnDelete: true, transforms: [transform] });
    });
    assert.equal(key.provider, urn("pulumi:providers:aws", "other"));
    assert.match(String(key.outputs["arn"]), /:eu-north-1:/);
    assert.deepEqual(key.dependencies, [urn("aws:kms/key:Key", "first")]);
    assert.equal(key.protect, true);
    assert.equal(key.retainOnDelete, false);
  });

  it("keeps every option where it returns those that it was given", async () => {
    const key = await planned("key", () => {
      const site = new aws.Provider("site", { region: "eu-west-1" });
      const transforms = [add(" it")];
      new aws.kms.Key("key", {}, { provider: site, protect: true, retainOnDelete: true, transforms });
    });
    assert.equal(key.provider, urn("pulumi:providers:aws", "site"));
    assert.equal(key.protect, true);
    assert.equal(key.retainOnDelete, true);
  });

  it("may put in secrets and values of other resources, known or not", async () => {
    const program = () => {
      const first = new aws.kms.Key("first");
      const transform: pulumi.ResourceTransform = ({ props, opts }) => ({
        props: { ...props, targetKeyId: first.arn, namePrefix: pulumi.secret("s") },
        opts,
      });
      new aws.kms.Alias("alias", { targetKeyId: "none" }, { transforms: [transform] });
    };
    const settled = await planned("alias", program);
    assert.match(String(settled.inputs["targetKeyId"]), /^arn:aws:kms:/);
    assert.deepEqual(settled.secretInputs, ["namePrefix"]);
    assert.deepEqual(settled.propertyDependencies, { targetKeyId: [urn("aws:kms/key:Key", "first")] });
    const first = await planned("alias", program, { ...CONTEXT, kind: "first preview" });
    assert.equal(first.inputs["targetKeyId"], "04da6b54-80e4-46f7-96ec-b56ff0331ba9");
    assert.deepEqual(first.propertyDependencies, { targetKeyId: [urn("aws:kms/key:Key", "first")] });
  });

  it("fails the rehearsal where it fails", async () => {
    const fail: pulumi.ResourceTransform = () => {
      throw new Error("no keys today");
    };
    await assert.rejects(
      record(CONTEXT, () => {
        new aws.kms.Key("key", {}, { transforms: [fail] });
      }),
      /failed to register new resource key \[aws:kms\/key:Key\]: .*no keys today/,
    );
  });

  it("of functions is refused, since a rehearsal answers them itself", async () => {
    await assert.rejects(
      record(CONTEXT, () => {
        pulumi.runtime.registerInvokeTransform(() => undefined);
        new aws.kms.Key("key");
      }),
      /registerInvokeTransform: expected transforms of resources only/,
    );
  });
});

describe("a transform that breaks replication", () => {
  const verdict = async (transforms: pulumi.ResourceTransform[]) => {
    const plan = await record(CONTEXT, () => {
      new aws.iam.Policy("boundary", {
        name: "boundary",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "s3:Get*", Resource: "*" }],
        }),
      });
      new ReplicatedBucket("archive", SMALL, { transforms });
    });
    return overall(judge(topologyFromRehearsal(plan)));
  };

  it("by a permissions boundary breaks the rehearsed routes too", async () => {
    const bounded: pulumi.ResourceTransform = ({ type, props, opts }) =>
      type === "aws:iam/role:Role"
        ? { props: { ...props, permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" }, opts }
        : undefined;
    assert.equal(await verdict([bounded]), "broken");
  });

  it("is told from one that changes nothing of it", async () => {
    assert.equal(await verdict([({ props, opts }) => ({ props, opts })]), "works");
  });
});
