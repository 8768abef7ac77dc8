import assert from "node:assert/strict";
import { problemLine } from "../../components/problems";
import { parseSettings } from "../../components/settings";
import type { ResourceProperties } from "../../operations/rehearsal/values";
import { planOf } from "../helpers/plans";

const SMALL = { prefix: "acme", primaryRegion: "eu-west-1", replicas: ["eu-central-1"] };
const TOPIC = "arn:aws:sns:eu-west-1:111122223333:on-call";

function lines(alarms: unknown): readonly string[] {
  const settings: ResourceProperties = { ...SMALL, alarms };
  const parsed = parseSettings(settings);
  return "problems" in parsed ? parsed.problems.map(problemLine) : [];
}

describe("settings of alarms", () => {
  it("accept receivers, thresholds and switches", () => {
    const alarms = {
      enabled: true,
      email: ["a@example.com", "b@example.com"],
      queues: ["arn:aws:sqs:us-east-1:444455556666:pager"],
      topics: [TOPIC, "arn:aws:sns:eu-central-1:444455556666:on-call"],
      lagMinutes: 1440,
      pendingOperations: 1,
      dashboard: false,
      failureEvents: false,
    };
    assert.deepEqual(lines(alarms), []);
  });

  for (const [what, alarms, says] of [
    [
      "an address without a domain, and one that is there twice",
      { email: ["team", "a@example.com", "a@example.com"] },
      [
        'alarms.email[0]: expected an e-mail address, found "team"; for example storage-team@example.com',
        'alarms.email[2]: expected each receiver once, found "a@example.com" again; remove it',
      ],
    ],
    [
      "a queue's address",
      { queues: ["https://sqs.eu-west-1.amazonaws.com/111122223333/pager"] },
      [
        'alarms.queues[0]: expected the arn of a queue, arn:aws:sqs:<region>:<account>:<name>, found "https://sqs.eu-west-1.amazonaws.com/111122223333/pager"; copy it from the queue in sqs',
      ],
    ],
    [
      "a topic that no alarm may publish to",
      { topics: ["on-call", `${TOPIC}.fifo`, "arn:aws:sns:us-east-1:111122223333:on-call"] },
      [
        'alarms.topics[0]: expected the arn of a topic, arn:aws:sns:<region>:<account>:<name>, found "on-call"; copy it from the topic in sns',
        `alarms.topics[1]: expected a standard topic, found "${TOPIC}.fifo"; cloudwatch publishes in no order; name a topic that is not fifo`,
        'alarms.topics[2]: expected a topic in eu-west-1 or eu-central-1, where the alarms are, found "arn:aws:sns:us-east-1:111122223333:on-call"; an alarm publishes only to a topic of its own region; remove it',
      ],
    ],
    [
      "two topics of one region",
      { topics: [TOPIC, `${TOPIC}-2`] },
      [
        `alarms.topics[1]: expected one topic of a region, found "${TOPIC}-2"; keep one, and subscribe the other receiver to it`,
      ],
    ],
    [
      "thresholds that are no whole numbers of their range",
      { lagMinutes: 0, pendingOperations: 1.5 },
      [
        "alarms.lagMinutes: expected a whole number from 1 to 1440, found 0; choose another number, or leave it out",
        "alarms.pendingOperations: expected a whole number from 1 to 1000000000, found 1.5; choose another number, or leave it out",
      ],
    ],
  ] as const)
    it(`refuse ${what}`, () => assert.deepEqual(lines(alarms), says));

  it("refuse other notifications without the configuration that takes them in", async () => {
    for (const off of [{ failureEvents: false }, { enabled: false }])
      await assert.rejects(
        planOf({ alarms: { ...off, notifications: { eventbridge: true } } }),
        /alarms\.notifications: expected failureEvents beside notifications/,
      );
  });

  it("are refused in a receiving stack, whose account S3 publishes no metrics to", () => {
    const parsed = parseSettings({
      prefix: "acme",
      receiver: { region: "eu-north-1", sourceAccountId: "111122223333" },
      alarms: { email: ["a@example.com"] },
    });
    assert.ok("problems" in parsed);
    assert.deepEqual(parsed.problems.map(problemLine), [
      'alarms: expected only receiver, found {"email":["a@example.com"]}; it belongs to the stack that replicates; remove it here',
    ]);
  });
});
