import assert from "node:assert/strict";
import {
  judge,
  type LiveKey,
  type LiveSnapshot,
  notesOnward,
  type RequirementReport,
  routesOf,
  topologyFromLive,
} from "../../../model";
import { ACCOUNT, bucketNamed, REPLICA, ROLE_ARN, ruleTo, SOURCE, snapshotOf } from "../../helpers/snapshots";

const KEY_ID = "11111111-2222-3333-4444-555555555555";
const KEY_ARN = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/${KEY_ID}`;

function keyOf(changes: Partial<LiveKey> = {}): LiveKey {
  return {
    arn: KEY_ARN,
    enabled: { known: true },
    usage: { known: "ENCRYPT_DECRYPT" },
    spec: { known: "SYMMETRIC_DEFAULT" },
    policy: { known: '{"Version":"2012-10-17","Statement":[]}' },
    grants: [],
    aliases: ["alias/archive"],
    ...changes,
  };
}

function requirement(snapshot: LiveSnapshot, id: string): RequirementReport | undefined {
  return judge(topologyFromLive(snapshot))[0]?.requirements.find((each) => each.id === id);
}

describe("the topology of live accounts", () => {
  it("works where everything that S3 needs is there", () => {
    const [route] = judge(topologyFromLive(snapshotOf({})));
    assert.equal(route?.verdict, "works");
    assert.deepEqual(
      route?.requirements.filter(({ verdict }) => verdict !== "met"),
      [],
    );
    assert.deepEqual(
      [
        route?.source,
        route?.destination,
        route?.sourceAccount,
        route?.sourceRegion,
        route?.destinationRegion,
      ],
      [SOURCE, REPLICA, ACCOUNT, "eu-west-1", "eu-central-1"],
    );
  });

  const GONE: readonly (readonly [what: string, id: string, snapshot: LiveSnapshot, because: RegExp])[] = [
    [
      "role",
      "role-exists",
      { ...snapshotOf({ missing: [ROLE_ARN] }), roles: [] },
      /^the role arn:aws:iam::111122223333:role\/replicate does not exist$/,
    ],
    [
      "destination",
      "rule-destination-bucket",
      snapshotOf({ rules: [ruleTo("acme-gone")], missing: ["arn:aws:s3:::acme-gone"] }),
      /^destination\.bucket is arn:aws:s3:::acme-gone, and no such bucket exists$/,
    ],
    [
      "replica key",
      "replica-key-enabled",
      snapshotOf({ rules: [kmsRule(KEY_ARN)], missing: [KEY_ARN] }),
      /^the key arn:aws:kms:.* does not exist$/,
    ],
  ];
  for (const [what, id, snapshot, because] of GONE) {
    it(`is broken where AWS says that the ${what} does not exist`, () => {
      const found = requirement(snapshot, id);
      assert.equal(found?.verdict, "unmet");
      assert.match(found?.because ?? "", because);
      assert.notEqual(found?.fix, null);
      assert.equal(judge(topologyFromLive(snapshot))[0]?.verdict, "broken");
    });
  }

  it("says of what may not be read which permission would tell", () => {
    const unknown = "needs s3:GetBucketVersioning on arn:aws:s3:::acme-replica (AccessDenied)";
    const found = requirement(
      snapshotOf({ destination: { versioning: { unknown } } }),
      "destination-versioning",
    );
    assert.equal(found?.verdict, "unknown");
    assert.equal(found?.because, `the versioning of ${REPLICA} is not known: ${unknown}`);
  });

  it("reports a configuration that may not be read as one route that is not proven", () => {
    const unknown = "needs s3:GetReplicationConfiguration on arn:aws:s3:::acme-source (AccessDenied)";
    const routes = judge(topologyFromLive(snapshotOf({ source: { replication: { unknown } } })));
    assert.deepEqual(
      routes.map(({ source, verdict, requirements }) => [
        source,
        verdict,
        requirements[0]?.because.endsWith(unknown),
      ]),
      [[SOURCE, "unproven", true]],
    );
  });

  const NAMES = [KEY_ARN, `arn:aws:kms:eu-central-1:${ACCOUNT}:alias/archive`];
  for (const name of NAMES) {
    it(`finds the replica key by ${name}`, () => {
      const snapshot = { ...snapshotOf({ rules: [kmsRule(name)] }), keys: [keyOf()] };
      const [route] = routesOf(topologyFromLive(snapshot));
      assert.ok(route && "found" in route.replicaKey);
      assert.equal(route.replicaKey.found.label, KEY_ARN);
    });
  }

  it("looks a key id and an alias name up where the bucket is, and nowhere else", () => {
    for (const text of [KEY_ID, "alias/archive"]) {
      const encryption = {
        known: {
          algorithm: "aws:kms",
          keyId: text,
          bucketKeyEnabled: true,
          blockedEncryptionTypes: undefined,
        },
      };
      const here = { ...snapshotOf({ destination: { encryption } }), keys: [keyOf()] };
      const elsewhere = { ...snapshotOf({ source: { encryption } }), keys: [keyOf()] };
      const [route] = routesOf(topologyFromLive(here));
      const [other] = routesOf(topologyFromLive(elsewhere));
      assert.ok(route && "found" in route.destinationKey, text);
      assert.deepEqual(other && "outside" in other.sourceKey ? other.sourceKey.outside : undefined, text);
    }
  });

  it("keeps an alias that may not be resolved unknown, with the reason", () => {
    const text = `arn:aws:kms:eu-central-1:${ACCOUNT}:alias/hidden`;
    const unknown = `needs kms:DescribeKey on ${text} (AccessDenied)`;
    const snapshot = {
      ...snapshotOf({ rules: [kmsRule(text)] }),
      unresolvedKeys: [{ text, region: "eu-central-1", unknown }],
    };
    assert.match(requirement(snapshot, "replica-key-enabled")?.because ?? "", /needs kms:DescribeKey/);
  });

  it("reads filters in each of the forms of the API", () => {
    const filters = [
      [{ Prefix: "" }, { tags: {}, elements: ["prefix"] }],
      [{ Prefix: "a/" }, { prefix: "a/", tags: {}, elements: ["prefix"] }],
      [{ Tag: { Key: "k", Value: "v" } }, { tags: { k: "v" }, elements: ["tag"] }],
      [
        { And: { Prefix: "a/", Tags: [{ Key: "k", Value: "v" }, { Key: "l" }] } },
        { prefix: "a/", tags: { k: "v", l: "" }, elements: ["and"] },
      ],
      [undefined, undefined],
    ] as const;
    for (const [Filter, expected] of filters) {
      const snapshot = snapshotOf({ rules: [ruleTo(REPLICA, { Filter, Prefix: "old/" })] });
      const [route] = routesOf(topologyFromLive(snapshot));
      assert.deepEqual(route?.rule.filter, { known: expected });
      assert.deepEqual(route?.rule.legacyPrefix, { known: Filter === undefined ? "old/" : undefined });
    }
  });

  it("knows a chain by the rules of the destination", () => {
    const replication = { known: { Role: ROLE_ARN, Rules: [ruleTo("acme-third")] } };
    const snapshot = snapshotOf({
      destination: { replication },
      others: [bucketNamed("acme-third", "us-east-1")],
    });
    assert.equal(notesOnward(topologyFromLive(snapshot)).length, 1);
    assert.deepEqual(notesOnward(topologyFromLive(snapshotOf({}))), []);
  });

  it("knows what AWS's managed policies deny, where they may not be read", () => {
    const snapshot = snapshotOf({});
    const arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    const unread = {
      label: 'managed policy "AmazonS3ReadOnlyAccess"',
      arn,
      document: { unknown: "needs iam:GetPolicy" },
    };
    const roles = snapshot.roles.map((role) => ({ ...role, policies: [...role.policies, unread] }));
    assert.equal(judge(topologyFromLive({ ...snapshot, roles }))[0]?.verdict, "works");
    const other = { ...unread, arn: `arn:aws:iam::${ACCOUNT}:policy/own` };
    const withOwn = snapshot.roles.map((role) => ({ ...role, policies: [...role.policies, other] }));
    assert.equal(judge(topologyFromLive({ ...snapshot, roles: withOwn }))[0]?.verdict, "unproven");
  });
});

function kmsRule(ReplicaKmsKeyID: string) {
  return ruleTo(REPLICA, {
    SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: "Enabled" } },
    Destination: { Bucket: `arn:aws:s3:::${REPLICA}`, EncryptionConfiguration: { ReplicaKmsKeyID } },
  });
}
