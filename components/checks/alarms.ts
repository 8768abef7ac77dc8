/** Checks of the alarms: topics and subscriptions are named by ARNs of the right service, and thresholds are numbers. */
import type * as pulumi from "@pulumi/pulumi";
import { arnParts } from "../../aws/arns";
import { partitionOfRegion } from "../../aws/partitions";
import { LAG_MINUTES, MAX_PENDING_OPERATIONS } from "../alarmRules";
import { shownValue } from "../problems";
import { replicaName } from "../replicaName";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { type Checked, check, given } from "./rows";

/** An ARN of the list, with what it must be like. */
interface NamedTopic {
  readonly arn: string;
  readonly partition: string;
  /** The regions that have alarms. */
  readonly regions: readonly string[];
  readonly isSecondOfRegion: boolean;
}

/** An alarm publishes only to a topic of its own region. */
export const topics = check(
  ({ alarms, primary, replicas }: ReplicatedBucketArgs) => {
    const arns = alarms?.topics ?? [];
    const regionOf = (arn: string) => arnParts(arn)?.region;
    return arns.map(
      (arn, index): Checked<NamedTopic> => ({
        path: `alarms.topics[${index}]`,
        value: {
          arn,
          partition: partitionOfRegion(primary.region),
          regions: [...new Set([primary.region, ...replicas.map(({ region }) => region)])],
          isSecondOfRegion: arns.findIndex((other) => regionOf(other) === regionOf(arn)) < index,
        },
      }),
    );
  },
  [
    {
      condition: ({ arn, partition }) => !isArnOf(arn, "sns", partition),
      expected: ({ partition }) => `the arn of a topic, arn:${partition}:sns:<region>:<account>:<name>`,
      found: ({ arn }) => shownValue(arn),
      fix: "copy it from the topic in sns",
    },
    {
      condition: ({ arn, partition }) => isArnOf(arn, "sns", partition) && arn.endsWith(".fifo"),
      expected: "a standard topic",
      found: ({ arn }) => shownValue(arn),
      fix: "cloudwatch publishes in no order; name a topic that is not fifo",
    },
    {
      condition: ({ arn, partition, regions }) =>
        isArnOf(arn, "sns", partition) && !regions.includes(arnParts(arn)?.region ?? ""),
      expected: ({ regions }) => `a topic in ${regions.join(" or ")}, where the alarms are`,
      found: ({ arn }) => shownValue(arn),
      fix: "an alarm publishes only to a topic of its own region; remove it",
    },
    {
      condition: ({ arn, partition, isSecondOfRegion }) => isArnOf(arn, "sns", partition) && isSecondOfRegion,
      expected: "one topic of a region",
      found: ({ arn }) => shownValue(arn),
      fix: "keep one, and subscribe the other receiver to it",
    },
  ],
);

/** Receivers of the topics that are made here. */
export const subscriptions = check(
  ({ alarms = {}, primary }: ReplicatedBucketArgs) => {
    const partition = partitionOfRegion(primary.region);
    return [
      ...receivers("email", alarms.email, (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text), {
        expected: "an e-mail address",
        fix: "for example storage-team@example.com",
      }),
      ...receivers("queues", alarms.queues, (text) => isArnOf(text, "sqs", partition), {
        expected: `the arn of a queue, arn:${partition}:sqs:<region>:<account>:<name>`,
        fix: "copy it from the queue in sqs",
      }),
    ];
  },
  [
    {
      condition: ({ isRight }) => !isRight,
      expected: ({ expected }) => expected,
      found: ({ text }) => shownValue(text),
      fix: ({ fix }) => fix,
    },
    {
      condition: ({ isRight, isRepeated }) => isRight && isRepeated,
      expected: "each receiver once",
      found: ({ text }) => `${shownValue(text)} again`,
      fix: "remove it",
    },
  ],
);

interface Receiver {
  readonly text: string;
  readonly isRight: boolean;
  readonly isRepeated: boolean;
  readonly expected: string;
  readonly fix: string;
}

function receivers(
  name: string,
  list: readonly pulumi.Input<string>[] = [],
  isRight: (text: string) => boolean,
  words: { readonly expected: string; readonly fix: string },
): readonly Checked<Receiver>[] {
  return list.flatMap((text, index) =>
    typeof text === "string"
      ? [
          {
            path: `alarms.${name}[${index}]`,
            value: { ...words, text, isRight: isRight(text), isRepeated: list.indexOf(text) < index },
          },
        ]
      : [],
  );
}

export const numbers = check(
  ({ alarms = {} }: ReplicatedBucketArgs) => [
    ...ranged("lagMinutes", alarms.lagMinutes, LAG_MINUTES),
    ...ranged("pendingOperations", alarms.pendingOperations, { min: 1, max: MAX_PENDING_OPERATIONS }),
  ],
  [
    {
      condition: ({ number, min, max }) => !Number.isInteger(number) || number < min || number > max,
      expected: ({ min, max }) => `a whole number from ${min} to ${max}`,
      found: ({ number }) => shownValue(number),
      fix: "choose another number, or leave it out",
    },
  ],
);

function ranged(name: string, number: number | undefined, { min, max }: { min: number; max: number }) {
  return given(`alarms.${name}`, number).map(({ path, value }) => ({
    path,
    value: { number: value, min, max },
  }));
}

/**
 * A bucket that is adopted may have notifications, which a queue of failures replaces. The answer stays in the program when `adopt` is
 * removed.
 */
export const adoptedNotifications = check(
  ({ alarms = {}, primary, replicas }: ReplicatedBucketArgs) => {
    const { enabled = true, failureEvents, notifications } = alarms;
    const adopted = [
      ...(primary.adopt !== undefined && notifications === undefined ? ["the primary"] : []),
      ...replicas
        .filter(({ twoWay = false, adopt }) => twoWay && adopt !== undefined)
        .map((replica) => `replica ${replicaName(replica)}`),
    ];
    return enabled && failureEvents === undefined && adopted.length > 0
      ? [{ path: "alarms.failureEvents", value: adopted.join(" and ") }]
      : [];
  },
  [
    {
      condition: () => true,
      expected: (adopted) => `true or false, since ${adopted} existed before`,
      found: "nothing",
      fix: "s3 has one notification configuration for a bucket: false leaves it, true replaces it by a queue of failures; aws s3api get-bucket-notification-configuration shows it",
    },
  ],
);

/** Only the notification configuration that carries the failures takes others in. */
export const notificationsWithoutEvents = check(
  ({ alarms = {} }: ReplicatedBucketArgs) =>
    given("alarms.notifications", alarms.notifications).map(({ path }) => ({
      path,
      value: (alarms.enabled ?? true) && (alarms.failureEvents ?? true),
    })),
  [
    {
      condition: (isConfigured) => !isConfigured,
      expected: "failureEvents beside notifications",
      found: "failureEvents switched off",
      fix: "configure them with an aws.s3.BucketNotification of your own, or switch failureEvents on",
    },
  ],
);

function isArnOf(text: string, service: string, partition: string): boolean {
  const parts = arnParts(text);
  return (
    parts?.service === service &&
    parts.partition === partition &&
    parts.region !== "" &&
    /^\d{12}$/.test(parts.account) &&
    /^[\w-]+(\.fifo)?$/.test(parts.resource)
  );
}
