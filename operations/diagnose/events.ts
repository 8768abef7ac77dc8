/** Reads the messages in which S3 tells of objects that failed to replicate. */
import { bucketNameOfArn } from "../../aws/arns";
import { isObject } from "../../model";
import type { FailedObject } from "./failures";

/** A message that holds no event of S3 has `isEvent: false`. */
export interface MessageReading {
  readonly isEvent: boolean;
  readonly failed: readonly FailedObject[];
}

const NOTHING: MessageReading = { isEvent: false, failed: [] };

/**
 * The failures in the body of one message, sent by S3 itself or through an SNS topic.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function failuresIn(body: string): MessageReading {
  const message = parsed(body);
  if (!isObject(message)) return NOTHING;
  const inner = typeof message["Message"] === "string" ? parsed(message["Message"]) : message;
  const records = isObject(inner) ? inner["Records"] : undefined;
  if (!Array.isArray(records)) return NOTHING;
  const list: readonly unknown[] = records;
  return { isEvent: true, failed: list.flatMap(failureIn) };
}

function failureIn(record: unknown): readonly FailedObject[] {
  if (!isObject(record)) return [];
  const name = record["eventName"];
  if (typeof name !== "string" || !name.endsWith("OperationFailedReplication")) return [];
  const s3 = objectAt(record, "s3");
  const bucket = textAt(objectAt(s3, "bucket"), "name");
  const object = objectAt(s3, "object");
  const key = textAt(object, "key");
  if (bucket === undefined || key === undefined) return [];
  const data = objectAt(record, "replicationEventData");
  const rule = textAt(data, "replicationRuleId");
  const destination = textAt(data, "destinationBucket");
  const reason = textAt(data, "failureReason");
  return [
    {
      bucket,
      key: decoded(key),
      versionId: textAt(object, "versionId"),
      ...(rule !== undefined && { rule }),
      ...(destination !== undefined && { destination: bucketNameOfArn(destination) }),
      ...(reason !== undefined && { reason }),
    },
  ];
}

/** As in every event of S3, the key is encoded like a form. */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    return key;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function objectAt(fields: Fields | undefined, name: string): Fields | undefined {
  const value = fields?.[name];
  return isObject(value) ? value : undefined;
}

function textAt(fields: Fields | undefined, name: string): string | undefined {
  const value = fields?.[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
