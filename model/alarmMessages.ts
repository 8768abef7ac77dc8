/** Whether CloudWatch may publish the message of an alarm to a topic, by the policies of the topic and of its key. */
import { evaluate } from "./evaluation";
import type { AccessRequest, Decision, NamedPolicy } from "./evaluation/types";
import type { AttachedPolicy } from "./topology";

/** The alarm that publishes. */
export interface AlarmMessage {
  readonly alarmArn: string;
  readonly account: string;
}

export interface AlarmTopic {
  readonly arn: string;
  readonly account: string;
  /** Left out where SNS wrote its default policy, by which alarms of the topic's account may publish. */
  readonly policy?: AttachedPolicy;
  /** The customer managed key of an encrypted topic; its default policy names no service. */
  readonly key?: { readonly account: string; readonly arn: string; readonly policy?: AttachedPolicy };
}

const CLOUDWATCH = "cloudwatch.amazonaws.com";

/** What SNS asks KMS for when a service publishes to an encrypted topic. */
const KEY_ACTIONS = ["kms:GenerateDataKey", "kms:Decrypt"] as const;

/**
 * The first decision that keeps the message from being sent; else one that is not known; else that it is allowed.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export function mayPublish(message: AlarmMessage, topic: AlarmTopic): Decision {
  const decisions = [...ofTopic(message, topic), ...ofKey(message, topic)];
  return (
    decisions.find(({ verdict }) => verdict === "denied") ??
    decisions.find(({ verdict }) => verdict === "unknown") ?? {
      verdict: "allowed",
      because: "the policies allow CloudWatch to publish",
    }
  );
}

function ofTopic(message: AlarmMessage, { arn, account, policy }: AlarmTopic): readonly Decision[] {
  if (policy === undefined) return [];
  const request = requestOf(message, "sns:Publish", arn, account);
  return [evaluate(request, { identity: [], resource: named(policy), resourceKind: "bucket" })];
}

function ofKey(message: AlarmMessage, { key, arn }: AlarmTopic): readonly Decision[] {
  if (key === undefined) return [];
  return KEY_ACTIONS.map((action) => {
    const request = requestOf(message, action, key.arn, key.account);
    const context = { ...request.context, "kms:EncryptionContext:aws:sns:topicArn": [arn] };
    return evaluate(
      { ...request, context },
      {
        identity: [],
        resourceKind: "key",
        ...(key.policy !== undefined && { resource: named(key.policy) }),
      },
    );
  });
}

function requestOf(
  { alarmArn, account }: AlarmMessage,
  action: string,
  resource: string,
  resourceAccount: string,
): AccessRequest {
  return {
    caller: { kind: "service", service: CLOUDWATCH },
    action,
    resource,
    resourceAccount,
    context: {
      "aws:SourceArn": [alarmArn],
      "aws:SourceAccount": [account],
      "aws:PrincipalIsAWSService": ["true"],
      "aws:PrincipalServiceName": [CLOUDWATCH],
      "aws:SecureTransport": ["true"],
      "aws:ResourceAccount": [resourceAccount],
    },
  };
}

function named({ label, document, denies }: AttachedPolicy): NamedPolicy {
  if ("known" in document) return { label, document: document.known };
  return { label, document: { unknown: document.unknown, ...(denies !== undefined && { denies }) } };
}
