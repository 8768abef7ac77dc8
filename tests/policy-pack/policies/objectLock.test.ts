import assert from "node:assert/strict";
import { mustLock } from "../../../policy-pack/policies/objectLock";
import { judgeStack } from "../judge";
import { UNKNOWN } from "../stacks";
import { BUCKET_V2, bucket, describeStacks, from, setter } from "./stackCases";

const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const LOCK_V2 = "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2";
const archives = { names: ["archive-*"] };
const locked = { objectLockEnabled: true };
const unlocked =
  /^Object Lock of the bucket: expected it enabled, as config asks for, found false; set objectLockEnabled to true/;
const named = (resourceName: string, properties = {}) => ({
  ...bucket("acme-records", properties),
  name: resourceName,
  urn: `urn:pulumi:dev::archive::aws:s3/bucket:Bucket::${resourceName}`,
});

describeStacks(mustLock, [
  ["every bucket, by default", [bucket("archive-a")], {}, []],
  ["a bucket that config does not name", [bucket("website")], archives, []],
  [
    "a bucket that config names",
    [bucket("archive-a"), bucket("website")],
    archives,
    [["archive-a", unlocked]],
  ],
  [
    "a bucket that config names by its resource",
    [named("archive-main")],
    archives,
    [["archive-main", unlocked]],
  ],
  [
    "a bucket that config names by its own name",
    [named("main")],
    { names: ["acme-records"] },
    [["main", unlocked]],
  ],
  ["a bucket that config names by URN", [named("main")], { names: ["*:Bucket::main"] }, [["main", unlocked]]],
  [
    "all buckets but one, where config names all",
    [bucket("a", locked), bucket("b")],
    { names: ["*"] },
    [["b", unlocked]],
  ],
  ["Object Lock on the bucket", [bucket("archive-a", locked)], archives, []],
  ["Object Lock on a BucketV2", [bucket("archive-a", locked, BUCKET_V2)], archives, []],
  ["a configuration of its own", [bucket("archive-a"), setter(LOCK, "archive-a", {})], archives, []],
  [
    "a configuration of the deprecated type",
    [bucket("archive-a"), setter(LOCK_V2, "archive-a", { objectLockEnabled: "Enabled" })],
    archives,
    [],
  ],
  [
    "Object Lock that is not known yet",
    [from(bucket("archive-a", { objectLockEnabled: UNKNOWN }), { objectLockEnabled: [bucket("other")] })],
    archives,
    "open",
  ],
  ["a bucket whose name is not known yet", [named("main", { bucket: UNKNOWN })], archives, "open"],
  [
    "a locked bucket whose name is not known yet",
    [named("main", { bucket: UNKNOWN, ...locked })],
    archives,
    [],
  ],
]);

describe("must-lock", () => {
  it("exempts a bucket by name, with a reason", async () => {
    const { violations, advisories } = await judgeStack(mustLock, [bucket("archive-a")], {
      ...archives,
      exempt: [{ resource: "archive-a", reason: "a copy" }],
    });
    assert.deepEqual(violations, []);
    assert.match(advisories.join(), /^exempt because a copy: Object Lock of the bucket/);
  });

  it("says what is wrong with its config", async () => {
    const { violations } = await judgeStack(mustLock, [], { names: "archive" });
    assert.match(violations.join(), /^config names: expected a list, found "archive"/);
  });
});
