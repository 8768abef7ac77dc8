import assert from "node:assert/strict";
import type { FakeS3, FakeS3Options, FakeVersion } from "../../helpers/fakeAws/fakeS3";
import { bucketNamed, REPLICA, ruleTo, SOURCE, snapshotOf } from "../../helpers/snapshots";
import { first, ran, works } from "./ran";

const ENABLED = snapshotOf({
  rules: [ruleTo(REPLICA, { DeleteMarkerReplication: { Status: "Enabled" } })],
});
const deleteMarkers = true;

const stays = (marker: FakeVersion) => {
  marker.status = undefined;
};

const withoutId = (calls: FakeS3["calls"]) =>
  calls.filter(({ name, query }) => name === "DeleteObject" && !query.includes("versionId"));

describe("verify --delete-markers", function () {
  this.timeout(30_000);
  this.slow(2000);

  it("works where the marker arrives as foretold, and removes it by its version id on every side", async () => {
    const { verification, versions, calls } = await ran(
      { replicateMarker: works },
      { snapshot: ENABLED, deleteMarkers },
    );
    const { deleteMarker } = first(verification).canary;
    assert.deepEqual([verification.verdict, verification.removed, versions], ["works", 4, 0]);
    assert.deepEqual([deleteMarker?.expectedStatus, deleteMarker?.status], ["COMPLETED", "COMPLETED"]);
    assert.deepEqual(
      deleteMarker?.destinations.map(({ rule, destination, expected, found, verdict, because }) => [
        ...[rule, destination, expected, found, verdict, because],
      ]),
      [[`to-${REPLICA}`, REPLICA, "replicated", "arrived", "works", "it arrived as foretold"]],
    );
    assert.deepEqual(
      withoutId(calls).map(({ bucket }) => bucket),
      [SOURCE],
      "only the marker is made without a version id",
    );
    assert.deepEqual([verification.left, verification.lacking], [[], []]);
  });

  it("works where it stays away as foretold, for at least as long as the copies took", async () => {
    const { verification, versions, waitedMs } = await ran(
      {
        replicateMarker: stays,
        replicate: (version, bucket, server) => {
          if (bucket !== SOURCE) return;
          version.status = "PENDING";
          late(version, server, 4);
        },
        intercept: counting,
      },
      { deleteMarkers },
    );
    const { destination, canary } = first(verification);
    const [marker] = canary.deleteMarker?.destinations ?? [];
    assert.deepEqual([verification.verdict, verification.removed, versions], ["works", 3, 0]);
    assert.deepEqual(
      [canary.deleteMarker?.expectedStatus, canary.deleteMarker?.status, marker?.found],
      ["absent", "not shown", "did not arrive"],
    );
    assert.match(
      marker?.because ?? "",
      /^it stays away, as foretold: .*; there was none after [\d.]+ s, in at least the time that the copies took$/,
    );
    const copySeconds = destination?.seconds ?? 0;
    assert.ok(copySeconds >= 7, `the copy took ${copySeconds} s`);
    assert.ok(waitedMs >= 2 * copySeconds * 1000, `waited ${waitedMs} ms`);
  });

  it("foretells for each rule by itself, also where a tag keeps the marker away", async () => {
    const rules = [
      ruleTo(REPLICA, { DeleteMarkerReplication: { Status: "Enabled" } }),
      ruleTo("acme-second", { Priority: 2, Filter: { Tag: { Key: "copy", Value: "yes" } } }),
    ];
    const snapshot = snapshotOf({ rules, others: [bucketNamed("acme-second", "us-east-1")] });
    const replicate: FakeS3Options["replicate"] = (version, bucket, server) => {
      works(version, bucket, server);
      if (version.tags !== "") server.copyTo("acme-second", version);
    };
    const { verification, versions } = await ran(
      { replicate, replicateMarker: works },
      { snapshot, deleteMarkers },
    );
    assert.deepEqual(
      verification.canaries.map(({ deleteMarker }) =>
        deleteMarker?.destinations.map(({ destination, expected, verdict }) => [
          destination,
          expected,
          verdict,
        ]),
      ),
      [0, 1].map(() => [
        [REPLICA, "replicated", "works"],
        ["acme-second", "not replicated", "works"],
      ]),
    );
    assert.deepEqual([verification.verdict, versions], ["works", 0]);
  });

  it("is broken where a marker arrives that was to stay away, and removes it", async () => {
    const { verification, versions } = await ran({ replicateMarker: works }, { deleteMarkers });
    const [marker] = first(verification).canary.deleteMarker?.destinations ?? [];
    assert.deepEqual([verification.verdict, marker?.verdict, versions], ["broken", "broken", 0]);
    assert.match(marker?.because ?? "", /^it arrived, and the model foretold that it stays away: /);
  });

  it("is broken where S3 tries to replicate a marker that was to stay away", async () => {
    const { verification, versions } = await ran(
      {
        replicateMarker: (marker) => {
          marker.status = "FAILED";
        },
      },
      { deleteMarkers },
    );
    const [marker] = first(verification).canary.deleteMarker?.destinations ?? [];
    assert.deepEqual([verification.verdict, marker?.found, versions], ["broken", "did not arrive", 0]);
    assert.match(marker?.because ?? "", /^s3 says FAILED, and the model foretold that it does not try: /);
  });

  it("is broken where S3 fails to replicate it", async () => {
    const { verification, versions } = await ran(
      {
        replicateMarker: (marker) => {
          marker.status = "FAILED";
        },
      },
      { snapshot: ENABLED, deleteMarkers },
    );
    const { canary } = first(verification);
    assert.deepEqual([verification.verdict, canary.deleteMarker?.status, versions], ["broken", "FAILED", 0]);
    assert.match(canary.deleteMarker?.destinations[0]?.because ?? "", /^s3 failed to replicate it; /);
    assert.deepEqual(verification.left, []);
  });

  it("is broken where it does not arrive, as foretold, since the role may not replicate deletes", async () => {
    const snapshot = snapshotOf({
      rules: [ruleTo(REPLICA, { DeleteMarkerReplication: { Status: "Enabled" } })],
      destinationActions: ["s3:ReplicateObject", "s3:ReplicateTags"],
    });
    const { verification } = await ran({ replicateMarker: stays }, { snapshot, deleteMarkers });
    const [marker] = first(verification).canary.deleteMarker?.destinations ?? [];
    assert.deepEqual([marker?.expected, marker?.verdict], ["fails", "broken"]);
    assert.match(
      marker?.because ?? "",
      /^it does not arrive, as foretold: .*: destination-replicate-delete: /,
    );
  });

  it("is unproven where the marker has not come in time, and says that it may still arrive", async () => {
    const { verification, versions } = await ran(
      {
        replicateMarker: (marker) => {
          marker.status = "PENDING";
        },
      },
      { snapshot: ENABLED, deleteMarkers, timeoutMinutes: 2 },
    );
    const [marker] = first(verification).canary.deleteMarker?.destinations ?? [];
    assert.deepEqual([verification.verdict, marker?.found, versions], ["unproven", "still pending", 0]);
    assert.deepEqual(
      verification.left.map(({ bucket, certain, because }) => [bucket, certain, because]),
      [[REPLICA, false, "s3 was not done with it, so that a delete marker may still arrive"]],
    );
    assert.equal(
      verification.left[0]?.versionId,
      first(verification).canary.deleteMarker?.versionId,
      "the marker's own version id",
    );
  });

  it("removes a marker that arrives while it is cleaning up", async () => {
    let pending: FakeVersion | undefined;
    const { verification, versions } = await ran(
      {
        replicateMarker: (marker) => {
          pending = marker;
        },
        intercept: ({ name, bucket, query }, server) => {
          if (name === "DeleteObject" && bucket === REPLICA && query.includes("versionId")) {
            const marker = pending;
            pending = undefined;
            if (marker !== undefined) setTimeout(() => server.copyTo(REPLICA, marker), 0);
          }
          return undefined;
        },
      },
      { snapshot: ENABLED, deleteMarkers, timeoutMinutes: 1 },
    );
    assert.deepEqual([versions, verification.left, verification.removed], [0, [], 4]);
  });

  it("writes no marker where the copies have not arrived", async () => {
    const { verification, calls } = await ran(
      {
        replicateMarker: works,
        replicate: (version) => {
          version.status = "FAILED";
        },
      },
      { snapshot: ENABLED, deleteMarkers },
    );
    const { deleteMarker } = first(verification).canary;
    assert.deepEqual([deleteMarker?.versionId, deleteMarker?.because], [null, "the copies have not arrived"]);
    assert.deepEqual(withoutId(calls), []);
  });

  it("writes no marker unless it is asked to", async () => {
    const { verification, calls } = await ran({ replicateMarker: works }, { snapshot: ENABLED });
    assert.equal(first(verification).canary.deleteMarker, undefined);
    assert.deepEqual(withoutId(calls), []);
  });

  it("names s3:DeleteObject where the delete is refused, and removes the canary all the same", async () => {
    const { verification, versions } = await ran(
      {
        replicateMarker: works,
        intercept: ({ name, query }) =>
          name === "DeleteObject" && !query.includes("versionId")
            ? { status: 403, code: "AccessDenied" }
            : undefined,
      },
      { snapshot: ENABLED, deleteMarkers },
    );
    assert.deepEqual(
      verification.lacking.map(({ action }) => action),
      ["s3:DeleteObject"],
    );
    assert.deepEqual([verification.verdict, verification.left, versions], ["unproven", [], 0]);
  });

  it("removes both markers of a delete that was sent twice, since the first answer was lost", async () => {
    const { verification, versions } = await ran(
      {
        replicateMarker: works,
        intercept: ({ name, bucket, key, query, count }, server) => {
          if (name !== "DeleteObject" || query.includes("versionId")) return undefined;
          const sent = server.calls.filter((call) => call.name === name && call.count < count);
          if (sent.length > 0) return undefined;
          const lost: FakeVersion = { key, id: "lost", tags: "", status: undefined, isMarker: true };
          server.versions.get(bucket)?.push(lost);
          return { status: 500, code: "InternalError" };
        },
      },
      { snapshot: ENABLED, deleteMarkers },
    );
    assert.deepEqual([verification.verdict, verification.removed, versions], ["works", 5, 0]);
  });

  it("removes a marker by its version id where its bucket cannot be listed", async () => {
    const { verification, versions } = await ran(
      {
        replicateMarker: works,
        intercept: ({ name, bucket }) =>
          name === "ListObjectVersions" && bucket === REPLICA
            ? { status: 403, code: "AccessDenied" }
            : undefined,
      },
      { snapshot: ENABLED, deleteMarkers },
    );
    const [marker] = first(verification).canary.deleteMarker?.destinations ?? [];
    assert.deepEqual([verification.verdict, marker?.found, versions], ["unproven", "not looked at", 0]);
    assert.deepEqual(
      verification.lacking.map(({ action }) => action),
      ["s3:ListBucketVersions"],
    );
  });

  for (const isReplicated of [true, false]) {
    it(`leaves nothing behind when it is interrupted at any request${isReplicated ? "" : ", where the marker stays away"}`, async () => {
      const replicateMarker = isReplicated ? works : stays;
      const snapshot = isReplicated ? ENABLED : snapshotOf({});
      const whole = await ran({ replicateMarker }, { snapshot, deleteMarkers });
      for (let step = 2; step <= whole.calls.length; step += 1) {
        const interruption = new AbortController();
        const { verification, error, versions } = await ran(
          {
            replicateMarker,
            intercept: ({ count }) => {
              if (count === step) interruption.abort();
              return undefined;
            },
          },
          { snapshot, deleteMarkers, signal: interruption.signal },
        );
        const at = `interrupted at request ${step}`;
        assert.deepEqual([versions, error, verification.interrupted], [0, undefined, true], at);
        assert.deepEqual(
          verification.left.filter(({ certain }) => certain),
          [],
          at,
        );
      }
    });
  }
});

let heads = 0;

const counting: NonNullable<FakeS3Options["intercept"]> = ({ name, bucket }) => {
  if (name === "HeadObject" && bucket === SOURCE) heads += 1;
  return undefined;
};

/** Replicates the version once the source was asked for its status so often. */
function late(version: FakeVersion, server: FakeS3, looks: number): void {
  heads = 0;
  const poll = setInterval(() => {
    if (heads < looks) return;
    clearInterval(poll);
    version.status = "COMPLETED";
    server.copyTo(REPLICA, version);
  }, 1);
}
