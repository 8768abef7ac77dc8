import assert from "node:assert/strict";
import type { AnalyzerResource, Properties } from "../../../operations/policy/analyzerResource";
import { analyzerResources } from "../../../operations/rehearsal/analyzerResources";
import { alarmCanBeRaised, everyRouteHasItsAlarm } from "../../../policy-pack/policies/alarms";
import { topicLetsCloudWatchPublish } from "../../../policy-pack/policies/alarmTopics";
import { oneNotificationConfiguration } from "../../../policy-pack/policies/notifications";
import { stateProtected } from "../../../policy-pack/policies/retention";
import { planOf } from "../../helpers/plans";
import { judgeStack } from "../judge";
import { changed, find, UNKNOWN, without } from "../stacks";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const TOPIC = "aws:sns/topic:Topic";
const KEY = "aws:kms/key:Key";
const CONFIGURATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
const FAILURES = "archive-alarms-eu-central-1-failures";
const LATENCY = "archive-alarms-eu-central-1-latency";
const TOPIC_NAME = "archive-alarms-eu-west-1";

const stackOf = async (args: Parameters<typeof planOf>[0] = {}, kind?: Parameters<typeof planOf>[1]) =>
  analyzerResources((await planOf(args, kind)).resources);

const DIMENSIONS = {
  SourceBucket: "acme-archive",
  DestinationBucket: "acme-archive-replication-eu-central-1",
  RuleId: "eu-central-1",
};
/** The rule with another element. */
function withRule(stack: readonly AnalyzerResource[], change: (rule: Rule) => Rule) {
  const rules: Rule[] = JSON.parse(
    JSON.stringify(find(stack, CONFIGURATION, "archive-replication").properties["rules"]),
  );
  return changed(stack, CONFIGURATION, "archive-replication", { rules: rules.map(change) });
}
interface Rule extends Properties {
  readonly destination: Properties;
}
const withoutMetrics = ({ destination: { metrics: _, ...destination }, ...rule }: Rule): Rule => ({
  ...rule,
  destination,
});
const disabled = (rule: Rule): Rule => ({ ...rule, status: "Disabled" });
/** A resource moved to another provider. */
const onProviderOf = (stack: readonly AnalyzerResource[], type: string, name: string, other: string) => {
  const { provider } = find(stack, ALARM, other);
  return stack.map((each) =>
    each.type === type && each.name === name && provider ? { ...each, provider } : each,
  );
};

describe("the policies on alarms", () => {
  for (const policy of [
    everyRouteHasItsAlarm,
    alarmCanBeRaised,
    topicLetsCloudWatchPublish,
    oneNotificationConfiguration,
  ])
    for (const [what, args] of [
      ["one replica", {}],
      [
        "a replica in another account",
        {
          replicas: [
            {
              region: "eu-north-1",
              accountId: "444455556666",
              assumeRole: { roleArn: "arn:aws:iam::444455556666:role/deployer" },
            },
          ],
        },
      ],
      ["a replica in the primary's region", { replicas: [{ region: "eu-west-1", name: "same" }] }],
    ] as const)
      for (const kind of ["update", "first preview"] as const)
        it(`${policy.name} finds nothing in what ReplicatedBucket makes for ${what}, in a ${kind}`, async () => {
          const { violations, notApplicable } = await judgeStack(policy, await stackOf(args, kind));
          assert.deepEqual([violations, notApplicable], [[], []]);
        });
});

describe("every-route-has-its-alarm", () => {
  const judged = (stack: readonly AnalyzerResource[]) => judgeStack(everyRouteHasItsAlarm, stack);
  const none =
    'alarm of rule "eu-central-1": expected one on OperationsFailedReplication from acme-archive to acme-archive-replication-eu-central-1, in the source\'s region and account, found none; add one with the dimensions {"SourceBucket":"acme-archive","DestinationBucket":"acme-archive-replication-eu-central-1","RuleId":"eu-central-1"}';

  for (const [what, change] of [
    ["no alarm", (stack) => without(stack, ALARM)],
    ["an alarm on another metric only", (stack) => without(stack, ALARM, FAILURES)],
    [
      "an alarm of another rule",
      (stack) => changed(stack, ALARM, FAILURES, { dimensions: { ...DIMENSIONS, RuleId: "all" } }),
    ],
    [
      "an alarm without one of the dimensions",
      (stack) =>
        changed(stack, ALARM, FAILURES, {
          dimensions: { SourceBucket: "acme-archive", RuleId: "eu-central-1" },
        }),
    ],
    [
      "an alarm with ARNs in the place of names",
      (stack) =>
        changed(stack, ALARM, FAILURES, {
          dimensions: { ...DIMENSIONS, SourceBucket: "arn:aws:s3:::acme-archive" },
        }),
    ],
    [
      "an alarm in the destination's region",
      (stack) => changed(onProviderOf(stack, ALARM, FAILURES, LATENCY), ALARM, FAILURES, { arn: undefined }),
    ],
    ["an alarm in another namespace", (stack) => changed(stack, ALARM, FAILURES, { namespace: "Custom" })],
  ] as const satisfies readonly (readonly [
    string,
    (stack: readonly AnalyzerResource[]) => readonly AnalyzerResource[],
  ])[])
    it(`refuses a rule with ${what}`, async () => {
      const { violations, urns, notApplicable } = await judged(change(await stackOf()));
      assert.deepEqual([violations, notApplicable], [[none], []]);
      assert.equal(urns[0]?.split("::").at(-1), "archive-replication");
    });

  it("says of a rule without metrics that no alarm could ever be raised", async () => {
    const { violations } = await judged(withRule(await stackOf(), withoutMetrics));
    assert.deepEqual(violations, [
      'metrics of rule "eu-central-1": expected "Enabled", without which no alarm on the rule could ever be raised, found nothing; set destination.metrics.status "Enabled", and add an alarm',
    ]);
  });

  it("asks for none on a rule that is disabled", async () => {
    const { violations } = await judged(without(withRule(await stackOf(), disabled), ALARM));
    assert.deepEqual(violations, []);
  });

  it("leaves open what an alarm with dimensions that are not known watches", async () => {
    const { violations, notApplicable } = await judged(
      changed(await stackOf(), ALARM, FAILURES, { dimensions: UNKNOWN }),
    );
    assert.deepEqual(violations, []);
    assert.match(notApplicable.join(), /the alarm of rule "eu-central-1" is not known/);
  });
});

describe("alarm-can-be-raised", () => {
  const judged = async (stack: readonly AnalyzerResource[]) =>
    (await judgeStack(alarmCanBeRaised, stack)).violations;

  it("refuses dimensions under which S3 publishes nothing", async () => {
    for (const [dimensions, found] of [
      [{ BucketName: "acme-archive" }, "BucketName"],
      [{ SourceBucket: "acme-archive", RuleId: "eu-central-1" }, "RuleId, SourceBucket"],
      [undefined, "none"],
    ] as const)
      assert.deepEqual(await judged(changed(await stackOf(), ALARM, FAILURES, { dimensions })), [
        `dimensions: expected SourceBucket, DestinationBucket, RuleId, found ${found}; s3 publishes the metric under all three together, and under nothing else`,
      ]);
  });

  it("refuses dimensions of no rule of a bucket of the stack, and none of a bucket of another stack", async () => {
    const stack = await stackOf();
    const arn = "arn:aws:s3:::acme-archive-replication-eu-central-1";
    const [violation = ""] = await judged(
      changed(stack, ALARM, FAILURES, { dimensions: { ...DIMENSIONS, DestinationBucket: arn } }),
    );
    assert.match(
      violation,
      /^dimensions: expected those of a rule of the bucket, found .*correct the rule's id/,
    );
    assert.deepEqual(
      await judged(
        changed(stack, ALARM, FAILURES, { dimensions: { ...DIMENSIONS, SourceBucket: "theirs" } }),
      ),
      [],
    );
  });

  it("refuses an average of a latency", async () => {
    assert.deepEqual(await judged(changed(await stackOf(), ALARM, LATENCY, { statistic: "Average" })), [
      'statistic: expected Maximum, found "Average"; ReplicationLatency has no other one that means anything',
    ]);
  });

  it("refuses each metric in the other end's region", async () => {
    const stack = await stackOf();
    const moved = (name: string, like: string) =>
      changed(onProviderOf(stack, ALARM, name, like), ALARM, name, { arn: undefined });
    assert.deepEqual(await judged(moved(FAILURES, LATENCY)), [
      "region: expected eu-west-1, that of the source, where s3 publishes OperationsFailedReplication, found eu-central-1; make the alarm in eu-west-1",
    ]);
    assert.deepEqual(await judged(moved(LATENCY, FAILURES)), [
      "region: expected eu-central-1, that of the destination, where s3 publishes ReplicationLatency, found eu-west-1; make the alarm in eu-central-1",
    ]);
  });

  for (const [what, change, message] of [
    ["is disabled", disabled, /^rule: expected "Enabled", else the alarm can never be raised/],
    [
      "has no metrics",
      withoutMetrics,
      /^metrics of the rule: expected "Enabled", else the alarm can never be raised, found nothing/,
    ],
  ] as const)
    it(`says of every alarm on a rule that ${what} that it can never be raised`, async () => {
      const violations = await judged(withRule(await stackOf(), change));
      assert.equal(violations.length, 3);
      for (const violation of violations) assert.match(violation, message);
    });

  it("says nothing of alarms on other metrics", async () => {
    assert.deepEqual(
      await judged(changed(await stackOf(), ALARM, FAILURES, { namespace: "AWS/EC2", dimensions: {} })),
      [],
    );
  });
});

describe("topic-lets-cloudwatch-publish", () => {
  const judged = (stack: readonly AnalyzerResource[]) => judgeStack(topicLetsCloudWatchPublish, stack);
  const policyFor = (statement: Properties) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "cloudwatch.amazonaws.com" }, ...statement }],
    });
  const publish = { Action: "SNS:Publish", Resource: "*" };

  for (const [what, policy] of [
    ["another service", policyFor({ ...publish, Principal: { Service: "events.amazonaws.com" } })],
    [
      "another account's alarms",
      policyFor({ ...publish, Condition: { StringEquals: { "aws:SourceAccount": "999999999999" } } }),
    ],
    [
      "alarms of another region",
      policyFor({
        ...publish,
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:*" } },
      }),
    ],
    ["another topic", policyFor({ ...publish, Resource: "arn:aws:sns:eu-west-1:111122223333:other" })],
    ["nobody, with a Deny", policyFor({ ...publish, Effect: "Deny" })],
  ] as const)
    it(`refuses a topic whose policy is for ${what}`, async () => {
      const { violations, urns } = await judged(changed(await stackOf(), TOPIC, TOPIC_NAME, { policy }));
      assert.equal(violations.length, 1);
      assert.match(
        violations[0] ?? "",
        /^publishing: expected what cloudwatch\.amazonaws\.com may do, found .*policy of topic/,
      );
      assert.equal(urns[0]?.split("::").at(-1), TOPIC_NAME);
    });

  it("accepts the policy that SNS writes by default, and one of a TopicPolicy", async () => {
    const stack = await stackOf();
    assert.deepEqual((await judged(changed(stack, TOPIC, TOPIC_NAME, { policy: undefined }))).violations, []);
    const topic = find(stack, TOPIC, TOPIC_NAME);
    const separate: AnalyzerResource = {
      ...topic,
      type: "aws:sns/topicPolicy:TopicPolicy",
      urn: `${topic.urn}-policy`,
      name: "separate",
      properties: { arn: topic.properties["arn"], policy: policyFor({ ...publish, Effect: "Deny" }) },
    };
    const bare = changed(stack, TOPIC, TOPIC_NAME, { policy: undefined });
    assert.equal((await judged([...bare, separate])).violations.length, 1);
  });

  it("refuses a key that does not let CloudWatch use it, and AWS's own", async () => {
    const stack = await stackOf();
    const administered = policyFor({
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: "kms:*",
      Resource: "*",
    });
    for (const policy of [administered, policyFor({ Action: "kms:Decrypt", Resource: "*" }), undefined]) {
      const { violations } = await judged(changed(stack, KEY, `${TOPIC_NAME}-key`, { policy }));
      assert.equal(violations.length, 1, String(policy));
      assert.match(violations[0] ?? "", /^publishing: /);
    }
    const { violations } = await judged(
      changed(stack, TOPIC, TOPIC_NAME, { kmsMasterKeyId: "alias/aws/sns" }),
    );
    assert.match(
      violations.join(),
      /^kmsMasterKeyId: expected a customer managed key .* found "alias\/aws\/sns"/,
    );
  });

  it("accepts a topic that is not encrypted", async () => {
    const { violations, notApplicable } = await judged(
      changed(await stackOf(), TOPIC, TOPIC_NAME, { kmsMasterKeyId: undefined }),
    );
    assert.deepEqual([violations, notApplicable], [[], []]);
  });

  it("leaves open a key of another stack and a condition that it does not know", async () => {
    const stack = await stackOf();
    const outside = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const condition = { StringEquals: { "aws:SourceOrgID": "o-a1b2c3d4e5" } };
    for (const change of [
      { kmsMasterKeyId: outside },
      { policy: policyFor({ ...publish, Condition: condition }) },
    ]) {
      const { violations, notApplicable } = await judged(changed(stack, TOPIC, TOPIC_NAME, change));
      assert.deepEqual(violations, []);
      assert.notDeepEqual(notApplicable, []);
    }
  });

  it("refuses a topic of another region than its alarm's", async () => {
    const stack = await stackOf();
    const other = find(stack, TOPIC, "archive-alarms-eu-central-1").properties["arn"];
    const { violations } = await judged(changed(stack, ALARM, FAILURES, { alarmActions: [other] }));
    assert.deepEqual(violations, [
      `region: expected eu-west-1, that of alarm ${FAILURES}, found eu-central-1; an alarm publishes only to a topic of its own region: make one there`,
    ]);
  });

  it("says nothing of a topic that no alarm publishes to", async () => {
    const stack = without(await stackOf(), ALARM);
    const { violations } = await judged(
      changed(stack, TOPIC, TOPIC_NAME, { policy: policyFor({ ...publish, Effect: "Deny" }) }),
    );
    assert.deepEqual(violations, []);
  });
});

describe("one-notification-configuration", () => {
  it("refuses a second one of a bucket, and none of another bucket", async () => {
    const stack = await stackOf();
    const first = find(stack, NOTIFICATION, "archive-alarms-events");
    const second = (bucket: string): AnalyzerResource => ({
      ...first,
      urn: `${first.urn}-second`,
      name: "second",
      properties: { bucket, eventbridge: true },
    });
    const judged = await judgeStack(oneNotificationConfiguration, [...stack, second("acme-archive")]);
    assert.deepEqual(judged.violations, [
      `bucket: expected one notification configuration, found another one, ${first.urn}; put all targets into one of them and remove the other`,
    ]);
    assert.deepEqual(judged.urns, [`${first.urn}-second`]);
    const other = await judgeStack(oneNotificationConfiguration, [...stack, second("another")]);
    assert.deepEqual(other.violations, []);
  });
});

describe("state-protected", () => {
  it("says nothing of keys that encrypt messages of alarms only", async () => {
    const { violations } = await judgeStack(stateProtected, await stackOf());
    assert.deepEqual(violations, []);
    const { violations: of } = await judgeStack(stateProtected, await stackOf({ protect: false }));
    assert.doesNotMatch(of.join(), /archive-alarms/);
  });
});
