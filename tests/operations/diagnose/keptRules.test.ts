import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { parseSettings } from "../../../components/settings";
import { type LiveRule, topologyFromLive, topologyFromPolicyResources } from "../../../model";
import { keptRulesOf, keptRulesSchema } from "../../../operations/diagnose/keptRules";
import { keptRulesText } from "../../../operations/report/keptRulesText";
import { run } from "../../helpers/commandLine";
import { type FakeS3Options, startFakeS3 } from "../../helpers/fakeAws/fakeS3";
import { configurationXml } from "../../helpers/fakeAws/replicationXml";
import { policyResources } from "../../helpers/policyResources";
import { ACCOUNT, REPLICA, ROLE_ARN, ruleTo, SOURCE, snapshotOf } from "../../helpers/snapshots";

const BUCKET = `arn:aws:s3:::${REPLICA}`;
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** Everything that a rule of version 2 can have. */
const FULL: LiveRule = {
  ID: "backup",
  Priority: 7,
  Status: "Disabled",
  Filter: {
    And: {
      Prefix: "logs/",
      Tags: [
        { Key: "keep", Value: "2024-01-01" },
        { Key: "on", Value: "yes" },
      ],
    },
  },
  DeleteMarkerReplication: { Status: "Enabled" },
  SourceSelectionCriteria: {
    SseKmsEncryptedObjects: { Status: "Enabled" },
    ReplicaModifications: { Status: "Disabled" },
  },
  Destination: {
    Bucket: BUCKET,
    Account: "000055556666",
    StorageClass: "GLACIER_IR",
    AccessControlTranslation: { Owner: "Destination" },
    EncryptionConfiguration: { ReplicaKmsKeyID: KEY },
    Metrics: { Status: "Enabled", EventThreshold: { Minutes: 15 } },
    ReplicationTime: { Status: "Enabled", Time: { Minutes: 15 } },
  },
};

const kept = (...rules: readonly LiveRule[]) => keptRulesOf({ Role: ROLE_ARN, Rules: rules });
const textOf = (found: ReturnType<typeof kept>) => keptRulesText({ bucket: SOURCE, unread: [], ...found });

describe("the rules of a bucket that a stack keeps", () => {
  it("have every field that a rule can have, written as the setting is", () => {
    const found = kept(FULL);
    assert.deepEqual(found.keepRules, [
      {
        id: "backup",
        priority: 7,
        status: "Disabled",
        filter: { and: { prefix: "logs/", tags: { keep: "2024-01-01", on: "yes" } } },
        deleteMarkerReplication: { status: "Enabled" },
        sourceSelectionCriteria: {
          sseKmsEncryptedObjects: { status: "Enabled" },
          replicaModifications: { status: "Disabled" },
        },
        destination: {
          bucket: BUCKET,
          account: "000055556666",
          storageClass: "GLACIER_IR",
          accessControlTranslation: { owner: "Destination" },
          encryptionConfiguration: { replicaKmsKeyId: KEY },
          metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
          replicationTime: { status: "Enabled", time: { minutes: 15 } },
        },
      },
    ]);
    assert.deepEqual([found.roleArn, found.notKept, found.remarks], [ROLE_ARN, [], []]);
  });

  it("are quoted where YAML of any version would read a date, a number or a yes", () => {
    const text = textOf(kept(FULL));
    for (const line of ['keep: "2024-01-01"', '"on": "yes"', 'account: "000055556666"'])
      assert.ok(text.includes(line), text);
  });

  const FILTERS: readonly (readonly [filter: LiveRule["Filter"], expected: object])[] = [
    [{}, { prefix: "" }],
    [{ Prefix: "" }, { prefix: "" }],
    [{ Prefix: "a/" }, { prefix: "a/" }],
    [{ Tag: { Key: "k", Value: "" } }, { tag: { key: "k", value: "" } }],
    [{ Prefix: "", Tag: { Key: "k", Value: "v" } }, { tag: { key: "k", value: "v" } }],
    [{ And: { Tags: [{ Key: "k", Value: "v" }] } }, { and: { tags: { k: "v" } } }],
  ];
  for (const [Filter, expected] of FILTERS)
    it(`keep the filter ${JSON.stringify(Filter)}`, () => {
      assert.deepEqual(kept(ruleTo(REPLICA, { Filter })).keepRules[0]?.filter, expected);
    });

  const V1 = { ...ruleTo(REPLICA, { Prefix: "logs/" }), Filter: undefined, Priority: undefined };
  const REFUSED: readonly (readonly [what: string, rule: LiveRule, because: RegExp])[] = [
    [
      "is of version 1",
      V1,
      /^it is of version 1, and S3 takes no configuration of both versions: write it with a priority of its own, filter: \{prefix: "logs\/"\} and deleteMarkerReplication: \{status: Enabled\}, since version 1 replicates delete markers$/,
    ],
    ["has no id", ruleTo(REPLICA, { ID: undefined }), /^it has no id: give it one/],
    ["has no priority", ruleTo(REPLICA, { Priority: undefined }), /^it has no priority/],
    [
      "has the id of an earlier one",
      ruleTo(REPLICA, { ID: "first", Priority: 2 }),
      /^an earlier rule has the same id/,
    ],
    [
      "has the priority of an earlier one",
      ruleTo(REPLICA, { Priority: 9 }),
      /^an earlier rule has the same priority, 9/,
    ],
    [
      "has several elements in its filter",
      ruleTo(REPLICA, { Filter: { Prefix: "a", Tag: { Key: "k", Value: "v" } } }),
      /^its filter has several elements/,
    ],
    [
      "names no bucket",
      ruleTo(REPLICA, { Destination: {} }),
      /^the setting does not take its destination\.bucket: /,
    ],
    ["has another status", ruleTo(REPLICA, { Status: "Paused" }), /^the setting does not take its status: /],
    [
      "has Replication Time Control without a time",
      ruleTo(REPLICA, { Destination: { Bucket: BUCKET, ReplicationTime: { Status: "Enabled" } } }),
      /^the setting does not take its destination\.replicationTime\.time: /,
    ],
  ];
  for (const [what, rule, because] of REFUSED)
    it(`leave out, and name, one that ${what}`, () => {
      const first = ruleTo("acme-first", { ID: "first", Priority: 9 });
      const found = kept(first, rule);
      assert.deepEqual(
        found.keepRules.map(({ id }) => id),
        ["first"],
      );
      assert.equal(found.notKept.length, 1);
      assert.match(found.notKept[0]?.because ?? "", because);
      assert.equal(found.notKept[0]?.rule, rule.ID ?? "rule 2");
      assert.match(textOf(found), /^# Kept: 1 of 2 rules of acme-source\./);
      assert.match(textOf(found), /^# not kept: rule "/m);
    });

  it("come with remarks on ids that replicas have, and on what the setting lacks", () => {
    const found = kept(
      ruleTo(REPLICA, { ID: "eu-central-1", ExistingObjectReplication: { Status: "Enabled" } }),
      ruleTo(REPLICA, { Priority: 2, ExistingObjectReplication: { Status: "Disabled" } }),
    );
    assert.equal(found.keepRules.length, 2);
    assert.deepEqual(found.remarks, [
      "rule eu-central-1 has the name that a replica in eu-central-1 has unless it is given one: give such a replica another name",
      "rule eu-central-1 loses existingObjectReplication, which the setting does not have: S3 does not accept it any more",
    ]);
    const roleless = keptRulesOf({ Role: "", Rules: [ruleTo(REPLICA)] });
    assert.deepEqual(roleless.remarks, ["the configuration names no role, and kept rules need roleArn"]);
    assert.equal(textOf(roleless).includes("roleArn:"), false);
  });

  it("are an empty list where the bucket has none", () => {
    assert.deepEqual(keptRulesOf(undefined), { roleArn: null, keepRules: [], notKept: [], remarks: [] });
    assert.deepEqual(parse(textOf(keptRulesOf(undefined))), {
      "s3-replication:bucketName": SOURCE,
      "s3-replication:primary": { adopt: {}, keepRules: [] },
      "s3-replication:alarms": { failureEvents: false },
    });
  });
});

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const status = fc.record({ Status: fc.constantFrom("Enabled", "Disabled") });
const words = fc.oneof(
  fc.string({ maxLength: 12, unit: "binary" }),
  fc.constantFrom(
    "yes",
    "NO",
    "on",
    "~",
    "null",
    "2024-01-01",
    "0755",
    "1e3",
    "12:30:45",
    "0x1f",
    "- a",
    "# b",
    "a: b",
    "=",
    "<<",
    "\u2028",
  ),
);
const name = words.filter((text) => text !== "" && text !== "__proto__");
const tag = fc.record({ Key: name, Value: words });
const ofFifteen = fc.constant({ Minutes: 15 });
const filter: fc.Arbitrary<LiveRule["Filter"]> = fc.oneof(
  fc.constant({}),
  fc.record({ Prefix: words }),
  fc.record({ Tag: tag }),
  fc.record({
    And: fc.record({
      Prefix: some(words),
      Tags: fc.uniqueArray(tag, { minLength: 1, maxLength: 3, selector: ({ Key }) => Key }),
    }),
  }),
);
const rule = fc.record({
  ID: name,
  Priority: fc.nat(),
  Status: fc.constantFrom("Enabled", "Disabled"),
  Filter: filter,
  DeleteMarkerReplication: some(status),
  SourceSelectionCriteria: some(
    fc.record({ SseKmsEncryptedObjects: some(status), ReplicaModifications: some(status) }),
  ),
  Destination: fc.record({
    Bucket: fc.constantFrom(BUCKET, "arn:aws:s3:::acme-other"),
    Account: some(fc.constantFrom("000055556666", ACCOUNT)),
    StorageClass: some(fc.constantFrom("STANDARD_IA", "GLACIER_IR")),
    AccessControlTranslation: some(fc.constant({ Owner: "Destination" })),
    EncryptionConfiguration: some(fc.constantFrom({ ReplicaKmsKeyID: KEY }, { ReplicaKmsKeyID: "" })),
    Metrics: some(
      fc.record({ Status: fc.constantFrom("Enabled", "Disabled"), EventThreshold: some(ofFifteen) }),
    ),
    ReplicationTime: some(fc.record({ Status: fc.constantFrom("Enabled", "Disabled"), Time: ofFifteen })),
  }),
});
const rules = fc.uniqueArray(rule, {
  maxLength: 4,
  comparator: (one, other) => one.ID === other.ID || one.Priority === other.Priority,
});

/** What the model sees of the rules, without the references that each source resolves in its own way. */
function seen(topology: ReturnType<typeof topologyFromLive>) {
  const [configuration] = topology.configurations;
  assert.ok(configuration !== undefined && "known" in configuration.rules);
  return configuration.rules.known.map(
    ({ destination, filter: selected, existingObjectReplication: _, ...one }) => {
      assert.ok("known" in selected);
      const { bucket: _bucket, replicaKey, ...rest } = destination;
      const { prefix = "", tags = {} } = selected.known ?? {};
      return { ...one, ...rest, hasReplicaKey: replicaKey !== undefined, prefix, tags };
    },
  );
}

describe("any rules of version 2", () => {
  it("come through the YAML and the settings as they are", () => {
    fc.assert(
      fc.property(rules, (live) => {
        const found = kept(...live);
        assert.deepEqual(found.notKept, []);
        const text = textOf(found);
        const pasted = parse(text);
        // Pulumi's reader knows some of YAML 1.1.
        assert.deepEqual(parse(text, { version: "1.1" }), pasted);
        assert.deepEqual(pasted["s3-replication:primary"].keepRules, found.keepRules);
        const settings = Object.fromEntries(
          Object.entries({
            ...{ primaryRegion: "eu-west-1", accountId: ACCOUNT, prefix: "acme" },
            replicas: [{ region: "eu-central-1", name: "of-the-stack-alone" }],
            ...Object.fromEntries(
              Object.entries(pasted).map(([key, value]) => [key.replace("s3-replication:", ""), value]),
            ),
          }),
        );
        const parsed = parseSettings(settings);
        assert.ok("args" in parsed, JSON.stringify(parsed));
        assert.deepEqual(parsed.args.primary.keepRules, found.keepRules);
        assert.equal(parsed.args.roleArn, live.length === 0 ? undefined : ROLE_ARN);
      }),
      { numRuns: 300 },
    );
  });

  it("are to the model what they were in the bucket", () => {
    fc.assert(
      fc.property(rules, (live) => {
        const properties = { bucket: SOURCE, role: ROLE_ARN, rules: kept(...live).keepRules };
        const type = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
        const stack = topologyFromPolicyResources(
          policyResources([{ type, name: "kept", urn: `urn:pulumi:s::p::${type}::kept`, properties }]),
        );
        if (live.length === 0) return;
        assert.deepEqual(seen(stack), seen(topologyFromLive(snapshotOf({ rules: live }))));
      }),
      { numRuns: 200 },
    );
  });
});

describe("diagnose --keep-rules", function () {
  this.timeout(30_000);
  const environment = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "test" };

  const ran = async (
    words: readonly string[],
    answer: ReturnType<NonNullable<FakeS3Options["intercept"]>> = {
      status: 200,
      body: configurationXml({ Role: ROLE_ARN, Rules: [FULL] }),
    },
  ) => {
    const server = await startFakeS3({
      account: ACCOUNT,
      buckets: { [SOURCE]: "eu-west-1" },
      intercept: ({ name: call }) => (call === "GetBucketReplication" ? answer : undefined),
    });
    try {
      const ended = await run(["diagnose", ...words, "--keep-rules", "--endpoint", server.endpoint], {
        environment,
      });
      return { ...ended, calls: server.calls.map(({ name: call }) => call) };
    } finally {
      await server.close();
    }
  };

  it("reads the rules of one bucket and nothing else", async () => {
    const { status: ended, stdout, stderr, calls } = await ran([SOURCE]);
    assert.deepEqual([ended, stderr], [0, ""]);
    assert.equal(stdout, textOf(kept(FULL)));
    assert.deepEqual(calls, ["GetCallerIdentity", "ListBuckets", "GetBucketReplication"]);
  });

  it("prints the same as data", async () => {
    const { status: ended, stdout } = await ran([SOURCE, "--json"]);
    assert.equal(ended, 0);
    assert.deepEqual(keptRulesSchema.parse(JSON.parse(stdout)), {
      bucket: SOURCE,
      unread: [],
      ...kept(FULL),
    });
  });

  it("ends with 1 where a rule cannot be kept, and with 0 where there is none", async () => {
    const old = { ID: "old", Prefix: "", Status: "Enabled", Destination: { Bucket: BUCKET } };
    const one = await ran([SOURCE], {
      status: 200,
      body: configurationXml({ Role: ROLE_ARN, Rules: [old] }),
    });
    assert.equal(one.status, 1);
    assert.match(one.stdout, /^# not kept: rule "old": it is of version 1/m);
    const none = await ran([SOURCE], { status: 404, code: "ReplicationConfigurationNotFoundError" });
    assert.equal(none.status, 0);
    assert.match(none.stdout, /^ {2}keepRules: \[\]$/m);
  });

  it("names the permission where the rules may not be read, and prints no list that looks empty", async () => {
    const denied = { status: 403, code: "AccessDenied" };
    const { status: ended, stdout } = await ran([SOURCE], denied);
    assert.equal(ended, 3);
    assert.match(
      stdout.replaceAll("\n# ", " "),
      /needs s3:GetReplicationConfiguration on arn:aws:s3:::acme-source/,
    );
    assert.equal(stdout.includes("keepRules"), false);
    const data = keptRulesSchema.parse(JSON.parse((await ran([SOURCE, "--json"], denied)).stdout));
    assert.equal(data.keepRules, null);
    assert.deepEqual(
      data.unread.map(({ action }) => action),
      ["s3:GetReplicationConfiguration"],
    );
  });

  const WRONG: readonly (readonly [words: readonly string[], expected: string])[] = [
    [[], "--keep-rules: expected one bucket, found none; ask for each bucket by itself\n"],
    [
      ["acme-one", "acme-two"],
      "--keep-rules: expected one bucket, found acme-one, acme-two; ask for each bucket by itself\n",
    ],
    [
      [SOURCE, "--all", "--failed"],
      "--keep-rules: expected no other question, found --all, --failed; ask them apart\n",
    ],
    [["acme-nowhere"], "bucket: expected a bucket that exists, found none named acme-nowhere\n"],
  ];
  for (const [words_, expected] of WRONG)
    it(`refuses ${words_.join(" ") || "no bucket"}`, async () => {
      const { status: ended, stdout, stderr } = await ran(words_);
      assert.deepEqual([ended, stdout, stderr], [2, "", expected]);
    });
});
