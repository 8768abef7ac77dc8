import assert from "node:assert/strict";
import {
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { topologyFromRehearsal } from "../../../model";
import { judge } from "../../../model/judge";
import { EmulatorError } from "../../../operations/emulator/errors";
import type { EmulatorServer } from "../../../operations/emulator/server";
import type { Plan } from "../../../operations/rehearsal/plan";
import { programPlan } from "../../helpers/plans";
import { EVERYTHING, people } from "./accessPeople";
import { deployed, INSTALL_TIMEOUT_MS, startedWithAccessChecks } from "./emulator";

const ACME = "111122223333";
const PARTNER = "444455556666";
const OTHER = "777788889999";
const ROLE = `arn:aws:iam::${PARTNER}:role/s3-replication-deployer`;

const partner = { region: "eu-north-1", name: "partner", assumeRole: { roleArn: ROLE, externalId: "acme" } };
const settings = (replica: { readonly [name: string]: unknown } = partner) => ({
  prefix: "acme",
  primaryRegion: "eu-west-1",
  accountId: ACME,
  replicas: [replica],
});

/** The plan, with the statement that lets the role write taken out of the replica's policy. */
function withoutGrant(plan: Plan): Plan {
  const refuses = (policy: unknown) => {
    const document: { Statement: { Sid?: string }[] } = JSON.parse(String(policy));
    const Statement = document.Statement.filter(({ Sid }) => Sid !== "ReplicationWrites");
    assert.equal(Statement.length, document.Statement.length - 1);
    return JSON.stringify({ ...document, Statement });
  };
  return {
    ...plan,
    resources: plan.resources.map((resource) =>
      resource.name === "archive-partner-policy"
        ? {
            ...resource,
            inputs: { ...resource.inputs, policy: refuses(resource.inputs["policy"]) },
            outputs: { ...resource.outputs, policy: refuses(resource.outputs["policy"]) },
          }
        : resource,
    ),
  };
}

describe("deployment into another account, on an emulator that checks access", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  let server: EmulatorServer;
  let who: ReturnType<typeof people>;

  const bucketsOf = async (account: string) =>
    (await who.root(account, "us-east-1").send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name);

  beforeEach(async () => {
    server = await startedWithAccessChecks();
    who = people(server.endpoint);
    const principal = `arn:aws:iam::${ACME}:root`;
    await who.role(PARTNER, "s3-replication-deployer", { principal, externalId: "acme" }, EVERYTHING);
  });
  afterEach(async () => {
    who?.close();
    await server?.stop();
  });

  const failures: readonly (readonly [string, () => Promise<Plan>, string, RegExp])[] = [
    [
      "with another external id than the role's trust policy asks for",
      () => programPlan(settings({ ...partner, assumeRole: { roleArn: ROLE, externalId: "guess" } })),
      ACME,
      /archive-partner.*sts:AssumeRole/s,
    ],
    [
      "with a role that does not exist",
      () => programPlan(settings({ ...partner, assumeRole: `arn:aws:iam::${PARTNER}:role/missing` })),
      ACME,
      /archive-partner.*sts:AssumeRole/s,
    ],
    [
      "with credentials of an account that the role does not trust",
      () => programPlan(settings()),
      OTHER,
      /archive-p/,
    ],
    [
      "with credentials of another account than the primary's",
      () => programPlan({ ...settings(), replicas: ["eu-central-1"] }),
      OTHER,
      /provider archive-[\w-]+: expected credentials of account 111122223333 .* found those of 777788889999/,
    ],
  ];
  for (const [how, plan, caller, message] of failures) {
    it(`fails ${how}, before anything exists`, async () => {
      await assert.rejects(deployed(server, await plan(), caller), (error) => {
        assert.ok(error instanceof EmulatorError);
        assert.match(error.message, message);
        return true;
      });
      for (const account of [ACME, PARTNER, OTHER]) assert.deepEqual((await bucketsOf(account)) ?? [], []);
    });
  }

  it("ends with FAILED when the destination refuses the role, and the proof says so before", async () => {
    const plan = withoutGrant(await programPlan(settings()));
    const [route] = judge(topologyFromRehearsal(plan));
    assert.equal(route?.verdict, "broken");
    const unmet = route.requirements.filter(
      ({ verdict, strength }) => verdict === "unmet" && strength === "required",
    );
    assert.deepEqual(
      unmet.map(({ id }) => id),
      ["destination-bucket-policy"],
    );

    const { clients } = await deployed(server, plan);
    try {
      const source = who.root(ACME, "eu-west-1");
      const object = { Bucket: "acme-archive", Key: "refused" };
      await source.send(new PutObjectCommand({ ...object, Body: "x" }));
      assert.equal((await source.send(new HeadObjectCommand(object))).ReplicationStatus, "FAILED");
      const arrived = await who
        .root(PARTNER, "eu-north-1")
        .send(new ListObjectsV2Command({ Bucket: "acme-archive-replication-partner" }));
      assert.equal(arrived.KeyCount, 0);
    } finally {
      clients.close();
    }
  });

  it("ends with COMPLETED once the program's own policy is in place, and the proof says so, too", async () => {
    const plan = await programPlan(settings());
    assert.deepEqual(
      judge(topologyFromRehearsal(plan)).map(({ verdict }) => verdict),
      ["works"],
    );
    const { clients } = await deployed(server, plan);
    try {
      const source = who.root(ACME, "eu-west-1");
      const object = { Bucket: "acme-archive", Key: "welcome" };
      await source.send(new PutObjectCommand({ ...object, Body: "x" }));
      assert.equal((await source.send(new HeadObjectCommand(object))).ReplicationStatus, "COMPLETED");
      // The partner may still close the door: later objects fail.
      await who.root(PARTNER, "eu-north-1").send(
        new PutBucketPolicyCommand({
          Bucket: "acme-archive-replication-partner",
          Policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Deny",
                Principal: "*",
                Action: "s3:ReplicateObject",
                Resource: "arn:aws:s3:::acme-archive-replication-partner/*",
              },
            ],
          }),
        }),
      );
      await source.send(new PutObjectCommand({ ...object, Body: "y" }));
      assert.equal((await source.send(new HeadObjectCommand(object))).ReplicationStatus, "FAILED");
    } finally {
      clients.close();
    }
  });

  it("lets an account be a source and a destination at once, without anything going round", async () => {
    await who.role(
      OTHER,
      "s3-replication-deployer",
      { principal: `arn:aws:iam::${PARTNER}:root` },
      EVERYTHING,
    );
    const first = await deployed(server, await programPlan(settings()));
    const second = await deployed(
      server,
      await programPlan({
        prefix: "partner",
        primaryRegion: "eu-north-1",
        accountId: PARTNER,
        replicas: [
          { region: "eu-north-1", assumeRole: `arn:aws:iam::${OTHER}:role/s3-replication-deployer` },
        ],
      }),
      PARTNER,
    );
    try {
      const keysOf = async (account: string, region: string, Bucket: string) =>
        (await who.root(account, region).send(new ListObjectsV2Command({ Bucket }))).Contents?.map(
          ({ Key }) => Key,
        );
      const put = (account: string, region: string, Bucket: string, Key: string) =>
        who.root(account, region).send(new PutObjectCommand({ Bucket, Key, Body: Key }));
      await put(ACME, "eu-west-1", "acme-archive", "from-acme");
      await put(PARTNER, "eu-north-1", "partner-archive", "from-partner");
      assert.deepEqual(await keysOf(PARTNER, "eu-north-1", "acme-archive-replication-partner"), [
        "from-acme",
      ]);
      assert.deepEqual(await keysOf(OTHER, "eu-north-1", "partner-archive-replication-eu-north-1"), [
        "from-partner",
      ]);
      assert.deepEqual(await keysOf(ACME, "eu-west-1", "acme-archive"), ["from-acme"]);
    } finally {
      first.clients.close();
      second.clients.close();
    }
  });

  it("of a receiving stack takes what a sending stack replicates, although the role came later", async () => {
    const roleArn = `arn:aws:iam::${ACME}:role/service-role/acme-archive-replication`;
    const receiver = await deployed(
      server,
      await programPlan({
        prefix: "partner",
        accountId: PARTNER,
        receiver: { region: "eu-north-1", bucketName: "partner-vault", sourceRoleArn: roleArn },
      }),
      PARTNER,
    );
    const keyArn = receiver.deployment.resources.find(({ resource }) => resource.name === "vault-key")
      ?.computed["arn"];
    assert.ok(keyArn);
    const given = { region: "eu-north-1", name: "partner", bucketArn: "arn:aws:s3:::partner-vault", keyArn };
    const sender = await deployed(server, await programPlan(settings(given)));
    try {
      const source = who.root(ACME, "eu-west-1");
      const object = { Bucket: "acme-archive", Key: "sent" };
      await source.send(new PutObjectCommand({ ...object, Body: "x" }));
      assert.equal((await source.send(new HeadObjectCommand(object))).ReplicationStatus, "COMPLETED");
      const arrived = await who
        .root(PARTNER, "eu-north-1")
        .send(new HeadObjectCommand({ Bucket: "partner-vault", Key: "sent" }));
      assert.equal(arrived.ReplicationStatus, "REPLICA");
    } finally {
      receiver.clients.close();
      sender.clients.close();
    }
  });

  it("of a receiving stack refuses the role of anybody else", async () => {
    const roleArn = `arn:aws:iam::${ACME}:role/service-role/another-archive-replication`;
    const receiver = await deployed(
      server,
      await programPlan({
        prefix: "partner",
        accountId: PARTNER,
        receiver: { region: "eu-north-1", bucketName: "partner-vault", sourceRoleArn: roleArn },
      }),
      PARTNER,
    );
    const keyArn = `arn:aws:kms:eu-north-1:${PARTNER}:key/00000000-0000-0000-0000-000000000000`;
    const given = { region: "eu-north-1", name: "partner", bucketArn: "arn:aws:s3:::partner-vault", keyArn };
    const sender = await deployed(server, await programPlan(settings(given)));
    try {
      const source = who.root(ACME, "eu-west-1");
      const object = { Bucket: "acme-archive", Key: "sent" };
      await source.send(new PutObjectCommand({ ...object, Body: "x" }));
      assert.equal((await source.send(new HeadObjectCommand(object))).ReplicationStatus, "FAILED");
    } finally {
      receiver.clients.close();
      sender.clients.close();
    }
  });
});
