import assert from "node:assert/strict";
import {
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { EmulatorServer } from "../../../operations/emulator/server";
import type { Plan } from "../../../operations/rehearsal/plan";
import { verificationSchema } from "../../../operations/verify/result";
import { run } from "../../helpers/commandLine";
import { deployed, INSTALL_TIMEOUT_MS, started } from "../emulator/emulator";
import { ACCOUNT, type TopologyFixture, topology } from "../emulator/planFixture";

const OTHER = "444455556666";

describe("verify on an emulator", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(5000);
  let server: EmulatorServer;
  let count = 0;
  before(async () => {
    server = await started();
  });
  after(() => server.stop());

  const environment = { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: "test" };

  /** @param change what somebody does in the accounts before the verification */
  const verified = async (
    fixture: TopologyFixture,
    words: readonly string[] = [],
    change: (
      buckets: readonly { readonly name: string; readonly s3: S3Client }[],
    ) => Promise<void> = async () => {},
  ) => {
    const bucketName = `acme-verified-${count++}`;
    const plan: Plan = topology({ bucketName, ...fixture });
    const { clients, deployment } = await deployed(server, plan);
    const buckets = deployment.resources
      .filter(({ resource }) => resource.type === "aws:s3/bucket:Bucket")
      .map(({ site, computed }) => ({ name: computed["bucket"] ?? "", s3: site.s3 }));
    try {
      await change(buckets);
      const ended = await run(
        ["verify", "--bucket", bucketName, "--endpoint", server.endpoint, "--json", ...words],
        { environment },
      );
      assert.notEqual(ended.stdout, "", ended.stderr);
      let versions = 0;
      let uploads = 0;
      for (const { name, s3 } of buckets) {
        const listed = await s3.send(new ListObjectVersionsCommand({ Bucket: name }));
        versions += (listed.Versions ?? []).length + (listed.DeleteMarkers ?? []).length;
        const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: name }));
        uploads += Uploads.length;
      }
      return { ...ended, result: verificationSchema.parse(JSON.parse(ended.stdout)), versions, uploads };
    } finally {
      clients.close();
    }
  };

  it("sees a copy arrive as foretold, and leaves no version on any side", async () => {
    const { status, result, versions } = await verified({ replicas: [{ region: "eu-central-1" }] });
    const [canary] = result.canaries;
    assert.deepEqual([status, result.verdict, result.removed, versions], [0, "works", 2, 0]);
    assert.deepEqual([canary?.expectedStatus, canary?.status], ["COMPLETED", "COMPLETED"]);
    assert.deepEqual(
      canary?.destinations[0]?.checks.map(({ what, verdict }) => [what, verdict]),
      [
        ["replication status", "as foretold"],
        ["version id", "not emulated"],
        ["tags", "as foretold"],
        ["encryption", "as foretold"],
        ["key", "not emulated"],
        ["storage class", "as foretold"],
        ["owner", "as foretold"],
        ["bucket key", "not emulated"],
      ],
    );
    assert.deepEqual(result.lacking, []);
  });

  it("finds the tags and the storage class of a rule that asks for them", async () => {
    const { status, result, versions } = await verified({
      replicas: [
        {
          region: "eu-central-1",
          rule: {
            filter: { and: { prefix: "logs/", tags: { replicate: "yes", "cost centre": "4/2 + 1" } } },
            deleteMarkerReplication: { status: "Disabled" },
          },
          destination: { storageClass: "GLACIER_IR" },
        },
      ],
    });
    const checks = result.canaries[0]?.destinations[0]?.checks ?? [];
    assert.deepEqual([status, versions], [0, 0]);
    assert.deepEqual(
      checks.filter(({ what }) => ["tags", "storage class"].includes(what)).map(({ found }) => found),
      ["cost centre=4/2 + 1, replicate=yes", "GLACIER_IR"],
    );
  });

  for (const [status, expected, found] of [
    ["Enabled", "replicated", "arrived"],
    ["Disabled", "not replicated", "did not arrive"],
  ] as const) {
    it(`sees the delete marker of a rule that has them ${status}: it ${found}, and none is left`, async () => {
      const rule = { filter: { prefix: "logs/" }, deleteMarkerReplication: { status } };
      const ended = await verified({ replicas: [{ region: "eu-central-1", rule }] }, ["--delete-markers"]);
      const { result, versions } = ended;
      assert.deepEqual([ended.status, result.verdict, versions], [0, "works", 0], JSON.stringify(result));
      assert.deepEqual(
        result.canaries[0]?.deleteMarker?.destinations.map((one) => [one.expected, one.found, one.verdict]),
        [[expected, found, "works"]],
      );
      assert.equal(result.removed, status === "Enabled" ? 4 : 3);
    });
  }

  it("sees the copy of a multipart upload whole, and leaves no part", async () => {
    const ended = await verified({ replicas: [{ region: "eu-central-1" }] }, ["--multipart"]);
    const { checks = [] } = ended.result.canaries[0]?.destinations[0] ?? {};
    assert.deepEqual([ended.status, ended.versions, ended.uploads, ended.result.removed], [0, 0, 0, 2]);
    assert.equal(checks.find(({ what }) => what === "size")?.found, "5242881 bytes");
  });

  it("keeps the canary and its copy with --keep, and prints what removes them", async () => {
    const { status, result, versions } = await verified({ replicas: [{ region: "eu-central-1" }] }, [
      "--keep",
    ]);
    assert.deepEqual([status, versions, result.removed, result.kept?.length], [0, 2, 0, 2]);
  });

  it("is broken where the destination's versioning was suspended since the export", async () => {
    const { status, result, versions } = await verified(
      { replicas: [{ region: "eu-central-1" }] },
      [],
      async (sites) => {
        for (const { name, s3 } of sites.filter(({ name }) => name.endsWith("eu-central-1"))) {
          await s3.send(
            new PutBucketVersioningCommand({
              Bucket: name,
              VersioningConfiguration: { Status: "Suspended" },
            }),
          );
        }
      },
    );
    const [destination] = result.canaries[0]?.destinations ?? [];
    assert.deepEqual([status, result.canaries[0]?.status, versions], [1, "FAILED", 0]);
    assert.deepEqual([destination?.expected, destination?.found], ["fails", "did not arrive"]);
    assert.match(destination?.unmet.join() ?? "", /destination-versioning: versioning of .* is Suspended/);
  });

  it("reaches a destination of another account through its role, and does not claim success without it", async () => {
    const providerInputs = { assumeRoles: [{ roleArn: `arn:aws:iam::${OTHER}:role/deployer` }] };
    const fixture = { replicas: [{ region: "eu-central-1", account: OTHER, providerInputs }] };
    const reached = await verified(fixture, ["--role", `${OTHER}=arn:aws:iam::${OTHER}:role/looker`]);
    assert.deepEqual([reached.status, reached.versions], [0, 0]);
    const unwritten = await verified(fixture);
    assert.deepEqual([unwritten.status, unwritten.result.canaries[0]?.versionId], [3, null]);
    assert.match(unwritten.result.canaries[0]?.because ?? "", /needs s3:GetBucketObjectLockConfiguration on/);
    const unreached = await verified(fixture, ["--accept-leftovers"]);
    const [destination] = unreached.result.canaries[0]?.destinations ?? [];
    assert.deepEqual([unreached.status, destination?.found], [3, "not looked at"]);
    assert.ok(
      unreached.result.lacking.some(
        ({ action, resource }) => action === "s3:GetObjectVersion" && resource.includes(OTHER),
      ),
    );
    assert.ok(unreached.result.left.length > 0, "what may be left is said");
  });

  it("says that a bucket does not exist, and that one has no rule", async () => {
    const words = ["verify", "--endpoint", server.endpoint, "--bucket"];
    const gone = await run([...words, "acme-nowhere"], { environment });
    assert.deepEqual([gone.status, gone.stdout], [2, ""]);
    assert.match(gone.stderr, /^--bucket: expected buckets that exist, found none named acme-nowhere\n$/);
  });
});
