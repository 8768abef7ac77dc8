import assert from "node:assert/strict";
import { GetBucketReplicationCommand } from "@aws-sdk/client-s3";
import { topologyFromRehearsal } from "../../../model";
import { compare } from "../../../operations/emulator/compare";
import { exercise } from "../../../operations/emulator/exercise";
import { LIMITS } from "../../../operations/emulator/limits";
import type { EmulatorServer } from "../../../operations/emulator/server";
import type { ExercisedEvent } from "../../../operations/emulator/types";
import type { Plan } from "../../../operations/rehearsal/plan";
import { deployed, INSTALL_TIMEOUT_MS, started } from "./emulator";
import { ACCOUNT, type ReplicaFixture, type TopologyFixture, topology } from "./planFixture";

const NONE = "does not arrive";

describe("exercising routes", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(3000);
  let server: EmulatorServer;
  let count = 0;
  before(async () => {
    server = await started();
  });
  after(() => server.stop());

  const play = async (fixture: TopologyFixture) => {
    const plan: Plan = topology({ bucketName: `acme-played-${count++}`, ...fixture });
    const { clients, deployment } = await deployed(server, plan);
    try {
      const routes = await exercise({ deployment, topology: topologyFromRehearsal(plan) });
      const differing = (await compare(deployment)).filter(({ verdict }) => verdict === "differs");
      assert.deepEqual(differing, []);
      return routes;
    } finally {
      clients.close();
    }
  };
  const one = async (replica: Partial<ReplicaFixture>, fixture: TopologyFixture = {}) => {
    const [route] = await play({ ...fixture, replicas: [{ region: "eu-central-1", ...replica }] });
    assert.ok(route);
    return route.events;
  };
  const told = (events: readonly ExercisedEvent[]) =>
    Object.fromEntries(
      events.map(({ event, found, verdict }) => [event, verdict === "as expected" ? found : verdict]),
    );

  it("shows for a rule over everything what arrives and what does not", async () => {
    assert.deepEqual(told(await one({})), {
      "object older than the rule": NONE,
      "small object": "arrives",
      "multipart upload over 5 MiB": "arrives",
      "overwritten object": "arrives",
      "object encrypted with SSE-S3": "arrives",
      "object encrypted with SSE-C": "not emulated",
      "tags changed afterwards": "not emulated",
      "version deleted by its id": "the replica keeps it",
      "object deleted": "the delete marker arrives",
      "replica's version id": "not emulated",
      "replica's key": "not emulated",
    });
  });

  it("shows every route of several, whichever rule comes first, and restores the whole configuration", async () => {
    const routes = await play({
      replicas: [
        { region: "eu-central-1" },
        { region: "us-east-1", destination: { storageClass: "GLACIER_IR" } },
        { region: "ap-southeast-2", rule: { deleteMarkerReplication: { status: "Disabled" } } },
      ],
    });
    assert.deepEqual(
      routes.map(({ rule, destinationRegion, events }) => {
        const seen = told(events);
        return [rule, destinationRegion, seen["small object"], seen["object deleted"]];
      }),
      [
        ["archive-eu-central-1", "eu-central-1", "arrives", "the delete marker arrives"],
        ["archive-us-east-1", "us-east-1", "arrives as GLACIER_IR", "the delete marker arrives"],
        ["archive-ap-southeast-2", "ap-southeast-2", "arrives", "no delete marker arrives"],
      ],
    );
  });

  it("puts objects under the prefix and beside it", async () => {
    for (const prefix of ["logs/", "outside/", "e"]) {
      const seen = told(await one({ rule: { filter: { prefix } } }));
      assert.equal(seen["small object"], "arrives");
      assert.equal(seen["object outside the prefix"], NONE);
    }
  });

  it("puts objects with the tag and without it", async () => {
    const rule = {
      filter: { tag: { key: "replicate", value: "yes" } },
      deleteMarkerReplication: { status: "Disabled" },
    };
    const seen = told(await one({ rule }));
    assert.equal(seen["small object"], "arrives");
    assert.equal(seen["overwritten object"], "arrives");
    assert.equal(seen["object without the tags"], NONE);
    assert.equal(seen["object deleted"], "no delete marker arrives");
    assert.equal(seen["multipart upload over 5 MiB"], "not emulated");
    assert.ok(!("object outside the prefix" in seen));
  });

  it("puts objects for a filter of a prefix and several tags", async () => {
    const rule = {
      filter: { and: { prefix: "logs/", tags: { replicate: "yes", "cost centre": "4/2 + 1" } } },
      deleteMarkerReplication: { status: "Disabled" },
    };
    const seen = told(await one({ rule }));
    assert.equal(seen["small object"], "arrives");
    assert.equal(seen["object without the tags"], NONE);
    assert.equal(seen["object outside the prefix"], NONE);
  });

  it("expects nothing of a disabled rule", async () => {
    const seen = told(await one({ rule: { status: "Disabled" } }));
    for (const event of ["small object", "multipart upload over 5 MiB", "overwritten object"]) {
      assert.equal(seen[event], NONE);
    }
    assert.equal(seen["object deleted"], "no delete marker arrives");
    assert.ok(!("replica's key" in seen));
  });

  it("takes a rule of the first version, which always replicates delete markers", async () => {
    const rule = {
      filter: undefined,
      priority: undefined,
      deleteMarkerReplication: undefined,
      prefix: "logs/",
    };
    const seen = told(await one({ rule, destination: { metrics: undefined } }));
    assert.equal(seen["object outside the prefix"], NONE);
    assert.equal(seen["object deleted"], "the delete marker arrives");
  });

  it("takes Replication Time Control", async () => {
    const destination = {
      metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
      replicationTime: { status: "Enabled", time: { minutes: 15 } },
    };
    assert.equal(told(await one({ destination }))["small object"], "arrives");
  });

  it("takes a replica in the primary's own region", async () => {
    const seen = told(await one({ region: "eu-west-1" }));
    assert.equal(seen["small object"], "arrives");
  });

  it("takes Object Lock, which refuses to delete a version", async () => {
    const seen = told(await one({}, { objectLock: { mode: "GOVERNANCE", days: 1 } }));
    assert.equal(seen["small object"], "arrives");
    assert.equal(seen["version deleted by its id"], "is refused");
    assert.equal(seen["object deleted"], "the delete marker arrives");
  });

  it("takes a replica in another account, reached through its role", async () => {
    const account = "444455556666";
    const providerInputs = {
      assumeRoles: [{ roleArn: `arn:aws:iam::${account}:role/deployer`, externalId: "acme" }],
    };
    const seen = told(await one({ account, providerInputs }));
    assert.equal(seen["small object"], "arrives");
    assert.equal(seen["object deleted"], "the delete marker arrives");
  });

  it("sees fail what the model says fails, where the other account's bucket does not let the role write", async () => {
    const account = "444455556666";
    const providerInputs = { assumeRoles: [{ roleArn: `arn:aws:iam::${account}:role/deployer` }] };
    const [route] = await play({
      primary: { region: "eu-west-1" },
      replicas: [{ region: "eu-central-1", account, providerInputs, closed: true }],
    });
    const of = (event: string) => route?.events.find((one) => one.event === event);
    assert.deepEqual(of("small object"), {
      event: "small object",
      expected: "fails",
      found: "fails",
      verdict: "as expected",
    });
    // For a delete S3 asks for s3:ReplicateDelete, and the emulator for s3:ReplicateObject.
    assert.equal(of("object deleted")?.because, LIMITS.permissions);
  });

  it("expects SSE-C objects to arrive where nobody blocks them", async () => {
    assert.equal(
      told(await one({}, { blockedEncryptionTypes: ["NONE"] }))["object encrypted with SSE-C"],
      "arrives",
    );
  });

  it("does not claim to know about a destination that is not of this program", async () => {
    const [route] = await play({
      replicas: [{ region: "eu-central-1", destination: { bucket: "arn:aws:s3:::somebody-elses" } }],
    });
    assert.ok(route);
    assert.equal(route.destinationRegion, undefined);
    assert.deepEqual(route.events, [
      {
        event: "every event",
        expected: "unknown",
        found: "unknown",
        verdict: "not emulated",
        because: "its destination is not a bucket of this program",
      },
    ]);
  });

  describe("with a model that has another answer than the emulator", () => {
    const played = async (made: TopologyFixture, modelled: TopologyFixture) => {
      const bucketName = `acme-contrary-${count++}`;
      const { clients, deployment } = await deployed(server, topology({ bucketName, ...made }));
      try {
        const model = topologyFromRehearsal(topology({ bucketName, ...modelled }));
        const [route] = await exercise({ deployment, topology: model });
        return (event: string) => route?.events.find((one) => one.event === event);
      } finally {
        clients.close();
      }
    };
    const replica = (rest: Partial<ReplicaFixture> = {}): TopologyFixture => ({
      replicas: [{ region: "eu-central-1", ...rest }],
    });
    const away = {
      account: "444455556666",
      providerInputs: { assumeRoles: [{ roleArn: "arn:aws:iam::444455556666:role/deployer" }] },
    };

    it("says differs, in both words, for delete markers", async () => {
      const of = await played(
        replica(),
        replica({ rule: { deleteMarkerReplication: { status: "Disabled" } } }),
      );
      assert.deepEqual(of("object deleted"), {
        event: "object deleted",
        expected: "no delete marker arrives",
        found: "the delete marker arrives",
        verdict: "differs",
      });
      assert.equal(of("small object")?.verdict, "as expected");
    });

    it("says differs for another storage class, and names both", async () => {
      const of = await played(replica(), replica({ destination: { storageClass: "GLACIER" } }));
      assert.deepEqual(of("small object"), {
        event: "small object",
        expected: "arrives, class GLACIER",
        found: "arrives, class STANDARD",
        verdict: "differs",
      });
    });

    it("says differs for another encryption", async () => {
      const of = await played(
        replica({ encryption: { sseAlgorithm: "AES256", kmsMasterKeyId: undefined } }),
        replica(),
      );
      assert.equal(of("small object")?.verdict, "as expected");
      const sourceToo = await played(
        { ...replica(), primaryEncryption: { sseAlgorithm: "AES256", kmsMasterKeyId: undefined } },
        replica(),
      );
      assert.deepEqual(sourceToo("small object"), {
        event: "small object",
        expected: "arrives, encryption aws:kms",
        found: "arrives, encryption AES256",
        verdict: "differs",
      });
    });

    it("says differs for a rule that is disabled, and for one with another prefix", async () => {
      const disabled = await played(replica(), replica({ rule: { status: "Disabled" } }));
      assert.equal(disabled("small object")?.verdict, "differs");
      assert.equal(disabled("small object")?.expected, "does not arrive");
      assert.equal(disabled("small object")?.found, "arrives");
      const elsewhere = await played(
        replica({ rule: { filter: { prefix: "logs/" } } }),
        replica({ rule: { filter: { prefix: "reports/" } } }),
      );
      assert.equal(elsewhere("small object")?.verdict, "differs");
      assert.equal(elsewhere("small object")?.expected, "arrives");
    });

    it("says differs where only the policy of the other account's bucket decides, which the emulator asks", async () => {
      const closed = await played(replica({ ...away, closed: true }), replica(away));
      assert.deepEqual(closed("small object"), {
        event: "small object",
        expected: "arrives",
        found: "fails",
        verdict: "differs",
      });
      const open = await played(replica(away), replica({ ...away, closed: true }));
      assert.deepEqual(open("small object"), {
        event: "small object",
        expected: "fails",
        found: "arrives",
        verdict: "differs",
      });
    });
  });

  it("says not emulated, and neither passed nor differs, what hangs on policies that the emulator does not ask", async () => {
    const plan = topology({ bucketName: "acme-denied", replicas: [{ region: "eu-central-1" }] });
    const powerless: Plan = {
      ...plan,
      resources: plan.resources.filter(({ type }) => type !== "aws:iam/rolePolicy:RolePolicy"),
    };
    const { clients, deployment } = await deployed(server, powerless);
    try {
      const [route] = await exercise({ deployment, topology: topologyFromRehearsal(powerless) });
      const of = (event: string) => route?.events.find((one) => one.event === event);
      for (const event of ["small object", "multipart upload over 5 MiB", "overwritten object"]) {
        assert.deepEqual(of(event), {
          event,
          expected: "fails",
          found: "arrives",
          verdict: "not emulated",
          because: LIMITS.permissions,
        });
      }
      assert.equal(of("object deleted")?.verdict, "not emulated");
      assert.equal(of("tags changed afterwards")?.because, LIMITS.permissions);
      assert.equal(of("object older than the rule")?.verdict, "as expected");
    } finally {
      clients.close();
    }
  });

  it("says not emulated, with the model's reason, what the model does not know", async () => {
    const account = "444455556666";
    const rule = {
      filter: undefined,
      priority: undefined,
      deleteMarkerReplication: undefined,
      prefix: "logs/",
    };
    const [route] = await play({
      replicas: [
        {
          region: "eu-central-1",
          account,
          providerInputs: { assumeRoles: [{ roleArn: `arn:aws:iam::${account}:role/deployer` }] },
          rule,
          destination: { metrics: undefined },
        },
      ],
    });
    const deleted = route?.events.find(({ event }) => event === "object deleted");
    assert.equal(deleted?.verdict, "not emulated");
    assert.equal(
      deleted.because,
      "what S3 does is not known: a rule without a filter (V1) replicates delete markers automatically, but AWS contradicts itself where the accounts differ",
    );
  });

  it("reports the routes of a configuration that is not in the emulator", async () => {
    const plan = topology({ bucketName: "acme-missing", replicas: [{ region: "eu-central-1" }] });
    const { clients, deployment } = await deployed(server, plan);
    const resources = deployment.resources.filter(
      ({ resource: { type } }) => type !== "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    );
    try {
      const routes = await exercise({
        deployment: { ...deployment, resources },
        topology: topologyFromRehearsal(plan),
      });
      assert.deepEqual(
        routes.map(({ rule, destinationRegion, events }) => [rule, destinationRegion, events[0]?.because]),
        [["archive-eu-central-1", "eu-central-1", "its replication configuration is not in the emulator"]],
      );
    } finally {
      clients.close();
    }
  });

  it("leaves the configuration with every rule in force", async () => {
    const name = "acme-restored";
    const plan = topology({ bucketName: name });
    const { clients, deployment } = await deployed(server, plan);
    try {
      await exercise({ deployment, topology: topologyFromRehearsal(plan) });
      const { s3 } = clients.rootSite(ACCOUNT, "eu-west-1");
      const held = await s3.send(new GetBucketReplicationCommand({ Bucket: name }));
      assert.deepEqual(
        held.ReplicationConfiguration?.Rules?.map(({ ID, Status }) => [ID, Status]),
        [
          ["archive-eu-central-1", "Enabled"],
          ["archive-us-east-1", "Enabled"],
        ],
      );
    } finally {
      clients.close();
    }
  });
});
