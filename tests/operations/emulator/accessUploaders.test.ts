import assert from "node:assert/strict";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { EmulatorServer } from "../../../operations/emulator/server";
import { programPlan } from "../../helpers/plans";
import { EVERYTHING, people } from "./accessPeople";
import { deployed, INSTALL_TIMEOUT_MS, startedWithAccessChecks } from "./emulator";

const ACME = "111122223333";
const PARTNER = "444455556666";
const PRIMARY = "acme-archive";
const REPLICA = "acme-archive-replication-partner";

const SETTINGS = {
  prefix: "acme",
  primaryRegion: "eu-west-1",
  accountId: ACME,
  replicas: [
    {
      region: "eu-north-1",
      name: "partner",
      assumeRole: `arn:aws:iam::${PARTNER}:role/s3-replication-deployer`,
    },
  ],
  deleteMarkers: false,
  replicateOnlyFrom: {
    tag: { key: "replicate", value: "yes" },
    principals: [`arn:aws:iam::${ACME}:role/publishing/publisher`, `arn:aws:iam::${ACME}:user/editor`],
  },
  writers: [`arn:aws:iam::${ACME}:user/writer`],
};

const TAGGED = "replicate=yes";
const TAG_SET = { TagSet: [{ Key: "replicate", Value: "yes" }] };
const refused = { name: "AccessDenied" };

describe("uploaders that trigger replication, on an emulator that checks access", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  let server: EmulatorServer;
  let who: ReturnType<typeof people>;
  let close = () => {};
  let owner: S3Client;
  let editor: S3Client;
  let publisher: S3Client;
  let writer: S3Client;
  let outsider: S3Client;

  const arrived = async () =>
    (await who.root(PARTNER, "eu-north-1").send(new ListObjectsV2Command({ Bucket: REPLICA }))).Contents?.map(
      ({ Key }) => Key,
    ) ?? [];
  const put = (s3: S3Client, Key: string, Tagging?: string) =>
    s3.send(new PutObjectCommand({ Bucket: PRIMARY, Key, Body: Key, Tagging }));

  before(async () => {
    server = await startedWithAccessChecks();
    who = people(server.endpoint);
    const root = `arn:aws:iam::${ACME}:root`;
    await who.role(PARTNER, "s3-replication-deployer", { principal: root }, EVERYTHING);
    await who.role(ACME, "publisher", { principal: root, path: "/publishing/" });
    // The policy alone lets them in: they have no permission of their own.
    editor = (await who.user(ACME, "editor"))("eu-west-1");
    // These may do everything as far as IAM is concerned; only the bucket's policy can stop them.
    writer = (await who.user(ACME, "writer", EVERYTHING))("eu-west-1");
    outsider = (await who.user(ACME, "outsider", EVERYTHING))("eu-west-1");
    owner = who.root(ACME, "eu-west-1");
    close = (await deployed(server, await programPlan(SETTINGS))).clients.close;
    publisher = (await who.session(ACME, `arn:aws:iam::${ACME}:role/publishing/publisher`))("eu-west-1");
  });
  after(async () => {
    close();
    who?.close();
    await server?.stop();
  });

  it("make their tagged uploads arrive, whether they are a user or a role's session", async () => {
    await put(editor, "by-editor", TAGGED);
    await put(publisher, "by-publisher", TAGGED);
    assert.deepEqual(await arrived(), ["by-editor", "by-publisher"]);
  });

  it("leave at home what they upload without the tag", async () => {
    await put(editor, "draft");
    await put(editor, "undecided", "replicate=no");
    assert.deepEqual(await arrived(), ["by-editor", "by-publisher"]);
  });

  it("let other writers upload, but nothing of theirs arrives", async () => {
    await put(writer, "by-writer");
    await put(writer, "by-writer-with-another-tag", "team=storage");
    assert.deepEqual(await arrived(), ["by-editor", "by-publisher"]);
  });

  it("take over nothing by overwriting: the new version stays", async () => {
    await put(writer, "by-editor");
    const head = await owner.send(new HeadObjectCommand({ Bucket: PRIMARY, Key: "by-editor" }));
    assert.equal(head.ReplicationStatus, undefined);
  });

  describe("keep everybody else from setting the tag", () => {
    const object = { Bucket: PRIMARY, Key: "by-writer" };
    const tagged = { Bucket: PRIMARY, Key: "by-publisher" };
    const elsewhere = { Bucket: "outsiders-own", Key: "loot" };
    before(async () => {
      await outsider.send(
        new CreateBucketCommand({
          Bucket: elsewhere.Bucket,
          CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
        }),
      );
      await outsider.send(new PutObjectCommand({ ...elsewhere, Body: "loot", Tagging: TAGGED }));
      // What is tried below works in a bucket without the guards.
      await outsider.send(new PutObjectTaggingCommand({ ...elsewhere, Tagging: TAG_SET }));
      await outsider.send(
        new CopyObjectCommand({ ...elsewhere, Key: "copy", CopySource: "outsiders-own/loot" }),
      );
    });

    const attempts: readonly (readonly [string, (s3: S3Client) => Promise<unknown>])[] = [
      ["with the upload", (s3) => put(s3, "smuggled", TAGGED)],
      ["with the upload, to another value", (s3) => put(s3, "smuggled", "replicate=later")],
      ["with the upload, among other tags", (s3) => put(s3, "smuggled", "a=b&replicate=yes")],
      [
        "with an upload in parts",
        (s3) =>
          s3.send(new CreateMultipartUploadCommand({ Bucket: PRIMARY, Key: "smuggled", Tagging: TAGGED })),
      ],
      ["by tagging an object", (s3) => s3.send(new PutObjectTaggingCommand({ ...object, Tagging: TAG_SET }))],
      [
        "by tagging a version",
        async (s3) => {
          const { VersionId } = await owner.send(new HeadObjectCommand(object));
          assert.ok(VersionId);
          return s3.send(new PutObjectTaggingCommand({ ...object, VersionId, Tagging: TAG_SET }));
        },
      ],
      [
        "by a copy that says the tag",
        (s3) =>
          s3.send(
            new CopyObjectCommand({
              Bucket: PRIMARY,
              Key: "smuggled",
              CopySource: "outsiders-own/loot",
              TaggingDirective: "REPLACE",
              Tagging: TAGGED,
            }),
          ),
      ],
      [
        "by a copy that brings along the tags of its source",
        (s3) =>
          s3.send(
            new CopyObjectCommand({ Bucket: PRIMARY, Key: "smuggled", CopySource: "outsiders-own/loot" }),
          ),
      ],
      [
        "by a copy within the bucket",
        (s3) =>
          s3.send(
            new CopyObjectCommand({
              Bucket: PRIMARY,
              Key: "smuggled",
              CopySource: `${PRIMARY}/by-publisher`,
            }),
          ),
      ],
      [
        "by changing the tags of a tagged object",
        (s3) =>
          s3.send(
            new PutObjectTaggingCommand({ ...tagged, Tagging: { TagSet: [{ Key: "team", Value: "x" }] } }),
          ),
      ],
      [
        "by finding an unfinished upload to slip a part into",
        (s3) => s3.send(new ListMultipartUploadsCommand({ Bucket: PRIMARY })),
      ],
      ["by removing the tags of a tagged object", (s3) => s3.send(new DeleteObjectTaggingCommand(tagged))],
    ];
    for (const [how, attempt] of attempts) {
      it(how, async () => {
        await assert.rejects(attempt(writer), refused);
        await assert.rejects(attempt(outsider), refused);
      });
    }

    it("so that nothing but the uploaders' objects has arrived", async () => {
      assert.deepEqual(await arrived(), ["by-editor", "by-publisher"]);
    });
  });

  it("keep those who are not writers from writing and deleting at all", async () => {
    await assert.rejects(put(outsider, "graffiti"), refused);
    await assert.rejects(outsider.send(new DeleteObjectCommand({ Bucket: PRIMARY, Key: "draft" })), refused);
    await writer.send(new DeleteObjectCommand({ Bucket: PRIMARY, Key: "draft" }));
  });
});
