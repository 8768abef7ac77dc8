import assert from "node:assert/strict";
import { REPLICA, ruleTo, SOURCE, snapshotOf } from "../../helpers/snapshots";
import { first, ran, works } from "./ran";

const BYTES = 5 * 1024 * 1024 + 1;
const multipart = true;

describe("verify --multipart", function () {
  this.timeout(120_000);
  this.slow(5000);

  it("writes two parts, and finds the whole of them at the destination", async () => {
    const { verification, versions, uploads, calls } = await ran({}, { multipart });
    const { destination } = first(verification);
    assert.deepEqual([verification.verdict, verification.removed, versions, uploads], ["works", 2, 0, 0]);
    assert.deepEqual(
      destination?.checks.find(({ what }) => what === "size"),
      { what: "size", expected: `${BYTES} bytes`, found: `${BYTES} bytes`, verdict: "as foretold" },
    );
    const writes = calls.filter(({ name }) => /Upload|PutObject/.test(name)).map(({ name }) => name);
    assert.deepEqual(writes, [
      "CreateMultipartUpload",
      "UploadPart",
      "UploadPart",
      "CompleteMultipartUpload",
      "ListMultipartUploads",
    ]);
    assert.deepEqual([verification.left, verification.lacking], [[], []]);
  });

  it("gives the tags of the filter with the upload", async () => {
    const rules = [ruleTo(REPLICA, { Filter: { Tag: { Key: "copy", Value: "yes & no" } } })];
    const { verification } = await ran({}, { multipart, snapshot: snapshotOf({ rules }) });
    const tags = first(verification).destination?.checks.find(({ what }) => what === "tags");
    assert.deepEqual([tags?.found, verification.verdict], ["copy=yes & no", "works"]);
  });

  it("is broken where the copy is not whole", async () => {
    const { verification } = await ran(
      {
        replicate: (version, _bucket, server) => {
          version.status = "COMPLETED";
          server.copyTo(REPLICA, version, { size: 5 });
        },
      },
      { multipart },
    );
    assert.match(first(verification).destination?.because ?? "", /size is 5 bytes instead of 5242881 bytes/);
  });

  it("proves nothing where an emulator does not look at its tags", async () => {
    const replicate = () => {};
    const rules = [ruleTo(REPLICA, { Filter: { Tag: { Key: "copy", Value: "yes" } } })];
    const tagged = await ran({ replicate }, { multipart, snapshot: snapshotOf({ rules }) });
    const { destination } = first(tagged.verification);
    assert.deepEqual([tagged.verification.verdict, tagged.versions], ["unproven", 0]);
    assert.match(destination?.because ?? "", /an emulator need not look at the tags of multipart uploads/);
    assert.equal(destination?.diagnosis, undefined);
    const plain = await ran({ replicate }, { multipart });
    assert.equal(plain.verification.verdict, "broken");
  });

  for (const [refused, nth] of [
    ["UploadPart", 1],
    ["UploadPart", 2],
    ["CompleteMultipartUpload", 1],
  ] as const) {
    it(`aborts the upload where ${refused} ${nth} is refused, and has nothing left`, async () => {
      const { verification, versions, uploads } = await ran(
        {
          intercept: ({ name, ofName }) =>
            name === refused && ofName >= nth ? { status: 403, code: "AccessDenied" } : undefined,
        },
        { multipart },
      );
      assert.deepEqual([verification.verdict, versions, uploads, verification.left], ["unproven", 0, 0, []]);
      assert.match(first(verification).canary.because ?? "", /^needs s3:PutObject on/);
    });
  }

  it("has nothing to abort where the upload was not begun", async () => {
    const { verification, calls } = await ran(
      {
        intercept: ({ name }) =>
          name === "CreateMultipartUpload" ? { status: 403, code: "AccessDenied" } : undefined,
      },
      { multipart },
    );
    assert.deepEqual(verification.left, []);
    assert.ok(!calls.some(({ name }) => ["AbortMultipartUpload", "DeleteObject"].includes(name)));
  });

  it("aborts both uploads that were begun, since the first answer was lost", async () => {
    const { verification, versions, uploads } = await ran(
      {
        intercept: ({ name, ofName, bucket, key }, server) => {
          if (name !== "CreateMultipartUpload" || ofName > 1) return undefined;
          server.uploads.push({ bucket, key, id: "lost", tags: "", parts: new Map() });
          return { status: 500, code: "InternalError" };
        },
      },
      { multipart },
    );
    assert.deepEqual([verification.verdict, versions, uploads], ["works", 0, 0]);
  });

  it("aborts again where a part arrived after the first abort", async () => {
    let aborts = 0;
    const { uploads, verification } = await ran(
      {
        intercept: ({ name }) => {
          if (name === "CompleteMultipartUpload") return { status: 403, code: "AccessDenied" };
          if (name !== "AbortMultipartUpload") return undefined;
          aborts += 1;
          return aborts === 1 ? { status: 204 } : undefined;
        },
      },
      { multipart },
    );
    assert.deepEqual([aborts, uploads, verification.left], [2, 0, []]);
  });

  it("removes the version where the answer to its completion was lost", async () => {
    const { verification, versions, uploads } = await ran(
      {
        intercept: ({ name, ofName, bucket, key }, server) => {
          if (name !== "CompleteMultipartUpload" || ofName > 1) return undefined;
          server.uploads.splice(0);
          const version = { key, id: "whole", tags: "", status: undefined };
          server.versions.get(bucket)?.push(version);
          works(version, bucket, server);
          return { status: 500, code: "InternalError" };
        },
      },
      { multipart },
    );
    assert.deepEqual([verification.verdict, versions, uploads], ["unproven", 0, 0]);
    assert.equal(verification.removed, 2);
  });

  it("prints the command that aborts the upload where that is refused", async () => {
    const { verification, uploads } = await ran(
      {
        intercept: ({ name }) =>
          ["AbortMultipartUpload", "CompleteMultipartUpload"].includes(name)
            ? { status: 403, code: "AccessDenied" }
            : undefined,
      },
      { multipart },
    );
    const upload = verification.left.find(({ because }) => because.startsWith("a multipart upload: "));
    assert.equal(uploads, 1);
    assert.match(
      upload?.remedy ?? "",
      /^aws s3api abort-multipart-upload --bucket acme-source --key '_s3-.*' --upload-id '[-0-9a-f]+'$/,
    );
    assert.ok(verification.lacking.some(({ action }) => action === "s3:AbortMultipartUpload"));
  });

  it("leaves neither a version nor a part when it is interrupted at any request", async () => {
    const options = { multipart, deleteMarkers: true };
    const whole = await ran({ replicateMarker: works }, options);
    assert.equal(whole.uploads, 0);
    for (let step = 2; step <= whole.calls.length; step += 1) {
      const interruption = new AbortController();
      const { verification, error, versions, uploads } = await ran(
        {
          replicateMarker: works,
          intercept: ({ count }) => {
            if (count === step) interruption.abort();
            return undefined;
          },
        },
        { ...options, signal: interruption.signal },
      );
      const at = `interrupted at request ${step}`;
      assert.deepEqual([versions, uploads, error], [0, 0, undefined], at);
      assert.deepEqual(
        verification.left.filter(({ certain }) => certain),
        [],
        at,
      );
    }
  });
});

describe("verify --keep", function () {
  this.timeout(30_000);
  this.slow(2000);

  it("removes nothing, and lists the command for each version on every side", async () => {
    const rules = [ruleTo(REPLICA, { DeleteMarkerReplication: { Status: "Enabled" } })];
    const { verification, versions, calls } = await ran(
      { replicateMarker: works },
      { keep: true, deleteMarkers: true, snapshot: snapshotOf({ rules }) },
    );
    const { canary } = first(verification);
    assert.deepEqual([verification.verdict, verification.removed, verification.left], ["works", 0, []]);
    assert.equal(versions, 4);
    const [object, marker] = [canary.versionId, canary.deleteMarker?.versionId];
    assert.deepEqual(
      verification.kept?.map(({ remedy, certain }) => [remedy, certain]),
      [SOURCE, REPLICA].flatMap((bucket) =>
        [object, marker].map((id) => [
          `aws s3api delete-object --bucket ${bucket} --key '_s3-replication-canary/canary-1' --version-id ${id}`,
          true,
        ]),
      ),
    );
    assert.equal(
      calls.filter(({ name, query }) => name === "DeleteObject" && query !== "x-id=DeleteObject").length,
      0,
    );
  });

  it("says where a copy may still arrive", async () => {
    const { verification } = await ran(
      {
        replicate: (version) => {
          version.status = "PENDING";
        },
      },
      { keep: true, timeoutMinutes: 1 },
    );
    assert.deepEqual(
      verification.kept?.map(({ bucket, certain }) => [bucket, certain]),
      [
        [SOURCE, true],
        [REPLICA, false],
      ],
    );
  });

  it("keeps nothing of an upload that did not become an object, and aborts it", async () => {
    const { verification, uploads } = await ran(
      {
        intercept: ({ name }) =>
          name === "CompleteMultipartUpload" ? { status: 403, code: "AccessDenied" } : undefined,
      },
      { keep: true, multipart: true },
    );
    assert.deepEqual([uploads, verification.kept, verification.left], [0, [], []]);
  });

  it("lists what it has seen where the versions cannot be listed", async () => {
    const { verification } = await ran(
      {
        intercept: ({ name }) =>
          name === "ListObjectVersions" ? { status: 403, code: "AccessDenied" } : undefined,
      },
      { keep: true },
    );
    assert.deepEqual(
      verification.kept?.map(({ bucket, certain }) => [bucket, certain]),
      [
        [SOURCE, false],
        [REPLICA, false],
      ],
    );
  });

  it("has no list of what was kept without the option", async () => {
    const { verification } = await ran({});
    assert.equal("kept" in verification, false);
  });
});
