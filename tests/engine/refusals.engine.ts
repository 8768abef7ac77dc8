import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { judge, topologyFromRehearsal } from "../../model";
import type { EmulatorServer } from "../../operations/emulator/server";
import { started } from "../operations/emulator/emulator";
import { ACCOUNT, type EngineStack, engineStack } from "./engineStack";
import { inAws } from "./inAws";

/** Changes the inputs of one resource on its way to the engine. */
function fault(
  type: string,
  name: string,
  change: (props: pulumi.Inputs) => pulumi.Inputs,
): pulumi.ResourceTransformation {
  return (args) =>
    args.type === type && args.name === name ? { props: change(args.props), opts: args.opts } : undefined;
}

const CONFIGURATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

interface Rule {
  readonly destination: { readonly [setting: string]: unknown };
}

/** Changes the destination of the first rule, whose bucket is in eu-central-1. */
function inFirstRule(change: (first: Rule["destination"], second: Rule["destination"]) => object) {
  return fault(CONFIGURATION, "archive-replication", (props) => ({
    ...props,
    rules: pulumi.output(props["rules"]).apply((rules: readonly Rule[]) => {
      const [first, second] = rules;
      if (first === undefined || second === undefined) throw new Error("expected two rules");
      return [
        { ...first, destination: { ...first.destination, ...change(first.destination, second.destination) } },
        ...rules.slice(1),
      ];
    }),
  }));
}

/** What is wrong, how, and the words of the refusal in the first preview, before anything exists. */
const IN_FIRST_PREVIEW: readonly (readonly [string, pulumi.ResourceTransformation, string, RegExp])[] = [
  [
    "suspended versioning of a replica",
    fault("aws:s3/bucketVersioning:BucketVersioning", "archive-eu-north-1-versioning", (props) => ({
      ...props,
      versioningConfiguration: { status: "Suspended" },
    })),
    "replication-works",
    /destination-versioning: .*Suspended/,
  ],
  [
    "a rule that names another account than the replica's",
    inFirstRule(() => ({ account: "999999999999" })),
    "replication-works",
    /destination-account: .*999999999999/,
  ],
];

/** What depends on values that KMS gives: how it is broken, and the requirement that tells. */
const IN_REHEARSAL: readonly (readonly [string, pulumi.ResourceTransformation, string])[] = [
  [
    "a role that may not replicate objects",
    fault("aws:iam/rolePolicy:RolePolicy", "archive-replication-objects", (props) => ({
      ...props,
      policy: pulumi
        .output(props["policy"])
        .apply((policy: string) => policy.replaceAll("s3:ReplicateObject", "s3:GetObject")),
    })),
    "destination-replicate-object",
  ],
  [
    "a replica key of another region",
    inFirstRule((_first, second) => ({ encryptionConfiguration: second["encryptionConfiguration"] })),
    "replica-key-region",
  ],
];

describe("what is broken on purpose, under the real engine", function () {
  this.timeout(300_000);
  let emulator: EmulatorServer;
  let stack: EngineStack;
  before(async () => {
    emulator = await started();
  });
  afterEach(() => stack.dispose());
  after(() => emulator.stop());

  for (const [what, broken, policy, words] of IN_FIRST_PREVIEW) {
    it(`is refused in the first preview: ${what}`, async () => {
      stack = await engineStack("dev", { emulator, fault: broken });
      const { failure, policies } = await stack.run("preview");
      assert.notEqual(failure, undefined);
      const refusals = policies.filter((each) => each.level === "mandatory" && each.policy === policy);
      assert.match(refusals.map(({ message }) => message).join("\n"), words);
      assert.deepEqual(await inAws(emulator, ACCOUNT).buckets(), []);
    });
  }

  it("is refused by the program itself, before a preview of anything: a region that does not exist", async () => {
    stack = await engineStack("dev", { emulator });
    stack.set({ primaryRegion: "eu-wst-1" });
    const { failure, steps } = await stack.run("preview");
    assert.match(
      failure ?? "",
      /primaryRegion: expected an AWS region, found "eu-wst-1"; did you mean "eu-west-1"/,
    );
    assert.deepEqual(
      steps.filter(({ type }) => type.startsWith("aws:")),
      [],
    );
  });

  it("is refused in the first preview: credentials of another account than the settings name", async () => {
    stack = await engineStack("dev", { emulator });
    stack.set({ accountId: "999999999999" });
    const { failure } = await stack.run("preview");
    assert.match(failure ?? "", /999999999999|account ID not allowed/i);
    assert.deepEqual(await inAws(emulator, ACCOUNT).buckets(), []);
  });

  for (const [what, broken, requirement] of IN_REHEARSAL) {
    it(`is refused by the rehearsal, to which the first preview sends: ${what}`, async () => {
      stack = await engineStack("dev", { emulator, fault: broken });
      const [report] = judge(topologyFromRehearsal(await stack.rehearse()));
      assert.equal(report?.verdict, "broken");
      const unmet = report?.requirements.filter(({ verdict }) => verdict === "unmet").map(({ id }) => id);
      assert.ok(unmet?.includes(requirement), unmet?.join());
      const { failure, policies } = await stack.run("preview");
      assert.equal(failure, undefined);
      const said = policies.find(({ message }) => message.startsWith('route "eu-central-1"'));
      assert.match(said?.message ?? "", /npx s3-replication rehearse proves it now/);
    });
  }

  it("is refused at the end of an update without a rehearsal: a replica key of another region", async () => {
    const [, broken] = IN_REHEARSAL[1] ?? [];
    assert.ok(broken !== undefined);
    stack = await engineStack("dev", { emulator, fault: broken });
    const { failure, policies } = await stack.run("up");
    assert.notEqual(failure, undefined);
    const refusals = policies.filter(({ level }) => level === "mandatory");
    assert.match(refusals.map(({ message }) => message).join("\n"), /replica-key-region: /);
  });
});
