import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import {
  backfillCatalogue,
  catalogue,
  failureReasons,
  judge,
  type PolicyDocument,
  parsePolicyDocument,
  topologyFromLive,
} from "../../../model";
import { compareDocuments } from "../../../operations/diagnose/documents";
import { failuresIn } from "../../../operations/diagnose/events";
import { groupFailures } from "../../../operations/diagnose/failures";
import { findFailures } from "../../../operations/diagnose/findFailures";
import { failedRows, manifestIn, rowsOf } from "../../../operations/diagnose/inventoryFiles";
import { openAccess } from "../../../operations/live/access";
import { findBucket } from "../../../operations/live/findBucket";
import { liveSettingsOf } from "../../../operations/live/options";
import { readerOf } from "../../../operations/live/reader";
import { type FakeAnswer, type FakeCall, startFakeS3 } from "../../helpers/fakeAws/fakeS3";
import { ACCOUNT, REPLICA, SOURCE, snapshotOf } from "../../helpers/snapshots";

function eventFor(key: string, reason: string, more: object = {}): string {
  return JSON.stringify({
    Records: [
      {
        eventVersion: "2.2",
        eventSource: "aws:s3",
        eventName: "Replication:OperationFailedReplication",
        s3: { bucket: { name: SOURCE }, object: { key, versionId: "v1" } },
        replicationEventData: {
          replicationRuleId: `to-${REPLICA}`,
          destinationBucket: `arn:aws:s3:::${REPLICA}`,
          s3Operation: "OBJECT_PUT",
          failureReason: reason,
        },
        ...more,
      },
    ],
  });
}

describe("the reasons of failures", () => {
  it("point at requirements that there are", () => {
    const ids = new Set([...catalogue(), ...backfillCatalogue()].map(({ id }) => id));
    const unknown = failureReasons().flatMap(([code, { requirements }]) =>
      requirements.filter((id) => !ids.has(id)).map((id) => `${code}: ${id}`),
    );
    assert.deepEqual(unknown, []);
    assert.equal(failureReasons().length, 34);
  });
});

describe("messages of failures", () => {
  it("tell version, rule, destination and reason", () => {
    assert.deepEqual(failuresIn(eventFor("logs/a+b%2B%C3%A4.txt", "DstPutObjectNotPermitted")), {
      isEvent: true,
      failed: [
        {
          bucket: SOURCE,
          key: "logs/a b+ä.txt",
          versionId: "v1",
          rule: `to-${REPLICA}`,
          destination: REPLICA,
          reason: "DstPutObjectNotPermitted",
        },
      ],
    });
  });

  it("are read inside of a message of SNS too", () => {
    const body = JSON.stringify({ Type: "Notification", Message: eventFor("a", "SrcKeyNotFound") });
    assert.deepEqual(
      failuresIn(body).failed.map(({ reason }) => reason),
      ["SrcKeyNotFound"],
    );
  });

  it("are no failures where they tell of something else", () => {
    const missed = eventFor("a", "x", { eventName: "Replication:OperationMissedThreshold" });
    for (const body of [
      missed,
      '{"Event":"s3:TestEvent"}',
      "",
      "no json",
      "[]",
      "null",
      '{"Records":[1,null,{}]}',
    ]) {
      assert.deepEqual(failuresIn(body).failed, [], body);
    }
  });

  it("are read whatever they hold", () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        failuresIn(body);
        failuresIn(JSON.stringify({ Records: JSON.parse(body) }));
        failuresIn(JSON.stringify({ Records: [JSON.parse(body), { s3: JSON.parse(body) }] }));
      }),
    );
  });

  it("keep every key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (key) => {
        const encoded = encodeURIComponent(key).replaceAll("%20", "+");
        assert.deepEqual(
          failuresIn(eventFor(encoded, "r")).failed.map((one) => one.key),
          [key],
        );
      }),
    );
  });
});

describe("groups of failures", () => {
  const failed = (key: string, reason?: string) => ({
    bucket: SOURCE,
    key,
    versionId: "v1",
    ...(reason !== undefined && { reason, rule: `to-${REPLICA}`, destination: REPLICA }),
  });

  it("name what is unmet now, with the largest first, and count each version once", () => {
    const routes = judge(
      topologyFromLive(snapshotOf({ destination: { versioning: { known: "Suspended" } } })),
    );
    const groups = groupFailures(
      [
        failed("a", "DstBucketUnversioned"),
        failed("b", "DstBucketUnversioned"),
        failed("b", "DstBucketUnversioned"),
        failed("b"),
        failed("c", "SrcVersionNotFound"),
      ],
      routes,
    );
    assert.deepEqual(
      groups.map(({ reason, objects, requirements, examples }) => [
        reason,
        objects,
        requirements.map(({ id, verdict }) => `${id} ${verdict}`),
        examples,
      ]),
      [
        [
          "DstBucketUnversioned",
          2,
          ["destination-versioning unmet"],
          [`s3://${SOURCE}/a?versionId=v1`, `s3://${SOURCE}/b?versionId=v1`],
        ],
        ["SrcVersionNotFound", 1, [], [`s3://${SOURCE}/c?versionId=v1`]],
      ],
    );
    assert.match(groups[1]?.remedy ?? "", /^nothing to mend on the route/);
  });

  it("say that what was missing is met now, and that S3 does not retry", () => {
    const [group] = groupFailures(
      [failed("a", "DstBucketUnversioned")],
      judge(topologyFromLive(snapshotOf({}))),
    );
    assert.deepEqual(group?.requirements, []);
    assert.match(group?.remedy ?? "", /is met now, .*S3 does not retry what has failed/);
  });

  it("keep a reason that no page has", () => {
    const [group] = groupFailures([failed("a", "SomethingNew")], []);
    assert.equal(group?.meaning, "SomethingNew is not among the reasons that AWS documents");
  });
});

describe("files of an inventory", () => {
  const COLUMNS = ["Bucket", "Key", "VersionId", "IsLatest", "ReplicationStatus"];

  it("list the objects that failed", () => {
    const csv = [
      '"b","a%20b.txt","v1","true","FAILED"',
      '"b","other","v2","true","COMPLETED"',
      '"b","plus+sign","","false","FAILED"',
    ].join("\n");
    assert.deepEqual(failedRows(csv, COLUMNS), [
      { key: "a b.txt", versionId: "v1", status: "FAILED" },
      { key: "plus sign", versionId: undefined, status: "FAILED" },
    ]);
  });

  it("have cells of any text", () => {
    const cell = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const csv = rows
          .map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(","))
          .join("\n");
        assert.deepEqual(rowsOf(`${csv}\n`), rows);
      }),
    );
  });

  it("have a manifest, or are not read", () => {
    const manifest = {
      fileFormat: "CSV",
      fileSchema: "Bucket, Key",
      files: [{ key: "a.csv.gz", size: 5 }, 1],
    };
    assert.deepEqual(manifestIn(JSON.stringify(manifest)), {
      format: "CSV",
      columns: ["Bucket", "Key"],
      files: [{ key: "a.csv.gz", bytes: 5 }],
    });
    fc.assert(fc.property(fc.json(), (text) => void manifestIn(text)));
    assert.equal(manifestIn("{"), undefined);
  });
});

describe("policy documents", () => {
  const documentOf = (...Statement: readonly object[]): PolicyDocument => {
    const document = parsePolicyDocument({ Version: "2012-10-17", Statement });
    assert.ok(!("problem" in document));
    return document;
  };
  const NOTHING = { onlyFirst: [], onlySecond: [] };

  it("say the same in another order, with other Sids, with lists of one, and with the account by its id", () => {
    const first = documentOf(
      {
        Sid: "A",
        Effect: "Allow",
        Principal: { AWS: "111122223333" },
        Action: ["s3:A", "s3:B"],
        Resource: "*",
      },
      { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: ["x"], Condition: { Bool: { k: false } } },
    );
    const second = documentOf(
      {
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: ["s3:*"],
        Resource: "x",
        Condition: { Bool: { k: "false" } },
      },
      {
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::111122223333:root"] },
        Action: ["s3:B", "s3:A"],
        Resource: "*",
      },
    );
    assert.deepEqual(compareDocuments(first, second), NOTHING);
  });

  it("differ in what is granted, to whom, on what, and how often", () => {
    const statement = { Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:A", Resource: "x" };
    for (const other of [
      { ...statement, Effect: "Deny" },
      { ...statement, Action: "s3:B" },
      { ...statement, Resource: "y" },
      { ...statement, Principal: { AWS: "arn:aws:iam::111122223333:root" } },
      { ...statement, Condition: { Bool: { k: "true" } } },
    ]) {
      const { onlyFirst, onlySecond } = compareDocuments(documentOf(statement), documentOf(other));
      assert.deepEqual([onlyFirst.length, onlySecond.length], [1, 1], JSON.stringify(other));
    }
    const twice = compareDocuments(documentOf(statement, statement), documentOf(statement));
    assert.deepEqual([twice.onlyFirst.length, twice.onlySecond.length], [1, 0]);
  });

  it("equal themselves in any order", () => {
    const statement = fc.record({
      Effect: fc.constantFrom("Allow" as const, "Deny" as const),
      Action: fc.uniqueArray(fc.constantFrom("s3:A", "s3:B", "s3:C"), { minLength: 1 }),
      Resource: fc.constantFrom("x", "y"),
    });
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1 }), (Statement) => {
        const turned = [...Statement].reverse().map((one) => ({ ...one, Action: [...one.Action].reverse() }));
        assert.deepEqual(compareDocuments({ Statement }, { Statement: turned }), NOTHING);
      }),
    );
  });
});

describe("the search for failed objects", function () {
  this.timeout(30_000);
  this.slow(3000);

  const QUEUE_ARN = `arn:aws:sqs:eu-west-1:${ACCOUNT}:failures`;
  const JSON_ANSWER = { "content-type": "application/x-amz-json-1.0" };
  const NOTIFICATION = `<NotificationConfiguration><QueueConfiguration><Id>q</Id><Queue>${QUEUE_ARN}</Queue><Event>s3:Replication:*</Event></QueueConfiguration></NotificationConfiguration>`;
  const INVENTORY = `<ListInventoryConfigurationsResult><InventoryConfiguration><Id>all</Id><IsEnabled>true</IsEnabled><OptionalFields><Field>ReplicationStatus</Field></OptionalFields><Destination><S3BucketDestination><Bucket>arn:aws:s3:::acme-second</Bucket><Format>CSV</Format><Prefix>lists</Prefix></S3BucketDestination></Destination></InventoryConfiguration></ListInventoryConfigurationsResult>`;
  const MANIFEST = {
    fileFormat: "CSV",
    fileSchema: "Bucket, Key, VersionId, ReplicationStatus",
    files: [{ key: "lists/data/1.csv.gz", size: 100 }],
  };
  const FOLDER = `lists/${SOURCE}/all`;

  type Intercept = (call: FakeCall) => FakeAnswer | undefined;
  const search = async (intercept: Intercept, limit = 200) => {
    const server = await startFakeS3({
      account: ACCOUNT,
      buckets: { [SOURCE]: "eu-west-1", "acme-second": "us-east-1" },
      intercept,
    });
    const list = server.versions.get(SOURCE);
    for (let number = 0; number < 20; number += 1) {
      list?.push({
        key: `k${number}`,
        id: `v${number}`,
        tags: "",
        status: number % 5 === 0 ? "FAILED" : "COMPLETED",
      });
    }
    const environment = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "test" };
    const { signal } = new AbortController();
    const settings = liveSettingsOf({ endpoint: server.endpoint, region: "eu-west-1" });
    const access = await openAccess(settings, { environment, signal });
    try {
      const reader = readerOf(signal);
      const source = await findBucket(SOURCE, access, reader);
      assert.ok(source);
      const topology = topologyFromLive(snapshotOf({ destinationActions: ["s3:ReplicateTags"] }));
      const routes = judge(topology);
      const before = server.calls.length;
      const failed = await findFailures({
        sources: [source],
        topology,
        routes,
        access,
        reader,
        limit,
        progress: () => {},
      });
      return { ...failed, calls: server.calls.slice(before), lacks: reader.lacks() };
    } finally {
      access.close();
      await server.close();
    }
  };

  const nothing: Intercept = ({ name }) => {
    if (name === "GetBucketNotificationConfiguration")
      return { status: 200, body: "<NotificationConfiguration/>" };
    if (name === "ListBucketInventoryConfigurations") {
      return { status: 200, body: "<ListInventoryConfigurationsResult/>" };
    }
    return undefined;
  };

  it("asks for the status of objects where there is neither queue nor inventory, and says why they fail", async () => {
    const { searches, groups, requests } = await search(nothing);
    assert.deepEqual(
      searches.map(({ where, outcome }) => [where, outcome]),
      [
        ["event queue", "none: s3 sends no replication events to a queue"],
        ["inventory", "none: no inventory lists the replication status"],
        ["sample", "20 of 20 versions that were listed were asked for their status"],
      ],
    );
    assert.deepEqual([groups.length, groups[0]?.objects, groups[0]?.reason], [1, 4, null]);
    assert.match(
      groups[0]?.meaning ?? "",
      /^s3 gave no reason; the model finds unmet: destination-replicate-object$/,
    );
    assert.deepEqual(requests, { used: 23, limit: 200 });
  });

  it("sends no more requests than it may", async () => {
    for (const limit of [1, 2, 3, 7]) {
      const { requests, calls } = await search(nothing, limit);
      assert.deepEqual([requests.used, calls.length], [limit, limit]);
    }
  });

  it("reads the queue, and leaves its messages", async () => {
    const { searches, groups, calls } = await search((call) => {
      if (call.name === "GetBucketNotificationConfiguration") return { status: 200, body: NOTIFICATION };
      if (call.name === "GetQueueUrl") {
        const QueueUrl = "http://127.0.0.1/queue";
        return { status: 200, headers: JSON_ANSWER, body: JSON.stringify({ QueueUrl }) };
      }
      if (call.name === "ReceiveMessage") {
        const Messages =
          call.ofName === 1
            ? ["a", "b", "b"].map((key, place) => {
                const Body = eventFor(key, "DstPutObjectNotPermitted");
                const MD5OfBody = createHash("md5").update(Body).digest("hex");
                return { MessageId: `m${place}`, Body, MD5OfBody, ReceiptHandle: "r" };
              })
            : [];
        return { status: 200, headers: JSON_ANSWER, body: JSON.stringify({ Messages }) };
      }
      return nothing(call);
    }, 5);
    assert.equal(searches[0]?.outcome, `${QUEUE_ARN}: 3 messages, which stay in the queue`);
    assert.deepEqual(
      groups.map(({ reason, objects, rules }) => [reason, objects, rules]),
      [["DstPutObjectNotPermitted", 2, [`to-${REPLICA}`]]],
    );
    assert.ok(
      groups[0]?.requirements.some(
        ({ id, verdict }) => id === "destination-replicate-object" && verdict === "unmet",
      ),
    );
    assert.ok(!calls.some(({ name }) => name === "DeleteMessage"));
  });

  it("reads the newest inventory", async () => {
    const { searches, groups } = await search((call) => {
      const { name, key } = call;
      if (name === "ListBucketInventoryConfigurations") return { status: 200, body: INVENTORY };
      if (name === "ListObjectsV2") {
        const keys = ["2026-11-01T01-00Z", "2026-11-20T01-00Z"].map(
          (date) => `${FOLDER}/${date}/manifest.json`,
        );
        const contents = keys.map((each) => `<Contents><Key>${each}</Key></Contents>`).join("");
        return { status: 200, body: `<ListBucketResult>${contents}</ListBucketResult>` };
      }
      if (name === "GetObject" && key === `${FOLDER}/2026-11-20T01-00Z/manifest.json`) {
        return { status: 200, body: JSON.stringify(MANIFEST) };
      }
      if (name === "GetObject" && key === "lists/data/1.csv.gz") {
        return { status: 200, body: gzipSync(`"${SOURCE}","from%20list","v9","FAILED"\n`) };
      }
      return nothing(call);
    }, 5);
    assert.equal(searches[1]?.outcome, `${FOLDER}/2026-11-20T01-00Z/manifest.json: 1 of 1 files`);
    assert.deepEqual(groups[0]?.examples, [`s3://${SOURCE}/from list?versionId=v9`]);
  });

  it("names what may not be read, and goes on with the next", async () => {
    const { searches, lacks } = await search(({ name }) =>
      ["GetBucketNotificationConfiguration", "ListBucketInventoryConfigurations", "HeadObject"].includes(name)
        ? { status: 403, code: "AccessDenied" }
        : undefined,
    );
    assert.equal(searches.length, 3);
    assert.deepEqual(
      lacks.map(({ action }) => action),
      ["s3:GetBucketNotification", "s3:GetInventoryConfiguration", "s3:GetObjectVersion"],
    );
  });
});
