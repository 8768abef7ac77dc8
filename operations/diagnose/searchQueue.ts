/** Finds failed objects in the queue that S3 sends its replication events to. */
import { GetBucketNotificationConfigurationCommand } from "@aws-sdk/client-s3";
import { GetQueueUrlCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { arnParts, bucketArn } from "../../aws/arns";
import type { LiveAccess } from "../live/access";
import { FAILURE_ACTIONS } from "../live/actions";
import type { FoundBucket } from "../live/findBucket";
import { s3Of, whereOf } from "../live/readBucket";
import type { Reader } from "../live/reader";
import { type Allowance, type Search, searchOf } from "./allowance";
import { failuresIn } from "./events";
import type { FailedObject } from "./failures";

/** Long enough that one search of all messages does not receive one twice. */
const HIDDEN_SECONDS = 60;
const MOST_MESSAGES_A_REQUEST = 10;
/** SQS asks only some of its servers at a time: an empty answer does not mean an empty queue. */
const EMPTY_ANSWERS = 2;

export interface QueueSearch {
  /** For how long other readers of the queue do not see the messages. @default 60 */
  readonly hiddenSeconds?: number;
  /** Ends the search early. @default - it reads every message */
  readonly isEnough?: (failed: readonly FailedObject[]) => boolean;
}

/** Messages are never deleted. */
export async function searchQueue(
  found: FoundBucket,
  access: LiveAccess,
  reader: Reader,
  allowance: Allowance,
  search: QueueSearch = {},
): Promise<Search<FailedObject>> {
  const result = searchOf<FailedObject>("event queue", found.name);
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
  let isRead = false;
  for (const arn of queues) {
    const received = await receive(arn, access, reader, allowance, search);
    outcomes.push(received.outcome);
    failed.push(...received.events.filter(({ bucket }) => bucket === found.name));
    isRead ||= received.isRead === true;
  }
  return { ...result(outcomes.join("; "), failed), ...(isRead && { isRead }) };
}

interface Received {
  readonly outcome: string;
  readonly events: readonly FailedObject[];
  readonly isRead?: true;
}

async function receive(
  arn: string,
  access: LiveAccess,
  reader: Reader,
  allowance: Allowance,
  { hiddenSeconds = HIDDEN_SECONDS, isEnough = () => false }: QueueSearch,
): Promise<Received> {
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
  while (empty < EMPTY_ANSWERS && !isEnough(events)) {
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
            VisibilityTimeout: hiddenSeconds,
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
  return { outcome: `${arn}: ${seen.size} messages, which stay in the queue`, events, isRead: true };
}
