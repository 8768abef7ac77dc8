import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { run } from "../../helpers/commandLine";
import {
  EXPORT_FILE,
  EXPORT_TEXT,
  EXPORTED_BUCKETS,
  FIRST_REPLICA,
  SECOND_REPLICA,
  SOURCE,
} from "../../helpers/exports";
import { type FakeS3, type FakeS3Options, startFakeS3 } from "../../helpers/fakeAws/fakeS3";
import { PROJECT_DIRECTORY } from "../../helpers/plans";

type Parsed = ReturnType<typeof JSON.parse>;

const environment = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "test" };
const ACCOUNT = "111122223333";
const OTHER = "444455556666";

async function withServer<T>(
  options: Partial<FakeS3Options>,
  use: (server: FakeS3) => Promise<T>,
): Promise<T> {
  const server = await startFakeS3({
    account: ACCOUNT,
    buckets: EXPORTED_BUCKETS,
    ...options,
  });
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

describe("the commands for live accounts", function () {
  this.timeout(60_000);
  this.slow(5000);

  it("print their policies without any account", async () => {
    for (const [words, action] of [
      [["diagnose", "--policy"], "iam:GetRolePolicy"],
      [["diagnose", "--policy", "--failed"], "sqs:ReceiveMessage"],
      [["verify", "--policy"], "s3:DeleteObjectVersion"],
      [["verify", "--policy", "--delete-markers"], "s3:DeleteObject"],
      [["verify", "--policy", "--multipart"], "s3:AbortMultipartUpload"],
      [["verify", "--policy", "--export", EXPORT_FILE], `arn:aws:s3:::${SOURCE}/*_s3-replication-canary/*`],
    ] as const) {
      const { status, stdout } = await run(words);
      assert.equal(status, 0);
      assert.equal(JSON.parse(stdout).Version, "2012-10-17");
      assert.ok(stdout.includes(`"${action}"`), words.join(" "));
      assert.equal(/"(s3|iam|kms|sqs):\*"/.test(stdout), false);
    }
    const plain = await run(["verify", "--policy"]);
    assert.doesNotMatch(plain.stdout, /"s3:DeleteObject"|Multipart|kms:Decrypt/);
    const { stdout } = await run(["diagnose", "--policy", "--failed"]);
    const actions: readonly string[] = JSON.parse(stdout).Statement.flatMap(
      ({ Action }: { Action: string[] }) => Action,
    );
    assert.deepEqual(
      actions.filter((action) => !/:(Get|List|Describe|Receive)/.test(action)),
      [],
      "it only allows to read",
    );
  });

  const WRONG: readonly (readonly [words: readonly string[], expected: RegExp])[] = [
    [["verify"], /^verify: expected --export <file>, --outputs <file> or --bucket <name>, found none/],
    [["verify", "--bucket", "x"], /^--bucket: expected the name of a bucket, found x; a name has 3 to 63 /],
    [
      ["verify", "--bucket", "acme", "--timeout-minutes", "soon"],
      /^--timeout-minutes: expected a whole number/,
    ],
    [["verify", "--export", EXPORT_FILE, "--outputs", "o.json"], /^--export --outputs: expected one of them/],
    [
      ["verify", "--export", EXPORT_FILE, "--bucket", "acme-archiv"],
      /^--bucket: expected a source bucket, found acme-archiv; did you mean/,
    ],
    [["verify", "--outputs", "nowhere.json"], /^--outputs: expected the outputs of a stack, found none/],
    [["diagnose", "acme", "--failed-requests", "-1"], /^--failed-requests: expected a whole number/],
    [["diagnose", "acme", "--role", "x"], /^--role: expected account=arn/],
    [["diagnose", "--diff", "nowhere.json"], /^nowhere\.json: expected a file/],
  ];
  for (const [words, expected] of WRONG) {
    it(`refuse ${words.join(" ")}`, async () => {
      const { status, stdout, stderr } = await run(words, { environment });
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, expected);
    });
  }

  it("refuse credentials that have expired before anything else is asked", async () => {
    await withServer(
      { intercept: () => ({ status: 403, code: "ExpiredToken" }) },
      async ({ endpoint, calls }) => {
        for (const words of [
          ["verify", "--export", EXPORT_FILE],
          ["diagnose", SOURCE],
        ]) {
          const { status, stdout, stderr } = await run([...words, "--endpoint", endpoint], { environment });
          assert.deepEqual([status, stdout], [2, ""]);
          assert.match(
            stderr,
            /^credentials: expected credentials that AWS accepts, .*ExpiredToken.*; log in again/,
          );
        }
        assert.deepEqual([...new Set(calls.map(({ name }) => name))], ["GetCallerIdentity"]);
      },
    );
  });

  it("refuse credentials of another account than is said", async () => {
    const intercept: FakeS3Options["intercept"] = ({ name }) =>
      name === "AssumeRole"
        ? {
            status: 200,
            body: "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>S</SecretAccessKey><SessionToken>T</SessionToken></Credentials></AssumeRoleResult></AssumeRoleResponse>",
          }
        : undefined;
    await withServer({ intercept }, async ({ endpoint }) => {
      const role = `${OTHER}=arn:aws:iam::${OTHER}:role/reader`;
      const { status, stderr } = await run(["diagnose", SOURCE, "--role", role, "--endpoint", endpoint], {
        environment,
      });
      assert.equal(status, 2);
      assert.equal(
        stderr,
        `--role ${role}: expected credentials of account ${OTHER}, found those of ${ACCOUNT}\n`,
      );
    });
  });

  it("take the profile that they are given", async () => {
    const directory = mkdtempSync(join(tmpdir(), "profiles-"));
    const credentials = join(directory, "credentials");
    writeFileSync(credentials, "[ops]\naws_access_key_id = FROMPROFILE\naws_secret_access_key = s\n");
    await withServer({}, async ({ endpoint }) => {
      const env = {
        PATH: process.env["PATH"],
        HOME: directory,
        AWS_SHARED_CREDENTIALS_FILE: credentials,
        AWS_CONFIG_FILE: join(directory, "none"),
      };
      const ended = async (profile: string) => {
        const program = join(PROJECT_DIRECTORY, "operations", "s3-replication.js");
        const words = ["diagnose", "acme-nowhere", "--profile", profile, "--endpoint", endpoint];
        const child = spawn(process.execPath, [program, ...words], { cwd: PROJECT_DIRECTORY, env });
        let stderr = "";
        child.stderr.on("data", (text) => {
          stderr += String(text);
        });
        const [status]: readonly unknown[] = await once(child, "close");
        return [status, stderr];
      };
      assert.deepEqual(await ended("ops"), [
        2,
        "bucket: expected buckets that exist, found none named acme-nowhere\n",
      ]);
      assert.deepEqual(await ended(`${ACCOUNT}=ops`).then(([status]) => status), 2);
      const [status, stderr] = await ended("nobody");
      assert.equal(status, 2);
      assert.match(
        String(stderr),
        /^--profile nobody: expected credentials that AWS accepts, found none, or expired ones/,
      );
    });
  });

  it("read the source bucket from the outputs of the stack", async () => {
    const directory = mkdtempSync(join(tmpdir(), "outputs-"));
    const file = join(directory, "outputs.json");
    await withServer({}, async ({ endpoint, calls }) => {
      for (const outputs of [{ bucket: "acme-nowhere" }, { primary: { bucketName: "acme-nowhere" } }]) {
        writeFileSync(file, JSON.stringify(outputs));
        const { status, stderr } = await run(["verify", "--outputs", file, "--endpoint", endpoint], {
          environment,
        });
        assert.deepEqual(
          [status, stderr],
          [2, "--bucket: expected buckets that exist, found none named acme-nowhere\n"],
        );
      }
      assert.equal(
        calls.some(({ name }) => name === "PutObject"),
        false,
      );
      for (const outputs of [{}, [], { bucket: 5 }, { primary: {} }]) {
        writeFileSync(file, JSON.stringify(outputs));
        const { status, stderr } = await run(["verify", "--outputs", file], { environment });
        assert.equal(status, 2);
        assert.match(
          stderr,
          /^--outputs: expected an output "bucket" or "primary\.bucketName", found none in/,
        );
      }
    });
  });

  it("hand the options of verify on, and say on standard error what will be refused", async () => {
    const parsed: Parsed = JSON.parse(EXPORT_TEXT);
    const policies = parsed.deployment.resources.filter(({ type }: Parsed) => type.endsWith(":BucketPolicy"));
    const ofSource = policies.find(({ inputs }: Parsed) => inputs.bucket === SOURCE);
    for (const side of [ofSource.inputs, ofSource.outputs]) {
      const policy: Parsed = JSON.parse(side.policy);
      policy.Statement.push({
        ...{ Sid: "OnlyWriters", Effect: "Deny", Principal: "*", Action: "s3:PutObject" },
        Resource: `arn:aws:s3:::${SOURCE}/*`,
        Condition: { ArnNotLike: { "aws:PrincipalArn": [`arn:aws:iam::${ACCOUNT}:role/writer`] } },
      });
      side.policy = JSON.stringify(policy);
    }
    const replicate: FakeS3Options["replicate"] = (version, bucket, server) => {
      if (bucket !== SOURCE) return;
      version.status = "COMPLETED";
      for (const replica of [FIRST_REPLICA, SECOND_REPLICA]) server.copyTo(replica, version);
    };
    await withServer({ replicate, replicateMarker: replicate }, async (server) => {
      const words = [
        ...["verify", "--export", "-", "--endpoint", server.endpoint, "--region", "eu-west-1", "--json"],
        ...["--delete-markers", "--multipart", "--keep"],
      ];
      const { stdout, stderr } = await run(words, { environment, input: JSON.stringify(parsed) });
      const { kept, canaries } = JSON.parse(stdout);
      assert.equal(kept.length, server.total());
      assert.equal(server.total(), 6, "an object and a marker in each of three buckets");
      assert.equal(canaries[0].deleteMarker.destinations.length, 2);
      assert.ok(server.calls.some(({ name }) => name === "CompleteMultipartUpload"));
      assert.match(
        stderr,
        /^note: arn:aws:iam::111122223333:user\/tester will be refused by acme-archive when it writes the canary: .*"OnlyWriters".*\n$/,
      );
    });
  });

  it("report a verification for a person, with progress on a terminal only", async () => {
    const replicate: FakeS3Options["replicate"] = (version, _bucket, server) => {
      version.status = "COMPLETED";
      server.copyTo(FIRST_REPLICA, version);
    };
    await withServer({ replicate }, async (server) => {
      const words = [
        "verify",
        "--export",
        EXPORT_FILE,
        "--endpoint",
        server.endpoint,
        "--region",
        "eu-west-1",
      ];
      const quiet = await run(words, { environment });
      assert.equal(quiet.stderr, "");
      assert.equal(quiet.status, 1);
      const lines = quiet.stdout
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<id>")
        .replaceAll(/after [\d.]+ s/g, "after 0.1 s")
        .split("\n");
      assert.equal(lines[0], "✗ replication: broken, 0 of 2 destinations as foretold");
      const text = lines.join("\n");
      assert.match(text, /^canary acme-archive\/_s3-replication-canary\/<id>:\s+COMPLETED, as foretold$/m);
      assert.match(text, /^ {2}✗ \S+: arrived after 0\.1 s: it arrived otherwise\s+than foretold/m);
      assert.match(text, /^ {6}in acme-archive-replication-ap-northeast-1$/m);
      assert.ok(lines.includes("✓ removed 2 versions, and nothing is left"), quiet.stdout);
      assert.deepEqual(
        lines.filter((line) => line.length > 90),
        [],
      );
      assert.equal(server.total(), 0);
      const stderr = Object.assign(new PassThrough(), { isTTY: true });
      let shown = "";
      stderr.on("data", (text) => {
        shown += String(text);
      });
      await run(words, { environment, stderr });
      for (const step of [
        "checking credentials",
        "looking for the buckets",
        "writing to acme-archive",
        "removing",
      ]) {
        assert.ok(shown.includes(step), step);
      }
      assert.ok(shown.endsWith("\r\u001b[2K"), "the line is removed");
    });
  });
});
