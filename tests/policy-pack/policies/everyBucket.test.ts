import assert from "node:assert/strict";
import type { StackValidationPolicy } from "@pulumi/policy";
import type { AnalyzerResource, Properties } from "../../../operations/policy/analyzerResource";
import { everyBucketUsesBucketKeys } from "../../../policy-pack/policies/bucketKeys";
import { everyBucketTlsOnly } from "../../../policy-pack/policies/bucketPolicies";
import { everyBucketEncrypted } from "../../../policy-pack/policies/encryption";
import { everyBucketAclsOff } from "../../../policy-pack/policies/ownership";
import { everyBucketBlocksPublicAccess } from "../../../policy-pack/policies/publicAccess";
import { stateProtected } from "../../../policy-pack/policies/retention";
import { everyBucketBlocksSseC } from "../../../policy-pack/policies/sseC";
import { everyBucketVersioned } from "../../../policy-pack/policies/versioning";
import { judgeStack } from "../judge";
import { changed, find, firstPreview, resource, settledStack, UNKNOWN, without } from "../stacks";

const BUCKET = "aws:s3/bucket:Bucket";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";

const rules = (change: Properties) => ({
  rules: [
    {
      applyServerSideEncryptionByDefault: {
        sseAlgorithm: "aws:kms",
        kmsMasterKeyId: "arn:aws:kms:ap-northeast-1:111122223333:key/0a1b",
      },
      bucketKeyEnabled: true,
      ...change,
    },
  ],
});
const byAlgorithm = (sse: Properties) => rules({ applyServerSideEncryptionByDefault: sse });

/** Title, the policy that sees it, the type of resource changed (absent where `undefined`), and the violation. */
const faults: readonly (readonly [string, StackValidationPolicy, string, Properties | undefined, RegExp])[] =
  [
    ["no versioning", everyBucketVersioned, VERSIONING, undefined, /found "Disabled"/],
    [
      "suspended versioning",
      everyBucketVersioned,
      VERSIONING,
      { versioningConfiguration: { status: "Suspended" } },
      /found "Suspended"/,
    ],
    [
      "no default encryption",
      everyBucketEncrypted,
      ENCRYPTION,
      undefined,
      /default encryption of the bucket: expected SSE-KMS/,
    ],
    ["SSE-S3", everyBucketEncrypted, ENCRYPTION, byAlgorithm({ sseAlgorithm: "AES256" }), /found "AES256"/],
    [
      "SSE-KMS without a key",
      everyBucketEncrypted,
      ENCRYPTION,
      byAlgorithm({ sseAlgorithm: "aws:kms" }),
      /found the AWS managed key aws\/s3/,
    ],
    [
      "the AWS managed key",
      everyBucketEncrypted,
      ENCRYPTION,
      byAlgorithm({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/aws/s3" }),
      /alias\/aws\/s3|AWS managed/,
    ],
    [
      "no bucket keys",
      everyBucketUsesBucketKeys,
      ENCRYPTION,
      rules({ bucketKeyEnabled: false }),
      /bucketKeyEnabled of the bucket: expected true/,
    ],
    [
      "SSE-C allowed",
      everyBucketBlocksSseC,
      ENCRYPTION,
      rules({ blockedEncryptionTypes: ["NONE"] }),
      /expected \["SSE-C"\]/,
    ],
    [
      "no public access block",
      everyBucketBlocksPublicAccess,
      BLOCK,
      undefined,
      /expected all four blocks, found none/,
    ],
    [
      "three blocks of four",
      everyBucketBlocksPublicAccess,
      BLOCK,
      { restrictPublicBuckets: false },
      /^restrictPublicBuckets of the bucket: expected true/,
    ],
    [
      "no ownership controls",
      everyBucketAclsOff,
      OWNERSHIP,
      undefined,
      /expected "BucketOwnerEnforced", found nothing/,
    ],
    [
      "object writers as owners",
      everyBucketAclsOff,
      OWNERSHIP,
      { rule: { objectOwnership: "ObjectWriter" } },
      /found "ObjectWriter"/,
    ],
    ["no bucket policy", everyBucketTlsOnly, BUCKET_POLICY, undefined, /found no policy/],
    [
      "a bucket policy without the denial",
      everyBucketTlsOnly,
      BUCKET_POLICY,
      {
        policy:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"*"}]}',
      },
      /without TLS, found none/,
    ],
  ];

describe("every bucket", () => {
  for (const [title, policy, type, change, expected] of faults) {
    // The source, and one replica: replicas are exempt from nothing but having to replicate.
    for (const name of ["src", "ap-northeast-1"]) {
      it(`${policy.name} refuses ${title} of ${name === "src" ? "the source" : "a replica"}`, async () => {
        const stack = settledStack();
        const broken = change === undefined ? without(stack, type, name) : changed(stack, type, name, change);
        const { violations, urns } = await judgeStack(policy, broken);
        assert.equal(violations.length, 1, violations.join("\n"));
        assert.match(violations[0] ?? "", expected);
        assert.deepEqual(urns, [find(stack, BUCKET, name).urn]);
      });
    }
  }

  for (const [title, policy, type, change, expected] of faults.filter(
    ([, , , change]) => change === undefined,
  )) {
    it(`${policy.name} refuses ${title} before the first deployment too`, async () => {
      const { violations } = await judgeStack(policy, without(firstPreview(), type, "ap-southeast-2"));
      assert.equal(violations.length, 1, title);
      assert.match(violations[0] ?? "", expected);
      assert.equal(change, undefined);
    });
  }

  it("every-bucket-encrypted takes a key that is made in the same deployment for a customer managed one", async () => {
    const { violations, notApplicable } = await judgeStack(everyBucketEncrypted, firstPreview());
    assert.deepEqual([violations, notApplicable], [[], []]);
  });

  it("every-bucket-tls-only says which policies it cannot read yet, and where they come from", async () => {
    const { violations, notApplicable } = await judgeStack(everyBucketTlsOnly, firstPreview());
    assert.deepEqual(violations, []);
    assert.match(
      notApplicable.join(),
      /bucket policy of acme-archive is not known: comes from Bucket "src" at deployment/,
    );
  });

  it("every-bucket-blocks-sse-c refuses silence only where config asks for a statement", async () => {
    assert.deepEqual((await judgeStack(everyBucketBlocksSseC, settledStack())).violations, []);
    const asked = await judgeStack(everyBucketBlocksSseC, settledStack(), { mustBeStated: true });
    assert.equal(asked.violations.length, 3);
  });

  describe("that has nothing to do with replication", () => {
    const other = resource(BUCKET, { bucket: "website", forceDestroy: false }, "website");
    const stack: readonly AnalyzerResource[] = [...settledStack(), other];

    it("is judged by default", async () => {
      const { urns } = await judgeStack(everyBucketVersioned, stack);
      assert.deepEqual(urns, [other.urn]);
    });

    it("is left alone where config asks for replicated buckets only", async () => {
      const { violations } = await judgeStack(everyBucketVersioned, stack, { buckets: "replicated" });
      assert.deepEqual(violations, []);
    });

    it("can be exempt by name and by URN, with a reason", async () => {
      for (const pattern of ["website", "web*", "urn:*:Bucket::website", other.urn]) {
        const { violations, advisories } = await judgeStack(everyBucketVersioned, stack, {
          exempt: [{ resource: pattern, reason: "made anew from the repository" }],
        });
        assert.deepEqual(violations, [], pattern);
        assert.equal(advisories.length, 1);
        assert.match(advisories[0] ?? "", /^exempt because made anew from the repository: versioning of/);
      }
    });

    it("is not exempt by the beginning of its name, or by another's", async () => {
      for (const pattern of ["web", "site", "WEBSITE", "*.website", "src"]) {
        const { violations } = await judgeStack(everyBucketVersioned, stack, {
          exempt: [{ resource: pattern, reason: "a slip" }],
        });
        assert.equal(violations.length, 1, pattern);
      }
    });
  });

  it("that replication is still to be known for counts as replicated", async () => {
    const stack = without(firstPreview(), VERSIONING, "ap-northeast-1");
    const { violations } = await judgeStack(everyBucketVersioned, stack, { buckets: "replicated" });
    assert.equal(violations.length, 1);
  });

  it("without bucket keys is left open as long as its algorithm is not known", async () => {
    for (const [bucketKeyEnabled, open] of [
      [false, 1],
      [true, 0],
    ] as const) {
      const stack = changed(settledStack(), ENCRYPTION, "src", {
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: UNKNOWN }, bucketKeyEnabled }],
      });
      const { violations, notApplicable } = await judgeStack(everyBucketUsesBucketKeys, stack);
      assert.deepEqual([violations.length, notApplicable.length], [0, open]);
    }
  });

  it("with unknown versioning is left open by name", async () => {
    const stack = changed(firstPreview(), VERSIONING, "src", {
      versioningConfiguration: { status: UNKNOWN },
    });
    const { violations, notApplicable } = await judgeStack(everyBucketVersioned, stack);
    assert.deepEqual(violations, []);
    assert.match(notApplicable.join(), /Bucket::src: its versioning is not known/);
  });
});

describe("state-protected", () => {
  const sources = ['Bucket "src"', 'Key "src"'];
  const replicas = ["ap-northeast-1", "ap-southeast-2"].flatMap((region) => [
    `Bucket "${region}"`,
    `Key "${region}"`,
  ]);
  /** The resources that the only advice names. */
  const namedIn = ([advice, ...others]: readonly string[]) => {
    assert.deepEqual(others, []);
    return [...(advice ?? "").matchAll(/\w+ "[^"]+"/g)].map(([name]) => name).sort();
  };

  it("advises once to protect a source and its key, and spares replicas, which must be able to leave", async () => {
    const { urns, violations } = await judgeStack(stateProtected, settledStack());
    assert.equal(stateProtected.enforcementLevel, "advisory");
    assert.deepEqual(urns, [undefined]);
    assert.deepEqual(namedIn(violations), sources);
  });

  it("advises to protect replicas too when told so, but nothing that is protected", async () => {
    const stack = settledStack().map((each) =>
      each.name === "src" ? { ...each, options: { protect: true } } : each,
    );
    const { violations } = await judgeStack(stateProtected, stack, { replicasToo: true });
    assert.deepEqual(namedIn(violations), [...replicas].sort());
  });

  it("advises to protect a bucket that no rule reads or writes", async () => {
    const stack = settledStack().filter(({ type }) => !type.includes("BucketReplicationConfig"));
    const { violations } = await judgeStack(stateProtected, stack);
    assert.deepEqual(namedIn(violations), [...sources, ...replicas].sort());
  });

  it("leaves out what is exempt, says so with the reason, and has no more to say of a stack that is all exempt", async () => {
    const some = await judgeStack(stateProtected, settledStack(), {
      exempt: [{ resource: "*Bucket::src", reason: "kept elsewhere" }],
    });
    assert.deepEqual(namedIn(some.violations), ['Key "src"']);
    assert.equal(some.advisories.length, 1);
    assert.match(some.advisories[0] ?? "", /^exempt because kept elsewhere: option protect: /);
    const all = await judgeStack(stateProtected, settledStack(), {
      exempt: [{ resource: "*", reason: "development" }],
    });
    assert.deepEqual(all.violations, []);
  });
});
