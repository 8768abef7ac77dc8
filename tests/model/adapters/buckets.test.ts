import { strict as assert } from "node:assert";
import type { Bucket } from "../../../model/topology";
import { unknownText } from "../../helpers/policyResources";
import { exported, exportText, only, previewOf, urn, type WrittenResource } from "./stack";

const plain: WrittenResource = { type: "s3/bucket:Bucket", name: "b", properties: { bucket: "acme" } };
const bucketUrn = urn("s3/bucket:Bucket", "b");
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }],
});

function split(type: string, properties: object, name = "b"): WrittenResource {
  return { type: `s3/${type}`, name, properties: { bucket: "acme", ...properties } };
}

function bucketWith(inline: object, ...others: readonly WrittenResource[]): Bucket {
  return only(previewOf({ ...plain, properties: { bucket: "acme", ...inline } }, ...others).buckets);
}

describe("a bucket's versioning", () => {
  const cases: readonly (readonly [string, Bucket["versioning"], Bucket])[] = [
    ["is Disabled where nothing says otherwise", { known: "Disabled" }, bucketWith({})],
    [
      "is what BucketVersioning says",
      { known: "Enabled" },
      bucketWith(
        {},
        split("bucketVersioning:BucketVersioning", { versioningConfiguration: { status: "Enabled" } }),
      ),
    ],
    [
      "is what the deprecated BucketVersioningV2 says",
      { known: "Suspended" },
      bucketWith(
        {},
        split("bucketVersioningV2:BucketVersioningV2", { versioningConfiguration: { status: "Suspended" } }),
      ),
    ],
    ["is what is written on the bucket", { known: "Enabled" }, bucketWith({ versioning: { enabled: true } })],
    [
      "is what is written on a BucketV2, in a list",
      { known: "Enabled" },
      only(
        previewOf({
          type: "s3/bucketV2:BucketV2",
          name: "b",
          properties: { bucket: "acme", versionings: [{ enabled: true, mfaDelete: false }] },
        }).buckets,
      ),
    ],
    [
      "is what the separate resource says, whatever the bucket repeats of an older state",
      { known: "Enabled" },
      bucketWith(
        { versioning: { enabled: false, mfaDelete: false } },
        split("bucketVersioning:BucketVersioning", { versioningConfiguration: { status: "Enabled" } }),
      ),
    ],
    [
      "is Disabled where the provider would compute it and nothing sets it",
      { known: "Disabled" },
      bucketWith({ versioning: unknownText }),
    ],
    [
      "comes with Object Lock",
      { known: "Enabled" },
      bucketWith({ objectLockEnabled: true, versioning: unknownText }),
    ],
  ];
  for (const [title, expected, bucket] of cases) {
    it(title, () => assert.deepEqual(bucket.versioning, expected));
  }

  it("is unknown, with its origin, where the written value waits for another resource", () => {
    const status = split("bucketVersioning:BucketVersioning", {
      versioningConfiguration: { status: unknownText },
    });
    const from = urn("random:index/randomId:RandomId", "r");
    const bucket = bucketWith(
      {},
      { ...status, from: { versioningConfiguration: [from] } },
      {
        type: "random:index/randomId:RandomId",
        name: "r",
        properties: {},
      },
    );
    assert.deepEqual(bucket.versioning, { unknown: 'comes from RandomId "r" at deployment', from: [from] });
  });

  it("is unknown where two resources set it differently, since the last to be deployed would win", () => {
    const one = split(
      "bucketVersioning:BucketVersioning",
      { versioningConfiguration: { status: "Enabled" } },
      "one",
    );
    const two = split(
      "bucketVersioning:BucketVersioning",
      { versioningConfiguration: { status: "Suspended" } },
      "two",
    );
    assert.deepEqual(bucketWith({}, one, two).versioning, {
      unknown: `several resources overwrite each other's versioning: "one", "two"`,
      conflict: true,
      wrong: true,
    });
  });

  it("is unknown where a BucketVersioning may be for this bucket", () => {
    const adrift: WrittenResource = {
      type: "s3/bucketVersioning:BucketVersioning",
      name: "v",
      properties: { bucket: unknownText, versioningConfiguration: { status: "Enabled" } },
    };
    assert.deepEqual(bucketWith({}, adrift).versioning, {
      unknown: 'it may be set by "v", whose bucket is not known yet',
    });
  });

  it("is not touched by the BucketVersioning of another bucket", () => {
    const other: WrittenResource = {
      type: "s3/bucketVersioning:BucketVersioning",
      name: "v",
      properties: { bucket: "another", versioningConfiguration: { status: "Enabled" } },
    };
    assert.deepEqual(bucketWith({}, other).versioning, { known: "Disabled" });
  });
});

describe("a bucket is referred to", () => {
  const status = { versioningConfiguration: { status: "Enabled" } };
  for (const [how, bucket] of [
    ["by name", "acme"],
    ["by ARN", "arn:aws:s3:::acme"],
  ] as const) {
    it(how, () => {
      const topology = previewOf(plain, {
        type: "s3/bucketVersioning:BucketVersioning",
        name: "v",
        properties: { bucket, ...status },
      });
      assert.deepEqual(only(topology.buckets).versioning, { known: "Enabled" });
    });
  }
  it("not by an ARN of another partition", () => {
    const topology = previewOf(plain, {
      type: "s3/bucketVersioning:BucketVersioning",
      name: "v",
      properties: { bucket: "arn:aws-cn:s3:::acme", ...status },
    });
    assert.deepEqual(only(topology.buckets).versioning, { known: "Disabled" });
  });
  it("through the resource that an unknown name comes from", () => {
    const topology = previewOf(
      { ...plain, properties: { bucket: unknownText, arn: unknownText } },
      {
        type: "s3/bucketVersioning:BucketVersioning",
        name: "v",
        properties: { bucket: unknownText, ...status },
        from: { bucket: [bucketUrn] },
      },
    );
    assert.deepEqual(only(topology.buckets).versioning, { known: "Enabled" });
  });
  it("through a resource that sets something for the bucket and hands its name on", () => {
    const topology = previewOf(
      { ...plain, properties: { bucket: unknownText, arn: unknownText } },
      {
        type: "s3/bucketOwnershipControls:BucketOwnershipControls",
        name: "o",
        properties: { bucket: unknownText, rule: { objectOwnership: "ObjectWriter" } },
        from: { bucket: [bucketUrn] },
      },
      {
        type: "s3/bucketVersioning:BucketVersioning",
        name: "v",
        properties: { bucket: unknownText, ...status },
        from: { bucket: [urn("s3/bucketOwnershipControls:BucketOwnershipControls", "o")] },
      },
    );
    assert.deepEqual(only(topology.buckets).versioning, { known: "Enabled" });
    assert.deepEqual(only(topology.buckets).objectOwnership, { known: "ObjectWriter" });
  });
  it("not through a bucket of which everything is known already: the unknown value must be something else", () => {
    const topology = previewOf(
      { ...plain, properties: { bucket: "acme", arn: "arn:aws:s3:::acme", s3BucketId: "acme" } },
      {
        type: "s3/bucketVersioning:BucketVersioning",
        name: "v",
        properties: { bucket: unknownText, ...status },
        from: { bucket: [bucketUrn] },
      },
    );
    const { versioning } = only(topology.buckets);
    assert.ok("unknown" in versioning);
    assert.deepEqual(versioning.from, [bucketUrn]);
  });
});

describe("a bucket's default encryption", () => {
  const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/k";
  const key: WrittenResource = { type: "kms/key:Key", name: "k", properties: { arn: keyArn, keyId: "k" } };
  const rule = {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
    bucketKeyEnabled: true,
    blockedEncryptionTypes: ["SSE-C"],
  };
  const encrypted = {
    known: {
      algorithm: { known: "aws:kms" },
      key: { to: urn("kms/key:Key", "k"), written: keyArn },
      bucketKeyEnabled: { known: true },
      blockedEncryptionTypes: { known: ["SSE-C"] },
    },
  };

  it("is absent where nothing states it", () => {
    assert.deepEqual(bucketWith({}).encryption, { known: undefined });
  });
  for (const type of ["", "V2"]) {
    const name = `ServerSideEncryptionConfiguration${type}`;
    it(`is what Bucket${name} says`, () => {
      assert.deepEqual(
        bucketWith({}, key, split(`bucket${name}:Bucket${name}`, { rules: [rule] })).encryption,
        encrypted,
      );
    });
  }
  it("is what is written on the bucket", () => {
    assert.deepEqual(bucketWith({ serverSideEncryptionConfiguration: { rule } }, key).encryption, encrypted);
  });
  it("is what is written on a BucketV2, in lists", () => {
    const { applyServerSideEncryptionByDefault, ...others } = rule;
    const lists = { ...others, applyServerSideEncryptionByDefaults: [applyServerSideEncryptionByDefault] };
    const { buckets } = previewOf(key, {
      type: "s3/bucketV2:BucketV2",
      name: "b",
      properties: { bucket: "acme", serverSideEncryptionConfigurations: [{ rules: [lists] }] },
    });
    assert.deepEqual(only(buckets).encryption, encrypted);
  });
  it("has no key of its own where it names none: then it is the AWS managed key", () => {
    const bucket = bucketWith(
      {},
      split("bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "" } }],
      }),
    );
    assert.ok("known" in bucket.encryption);
    assert.equal(bucket.encryption.known?.key, undefined);
    assert.deepEqual(bucket.encryption.known?.algorithm, { known: "aws:kms" });
    assert.deepEqual(bucket.encryption.known?.bucketKeyEnabled, { known: false });
  });
  it("is unknown as a whole where its list is", () => {
    const bucket = bucketWith(
      {},
      split("bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
        rules: unknownText,
      }),
    );
    assert.deepEqual(bucket.encryption, { unknown: "computed by the provider at deployment" });
  });
});

describe("a bucket's other settings", () => {
  it("are S3's defaults where nothing is written", () => {
    const { publicAccessBlock, objectOwnership, policy: own, objectLock, requesterPays } = bucketWith({});
    assert.deepEqual(
      { publicAccessBlock, objectOwnership, own, objectLock, requesterPays },
      {
        publicAccessBlock: { known: undefined },
        objectOwnership: { known: undefined },
        own: undefined,
        objectLock: { known: false },
        requesterPays: { known: false },
      },
    );
  });
  it("take the public access block with what it leaves out as false", () => {
    const block = split("bucketPublicAccessBlock:BucketPublicAccessBlock", { blockPublicAcls: true });
    assert.deepEqual(bucketWith({}, block).publicAccessBlock, {
      known: {
        blockPublicAcls: { known: true },
        blockPublicPolicy: { known: false },
        ignorePublicAcls: { known: false },
        restrictPublicBuckets: { known: false },
      },
    });
  });
  for (const objectOwnership of ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"]) {
    it(`take the ownership ${objectOwnership}`, () => {
      const controls = split("bucketOwnershipControls:BucketOwnershipControls", {
        rule: { objectOwnership },
      });
      assert.deepEqual(bucketWith({}, controls).objectOwnership, { known: objectOwnership });
    });
  }
  it("say so where an ownership is none", () => {
    const controls = split("bucketOwnershipControls:BucketOwnershipControls", {
      rule: { objectOwnership: "Mine" },
    });
    assert.deepEqual(bucketWith({}, controls).objectOwnership, {
      unknown: '"Mine" is no object ownership',
      wrong: true,
    });
  });
  const locks: readonly (readonly [string, Bucket])[] = [
    ["objectLockEnabled on the bucket", bucketWith({ objectLockEnabled: true })],
    [
      "objectLockConfiguration on the bucket",
      bucketWith({ objectLockConfiguration: { objectLockEnabled: "Enabled" } }),
    ],
    [
      "BucketObjectLockConfiguration",
      bucketWith({}, split("bucketObjectLockConfiguration:BucketObjectLockConfiguration", { rule: {} })),
    ],
    [
      "BucketObjectLockConfigurationV2",
      bucketWith(
        {},
        split("bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2", {
          objectLockEnabled: "Enabled",
        }),
      ),
    ],
  ];
  for (const [how, bucket] of locks) {
    it(`take Object Lock from ${how}`, () => assert.deepEqual(bucket.objectLock, { known: true }));
  }
  it("take who pays from BucketRequestPaymentConfiguration and from the bucket", () => {
    const separate = split("bucketRequestPaymentConfiguration:BucketRequestPaymentConfiguration", {
      payer: "Requester",
    });
    assert.deepEqual(bucketWith({}, separate).requesterPays, { known: true });
    assert.deepEqual(bucketWith({ requestPayer: "Requester" }).requesterPays, { known: true });
    assert.deepEqual(bucketWith({ requestPayer: "BucketOwner" }).requesterPays, { known: false });
  });
});

describe("a bucket's policy", () => {
  it("is that of BucketPolicy, not an older one that the bucket repeats", () => {
    const older = policy.replace("Deny", "Allow");
    const bucket = bucketWith({ policy: older }, split("bucketPolicy:BucketPolicy", { policy }));
    assert.deepEqual(bucket.policy, {
      label: "bucket policy of acme",
      document: { known: JSON.parse(policy) },
    });
  });
  it("is what is written on the bucket, as text or as an object", () => {
    for (const written of [policy, JSON.parse(policy)]) {
      assert.deepEqual(bucketWith({ policy: written }).policy?.document, { known: JSON.parse(policy) });
    }
  });
  it("is none where the provider reports an empty text", () => {
    assert.equal(bucketWith({ policy: "" }).policy, undefined);
  });
  it("is none where the provider would compute it", () => {
    assert.equal(bucketWith({ policy: unknownText }).policy, undefined);
  });
  it("is unknown where BucketPolicy's text is", () => {
    const separate = split("bucketPolicy:BucketPolicy", { policy: unknownText });
    const bucket = bucketWith({}, { ...separate, from: { policy: [bucketUrn] } });
    assert.deepEqual(bucket.policy?.document, {
      unknown: 'comes from Bucket "b" at deployment',
      from: [bucketUrn],
    });
  });
  it("is unknown where a part of a document that is written as an object is", () => {
    const written = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: unknownText }],
    };
    const document = bucketWith({ policy: written }).policy?.document;
    assert.ok(document !== undefined && "unknown" in document);
  });
  it("is unknown, with the reason, where it is no policy", () => {
    const document = bucketWith({}, split("bucketPolicy:BucketPolicy", { policy: "{" })).policy?.document;
    assert.ok(document !== undefined && "unknown" in document);
    assert.match(document.unknown, /^it is no valid policy document: /);
  });
  it("is unknown where two BucketPolicy resources overwrite each other", () => {
    const bucket = bucketWith(
      {},
      split("bucketPolicy:BucketPolicy", { policy }, "one"),
      split("bucketPolicy:BucketPolicy", { policy: policy.replace("s3:*", "s3:GetObject") }, "two"),
    );
    assert.deepEqual(bucket.policy?.document, {
      unknown: `several resources overwrite each other's bucket policy: "one", "two"`,
      conflict: true,
      wrong: true,
    });
  });
  it("is what two BucketPolicy resources say that agree", () => {
    const two = ["one", "two"].map((name) => split("bucketPolicy:BucketPolicy", { policy }, name));
    assert.deepEqual(bucketWith({}, ...two).policy?.document, { known: JSON.parse(policy) });
  });
  it("is unknown where a BucketPolicy may be for this bucket", () => {
    const bucket = bucketWith({}, split("bucketPolicy:BucketPolicy", { bucket: unknownText, policy }, "p"));
    assert.deepEqual(bucket.policy?.document, {
      unknown: 'it may be set by "p", whose bucket is not known yet',
    });
  });
});

describe("what an exported bucket repeats of its last reading", () => {
  const inputs = { bucket: "acme" };
  const read = (outputs: object, external = false) =>
    only(
      exported(
        exportText({
          type: "s3/bucket:Bucket",
          name: "b",
          inputs: external ? {} : inputs,
          outputs: { ...inputs, ...outputs },
          external,
        }),
      ).buckets,
    );

  it("counts where the program wrote it", () => {
    const written = { ...inputs, versioning: { enabled: true } };
    const topology = exported(exportText({ type: "s3/bucket:Bucket", name: "b", inputs: written }));
    assert.deepEqual(only(topology.buckets).versioning, { known: "Enabled" });
  });
  it("is open where nothing in the stack sets it", () => {
    assert.deepEqual(read({ versioning: { enabled: true } }).versioning, {
      unknown:
        "versioning was found when the provider last read the resource, but nothing in the stack sets it",
    });
    assert.ok("unknown" in (read({ policy }).policy?.document ?? {}));
  });
  it("counts where it is S3's default anyway", () => {
    assert.deepEqual(read({ versioning: { enabled: false } }).versioning, { known: "Disabled" });
    assert.deepEqual(read({ requestPayer: "BucketOwner" }).requesterPays, { known: false });
  });
  const encryptedBy = (byDefault: object) =>
    read({
      serverSideEncryptionConfiguration: {
        rule: { applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: false },
      },
    }).encryption;
  it("is S3's default encryption where it has no key, which every bucket has", () => {
    assert.deepEqual(encryptedBy({ sseAlgorithm: "AES256", kmsMasterKeyId: "" }), { known: undefined });
    assert.deepEqual(encryptedBy({ sseAlgorithm: "AES256" }), { known: undefined });
  });
  it("is open where it is an encryption that somebody chose", () => {
    const unknown =
      "default encryption was found when the provider last read the resource, but nothing in the stack sets it";
    assert.deepEqual(encryptedBy({ sseAlgorithm: "aws:kms" }), { unknown });
    assert.deepEqual(encryptedBy({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "k" }), { unknown });
  });
  it("counts for a bucket that the stack only reads", () => {
    assert.deepEqual(read({ versioning: { enabled: true } }, true).versioning, { known: "Enabled" });
    assert.deepEqual(read({ policy }, true).policy?.document, { known: JSON.parse(policy) });
  });
  it("leaves open what does not show on a bucket that the stack only reads", () => {
    assert.deepEqual(read({}, true).objectOwnership, {
      unknown: "the stack only reads the bucket, and its object ownership does not show there",
    });
  });
});
