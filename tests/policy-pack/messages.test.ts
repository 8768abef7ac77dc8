/** What violations say: where, what was expected, what was found, how to mend it, and which config allows it. */
import assert from "node:assert/strict";
import type { AnalyzerResource, Properties } from "../../operations/policy/analyzerResource";
import { judgePolicies } from "../../operations/policy/judgePolicies";
import { type PackConfig, policySettings } from "../../operations/policy/policySettings";
import { policies } from "../../policy-pack/policies";
import { onDefault, ordinaryProgram } from "./ordinaryProgram";
import { changed, find, firstPreview, resource, settledStack, without } from "./stacks";

const BUCKET = "aws:s3/bucket:Bucket";
const CONFIGURATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const KEY = "aws:kms/key:Key";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

const document = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const key = (name: string) => String(find(settledStack(), KEY, name).properties["arn"]);

/** A rule to a replica of the stack that breaks nothing, with a change and with one of its destination. */
const rule = (change: Properties = {}, destination: Properties = {}): Properties => ({
  id: "copy",
  priority: 0,
  status: "Enabled",
  filter: { prefix: "" },
  deleteMarkerReplication: { status: "Enabled" },
  sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
  destination: {
    bucket: "arn:aws:s3:::acme-archive-replication-ap-northeast-1",
    encryptionConfiguration: { replicaKmsKeyId: key("ap-northeast-1") },
    metrics: { status: "Enabled" },
    ...destination,
  },
  ...change,
});
const withRules = (...rules: readonly Properties[]) =>
  changed(settledStack(), CONFIGURATION, "src", { rules });
/** The deployed stack with an unprotected bucket beside it that takes no part in replication. */
const besideBucket = (properties: Properties = {}) => [
  ...settledStack(),
  resource(BUCKET, { bucket: "ledger", ...properties }, "ledger"),
];
const sseKms = {
  sseAlgorithm: "aws:kms",
  kmsMasterKeyId: "arn:aws:kms:ap-southeast-1:111122223333:key/0a1b",
};
const inSourceRegion = settledStack().map((each) =>
  each.type === BUCKET && each.name === "ap-northeast-1"
    ? {
        ...each,
        properties: { ...each.properties, region: "ap-southeast-1" },
        provider: find(settledStack(), BUCKET, "src").provider ?? assert.fail(),
      }
    : each,
);
const usBucket: AnalyzerResource = {
  ...onDefault(BUCKET, "copies"),
  provider: { type: "pulumi:providers:aws", urn: "urn:us", name: "us", properties: { region: "us-east-1" } },
};
const wideRole = changed(settledStack(), ROLE_POLICY, "role", {
  policy: document({
    Effect: "Allow",
    Action: ["s3:ReplicateObject", "s3:Get*"],
    Resource: "arn:aws:s3:::a/*",
  }),
});
const elsewhere = withRules(rule({}, { bucket: "arn:aws:s3:::elsewhere", account: "999900001111" }));

/** Policy, its config, the stack, and the config that the message offers. */
const allowed: readonly (readonly [string, Properties, readonly AnalyzerResource[], Properties])[] = [
  ["replication-works", {}, withRules(rule({ status: "Disabled" })), { disabledRules: "advise" }],
  ["replication-works", { unproven: "refuse" }, firstPreview(), { unproven: "advise" }],
  ["must-replicate", { which: "all" }, besideBucket(), { which: "intended" }],
  ["must-replicate", {}, without(settledStack(), CONFIGURATION), { which: "tagged" }],
  ["must-replicate", {}, withRules(rule({ status: "Disabled" })), { which: "tagged" }],
  ["minimum-replicas", { minimum: 3 }, settledStack(), { minimum: 2 }],
  ["replica-in-another-region", {}, inSourceRegion, { sameRegionAllowed: true }],
  ["rule-delete-markers", { status: "Disabled" }, withRules(rule()), { status: "stated" }],
  ["rule-time-control", { required: true }, withRules(rule()), { required: false }],
  ...[
    "every-bucket-versioned",
    "every-bucket-encrypted",
    "every-bucket-blocks-public-access",
    "every-bucket-acls-off",
    "every-bucket-tls-only",
  ].map((name) => [name, {}, besideBucket(), { buckets: "replicated" }] as const),
  [
    "every-bucket-uses-bucket-keys",
    {},
    besideBucket({
      serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: sseKms } },
    }),
    { buckets: "replicated" },
  ],
  [
    "sse-c-blocked",
    { mustBeStated: true },
    [resource(ENCRYPTION, { rules: [{ applyServerSideEncryptionByDefault: sseKms }] })],
    { mustBeStated: false },
  ],
  ["every-bucket-blocks-sse-c", { mustBeStated: true }, besideBucket(), { mustBeStated: false }],
  [
    "every-bucket-administered-by-owner",
    {},
    changed(settledStack(), BUCKET_POLICY, "src", {
      policy: document({
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::444455556666:role/partner" },
        Action: ["s3:PutBucketPolicy", "s3:PutBucketAcl"],
        Resource: "arn:aws:s3:::acme-archive",
      }),
    }),
    { actions: ["s3:DeleteBucketPolicy", "s3:PutEncryptionConfiguration", "s3:PutObjectAcl"] },
  ],
  [
    "key-rotation",
    {},
    [resource(KEY, { enableKeyRotation: true, rotationPeriodInDays: 400 })],
    { maximumRotationPeriodInDays: 400 },
  ],
  ["key-deletion-window", {}, [resource(KEY, { deletionWindowInDays: 7 })], { minimumDays: 7 }],
  [
    "replication-role-permissions",
    {},
    wideRole,
    { allowedActionPatterns: ["kms:GenerateDataKey*", "kms:ReEncrypt*", "s3:Get*"] },
  ],
  [
    "every-replication-role-is-narrow",
    {},
    changed(settledStack(), ROLE_POLICY, "role", {
      policy: document({
        Effect: "Allow",
        Action: "sqs:Send*",
        Resource: "arn:aws:sqs:eu-west-1:111122223333:q",
      }),
    }),
    { allowedActionPatterns: ["kms:GenerateDataKey*", "kms:ReEncrypt*", "sqs:Send*"] },
  ],
  [
    "allowed-regions",
    { regions: ["eu-west-1"] },
    [resource(BUCKET, {})],
    { regions: ["eu-west-1", "ap-southeast-1"] },
  ],
  [
    "allowed-destination-accounts",
    { accounts: ["444455556666"] },
    elsewhere,
    { accounts: ["444455556666", "999900001111"] },
  ],
  [
    "every-destination-account-allowed",
    { accounts: ["444455556666"] },
    elsewhere,
    { accounts: ["444455556666", "999900001111"] },
  ],
  [
    "every-destination-account-allowed",
    { accounts: ["444455556666"] },
    withRules(rule({}, { bucket: "arn:aws:s3:::elsewhere" })),
    { buckets: ["elsewhere"] },
  ],
  ["explicit-providers", {}, [onDefault(BUCKET, "website"), usBucket], { types: ["aws:kms/", "aws:iam/"] }],
  ["explicit-providers", { demanded: "always" }, [onDefault(KEY, "orders")], { demanded: "several" }],
];

/** What a policy refuses: the messages below its description. */
async function refusals(
  name: string,
  stack: readonly AnalyzerResource[],
  config: Properties,
): Promise<readonly string[]> {
  const policy = policies.find((each) => each.name === name) ?? assert.fail(name);
  const pack = { name: "pack", version: "1.0.0", policies: [policy] };
  const { policies: results } = await judgePolicies(
    pack,
    stack,
    policySettings([policy], { [name]: config }),
  );
  return results.flatMap(({ violations }) =>
    violations
      .filter(({ enforcementLevel }) => enforcementLevel === "mandatory")
      .map(({ message }) => message.slice(policy.description.length + 1)),
  );
}

const OFFER = /[,\n] +or set (\{.*\}) in the policy pack's config \(--policy-pack-config \S+\)$/;

describe("the message of a violation that config allows", () => {
  for (const [name, config, stack, offered] of allowed)
    it(`offers the config that allows it: ${name} with ${JSON.stringify(offered)}`, async () => {
      const messages = await refusals(name, stack, config);
      assert.ok(messages.length > 0, "nothing is refused");
      for (const message of messages) {
        const [, json = "{}"] = OFFER.exec(message) ?? assert.fail(message);
        const whole: PackConfig = JSON.parse(json);
        assert.deepEqual(whole, { [name]: offered });
      }
      assert.deepEqual(await refusals(name, stack, { ...config, ...offered }), []);
    });

  it("offers nothing where no config allows it", async () => {
    const stack = [...ordinaryProgram(), ...withRules(rule({}, { metrics: undefined }))];
    for (const name of ["no-force-destroy", "rule-metrics"]) {
      const [message, ...others] = await refusals(name, stack, {});
      assert.ok(message !== undefined && others.length === 0, name);
      assert.doesNotMatch(message, OFFER);
    }
  });

  it("does not offer to leave a bucket out that replicates", async () => {
    const [message, ...others] = await refusals(
      "every-bucket-versioned",
      without(settledStack(), "aws:s3/bucketVersioning:BucketVersioning", "src"),
      {},
    );
    assert.deepEqual(others, []);
    assert.equal(
      message,
      'versioning of the bucket: expected "Enabled", found "Disabled"; add an aws.s3.BucketVersioning with versioningConfiguration.status "Enabled" for the bucket',
    );
  });
});

describe("the message of every violation", () => {
  it("says where, what was expected, what was found and how to mend it", async () => {
    const stacks = [
      [...ordinaryProgram(), ...besideBucket(), usBucket],
      without(settledStack(), "aws:s3/bucketVersioning:BucketVersioning"),
      wideRole,
      inSourceRegion,
      withRules(rule({ id: undefined, filter: undefined, deleteMarkerReplication: undefined }), rule()),
    ];
    let said = 0;
    for (const stack of stacks)
      for (const { name } of policies.filter((each) => each.name !== "replication-works"))
        for (const message of await refusals(name, stack, {})) {
          said += 1;
          assert.match(message, /^[^:]+.*: expected .+, found .+; \S+ .+/, name);
        }
    assert.ok(said > 40, `${said}`);
  });
});
