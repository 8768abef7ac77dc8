import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { GetRoleCommand, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ReplicatedBucket } from "../../../components/index";
import type { Clients } from "../../../operations/emulator/clients";
import type { EmulatorServer } from "../../../operations/emulator/server";
import type { Plan } from "../../../operations/rehearsal/plan";
import { record } from "../../../operations/rehearsal/rehearse";
import type { ResourceProperties } from "../../../operations/rehearsal/values";
import { type Grants, grantsOf, keyPolicyOf, type Owned, ownersPlan } from "../../helpers/owners";
import { programPlan, SMALL } from "../../helpers/plans";
import { deployed, INSTALL_TIMEOUT_MS, started } from "./emulator";

const HERE = "111122223333";
const THERE = "444455556666";
const OWNER = "777788889999";
const PRIMARY = "acme-archive";
const ROLE = `arn:aws:iam::${HERE}:role/service-role/acme-archive-replication`;
const SETTINGS = { prefix: "acme", primaryRegion: "eu-west-1", accountId: HERE, replicas: ["eu-central-1"] };

/** A bucket in an account and region. */
interface Place {
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
}

const SOURCE: Place = { account: HERE, region: "eu-west-1", bucket: PRIMARY };
const NEAREST: Place = {
  account: HERE,
  region: "eu-central-1",
  bucket: "acme-archive-replication-eu-central-1",
};

/** What a platform team has made: a role that S3 may assume, and a boundary. */
function platformPlan(): Promise<Plan> {
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["s3:*", "kms:*"], Resource: "*" }],
  });
  const assumeRolePolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  return record({ project: "platform", stack: "test", kind: "update" }, () => {
    const provider = new aws.Provider("platform", { region: "eu-west-1", allowedAccountIds: [HERE] });
    new aws.iam.Role(
      "replication",
      { name: "replication", path: "/platform/", assumeRolePolicy },
      { provider },
    );
    new aws.iam.Policy("boundary", { name: "boundary", path: "/platform/", policy }, { provider });
  });
}

/**
 * What exists already. Pulumi's import is no call of AWS: this tier creates every resource of a plan, and the tests with the real engine
 * adopt one. That a missing grant breaks the route is for the model to say, since the emulator evaluates no key's policy.
 */
describe("what exists already, in the emulator", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(10_000);
  let server: EmulatorServer;
  const open: Clients[] = [];
  beforeEach(async () => {
    server = await started();
  });
  afterEach(async () => {
    for (const clients of open.splice(0)) clients.close();
    await server.stop();
  });

  const put = async (plan: Plan, account: string) => {
    const { clients, deployment } = await deployed(server, plan, account);
    open.push(clients);
    return { clients, deployment };
  };
  /** What the owner has made: clients, and the ARN that the emulator gave the key. */
  const owned = async (own: Owned) => {
    const { clients, deployment } = await put(await ownersPlan(own), own.account);
    const key = deployment.resources.find(({ resource: { type } }) => type === "aws:kms/key:Key");
    return { clients, keyArn: String(key?.computed["arn"]) };
  };
  /** The owner adds what it is asked for. */
  const grant = async (
    { account, region, bucket }: Owned,
    clients: Clients,
    keyArn: string,
    asked: Grants,
  ) => {
    assert.ok(asked.keyPolicy.length > 0);
    const { s3, kms } = clients.rootSite(account, region);
    const Policy = keyPolicyOf(account, asked);
    await kms.send(new PutKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default", Policy }));
    if (bucket === undefined || asked.bucketPolicy.length === 0) return;
    const text = JSON.stringify({ Version: "2012-10-17", Statement: asked.bucketPolicy });
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: text }));
  };
  const write = async (clients: Clients, { account, region, bucket }: Place, Key: string) => {
    await clients.rootSite(account, region).s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "x" }));
  };
  /** Waits for a copy. */
  const arrives = async (clients: Clients, { account, region, bucket }: Place, Key: string) => {
    const { s3 } = clients.rootSite(account, region);
    for (let attempt = 0; attempt < 50; attempt++) {
      try {
        const { ReplicationStatus } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key }));
        assert.equal(ReplicationStatus, "REPLICA");
        return;
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        await sleep(100);
      }
    }
    assert.fail(`${Key} is not in ${bucket}`);
  };
  const typesIn = ({ resources }: Plan) => resources.map(({ type }) => type);

  const OWNERS: readonly (readonly [
    what: string,
    own: Owned,
    asks: string,
    settings: (keyArn: string) => ResourceProperties,
  ])[] = [
    [
      "a primary whose key exists",
      { region: "eu-west-1", account: HERE },
      "primary",
      (keyArn) => ({ primary: { keyArn } }),
    ],
    [
      "a replica whose key exists, in another account",
      { region: "eu-central-1", account: OWNER },
      "eu-central-1",
      (keyArn) => ({ replicas: [{ region: "eu-central-1", keyArn }] }),
    ],
    [
      "a primary that stays with its owner",
      { region: "eu-west-1", account: HERE, bucket: PRIMARY },
      "primary",
      (keyArn) => ({ primary: { bucketArn: `arn:aws:s3:::${PRIMARY}`, keyArn, keepRules: [] } }),
    ],
  ];
  for (const [what, own, asks, settings] of OWNERS)
    it(`replicates with ${what}, once its owner has granted what is asked`, async () => {
      const { clients, keyArn } = await owned(own);
      const plan = await programPlan({ ...SETTINGS, alarms: { enabled: false }, ...settings(keyArn) });
      assert.equal(typesIn(plan).filter((type) => type === "aws:kms/key:Key").length, 1);
      assert.equal(
        typesIn(plan).filter((type) => type === "aws:s3/bucket:Bucket").length,
        own.bucket === undefined ? 2 : 1,
      );
      await grant(own, clients, keyArn, grantsOf(plan, asks));
      const { clients: sender } = await put(plan, HERE);
      await write(sender, SOURCE, "2026/november");
      await arrives(sender, NEAREST, "2026/november");
    });

  it("replicates into a receiving bucket whose key exists, with what the receiver's owner of the key is asked for", async () => {
    const own = { region: "eu-north-1", account: OWNER };
    const { clients, keyArn } = await owned(own);
    const receiver = await programPlan({
      prefix: "partner",
      accountId: THERE,
      receiver: { region: "eu-north-1", bucketName: "partner-vault", sourceRoleArn: ROLE, keyArn },
    });
    await grant(own, clients, keyArn, grantsOf(receiver, "receiver"));
    const { clients: receiving } = await put(receiver, THERE);
    const sender = await programPlan({ ...SETTINGS, replicas: [receiver.outputs["handOver"]] });
    const { clients: sending } = await put(sender, HERE);
    await write(sending, SOURCE, "july");
    await arrives(receiving, { account: THERE, region: "eu-north-1", bucket: "partner-vault" }, "july");
  });

  it("keeps the objects of a primary that stays with its owner, which do not replicate", async () => {
    const [, , [, own, , settings] = []] = OWNERS;
    assert.ok(own !== undefined && settings !== undefined);
    const { clients, keyArn } = await owned(own);
    await write(clients, SOURCE, "2025/january");
    const plan = await programPlan({ ...SETTINGS, alarms: { enabled: false }, ...settings(keyArn) });
    const { clients: sender } = await put(plan, HERE);
    await write(sender, SOURCE, "2026/november");
    await arrives(sender, NEAREST, "2026/november");
    const keysIn = async ({ account, region, bucket }: Place) => {
      const { s3 } = sender.rootSite(account, region);
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.map(({ Key }) => Key);
    };
    assert.deepEqual(await keysIn(SOURCE), ["2025/january", "2026/november"]);
    assert.deepEqual(await keysIn(NEAREST), ["2026/november"]);
  });

  it("replicates with a role that exists, to which the stack adds its policies", async () => {
    const roleArn = `arn:aws:iam::${HERE}:role/platform/replication`;
    await put(await platformPlan(), HERE);
    const plan = await programPlan({ ...SETTINGS, roleArn, alarms: { enabled: false } });
    assert.deepEqual(
      typesIn(plan).filter((type) => type === "aws:iam/role:Role"),
      [],
    );
    const { clients } = await put(plan, HERE);
    const { iam } = clients.rootSite(HERE, "eu-west-1");
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: "replication" }));
    assert.deepEqual(PolicyNames.sort(), [`${PRIMARY}-replication-keys`, `${PRIMARY}-replication-objects`]);
    await write(clients, SOURCE, "2026/november");
    await arrives(clients, NEAREST, "2026/november");
  });

  it("replicates with a role of its own within the company's boundary", async () => {
    await put(await platformPlan(), HERE);
    const permissionsBoundary = `arn:aws:iam::${HERE}:policy/platform/boundary`;
    const plan = await programPlan({
      ...SETTINGS,
      permissionsBoundary,
      rolePath: "/platform/",
      alarms: { enabled: false },
    });
    const { clients } = await put(plan, HERE);
    const { iam } = clients.rootSite(HERE, "eu-west-1");
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "acme-archive-replication" }));
    assert.equal(Role?.Arn, `arn:aws:iam::${HERE}:role/platform/acme-archive-replication`);
    assert.equal(Role?.PermissionsBoundary?.PermissionsBoundaryArn, permissionsBoundary);
    await write(clients, SOURCE, "2026/november");
    await arrives(clients, NEAREST, "2026/november");
  });

  it("has what a company's own transform adds, and replicates all the same", async () => {
    const plan = await record({ project: "library", stack: "test", kind: "update" }, () => {
      pulumi.runtime.registerResourceTransform(({ type, props, opts }) =>
        type === "aws:s3/bucket:Bucket"
          ? { props: { ...props, tags: { ...props["tags"], costCenter: "4711" } }, opts }
          : undefined,
      );
      new ReplicatedBucket("archive", { ...SMALL, alarms: { enabled: false } });
    });
    const { clients, deployment } = await put(plan, HERE);
    const tagged = deployment.resources.filter(({ resource: { type } }) => type === "aws:s3/bucket:Bucket");
    assert.deepEqual(
      tagged.map(({ inputs }) => Object(inputs).tags),
      [{ costCenter: "4711" }, { costCenter: "4711" }],
    );
    await write(clients, SOURCE, "tagged");
    await arrives(clients, NEAREST, "tagged");
  });
});
