import assert from "node:assert/strict";
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import type { Clients } from "../../../operations/emulator/clients";
import type { EmulatorServer } from "../../../operations/emulator/server";
import { readOnlyPolicy } from "../../../operations/live/actions";
import { verifyPolicy } from "../../../operations/verify/permissions";
import { verificationSchema } from "../../../operations/verify/result";
import { run } from "../../helpers/commandLine";
import { deployed, INSTALL_TIMEOUT_MS, startedWithAccessChecks } from "../emulator/emulator";
import { ACCOUNT, topology } from "../emulator/planFixture";

type Parsed = ReturnType<typeof JSON.parse>;

/** The statements of a policy without one action. */
function without(policy: object, action: string | undefined): Parsed[] {
  const copy: Parsed = JSON.parse(JSON.stringify(policy));
  return copy.Statement.map((statement: Parsed) => ({
    ...statement,
    Action: statement.Action.filter((each: string) => each !== action),
  })).filter(({ Action }: Parsed) => Action.length > 0);
}

const POLICY = verifyPolicy(undefined, { deleteMarkers: true });
const ACTIONS: readonly string[] = without(POLICY, undefined).flatMap(({ Action }) => Action);

describe("the policy of verify, on an emulator that checks access", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(8000);
  const BUCKET = "acme-permitted";
  let server: EmulatorServer;
  let clients: Clients;
  let users = 0;
  before(async () => {
    server = await startedWithAccessChecks();
    const tagged = {
      filter: { tag: { key: "replicate", value: "yes" } },
      deleteMarkerReplication: { status: "Disabled" },
    };
    const plan = topology({ bucketName: BUCKET, replicas: [{ region: "eu-central-1", rule: tagged }] });
    ({ clients } = await deployed(server, plan));
  });
  after(async () => {
    clients.close();
    await server.stop();
  });

  const verifiedWithout = async (action: string | undefined) => {
    users += 1;
    const UserName = `tester-${users}`;
    const { iam } = clients.rootSite(ACCOUNT, "us-east-1");
    await iam.send(new CreateUserCommand({ UserName }));
    // The emulator does not ask for the use of keys as S3 does, and gives copies other version ids: they are found without one.
    const emulated = { Effect: "Allow", Action: ["kms:*", "s3:GetObject"], Resource: "*" };
    const Statement = [...without(readOnlyPolicy(false), action), ...without(POLICY, action), emulated];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "verify", PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const environment = {
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? "",
    };
    const words = [
      ...["verify", "--delete-markers", "--bucket", BUCKET],
      ...["--endpoint", server.endpoint, "--json"],
    ];
    const { stdout, stderr, status } = await run(words, { environment });
    assert.notEqual(stdout, "", stderr);
    return { status, result: verificationSchema.parse(JSON.parse(stdout)) };
  };

  it("is enough", async () => {
    const { status, result } = await verifiedWithout(undefined);
    assert.deepEqual([status, result.lacking, result.left], [0, [], []], JSON.stringify(result));
  });

  // With s3:ListBucket S3 answers 404 in the place of 403 for what is not there, which the emulator does always.
  for (const action of ACTIONS.filter((each) => !each.startsWith("kms:") && each !== "s3:ListBucket")) {
    it(`needs ${action}, which is named where it is missing`, async () => {
      const { result } = await verifiedWithout(action);
      const named = result.lacking.map((lack) => lack.action);
      assert.ok(
        named.some((each) => each.split(" and ").includes(action)),
        JSON.stringify(named),
      );
    });
  }
});
