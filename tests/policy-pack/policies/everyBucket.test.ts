import assert from "node:assert/strict";
import type { AnalyzerResource } from "../../../operations/policy/analyzerResource";
import { everyBucketUsesBucketKeys } from "../../../policy-pack/policies/bucketKeys";
import { everyBucketTlsOnly } from "../../../policy-pack/policies/bucketPolicies";
import { everyBucketEncrypted } from "../../../policy-pack/policies/encryption";
import { stateProtected } from "../../../policy-pack/policies/retention";
import { everyBucketBlocksSseC } from "../../../policy-pack/policies/sseC";
import { everyBucketVersioned } from "../../../policy-pack/policies/versioning";
import { judgeStack } from "../judge";
import { changed, firstPreview, resource, settledStack, UNKNOWN, without } from "../stacks";

const BUCKET = "aws:s3/bucket:Bucket";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

describe("every bucket", () => {
  it("every-bucket-encrypted takes a key that is made in the same deployment for a customer managed one", async () => {
    const { violations, notApplicable } = await judgeStack(everyBucketEncrypted, firstPreview());
    assert.deepEqual([violations, notApplicable], [[], []]);
  });

  it("every-bucket-tls-only names the bucket policies that it cannot read yet where it judges alone", async () => {
    const stack = firstPreview();
    const { violations, notApplicable } = await judgeStack(everyBucketTlsOnly, stack, {
      buckets: "replicated",
    });
    assert.deepEqual(violations, []);
    assert.match(
      notApplicable.join(),
      /bucket policy of acme-archive is not known: comes from Bucket "src" at deployment/,
    );
    const beside = await judgeStack(everyBucketTlsOnly, stack);
    assert.deepEqual([beside.violations, beside.notApplicable], [[], []]);
  });

  it("every-bucket-blocks-sse-c refuses silence only where config asks for a statement", async () => {
    const stack = without(settledStack(), ENCRYPTION);
    assert.deepEqual((await judgeStack(everyBucketBlocksSseC, stack)).violations, []);
    const asked = await judgeStack(everyBucketBlocksSseC, stack, { mustBeStated: true });
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
      const { violations, notApplicable } = await judgeStack(everyBucketUsesBucketKeys, stack, {
        buckets: "replicated",
      });
      assert.deepEqual([violations.length, notApplicable.length], [0, open]);
    }
  });

  it("with unknown versioning is left open by name", async () => {
    const stack = changed(firstPreview(), VERSIONING, "src", {
      versioningConfiguration: { status: UNKNOWN },
    });
    const { violations, notApplicable } = await judgeStack(everyBucketVersioned, stack, {
      buckets: "replicated",
    });
    assert.deepEqual(violations, []);
    assert.match(notApplicable.join(), /Bucket::src: versioning of the bucket is not known/);
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
