import assert from "node:assert/strict";
import { PassThrough, Readable } from "node:stream";
import { requireConsent } from "../../../operations/commands/fireDrill";
import { run } from "../../helpers/commandLine";
import { commandProcess } from "../../helpers/commandProcess";
import { EXPORT_FILE, EXPORTED_BUCKETS, FIRST_REPLICA, SECOND_REPLICA, SOURCE } from "../../helpers/exports";
import { answerAlarms, type FakeAlarm } from "../../helpers/fakeAws/fakeAlarms";
import { startFakeS3 } from "../../helpers/fakeAws/fakeS3";

describe("verify --fire-drill", function () {
  this.timeout(60_000);
  this.slow(8000);

  it("needs --yes where nobody can be asked, and asks nothing of AWS before", async () => {
    const { status, stdout, stderr } = await run(["verify", "--fire-drill", "--export", EXPORT_FILE]);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /^--fire-drill: expected --yes, since it changes the policy of a replica's bucket/);
  });

  it("takes --yes, an emulator or a terminal for consent, and neither half of a terminal", () => {
    const stream = (isTTY: boolean) => Object.assign(new PassThrough(), { isTTY });
    const io = (input: boolean, errors: boolean) => ({
      stdin: Object.assign(Readable.from([]), { isTTY: input }),
      stdout: stream(false),
      stderr: stream(errors),
      environment: {},
      directory: "",
      signal: new AbortController().signal,
    });
    requireConsent({ yes: true }, io(false, false));
    requireConsent({ endpoint: "http://127.0.0.1:4566" }, io(false, false));
    requireConsent({}, io(true, true));
    for (const [input, errors] of [
      [true, false],
      [false, true],
    ] as const) {
      assert.throws(() => requireConsent({}, io(input, errors)), /expected --yes/);
    }
    const ownEndpoint = { endpoint: "https://s3.example.com" };
    assert.throws(() => requireConsent(ownEndpoint, io(false, false)), /expected --yes/);
  });

  it("refuses --yes alone", async () => {
    const { status, stderr } = await run(["verify", "--yes", "--export", EXPORT_FILE]);
    assert.deepEqual(
      [status, stderr],
      [2, "--yes: expected --fire-drill beside it, found none; leave it out, or add --fire-drill\n"],
    );
  });

  it("prints a policy that allows more than verify needs, only at the replicas", async () => {
    const { stdout } = await run(["verify", "--fire-drill", "--policy", "--export", EXPORT_FILE]);
    const { Statement } = JSON.parse(stdout);
    const [drill, alarms] = Statement.slice(-2);
    assert.deepEqual(drill, {
      Sid: "FailAndPutBack",
      Effect: "Allow",
      Action: ["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"],
      Resource: [`arn:aws:s3:::${FIRST_REPLICA}`, `arn:aws:s3:::${SECOND_REPLICA}`],
    });
    assert.deepEqual(alarms.Action, ["cloudwatch:DescribeAlarms"]);
    const plain = await run(["verify", "--policy", "--export", EXPORT_FILE]);
    assert.deepEqual(Statement.slice(0, -2), JSON.parse(plain.stdout).Statement);
    assert.doesNotMatch(plain.stdout, /BucketPolicy|cloudwatch/);
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`puts everything back after ${signal}, and ends with status 130`, async () => {
      let notify = () => {};
      const pending = new Promise<void>((resolve) => {
        notify = resolve;
      });
      const alarms: FakeAlarm[] = [FIRST_REPLICA, SECOND_REPLICA].map((replica) => ({
        name: replica,
        dimensions: { SourceBucket: SOURCE, DestinationBucket: replica },
        state: "OK",
      }));
      const server = await startFakeS3({
        account: "111122223333",
        buckets: EXPORTED_BUCKETS,
        replicate: (version) => {
          version.status = "PENDING";
        },
        intercept: (call) => {
          if (call.name === "HeadObject" && call.ofName > 3) notify();
          if (call.name !== "DescribeAlarms") return undefined;
          const answer = answerAlarms(call, alarms);
          return { status: 200, ...answer, body: withRule(String(answer?.body)) };
        },
      });
      try {
        const command = commandProcess([
          "verify",
          "--fire-drill",
          "--export",
          EXPORT_FILE,
          "--endpoint",
          server.endpoint,
          "--region",
          "eu-west-1",
        ]);
        await Promise.race([pending, command.exited]);
        assert.deepEqual(
          [...server.versioning.values()].filter((status) => status === "Suspended").length,
          1,
          command.printed(),
        );
        command.kill(signal);
        assert.deepEqual(await command.exited, [130, null], command.printed());
        assert.deepEqual(
          [...server.versioning.values()],
          ["Enabled", "Enabled", "Enabled"],
          command.printed(),
        );
        assert.equal(server.total(), 0, command.printed());
        assert.match(command.printed(), /interrupted before the end[\s\S]*the setting is put back/);
      } finally {
        await server.close();
      }
    });
  }
});

/** The ids of the rules in the export are the names of the replicas' Regions. */
function withRule(body: string): string {
  const parsed = JSON.parse(body);
  for (const { AlarmName, Dimensions } of parsed.MetricAlarms) {
    Dimensions.push({ Name: "RuleId", Value: ruleOf(AlarmName) });
  }
  return JSON.stringify(parsed);
}

function ruleOf(replica: string): string {
  return replica.replace(`${SOURCE}-replication-`, "");
}
