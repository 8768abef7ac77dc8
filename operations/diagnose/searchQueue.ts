/** Finds failed objects in the queue that S3 sends its replication events to. */
import { GetBucketNotificationConfigurationCommand } from "@aws-sdk/client-s3";
import { GetQueueUrlCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { arnParts, bucketArn } from "../../aws/arns";
import type { LiveAccess } from "../live/access";
import { FAILURE_ACTIONS } from "../live/actions";
import type { FoundBucket } from "../live/findBucket";
import { s3Of, whereOf } from "../live/readBucket";
import type { Reader } from "../live/reader";
import type { Allowance, Search } from "./allowance";
import { failuresIn } from "./events";
import type { FailedObject } from "./failures";

/** Long enough that one search does not receive a message twice. */
const HIDDEN_SECONDS = 60;
const MOST_MESSAGES_A_REQUEST = 10;
/** SQS asks only some of its servers at a time: an empty answer does not mean an empty queue. */
const EMPTY_ANSWERS = 2;

export async function searchQueue(
  found: FoundBucket,
  access: LiveAccess,
  reader: Reader,
  allowance: Allowance,
): Promise<Search<FailedObject>> {
  const result = (outcome: string, failed: readonly FailedObject[] = []): Search<FailedObject> => ({
    where: "event queue",
    bucket: found.name,
    outcome,
    failed,
  });
  if (!allowance.take()) return result("not looked at: all requests are used");
  const configuration = await reader.read({
    action: FAILURE_ACTIONS.GetBucketNotificationConfiguration,
    resource: bucketArn(found.partition, found.name),
    caller: found.caller,
    ask: (options) =>
      s3Of(found).send(new GetBucketNotificationConfigurationCommand(whereOf(found)), options),
  });
  if ("unknown" in configuration) return result(`not looked at: ${configuration.unknown}`);
  const { QueueConfigurations = [], TopicConfigurations = [] } = configuration.known;
  const isOfReplication = ({ Events = [] }: { readonly Events?: readonly string[] | undefined }) =>
    Events.some((event) => event.startsWith("s3:Replication:"));
  const queues = [
    ...new Set(QueueConfigurations.filter(isOfReplication).flatMap(({ QueueArn }) => QueueArn ?? [])),
  ];
  if (queues.length === 0) {
    return result(
      TopicConfigurations.some(isOfReplication)
        ? "none: s3 sends its replication events to a topic, where they cannot be read"
        : "none: s3 sends no replication events to a queue",
    );
  }
  const failed: FailedObject[] = [];
  const outcomes: string[] = [];
  for (const arn of queues) {
    const { outcome, events } = await receive(arn, access, reader, allowance);
    outcomes.push(outcome);
    failed.push(...events.filter(({ bucket }) => bucket === found.name));
  }
  return result(outcomes.join("; "), failed);
}

async function receive(
  arn: string,
  access: LiveAccess,
  reader: Reader,
  allowance: Allowance,
): Promise<{ readonly outcome: string; readonly events: readonly FailedObject[] }> {
  const { account = "", region = "", resource = "" } = arnParts(arn) ?? {};
  const caller = access.callerOf(account) ?? access.main;
  const sqs = caller.clients.sqs(region);
  if (!allowance.take()) return { outcome: `${arn}: not looked at: all requests are used`, events: [] };
  const url = await reader.read({
    action: FAILURE_ACTIONS.GetQueueUrl,
    resource: arn,
    caller,
    ask: (options) =>
      sqs.send(new GetQueueUrlCommand({ QueueName: resource, QueueOwnerAWSAccountId: account }), options),
  });
  if ("unknown" in url) return { outcome: `${arn}: not looked at: ${url.unknown}`, events: [] };
  const events: FailedObject[] = [];
  const seen = new Set<string>();
  let empty = 0;
  while (empty < EMPTY_ANSWERS) {
    if (!allowance.take()) {
      return { outcome: `${arn}: ${seen.size} messages, and perhaps more: all requests are used`, events };
    }
    const received = await reader.read({
      action: FAILURE_ACTIONS.ReceiveMessage,
      resource: arn,
      caller,
      ask: (options) =>
        sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: url.known.QueueUrl,
            MaxNumberOfMessages: MOST_MESSAGES_A_REQUEST,
            VisibilityTimeout: HIDDEN_SECONDS,
            WaitTimeSeconds: 1,
          }),
          options,
        ),
    });
    if ("unknown" in received) return { outcome: `${arn}: ${received.unknown}`, events };
    const fresh = (received.known.Messages ?? []).filter(({ MessageId = "" }) => !seen.has(MessageId));
    empty = fresh.length === 0 ? empty + 1 : 0;
    for (const { MessageId = "", Body = "" } of fresh) {
      seen.add(MessageId);
      events.push(...failuresIn(Body).failed);
    }
  }
  return { outcome: `${arn}: ${seen.size} messages, which stay in the queue`, events };
}
