import { strict as assert } from "node:assert";
import type { Bucket } from "../../../model/topology";
import { unknownText } from "../../helpers/policyResources";
import { only, previewOf, urn, type WrittenResource } from "./stack";

function bucketWith(properties: object, ...others: readonly WrittenResource[]): Bucket {
  const bucket: WrittenResource = {
    type: "s3/bucket:Bucket",
    name: "b",
    properties: { bucket: "acme", ...properties },
  };
  return only(
    previewOf(bucket, ...others).buckets.filter(({ label }) => label === urn("s3/bucket:Bucket", "b")),
  );
}

function split(type: string, properties: object): WrittenResource {
  return { type: `s3/${type}`, name: "b", properties: { bucket: "acme", ...properties } };
}

const rule = {
  enabled: { known: true },
  everyObject: { known: true },
  endsUnfinishedUploads: { known: true },
};

describe("a bucket's lifecycle", () => {
  const written = [
    { id: "a", status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
  ];
  const cases: readonly (readonly [string, Bucket["lifecycle"], Bucket])[] = [
    ["has no rules where nothing says otherwise", { known: [] }, bucketWith({})],
    [
      "has no rules where the provider would compute them",
      { known: [] },
      bucketWith({ lifecycleRules: unknownText }),
    ],
    [
      "is what its own resource says",
      { known: [rule] },
      bucketWith({}, split("bucketLifecycleConfiguration:BucketLifecycleConfiguration", { rules: written })),
    ],
    [
      "is what the deprecated resource says",
      { known: [rule] },
      bucketWith(
        {},
        split("bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", { rules: written }),
      ),
    ],
    [
      "is what is written on the bucket",
      { known: [rule] },
      bucketWith({ lifecycleRules: [{ enabled: true, abortIncompleteMultipartUploadDays: 7 }] }),
    ],
    [
      "tells of each rule what narrows it",
      {
        known: [
          { ...rule, everyObject: { known: false } },
          { ...rule, enabled: { known: false }, endsUnfinishedUploads: { known: false } },
        ],
      },
      bucketWith({
        lifecycleRules: [
          { enabled: true, prefix: "tmp/", abortIncompleteMultipartUploadDays: 7 },
          { enabled: false, prefix: "", tags: {} },
        ],
      }),
    ],
  ];
  for (const [title, expected, bucket] of cases)
    it(title, () => assert.deepEqual(bucket.lifecycle, expected));

  it("names the resource that sets it, and no other", () => {
    const set = bucketWith(
      {},
      split("bucketLifecycleConfiguration:BucketLifecycleConfiguration", { rules: written }),
    );
    assert.deepEqual(set.setBy?.lifecycle, [
      urn("s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "b"),
    ]);
    assert.deepEqual(set.setBy?.accessLogging, []);
  });
});

describe("a bucket's access logging", () => {
  const logs: WrittenResource = {
    type: "s3/bucket:Bucket",
    name: "logs",
    properties: { bucket: "acme-logs" },
  };
  const ours = { known: { target: { to: urn("s3/bucket:Bucket", "logs"), written: "acme-logs" } } };
  const cases: readonly (readonly [string, Bucket["accessLogging"], Bucket])[] = [
    ["is off where nothing says otherwise", { known: undefined }, bucketWith({})],
    [
      "is off where the provider would compute it",
      { known: undefined },
      bucketWith({ logging: unknownText }),
    ],
    ["is off with an empty list", { known: undefined }, bucketWith({ loggings: [] })],
    [
      "goes where its own resource says",
      ours,
      bucketWith({}, logs, split("bucketLogging:BucketLogging", { targetBucket: "acme-logs" })),
    ],
    [
      "goes where the deprecated resource says",
      ours,
      bucketWith({}, logs, split("bucketLoggingV2:BucketLoggingV2", { targetBucket: "acme-logs" })),
    ],
    ["goes where the bucket says", ours, bucketWith({ logging: { targetBucket: "acme-logs" } }, logs)],
    [
      "goes where the bucket says, in a list",
      ours,
      bucketWith({ loggings: [{ targetBucket: "acme-logs" }] }, logs),
    ],
    [
      "goes to a bucket outside of the stack",
      { known: { target: { outside: "arn:aws:s3:::elsewhere" } } },
      bucketWith({ logging: { targetBucket: "elsewhere" } }),
    ],
  ];
  for (const [title, expected, bucket] of cases)
    it(title, () => assert.deepEqual(bucket.accessLogging, expected));
});
