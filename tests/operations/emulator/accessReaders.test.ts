import assert from "node:assert/strict";
import { GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { EmulatorDeployment } from "../../../operations/emulator/deploy";
import type { EmulatorServer } from "../../../operations/emulator/server";
import { programPlan } from "../../helpers/plans";
import { EVERYTHING, people } from "./accessPeople";
import { deployed, INSTALL_TIMEOUT_MS, startedWithAccessChecks } from "./emulator";

const ACME = "111122223333";
const PARTNER = "444455556666";
const STUDIO = "777788889999";
const roleOf = (account: string) => `arn:aws:iam::${account}:role/s3-replication-deployer`;

const SETTINGS = {
  prefix: "acme",
  primaryRegion: "eu-west-1",
  accountId: ACME,
  replicas: [
    {
      region: "eu-north-1",
      name: "partner",
      assumeRole: { roleArn: roleOf(PARTNER), externalId: "acme" },
      filter: { prefix: "reports/" },
    },
    // The primary's own region in a third account.
    { region: "eu-west-1", assumeRole: roleOf(STUDIO), filter: { prefix: "drawings/" } },
  ],
  readers: [
    { principals: [`arn:aws:iam::${PARTNER}:user/auditor`], prefix: "reports/" },
    { principals: [`arn:aws:iam::${PARTNER}:role/analysts`], of: ["partner"] },
  ],
  versionDeleters: [`arn:aws:iam::${PARTNER}:user/records-officer`],
};
const PRIMARY = "acme-archive";
const PARTNERS = "acme-archive-replication-partner";

const refused = { name: "AccessDenied" };
const read = async (s3: S3Client, Bucket: string, Key: string) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
const list = async (s3: S3Client, Bucket: string, Prefix?: string) =>
  (await s3.send(new ListObjectsV2Command({ Bucket, Prefix }))).Contents?.map(({ Key }) => Key);

describe("readers in other accounts, on an emulator that checks access", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  let server: EmulatorServer;
  let who: ReturnType<typeof people>;
  let deployment: EmulatorDeployment;
  let close = () => {};
  let auditor: S3Client;
  let clerk: S3Client;

  before(async () => {
    server = await startedWithAccessChecks();
    who = people(server.endpoint);
    const root = `arn:aws:iam::${ACME}:root`;
    await who.role(PARTNER, "s3-replication-deployer", { principal: root, externalId: "acme" }, EVERYTHING);
    await who.role(STUDIO, "s3-replication-deployer", { principal: root }, EVERYTHING);
    // Both may do everything as far as their own account is concerned.
    auditor = (await who.user(PARTNER, "auditor", EVERYTHING))("eu-west-1");
    clerk = (await who.user(PARTNER, "clerk", EVERYTHING))("eu-west-1");
    await who.role(PARTNER, "analysts", { principal: `arn:aws:iam::${PARTNER}:root` });
    const made = await deployed(server, await programPlan(SETTINGS));
    deployment = made.deployment;
    close = () => made.clients.close();
    const owner = who.root(ACME, "eu-west-1");
    for (const [Key, Body] of [
      ["reports/2026", "figures"],
      ["drawings/a", "lines"],
      ["other", "words"],
    ] as const) {
      await owner.send(new PutObjectCommand({ Bucket: PRIMARY, Key, Body }));
    }
  });
  after(async () => {
    close();
    who?.close();
    await server?.stop();
  });

  it("are deployed for by one program in three accounts, through assumed roles", () => {
    const counts = new Map<string, number>();
    for (const { site } of deployment.resources) {
      counts.set(site.account, (counts.get(site.account) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(counts), { [ACME]: 28, [PARTNER]: 9, [STUDIO]: 9 });
  });

  it("get replicas that the other accounts own, each where its rule sends it", async () => {
    assert.equal(await read(who.root(PARTNER, "eu-north-1"), PARTNERS, "reports/2026"), "figures");
    assert.deepEqual(await list(who.root(PARTNER, "eu-north-1"), PARTNERS), ["reports/2026"]);
    const studios = "acme-archive-replication-eu-west-1";
    assert.deepEqual(await list(who.root(STUDIO, "eu-west-1"), studios), ["drawings/a"]);
  });

  it("list and get what is below their prefix in the primary", async () => {
    assert.deepEqual(await list(auditor, PRIMARY, "reports/"), ["reports/2026"]);
    assert.equal(await read(auditor, PRIMARY, "reports/2026"), "figures");
  });

  it("are refused everything else there", async () => {
    await assert.rejects(list(auditor, PRIMARY), refused);
    await assert.rejects(list(auditor, PRIMARY, "drawings/"), refused);
    await assert.rejects(read(auditor, PRIMARY, "drawings/a"), refused);
    await assert.rejects(read(auditor, PRIMARY, "other"), refused);
    const object = { Bucket: PRIMARY, Key: "reports/2026" };
    await assert.rejects(auditor.send(new PutObjectCommand({ ...object, Body: "lies" })), refused);
    await assert.rejects(auditor.send(new DeleteObjectCommand(object)), refused);
  });

  it("leave everybody else of their company outside", async () => {
    await assert.rejects(list(clerk, PRIMARY, "reports/"), refused);
    await assert.rejects(read(clerk, PRIMARY, "reports/2026"), refused);
  });

  it("need the key's policy as much as the bucket's", async () => {
    const key = deployment.resources.find(({ resource }) => resource.name === "archive-primary-key");
    const KeyId = key?.computed["id"];
    const kms = new KMSClient({
      endpoint: server.endpoint,
      region: "eu-west-1",
      credentials: { accessKeyId: ACME, secretAccessKey: "test" },
    });
    try {
      const { Policy = "" } = await kms.send(new GetKeyPolicyCommand({ KeyId }));
      const policy: { Statement: { Sid: string }[] } = JSON.parse(Policy);
      const without = policy.Statement.filter(({ Sid }) => Sid !== "Readers1Decrypt");
      assert.equal(without.length, policy.Statement.length - 1);
      const put = (text: string) =>
        kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy: text }));
      await put(JSON.stringify({ ...policy, Statement: without }));
      await assert.rejects(read(auditor, PRIMARY, "reports/2026"), refused);
      await put(Policy);
      assert.equal(await read(auditor, PRIMARY, "reports/2026"), "figures");
    } finally {
      kms.destroy();
    }
  });

  it("of the destination read the replica by its bucket's policy alone", async () => {
    const analysts = (await who.session(PARTNER, `arn:aws:iam::${PARTNER}:role/analysts`))("eu-north-1");
    assert.deepEqual(await list(analysts, PARTNERS), ["reports/2026"]);
    assert.equal(await read(analysts, PARTNERS, "reports/2026"), "figures");
    await assert.rejects(read(analysts, PRIMARY, "reports/2026"), refused);
    const intern = (await who.user(PARTNER, "intern"))("eu-north-1");
    await assert.rejects(read(intern, PARTNERS, "reports/2026"), refused);
  });

  it("and nobody but the named officer delete versions of a replica for good", async () => {
    const held = await read(who.root(PARTNER, "eu-north-1"), PARTNERS, "reports/2026");
    assert.equal(held, "figures");
    const version = (
      await who
        .root(PARTNER, "eu-north-1")
        .send(new GetObjectCommand({ Bucket: PARTNERS, Key: "reports/2026" }))
    ).VersionId;
    const remove = (s3: S3Client) =>
      s3.send(new DeleteObjectCommand({ Bucket: PARTNERS, Key: "reports/2026", VersionId: version }));
    const administrator = (await who.user(PARTNER, "administrator", EVERYTHING))("eu-north-1");
    await assert.rejects(remove(administrator), refused);
    const officer = (await who.user(PARTNER, "records-officer", EVERYTHING))("eu-north-1");
    await remove(officer);
    assert.equal(await list(who.root(PARTNER, "eu-north-1"), PARTNERS), undefined);
  });
});
