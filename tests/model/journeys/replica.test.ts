import { strict as assert } from "node:assert";
import { type Journey, journeysOf, type ObjectVersion, type Replica } from "../../../model/journeys";
import type { Bucket } from "../../../model/topology";
import { encryption, otherAccount, type Pieces, rule, site, sourceAccount, topologyOf } from "./topologies";

const abroad = site("eu-central-1", otherAccount);

describe("the replica's encryption and key", () => {
  const cases: readonly {
    readonly title: string;
    readonly object: Partial<ObjectVersion>;
    readonly topology?: Pieces;
    readonly encryption: Replica["encryption"];
    readonly key: unknown;
  }[] = [
    {
      title: "SSE-S3 stays SSE-S3, whatever key the rule names and the destination encrypts with by default",
      object: { encryption: "AES256" },
      encryption: { known: "AES256" },
      key: { none: "an SSE-S3 object stays SSE-S3 at the destination" },
    },
    {
      title: "SSE-KMS is encrypted with the rule's replica key",
      object: { encryption: "aws:kms" },
      encryption: { known: "aws:kms" },
      key: "replica-key",
    },
    {
      title: "DSSE-KMS stays DSSE-KMS, with the rule's replica key",
      object: { encryption: "aws:kms:dsse" },
      encryption: { known: "aws:kms:dsse" },
      key: "replica-key",
    },
    {
      title: "SSE-C keeps the customer's key",
      object: { encryption: "SSE-C" },
      encryption: { known: "SSE-C" },
      key: { customerProvided: "the key that the source object was sent with" },
    },
    {
      title: "without any encryption the destination's KMS default holds",
      object: { encryption: "none" },
      topology: { replica: { encryption: { known: encryption("aws:kms", "replica-key") } } },
      encryption: { known: "aws:kms" },
      key: "replica-key",
    },
    {
      title: "without any encryption and without a default it is SSE-S3",
      object: { encryption: "none" },
      topology: { replica: { encryption: { known: undefined } } },
      encryption: { known: "AES256" },
      key: { none: "the bucket encrypts with SSE-S3" },
    },
    {
      title: "an object that states nothing has what the source bucket does by default",
      object: {},
      encryption: { known: "aws:kms" },
      key: "replica-key",
    },
    {
      title: "an object that states nothing in a bucket that states nothing is SSE-S3",
      object: {},
      topology: { primary: { encryption: { known: undefined } } },
      encryption: { known: "AES256" },
      key: { none: "an SSE-S3 object stays SSE-S3 at the destination" },
    },
  ];
  for (const each of cases) {
    it(each.title, () => {
      const replica = replicaOf(each.object, each.topology);
      assert.deepEqual(replica.encryption, each.encryption);
      const key = "found" in replica.key ? replica.key.found.label : replica.key;
      assert.deepEqual(key, each.key);
    });
  }
});

describe("the replica's storage class", () => {
  it("is the rule's", () => {
    const rules = [rule("all", { destination: { storageClass: { known: "GLACIER_IR" } } })];
    assert.deepEqual(replicaOf({ storageClass: "STANDARD_IA" }, { rules }).storageClass, {
      known: "GLACIER_IR",
    });
  });
  it("is the source object's where the rule states none", () => {
    assert.deepEqual(replicaOf({ storageClass: "STANDARD_IA" }).storageClass, { known: "STANDARD_IA" });
  });
  it("is STANDARD where nobody states one", () => {
    assert.deepEqual(replicaOf({}).storageClass, { known: "STANDARD" });
  });
  it("is unknown where the rule's is", () => {
    const rules = [rule("all", { destination: { storageClass: { unknown: "not yet" } } })];
    assert.deepEqual(replicaOf({}, { rules }).storageClass, { unknown: "not yet" });
  });
});

describe("the replica's owner", () => {
  const aclsOn: Partial<Bucket> = { site: abroad, objectOwnership: { known: "ObjectWriter" } };
  const override = [rule("all", { destination: { ownerTranslation: { known: "Destination" } } })];

  it("is the source object's owner by default", () => {
    assert.deepEqual(replicaOf({}, { replica: aclsOn }).owner, { known: sourceAccount });
  });
  it("is the account that wrote the source object where that is another", () => {
    const foreignOwner = { bucketOwnerMayRead: true, account: "777788889999" };
    assert.deepEqual(replicaOf({ foreignOwner }, { replica: aclsOn }).owner, { known: "777788889999" });
  });
  it("is the destination's account under an owner override", () => {
    assert.deepEqual(replicaOf({}, { replica: aclsOn, rules: override }).owner, { known: otherAccount });
  });
  it("is the destination's account where its bucket enforces the bucket owner", () => {
    assert.deepEqual(replicaOf({}, { replica: { site: abroad } }).owner, { known: otherAccount });
  });
  it("is the destination's account where its bucket states no ownership: S3 then enforces the bucket owner", () => {
    const replica: Partial<Bucket> = { site: abroad, objectOwnership: { known: undefined } };
    assert.deepEqual(replicaOf({}, { replica }).owner, { known: otherAccount });
  });
  it("is unknown where the destination's ownership is", () => {
    const replica: Partial<Bucket> = { site: abroad, objectOwnership: { unknown: "not yet" } };
    assert.deepEqual(replicaOf({}, { replica }).owner, { unknown: "not yet" });
  });
  it("is the rule's account for a bucket outside of the stack, under an owner override", () => {
    const rules = [
      rule("all", {
        destination: {
          bucket: { outside: "arn:aws:s3:::elsewhere" },
          account: { known: otherAccount },
          ownerTranslation: { known: "Destination" },
        },
      }),
    ];
    assert.deepEqual(replicaOf({}, { rules }).owner, { known: otherAccount });
  });
});

describe("the replica's S3 Bucket Key", () => {
  it("is copied from the source object", () => {
    assert.deepEqual(replicaOf({ encryption: "aws:kms", bucketKeyEnabled: false }).bucketKeyEnabled, {
      known: false,
    });
    assert.deepEqual(replicaOf({ encryption: "aws:kms", bucketKeyEnabled: true }).bucketKeyEnabled, {
      known: true,
    });
  });
  it("is the source bucket's default where the object states none, not the destination's", () => {
    const primary: Partial<Bucket> = {
      encryption: { known: { ...encryption("aws:kms", "primary-key"), bucketKeyEnabled: { known: false } } },
    };
    assert.deepEqual(replicaOf({}, { primary }).bucketKeyEnabled, { known: false });
  });
  it("is the destination's default for a version without any encryption", () => {
    const primary: Partial<Bucket> = {
      encryption: { known: { ...encryption("aws:kms", "primary-key"), bucketKeyEnabled: { known: false } } },
    };
    assert.deepEqual(replicaOf({ encryption: "none" }, { primary }).bucketKeyEnabled, { known: true });
  });
  for (const none of ["AES256", "SSE-C", "aws:kms:dsse"] as const) {
    it(`has no meaning for ${none}`, () => {
      assert.deepEqual(replicaOf({ encryption: none }).bucketKeyEnabled, { known: undefined });
    });
  }
});

function replicaOf(object: Partial<ObjectVersion>, pieces?: Pieces): Replica {
  const [journey] = journeysOf(topologyOf(pieces), { kind: "put", object: { key: "a", ...object } });
  assert.ok(journey?.replica !== undefined, because(journey));
  return journey.replica;
}

function because(journey: Journey | undefined): string {
  return journey?.because ?? "no journey";
}
