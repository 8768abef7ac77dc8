import assert from "node:assert/strict";
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import fc from "fast-check";
import type { AnalyzerResource, Properties } from "../../../operations/policy/analyzerResource";
import { bucketKeyUse, everyBucketUsesBucketKeys } from "../../../policy-pack/policies/bucketKeys";
import { everyBucketTlsOnly, tlsOnly } from "../../../policy-pack/policies/bucketPolicies";
import { bucketEncryption, everyBucketEncrypted } from "../../../policy-pack/policies/encryption";
import { bucketAclsOff, everyBucketAclsOff } from "../../../policy-pack/policies/ownership";
import {
  bucketPublicAccess,
  everyBucketBlocksPublicAccess,
} from "../../../policy-pack/policies/publicAccess";
import { everyBucketBlocksSseC, sseCBlocked } from "../../../policy-pack/policies/sseC";
import { bucketVersioning, everyBucketVersioned } from "../../../policy-pack/policies/versioning";
import { type Config, judgeResource, judgeStack } from "../judge";
import { changed, find, firstPreview, settledStack, UNKNOWN, without } from "../stacks";

const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const DEPRECATED: { readonly [type: string]: string } = {
  [VERSIONING]: "aws:s3/bucketVersioningV2:BucketVersioningV2",
  [ENCRYPTION]: "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
};

interface Pair {
  readonly ofResource: ResourceValidationPolicy;
  readonly ofBucket: StackValidationPolicy;
  /** The type of resource that writes the setting. */
  readonly type: string;
}

const versioning: Pair = { ofResource: bucketVersioning, ofBucket: everyBucketVersioned, type: VERSIONING };
const encryption: Pair = { ofResource: bucketEncryption, ofBucket: everyBucketEncrypted, type: ENCRYPTION };
const keys: Pair = { ofResource: bucketKeyUse, ofBucket: everyBucketUsesBucketKeys, type: ENCRYPTION };
const sseC: Pair = { ofResource: sseCBlocked, ofBucket: everyBucketBlocksSseC, type: ENCRYPTION };
const access: Pair = { ofResource: bucketPublicAccess, ofBucket: everyBucketBlocksPublicAccess, type: BLOCK };
const ownership: Pair = { ofResource: bucketAclsOff, ofBucket: everyBucketAclsOff, type: OWNERSHIP };
const tls: Pair = { ofResource: tlsOnly, ofBucket: everyBucketTlsOnly, type: BUCKET_POLICY };
const pairs = { versioning, encryption, keys, sseC, access, ownership, tls };

const KEY = "arn:aws:kms:ap-northeast-1:111122223333:key/0a1b";
const kms = { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY };
const rule = (change: Properties = {}) => ({
  applyServerSideEncryptionByDefault: kms,
  bucketKeyEnabled: true,
  ...change,
});
const encrypted = (change: Properties) => ({
  split: { rules: [rule(change)] },
  inline: { serverSideEncryptionConfiguration: { rule: rule(change) } },
});
const byDefault = (sse: Properties) => encrypted({ applyServerSideEncryptionByDefault: sse });

const READ_ALL =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"*"}]}';

interface Fault {
  readonly pair: Pair;
  /** Properties of the setting's resource; left out where the fault is that there is none. */
  readonly split?: Properties;
  /** Properties of the bucket itself, which say the same. */
  readonly inline?: Properties;
  /** What the policy of the resource says. */
  readonly ofResource?: RegExp;
  /** What the policy of the stack says. */
  readonly ofBucket: RegExp;
  readonly config?: Config;
}

const faults: { readonly [title: string]: Fault } = {
  "no versioning": { pair: versioning, ofBucket: /^versioning of the bucket: .*found "Disabled"/ },
  "suspended versioning": {
    pair: versioning,
    split: { versioningConfiguration: { status: "Suspended" } },
    inline: { versioning: { enabled: false } },
    ofResource: /^versioningConfiguration\.status: expected "Enabled", found "Suspended"/,
    ofBucket: /^versioning of the bucket: expected "Enabled", found "(Suspended|Disabled)"/,
  },
  "no default encryption": {
    pair: encryption,
    ofBucket: /^default encryption of the bucket: expected SSE-KMS, found none stated|found "AES256"/,
  },
  "default encryption without rules": {
    pair: encryption,
    split: { rules: [] },
    ofResource: /^rules: expected one rule, found none/,
    ofBucket: /found none stated/,
  },
  "SSE-S3": {
    pair: encryption,
    ...byDefault({ sseAlgorithm: "AES256" }),
    ofResource: /sseAlgorithm: expected "aws:kms" or "aws:kms:dsse", found "AES256"/,
    ofBucket: /^default encryption of the bucket: expected "aws:kms" or "aws:kms:dsse", found "AES256"/,
  },
  "SSE-KMS without a key": {
    pair: encryption,
    ...byDefault({ sseAlgorithm: "aws:kms" }),
    ofResource: /kmsMasterKeyId: expected a customer managed key, found nothing/,
    ofBucket: /^the key of default encryption of the bucket: expected a customer managed key, found nothing/,
  },
  "the AWS managed key": {
    pair: encryption,
    ...byDefault({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/aws/s3" }),
    ofResource: /expected a customer managed key, found "alias\/aws\/s3"/,
    ofBucket: /expected a customer managed key, found "alias\/aws\/s3"/,
  },
  "the AWS managed key by ARN": {
    pair: encryption,
    ...byDefault({
      sseAlgorithm: "aws:kms",
      kmsMasterKeyId: "arn:aws:kms:ap-northeast-1:111122223333:alias/aws/s3",
    }),
    ofResource: /expected a customer managed key/,
    ofBucket: /expected a customer managed key/,
  },
  "no bucket keys": {
    pair: keys,
    ...encrypted({ bucketKeyEnabled: false }),
    ofResource: /bucketKeyEnabled: expected true, found false/,
    ofBucket: /^bucketKeyEnabled of the bucket: expected true, found false/,
  },
  "SSE-C allowed": {
    pair: sseC,
    ...encrypted({ blockedEncryptionTypes: ["NONE"] }),
    ofResource: /blockedEncryptionTypes: expected \["SSE-C"\], found \["NONE"\]/,
    ofBucket: /^blockedEncryptionTypes of the bucket: expected \["SSE-C"\], found \["NONE"\]/,
  },
  "SSE-C not stated, where it must be": {
    pair: sseC,
    ...encrypted({}),
    ofResource: /blockedEncryptionTypes: expected \["SSE-C"\], found \[\]/,
    ofBucket: /^blockedEncryptionTypes of the bucket: expected \["SSE-C"\], found \[\]/,
    config: { mustBeStated: true },
  },
  "no encryption, where SSE-C must be stated": {
    pair: sseC,
    ofBucket: /^blockedEncryptionTypes of the bucket: expected \["SSE-C"\], found \[\]/,
    config: { mustBeStated: true },
  },
  "encryption without rules, where SSE-C must be stated": {
    pair: sseC,
    split: { rules: [] },
    ofResource: /^rules: expected \["SSE-C"\], found \[\]/,
    ofBucket: /expected \["SSE-C"\], found \[\]/,
    config: { mustBeStated: true },
  },
  "no public access block": { pair: access, ofBucket: /expected all four blocks, found none/ },
  "three blocks of four": {
    pair: access,
    split: { restrictPublicBuckets: false },
    ofResource: /^restrictPublicBuckets: expected true, found false/,
    ofBucket: /^restrictPublicBuckets of the bucket: expected true, found false/,
  },
  "no ownership controls": { pair: ownership, ofBucket: /expected "BucketOwnerEnforced", found nothing/ },
  "object writers as owners": {
    pair: ownership,
    split: { rule: { objectOwnership: "ObjectWriter" } },
    ofResource: /^rule\.objectOwnership: expected "BucketOwnerEnforced", found "ObjectWriter"/,
    ofBucket: /^object ownership of the bucket: expected "BucketOwnerEnforced", found "ObjectWriter"/,
  },
  "an object ownership that there is not": {
    pair: ownership,
    split: { rule: { objectOwnership: "Nope" } },
    ofResource: /found "Nope"/,
    ofBucket: /found "Nope" is no object ownership/,
  },
  "no bucket policy": { pair: tls, ofBucket: /found no policy/ },
  "a bucket policy without the denial": {
    pair: tls,
    split: { policy: READ_ALL },
    inline: { policy: READ_ALL },
    ofResource: /^policy: expected a statement that denies everything without TLS, found none/,
    ofBucket: /^bucket policy of acme-archive.*: expected a statement .* without TLS, found none/,
  },
  "a bucket policy that is no document": {
    pair: tls,
    split: { policy: "{" },
    inline: { policy: "{" },
    ofResource: /^policy: expected a policy document, found text that is not JSON/,
    ofBucket: /found it is no valid policy document/,
  },
};

interface Report {
  readonly policy: string;
  readonly urn: string | undefined;
  readonly message: string;
}

interface Answers {
  readonly violations: readonly Report[];
  readonly advisories: readonly string[];
  readonly notApplicable: readonly string[];
}

/** What both policies say of a stack, each with its config. */
async function both(
  { ofResource, ofBucket }: Pair,
  stack: readonly AnalyzerResource[],
  configs: { readonly ofResource: Config; readonly ofBucket: Config },
): Promise<Answers> {
  const violations: Report[] = [];
  const advisories: string[] = [];
  const notApplicable: string[] = [];
  for (const each of stack) {
    const said = await judgeResource(ofResource, each, configs.ofResource);
    for (const message of said.violations)
      violations.push({ policy: ofResource.name, urn: each.urn, message });
    advisories.push(...said.advisories);
    notApplicable.push(...said.notApplicable);
  }
  const said = await judgeStack(ofBucket, stack, configs.ofBucket);
  said.violations.forEach((message, index) => {
    violations.push({ policy: ofBucket.name, urn: said.urns[index], message });
  });
  return {
    violations,
    advisories: [...advisories, ...said.advisories],
    notApplicable: [...notApplicable, ...said.notApplicable],
  };
}

function retyped(stack: readonly AnalyzerResource[], from: string, to: string, name: string) {
  const { urn } = find(stack, from, name);
  return stack.map((each) =>
    each.urn === urn ? { ...each, type: to, urn: urn.replace(`${from}::`, `${to}::`) } : each,
  );
}

/** Ways to commit a fault: the stack, and the resource that is to be blamed where all buckets are judged. */
type Way = readonly [
  way: string,
  stack: readonly AnalyzerResource[],
  culprit: AnalyzerResource,
  policy: "ofResource" | "ofBucket",
];

function waysTo({ pair, split, inline }: Fault, name: string): readonly Way[] {
  const stack = settledStack();
  const bare = without(stack, pair.type, name);
  const ways: Way[] = [];
  if (split === undefined) {
    const deprecated = retyped(bare, BUCKET, BUCKET_V2, name);
    ways.push(["of a bucket", bare, find(bare, BUCKET, name), "ofBucket"]);
    ways.push(["of a BucketV2", deprecated, find(deprecated, BUCKET_V2, name), "ofBucket"]);
  } else {
    const written = changed(stack, pair.type, name, split);
    ways.push(["in a resource of its own", written, find(written, pair.type, name), "ofResource"]);
    const deprecated = DEPRECATED[pair.type];
    if (deprecated !== undefined) {
      const old = retyped(written, pair.type, deprecated, name);
      ways.push(["in a resource of the deprecated type", old, find(old, deprecated, name), "ofResource"]);
    }
  }
  if (inline !== undefined) {
    const written = changed(bare, BUCKET, name, inline);
    ways.push(["on the bucket", written, find(written, BUCKET, name), "ofBucket"]);
    const lists = Object.entries(inline).map(([key, value]): [string, unknown] =>
      typeof value === "string" ? [key, value] : [`${key}s`, [value]],
    );
    const old = changed(retyped(bare, BUCKET, BUCKET_V2, name), BUCKET_V2, name, {
      versioning: undefined,
      serverSideEncryptionConfiguration: undefined,
      ...Object.fromEntries(lists),
    });
    ways.push(["on a BucketV2", old, find(old, BUCKET_V2, name), "ofBucket"]);
  }
  return ways;
}

describe("a fault in the settings of a bucket", () => {
  for (const [title, fault] of Object.entries(faults)) {
    const { pair, config = {} } = fault;
    // The source, and one replica: replicas are exempt from nothing but having to replicate.
    for (const name of ["src", "ap-northeast-1"])
      for (const [way, stack, culprit, policy] of waysTo(fault, name)) {
        const what = `${title} ${way} ${name === "src" ? "that is a source" : "that is a replica"}`;
        // With mustBeStated the other buckets of the sample, which state nothing, are in the same fault.
        const own = (reports: readonly Report[], urns: readonly string[]) =>
          fault.config === undefined ? reports : reports.filter(({ urn = "" }) => urns.includes(urn));
        const bucket = stack.find((each) => [BUCKET, BUCKET_V2].includes(each.type) && each.name === name);
        const bucketUrn = bucket?.urn ?? "";
        const urns = [bucketUrn, culprit.urn];

        it(`is reported once: ${what}`, async () => {
          const { violations } = await both(pair, stack, { ofResource: config, ofBucket: config });
          const [first, ...others] = own(violations, urns);
          assert.deepEqual(others, []);
          assert.deepEqual([first?.policy, first?.urn], [pair[policy].name, culprit.urn]);
          assert.match(first?.message ?? "", fault[policy] ?? /^$/);
        });

        it(`is reported once, by the policy of the stack, where replicated buckets are judged: ${what}`, async () => {
          const replicated = { ...config, buckets: "replicated" };
          const { violations } = await both(pair, stack, { ofResource: replicated, ofBucket: replicated });
          const [first, ...others] = own(violations, urns);
          assert.deepEqual(others, []);
          assert.deepEqual([first?.policy, first?.urn], [pair.ofBucket.name, bucketUrn]);
          assert.match(first?.message ?? "", fault.ofBucket);
        });

        it(`is exempted once: ${what}`, async () => {
          const exempt = { ...config, exempt: [{ resource: culprit.urn, reason: "agreed" }] };
          const configs = { ofResource: config, ofBucket: config, [policy]: exempt };
          const { violations, advisories } = await both(pair, stack, configs);
          assert.deepEqual(own(violations, urns), []);
          assert.equal(advisories.length, 1);
          assert.match(advisories[0] ?? "", /^exempt because agreed: /);
        });
      }
  }

  for (const [title, { pair, ofBucket, split, config = {} }] of Object.entries(faults)) {
    if (split !== undefined) continue;
    it(`is reported before the first deployment too: ${title}`, async () => {
      const stack = without(firstPreview(), pair.type, "ap-southeast-2");
      const { violations } = await judgeStack(pair.ofBucket, stack, config);
      const { urn } = find(stack, BUCKET, "ap-southeast-2");
      const { urns } = await judgeStack(pair.ofBucket, stack, config);
      const own = violations.filter((_, index) => urns[index] === urn);
      assert.equal(own.length, 1, violations.join("\n"));
      assert.match(own[0] ?? "", ofBucket);
    });
  }

  it("that only the stack shows before the deployment is reported by the policy of the stack", async () => {
    // The name comes from the bucket, so that the policy of the resource cannot tell whose objects are meant.
    const elsewhere = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws:s3:::elsewhere", "arn:aws:s3:::elsewhere/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
    const stack = changed(firstPreview(), BUCKET_POLICY, "src", { bucket: UNKNOWN, policy: elsewhere }).map(
      (each) =>
        each.type === BUCKET_POLICY && each.name === "src"
          ? { ...each, propertyDependencies: { bucket: [find(firstPreview(), BUCKET, "src").urn] } }
          : each,
    );
    const { violations } = await both(tls, stack, { ofResource: {}, ofBucket: {} });
    assert.deepEqual(
      violations.map(({ policy, urn }) => [policy, urn]),
      [[everyBucketTlsOnly.name, find(stack, BUCKET, "src").urn]],
    );
  });
});

describe("a setting of a bucket that is not known yet", () => {
  const unknown: readonly (readonly [Pair, Properties])[] = [
    [versioning, { versioningConfiguration: { status: UNKNOWN } }],
    [encryption, { rules: UNKNOWN }],
    [encryption, encrypted({ applyServerSideEncryptionByDefault: { sseAlgorithm: UNKNOWN } }).split],
    [keys, encrypted({ bucketKeyEnabled: UNKNOWN }).split],
    [sseC, encrypted({ blockedEncryptionTypes: UNKNOWN }).split],
    [access, { blockPublicAcls: UNKNOWN }],
    [ownership, { rule: { objectOwnership: UNKNOWN } }],
    [tls, { policy: UNKNOWN }],
  ];
  for (const [pair, properties] of unknown)
    it(`is left open once, by ${pair.ofResource.name}: ${JSON.stringify(Object.keys(properties))}`, async () => {
      const stack = changed(settledStack(), pair.type, "src", properties);
      const { violations, notApplicable } = await both(pair, stack, { ofResource: {}, ofBucket: {} });
      assert.deepEqual(violations, []);
      assert.equal(notApplicable.length, 1, notApplicable.join("\n"));
      assert.match(notApplicable.join(), /is not known: comes from another resource at deployment/);
    });
});

describe("any settings of a bucket", () => {
  const status = fc.constantFrom("Enabled", "Suspended", "Disabled", "enabled", UNKNOWN, undefined);
  const rules = fc.constantFrom<unknown>(
    UNKNOWN,
    undefined,
    [],
    ...["AES256", "aws:kms", "aws:kms:dsse", UNKNOWN, undefined].flatMap((sseAlgorithm) =>
      [KEY, "alias/aws/s3", UNKNOWN, undefined].flatMap((kmsMasterKeyId) =>
        [true, false, UNKNOWN, undefined].map((bucketKeyEnabled) => [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyId },
            bucketKeyEnabled,
            blockedEncryptionTypes: bucketKeyEnabled === true ? ["SSE-C"] : [sseAlgorithm ?? "NONE"],
          },
        ]),
      ),
    ),
  );
  const flag = fc.constantFrom(true, false, UNKNOWN, undefined);
  const policy = fc.constantFrom(UNKNOWN, undefined, "", "{", "{}", READ_ALL, {
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
  const own: { readonly [type: string]: fc.Arbitrary<Properties> } = {
    [VERSIONING]: status.map((each) => ({ versioningConfiguration: { status: each } })),
    [ENCRYPTION]: rules.map((each) => ({ rules: each })),
    [BLOCK]: fc.record({
      blockPublicAcls: flag,
      blockPublicPolicy: flag,
      ignorePublicAcls: flag,
      restrictPublicBuckets: flag,
    }),
    [OWNERSHIP]: fc
      .constantFrom("BucketOwnerEnforced", "ObjectWriter", "Nope", UNKNOWN, undefined)
      .map((objectOwnership) => ({ rule: { objectOwnership } })),
    [BUCKET_POLICY]: policy.map((each) => ({ policy: each })),
  };
  const inline: fc.Arbitrary<Properties> = fc.record(
    {
      versioning: flag.map((enabled) => ({ enabled })),
      serverSideEncryptionConfiguration: rules.map((each) => ({
        rule: Array.isArray(each) ? each[0] : undefined,
      })),
      policy,
    },
    { requiredKeys: [] },
  );

  for (const [title, pair] of Object.entries(pairs))
    it(`are judged by one of the two policies of ${title}, and wholly`, async () => {
      const written = own[pair.type] ?? fc.constant({});
      await fc.assert(
        fc.asyncProperty(
          fc.array(written, { maxLength: 2 }),
          inline,
          fc.boolean(),
          async (settings, onBucket, mustBeStated) => {
            const sample = settledStack();
            const first = find(sample, pair.type, "src");
            const stack = [
              ...changed(without(sample, pair.type, "src"), BUCKET, "src", onBucket),
              ...settings.map((setting, index) => {
                const properties = { bucket: first.properties["bucket"], ...setting };
                return { ...first, urn: `${first.urn}-${index}`, properties, inputs: properties };
              }),
            ].filter(({ name }) => name === "src");
            const config = pair === sseC ? { mustBeStated } : {};
            const configs = { ofResource: config, ofBucket: config };
            const { violations, notApplicable } = await both(pair, stack, configs);
            const of = (name: string) => violations.filter((each) => each.policy === name);
            const ofBucket = of(pair.ofBucket.name);
            if (!ofBucket.some(({ message }) => message.includes("overwrite")))
              assert.ok(of(pair.ofResource.name).length === 0 || ofBucket.length === 0, "reported twice");
            // The policy of the stack that judges alone finds nothing that the two do not find together.
            const replicated = await judgeStack(pair.ofBucket, stack, {
              ...config,
              buckets: "replicated",
            });
            if (replicated.violations.length > 0) assert.ok(violations.length > 0, "not reported");
            if (replicated.notApplicable.length > 0)
              assert.ok(violations.length + notApplicable.length > 0, "not left open");
          },
        ),
        { numRuns: 150 },
      );
    });
});
