/**
 * ARNs: their parts, and those of buckets, keys, roles, accounts, alarms, topics and queues.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
import { isAccountId } from "./accounts";

/** The parts of an ARN after `arn:`; the resource may itself contain colons. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  /** Empty where the service has none, as in S3 and IAM. */
  readonly region: string;
  /** Twelve digits, or empty where the service has none, as in S3. */
  readonly account: string;
  readonly resource: string;
}

/** Takes an ARN apart; undefined when the text is not an ARN. */
export function arnParts(text: string): ArnParts | undefined {
  const [prefix, partition, service, region, account, resource] = splitArn(text);
  if (prefix !== "arn" || !partition || !service || region === undefined || account === undefined) {
    return undefined;
  }
  return resource ? { partition, service, region, account, resource } : undefined;
}

/** The fields of an ARN, six at most: the sixth keeps its own colons. */
export function splitArn(text: string): readonly string[] {
  const fields: string[] = [];
  let from = 0;
  while (fields.length < 5) {
    const colon = text.indexOf(":", from);
    if (colon < 0) break;
    fields.push(text.slice(from, colon));
    from = colon + 1;
  }
  fields.push(text.slice(from));
  return fields;
}

/** The account id in an ARN; undefined for ARNs without one, such as those of buckets and of AWS managed policies. */
export function accountOfArn(arn: string): string | undefined {
  const account = arnParts(arn)?.account;
  return account !== undefined && isAccountId(account) ? account : undefined;
}

/** @example bucketArn("aws", "acme-archive") // "arn:aws:s3:::acme-archive" */
export function bucketArn(partition: string, bucketName: string): string {
  return `arn:${partition}:s3:::${bucketName}`;
}

/** The name in the ARN of a bucket; any other text as it is. */
export function bucketNameOfArn(text: string): string {
  return text.replace(/^arn:[^:]+:s3:::/, "");
}

/** @param path begins and ends with a slash; a principal without the role's path names another role. */
export function roleArn(partition: string, accountId: string, path: string, roleName: string): string {
  return `arn:${partition}:iam::${accountId}:role${path}${roleName}`;
}

/** Whether a text is the ARN of a role in a partition, with the role's path. */
export function isRoleArn(text: string, partition: string): boolean {
  return new RegExp(`^arn:${partition}:iam::\\d{12}:role/[\\w+=,.@/-]+$`).test(text);
}

/** The ARN that represents every principal of an account in a policy. */
export function accountRootArn(partition: string, accountId: string): string {
  return `arn:${partition}:iam::${accountId}:root`;
}

/** @param keyId the id of a key, not an alias. */
export function keyArn(partition: string, region: string, accountId: string, keyId: string): string {
  return `arn:${partition}:kms:${region}:${accountId}:key/${keyId}`;
}

/** Whether a text is the ARN of a KMS key, not of an alias. */
export function isKeyArn(text: string): boolean {
  return /^arn:[^:]+:kms:[^:]+:\d{12}:key\/[\w-]+$/.test(text);
}

/**
 * Whether a text is the id of a KMS key, of one region or of several (`mrk-`), as the last part of its ARN.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-id
 */
export function isKeyId(text: string): boolean {
  return /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/.test(text);
}

/** The last part of a role's or user's path: `archive` of `role/service-role/archive`. */
export function friendlyName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** @example alarmArn("aws", "eu-west-1", "111122223333", "acme/failures") */
export function alarmArn(partition: string, region: string, accountId: string, alarmName: string): string {
  return `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${alarmName}`;
}

export function topicArn(partition: string, region: string, accountId: string, topicName: string): string {
  return `arn:${partition}:sns:${region}:${accountId}:${topicName}`;
}

export function queueArn(partition: string, region: string, accountId: string, queueName: string): string {
  return `arn:${partition}:sqs:${region}:${accountId}:${queueName}`;
}
