import assert from "node:assert/strict";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { Properties } from "../../../operations/policy/analyzerResource";
import {
  ruleComplete,
  ruleDeleteMarkers,
  ruleKmsPair,
  ruleMetrics,
} from "../../../policy-pack/policies/rules";
import { ruleTimeControl } from "../../../policy-pack/policies/timeControl";
import { judgeResource } from "../judge";
import { resource, UNKNOWN } from "../stacks";

const CONFIGURATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d";

const destination: Properties = {
  bucket: "arn:aws:s3:::replica",
  encryptionConfiguration: { replicaKmsKeyId: KEY },
  metrics: { status: "Enabled" },
};
const rule: Properties = {
  id: "eu-central-1",
  priority: 0,
  status: "Enabled",
  filter: { prefix: "" },
  deleteMarkerReplication: { status: "Enabled" },
  sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
  destination,
};
const time = { status: "Enabled", time: { minutes: 15 } };

/** The rule with a change, and with one of its destination. */
const changed = (change: Properties, ofDestination: Properties = {}) => ({
  ...rule,
  destination: { ...destination, ...ofDestination },
  ...change,
});

type Expected = RegExp | "fine" | "open";
type Case = readonly [string, readonly Properties[], Expected, Properties?];

const cases: readonly (readonly [ResourceValidationPolicy, readonly Case[]])[] = [
  [
    ruleKmsPair,
    [
      ["both halves", [rule], "fine"],
      [
        "no opt-in",
        [changed({ sourceSelectionCriteria: undefined })],
        /^sseKmsEncryptedObjects of rule "eu-central-1": expected "Enabled", found nothing; set sourceSelectionCriteria\.sseKmsEncryptedObjects\.status "Enabled"/,
      ],
      [
        "the opt-in off",
        [changed({ sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Disabled" } } })],
        /found "Disabled"/,
      ],
      [
        "no key",
        [changed({}, { encryptionConfiguration: undefined })],
        /^replicaKmsKeyId of rule "eu-central-1": expected a key, found nothing/,
      ],
      [
        "an alias for a key",
        [
          changed(
            {},
            {
              encryptionConfiguration: {
                replicaKmsKeyId: "arn:aws:kms:eu-central-1:111122223333:alias/archive",
              },
            },
          ),
        ],
        /expected the ARN of a key, found "arn:aws:kms:eu-central-1:111122223333:alias\/archive"/,
      ],
      ...[
        "foo",
        "0a1b2c3d-1111-2222-3333-444455556666",
        "alias/archive",
        "arn:aws:s3:::replica",
        "arn:aws:kms",
      ].map(
        (replicaKmsKeyId): Case => [
          `${replicaKmsKeyId} for a key`,
          [changed({}, { encryptionConfiguration: { replicaKmsKeyId } })],
          /^replicaKmsKeyId of rule "eu-central-1": expected the ARN of a key, found "/,
        ],
      ),
      [
        "a key of another partition",
        [
          changed(
            {},
            {
              encryptionConfiguration: {
                replicaKmsKeyId: "arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-0a1b",
              },
            },
          ),
        ],
        "fine",
      ],
      [
        "a key that is not known yet",
        [changed({}, { encryptionConfiguration: { replicaKmsKeyId: UNKNOWN } })],
        "fine",
      ],
      [
        "a place for the key that is not known yet",
        [changed({}, { encryptionConfiguration: UNKNOWN })],
        "open",
      ],
      ["a destination that is not known yet", [changed({ destination: UNKNOWN })], "open"],
      [
        "an opt-in that is not known yet",
        [changed({ sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: UNKNOWN } } })],
        "open",
      ],
      [
        "neither half in a rule that is disabled",
        [
          changed(
            { status: "Disabled", sourceSelectionCriteria: undefined },
            { encryptionConfiguration: undefined },
          ),
        ],
        "fine",
      ],
    ],
  ],
  [
    ruleMetrics,
    [
      ["metrics", [rule], "fine"],
      [
        "no metrics",
        [changed({}, { metrics: undefined })],
        /^metrics of rule "eu-central-1": expected "Enabled", found nothing/,
      ],
      ["metrics that are off", [changed({}, { metrics: { status: "Disabled" } })], /found "Disabled"/],
      ["metrics that are not known yet", [changed({}, { metrics: { status: UNKNOWN } })], "open"],
      [
        "one rule of two without metrics",
        [rule, changed({ id: "second", priority: 1 }, { metrics: undefined })],
        /rule "second"/,
      ],
    ],
  ],
  [
    ruleTimeControl,
    [
      ["no Replication Time Control", [rule], "fine"],
      [
        "it complete",
        [
          changed(
            {},
            { replicationTime: time, metrics: { status: "Enabled", eventThreshold: { minutes: 15 } } },
          ),
        ],
        "fine",
      ],
      [
        "it without metrics",
        [changed({}, { replicationTime: time, metrics: undefined })],
        /^metrics of rule "eu-central-1": expected "Enabled" with Replication Time Control, found nothing/,
      ],
      [
        "another time",
        [changed({}, { replicationTime: { status: "Enabled", time: { minutes: 30 } } })],
        /minutes: expected 15, found 30/,
      ],
      [
        "it without a time",
        [changed({}, { replicationTime: { status: "Enabled" } })],
        /^replicationTime of rule "eu-central-1", minutes: expected 15, found nothing/,
      ],
      ["it switched off without a time", [changed({}, { replicationTime: { status: "Disabled" } })], "fine"],
      [
        "a time that is not known yet",
        [changed({}, { replicationTime: { status: "Enabled", time: { minutes: UNKNOWN } } })],
        "open",
      ],
      [
        "it with another event threshold",
        [
          changed(
            {},
            { replicationTime: time, metrics: { status: "Enabled", eventThreshold: { minutes: 30 } } },
          ),
        ],
        /^eventThreshold of rule "eu-central-1", minutes: expected 15, found 30/,
      ],
      [
        "it with an event threshold that is not known yet",
        [
          changed(
            {},
            { replicationTime: time, metrics: { status: "Enabled", eventThreshold: { minutes: UNKNOWN } } },
          ),
        ],
        "open",
      ],
      [
        "an event threshold without it",
        [changed({}, { metrics: { status: "Enabled", eventThreshold: { minutes: 15 } } })],
        /^eventThreshold of rule .*expected nothing without Replication Time Control, found 15/,
      ],
      [
        "its absence where config requires it",
        [rule],
        /^replicationTime of rule "eu-central-1": expected "Enabled", found nothing/,
        { required: true },
      ],
      [
        "its presence where config requires it",
        [changed({}, { replicationTime: time })],
        "fine",
        { required: true },
      ],
      [
        "it not known yet",
        [changed({}, { replicationTime: { status: UNKNOWN } })],
        "open",
        { required: true },
      ],
    ],
  ],
  [
    ruleDeleteMarkers,
    [
      ["delete markers replicated", [rule], "fine"],
      ["delete markers kept back", [changed({ deleteMarkerReplication: { status: "Disabled" } })], "fine"],
      [
        "silence",
        [changed({ deleteMarkerReplication: undefined })],
        /expected "Enabled" or "Disabled", found nothing/,
      ],
      ["what config wants", [rule], "fine", { status: "Enabled" }],
      [
        "the opposite of what config wants",
        [rule],
        /expected "Disabled", found "Enabled"/,
        { status: "Disabled" },
      ],
      [
        "delete markers with a tag filter",
        [changed({ filter: { tag: { key: "a", value: "b" } } })],
        /expected "Disabled" with a tag filter/,
      ],
      ...[
        UNKNOWN,
        { tag: UNKNOWN },
        { and: UNKNOWN },
        { tag: { key: UNKNOWN, value: "b" } },
        { and: { tags: UNKNOWN } },
      ].flatMap((filter): readonly Case[] => [
        [`delete markers with the filter ${JSON.stringify(filter)}`, [changed({ filter })], "open"],
        [
          `no delete markers with the filter ${JSON.stringify(filter)}`,
          [changed({ filter, deleteMarkerReplication: { status: "Disabled" } })],
          "fine",
        ],
      ]),
      [
        "delete markers with a prefix that is not known yet",
        [changed({ filter: { prefix: UNKNOWN } })],
        "fine",
      ],
      [
        "delete markers with a tag whose value is not known yet",
        [changed({ filter: { tag: { key: "a", value: UNKNOWN } } })],
        /expected "Disabled" with a tag filter/,
      ],
      [
        "delete markers with such a tag beside a prefix",
        [changed({ filter: { and: { prefix: UNKNOWN, tags: { a: UNKNOWN } } } })],
        /expected "Disabled" with a tag filter/,
      ],
      ["a status that is not known yet", [changed({ deleteMarkerReplication: { status: UNKNOWN } })], "open"],
    ],
  ],
  [
    ruleComplete,
    [
      ["a complete rule", [rule], "fine"],
      ["two complete rules", [rule, changed({ id: "second", priority: 1 })], "fine"],
      ["a rule without id", [changed({ id: undefined })], /^id of rule 1: expected an id, found nothing/],
      [
        "a rule without filter",
        [changed({ filter: undefined })],
        /^filter of rule "eu-central-1": expected a filter/,
      ],
      [
        "existing objects",
        [changed({ existingObjectReplication: { status: "Enabled" } })],
        /^existingObjectReplication of rule "eu-central-1": expected nothing, found "Enabled"/,
      ],
      [
        "one priority twice",
        [rule, changed({ id: "second" })],
        /^priority: expected a different one in every rule, found 0 twice/,
      ],
      [
        "one id twice",
        [rule, changed({ priority: 1 })],
        /^id: expected a different one in every rule, found "eu-central-1" twice/,
      ],
      ["rules that are not known yet", [], "open"],
    ],
  ],
];

for (const [policy, ofPolicy] of cases) {
  describe(policy.name, () => {
    for (const [title, rules, expected, config] of ofPolicy) {
      const verb = expected === "fine" ? "accepts" : expected === "open" ? "leaves open" : "refuses";
      it(`${verb} ${title}`, async () => {
        const inputs = { bucket: "archive", role: UNKNOWN, rules: rules.length === 0 ? UNKNOWN : rules };
        const { violations, notApplicable } = await judgeResource(
          policy,
          resource(CONFIGURATION, inputs),
          config,
        );
        if (expected instanceof RegExp) {
          assert.equal(violations.length, 1, violations.join("\n"));
          assert.match(violations[0] ?? "", expected);
        } else assert.deepEqual(violations, []);
        assert.equal(notApplicable.length, expected === "open" ? 1 : 0, notApplicable.join("\n"));
      });
    }
  });
}

describe("a rule whose status is not known", () => {
  const broken = changed(
    {
      status: UNKNOWN,
      filter: undefined,
      sourceSelectionCriteria: undefined,
      deleteMarkerReplication: undefined,
    },
    { metrics: undefined, encryptionConfiguration: undefined },
  );
  const judged = (policy: ResourceValidationPolicy, rules: readonly Properties[], config: Properties) =>
    judgeResource(policy, resource(CONFIGURATION, { bucket: "archive", role: UNKNOWN, rules }), config);

  for (const [policy, config] of [
    [ruleKmsPair, {}],
    [ruleMetrics, {}],
    [ruleTimeControl, { required: true }],
    [ruleDeleteMarkers, {}],
    [ruleComplete, {}],
  ] as const)
    it(`breaks ${policy.name} perhaps only: it may be disabled`, async () => {
      const { violations, notApplicable } = await judged(policy, [broken], config);
      assert.deepEqual(violations, []);
      assert.match(notApplicable.join(), /^status of rule "eu-central-1" is not known: [^\n]*$/);
      const on = await judged(policy, [{ ...broken, status: "Enabled" }], config);
      assert.ok(on.violations.length > 0);
      const off = await judged(policy, [{ ...broken, status: "Disabled" }], config);
      assert.deepEqual([off.violations, off.notApplicable], [[], []]);
    });

  it("is fine where nothing is wrong with it", async () => {
    for (const policy of [ruleKmsPair, ruleMetrics, ruleTimeControl, ruleDeleteMarkers, ruleComplete]) {
      const { violations, notApplicable } = await judged(policy, [changed({ status: UNKNOWN })], {});
      assert.deepEqual([violations, notApplicable], [[], []], policy.name);
    }
  });
});

describe("rules written on the bucket itself", () => {
  const inline = (change: Properties) => ({
    role: "arn:aws:iam::111122223333:role/archive",
    rules: [
      {
        id: "eu-central-1",
        priority: 0,
        status: "Enabled",
        filter: { prefix: "" },
        deleteMarkerReplicationStatus: "Enabled",
        sourceSelectionCriteria: { sseKmsEncryptedObjects: { enabled: true } },
        destination: { bucket: "arn:aws:s3:::replica", replicaKmsKeyId: KEY, metrics: { status: "Enabled" } },
        ...change,
      },
    ],
  });
  const inLists = (change: Properties) => [
    {
      role: "arn:aws:iam::111122223333:role/archive",
      rules: [
        {
          id: "eu-central-1",
          priority: 0,
          status: "Enabled",
          filters: [{ prefix: "" }],
          deleteMarkerReplicationStatus: "Enabled",
          sourceSelectionCriterias: [{ sseKmsEncryptedObjects: [{ enabled: true }] }],
          destinations: [
            { bucket: "arn:aws:s3:::replica", replicaKmsKeyId: KEY, metrics: [{ status: "Enabled" }] },
          ],
          ...change,
        },
      ],
    },
  ];
  const all = [ruleKmsPair, ruleMetrics, ruleTimeControl, ruleDeleteMarkers, ruleComplete];

  for (const policy of all) {
    it(`keep to ${policy.name} when they are complete`, async () => {
      for (const bucket of [
        resource(BUCKET, { replicationConfiguration: inline({}) }),
        resource(BUCKET_V2, { replicationConfigurations: inLists({}) }),
      ])
        assert.deepEqual((await judgeResource(policy, bucket)).violations, [], bucket.type);
    });

    it(`are nothing for ${policy.name} when there are none`, async () => {
      const { violations, notApplicable } = await judgeResource(policy, resource(BUCKET, {}));
      assert.deepEqual([violations, notApplicable], [[], []]);
    });
  }

  it("have 15 minutes of Replication Time Control where they state none", async () => {
    const judged = (replicationTime: Properties) => {
      const destination = {
        bucket: "arn:aws:s3:::replica",
        replicaKmsKeyId: KEY,
        metrics: { status: "Enabled", minutes: 15 },
        replicationTime,
      };
      return judgeResource(
        ruleTimeControl,
        resource(BUCKET, { replicationConfiguration: inline({ destination }) }),
      );
    };
    assert.deepEqual((await judged({ status: "Enabled" })).violations, []);
    assert.equal((await judged({ status: "Enabled", minutes: 30 })).violations.length, 1);
  });

  for (const [title, bucket] of [
    [
      "a block",
      resource(BUCKET, { replicationConfiguration: inline({ sourceSelectionCriteria: undefined }) }),
    ],
    [
      "lists",
      resource(BUCKET_V2, { replicationConfigurations: inLists({ sourceSelectionCriterias: undefined }) }),
    ],
  ] as const) {
    it(`break rule-kms-pair without the opt-in, written as ${title}`, async () => {
      const { violations } = await judgeResource(ruleKmsPair, bucket);
      assert.equal(violations.length, 1);
      assert.match(violations[0] ?? "", /^sseKmsEncryptedObjects of rule "eu-central-1"/);
    });
  }
});
