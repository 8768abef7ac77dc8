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

/** Changes the destination of the first rule, whose bucket is in eu-central-1; what is known in it stays known. */
function inFirstRule(change: (first: Rule["destination"], second: Rule["destination"]) => object) {
  return fault(CONFIGURATION, "archive-replication", (props) => {
    const [first, second, ...others]: readonly Rule[] = props["rules"];
    if (first === undefined || second === undefined) throw new Error("expected two rules");
    const destination = { ...first.destination, ...change(first.destination, second.destination) };
    return { ...props, rules: [{ ...first, destination }, second, ...others] };
  });
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
  [
    "a replica key of another region",
    inFirstRule((_first, second) => ({ encryptionConfiguration: second["encryptionConfiguration"] })),
    "replication-works",
    /replica-key-region: /,
  ],
];

/** The role's other policy is not known in a first preview, since KMS gives the keys' ARNs: it may allow the call. */
const ROLE_THAT_MAY_NOT_REPLICATE = fault(
  "aws:iam/rolePolicy:RolePolicy",
  "archive-replication-objects",
  (props) => ({
    ...props,
    policy: pulumi
      .output(props["policy"])
      .apply((policy: string) => policy.replaceAll("s3:ReplicateObject", "s3:GetObject")),
  }),
);

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

  it("is refused by the rehearsal, to which the first preview sends: a role that may not replicate objects", async () => {
    stack = await engineStack("dev", { emulator, fault: ROLE_THAT_MAY_NOT_REPLICATE });
    const [report] = judge(topologyFromRehearsal(await stack.rehearse()));
    assert.equal(report?.verdict, "broken");
    const unmet = report?.requirements.filter(({ verdict }) => verdict === "unmet").map(({ id }) => id);
    assert.deepEqual(unmet, ["destination-replicate-object"]);
    const { failure, policies } = await stack.run("preview");
    assert.equal(failure, undefined);
    const said = policies.find(({ message }) => message.startsWith('route "eu-central-1"'));
    assert.match(said?.message ?? "", /npx s3-replication rehearse proves it now/);
  });

  it("is refused only at the end of an update that nobody rehearsed: the same role", async () => {
    stack = await engineStack("dev", { emulator, fault: ROLE_THAT_MAY_NOT_REPLICATE });
    const { failure, policies } = await stack.run("up");
    assert.notEqual(failure, undefined);
    const refusals = policies.filter(({ level }) => level === "mandatory");
    assert.match(
      refusals.map(({ message }) => message).join("\n"),
      /destination-replicate-object: /,
      failure,
    );
    assert.equal((await inAws(emulator, ACCOUNT).buckets()).length, 3);
  });
});
