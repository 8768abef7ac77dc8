import assert from "node:assert/strict";
import { GetObjectRetentionCommand, PutObjectCommand, PutObjectRetentionCommand } from "@aws-sdk/client-s3";
import { topologyFromRehearsal } from "../../../model";
import { exercise } from "../../../operations/emulator/exercise";
import { GENERAL_LIMITS, LIMITS, type LimitId } from "../../../operations/emulator/limits";
import { headOf, sendObject } from "../../../operations/emulator/probe";
import type { EmulatorServer } from "../../../operations/emulator/server";
import { deployed, INSTALL_TIMEOUT_MS, started } from "./emulator";
import { ACCOUNT, type TopologyFixture, topology } from "./planFixture";

const REPLICA = { region: "eu-central-1" } as const;
const TAGGED = {
  ...REPLICA,
  rule: {
    filter: { tag: { key: "replicate", value: "yes" } },
    deleteMarkerReplication: { status: "Disabled" },
  },
};

/** Each limit shows in this event of a route of this form. A limit that no longer holds fails its test: drop it then. */
const SHOWN: readonly {
  readonly limit: LimitId;
  readonly event: string;
  readonly fixture: TopologyFixture;
}[] = [
  { limit: "replica-version-id", event: "replica's version id", fixture: { replicas: [REPLICA] } },
  { limit: "replica-key", event: "replica's key", fixture: { replicas: [REPLICA] } },
  { limit: "sse-c-block", event: "object encrypted with SSE-C", fixture: { replicas: [REPLICA] } },
  { limit: "later-tags", event: "tags changed afterwards", fixture: { replicas: [REPLICA] } },
  { limit: "multipart-tags", event: "multipart upload over 5 MiB", fixture: { replicas: [TAGGED] } },
  {
    limit: "kms-opt-in",
    event: "small object",
    fixture: {
      replicas: [
        {
          ...REPLICA,
          rule: { sourceSelectionCriteria: undefined },
          destination: { encryptionConfiguration: undefined },
        },
      ],
    },
  },
];

describe("the emulator's limits", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(3000);
  let server: EmulatorServer;
  let count = 0;
  before(async () => {
    server = await started();
  });
  after(() => server.stop());

  const place = async (fixture: TopologyFixture) => {
    const name = `acme-limits-${count++}`;
    const plan = topology({ bucketName: name, ...fixture });
    const { clients, deployment } = await deployed(server, plan);
    const end = (region: string, bucket: string) => ({ s3: clients.rootSite(ACCOUNT, region).s3, bucket });
    return {
      clients,
      deployment,
      topology: topologyFromRehearsal(plan),
      source: end("eu-west-1", name),
      replica: (region: string) => end(region, `${name}-${region}`),
    };
  };

  for (const { limit, event, fixture } of SHOWN) {
    it(`hold: ${LIMITS[limit]}`, async () => {
      const { clients, deployment, topology: model } = await place(fixture);
      const [route] = await exercise({ deployment, topology: model });
      clients.close();
      const seen = route?.events.find((one) => one.event === event);
      assert.equal(seen?.verdict, "not emulated");
      assert.equal(seen.because, LIMITS[limit]);
      assert.notEqual(seen.found, seen.expected);
    });
  }

  it(`hold: ${LIMITS["first-rule"]}`, async () => {
    const { clients, source, replica } = await place({ replicas: [REPLICA, { region: "us-east-1" }] });
    const sent = await sendObject(source, { key: "for-both", text: "for both" });
    assert.notEqual(await headOf(replica("eu-central-1"), sent), undefined);
    assert.equal(await headOf(replica("us-east-1"), sent), undefined);
    clients.close();
  });

  it(`hold: ${LIMITS["object-lock-copy"]}`, async () => {
    const { clients, source, replica } = await place({
      replicas: [REPLICA],
      objectLock: { mode: "GOVERNANCE", days: 1 },
    });
    const where = { Key: "kept" };
    await source.s3.send(new PutObjectCommand({ Bucket: source.bucket, ...where, Body: "kept" }));
    const Retention = { Mode: "GOVERNANCE", RetainUntilDate: new Date(Date.now() + 7 * 86_400_000) } as const;
    await source.s3.send(new PutObjectRetentionCommand({ Bucket: source.bucket, ...where, Retention }));
    const there = replica("eu-central-1");
    await there.s3.send(new GetObjectRetentionCommand({ Bucket: there.bucket, ...where })).then(
      (held) =>
        assert.notEqual(held.Retention?.RetainUntilDate?.getTime(), Retention.RetainUntilDate.getTime()),
      (error) => assert.match(String(error), /NoSuchObjectLockConfiguration|ObjectLock/),
    );
    clients.close();
  });

  it(`hold: ${LIMITS.permissions}`, async () => {
    const plan = topology({ bucketName: "acme-powerless", replicas: [REPLICA] });
    const powerless = {
      ...plan,
      resources: plan.resources.filter(({ type }) => type !== "aws:iam/rolePolicy:RolePolicy"),
    };
    const { clients, deployment } = await deployed(server, powerless);
    const [route] = await exercise({ deployment, topology: topologyFromRehearsal(powerless) });
    clients.close();
    const small = route?.events.find(({ event }) => event === "small object");
    assert.deepEqual(
      [small?.expected, small?.found, small?.verdict, small?.because],
      ["fails", "arrives", "not emulated", LIMITS.permissions],
    );
  });

  it("are each shown by a test above", () => {
    const shown = new Set([
      ...SHOWN.map(({ limit }) => limit),
      "first-rule",
      "object-lock-copy",
      "permissions",
      // By the test of alarms.
      "alarm-dimensions",
    ]);
    // That nothing is measured needs no test: the emulator has no replication metrics to ask for.
    const rest = Object.keys(LIMITS).filter((id) => !shown.has(id));
    assert.deepEqual(rest, ["time-and-metrics"]);
    assert.deepEqual(
      [...GENERAL_LIMITS],
      ["first-rule", "permissions", "object-lock-copy", "time-and-metrics", "alarm-dimensions"],
    );
  });
});
