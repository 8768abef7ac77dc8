/** What each alarm watches: metric, statistic, threshold and words, without any resource. */
import { createHash } from "node:crypto";
import {
  OPERATIONS_FAILED,
  OPERATIONS_PENDING,
  REPLICATION_LATENCY,
  type ReplicationMetric,
} from "../aws/replicationMetrics";
import type { AlarmArgs } from "./alarmArgs";

export const DEFAULT_LAG_MINUTES = 60;
export const DEFAULT_TIMED_LAG_MINUTES = 15;
export const DEFAULT_PENDING_OPERATIONS = 10_000;

/** What `lagMinutes` and `pendingOperations` may be. */
export const LAG_MINUTES = { min: 1, max: 1440 } as const;
export const MAX_PENDING_OPERATIONS = 1_000_000_000;

const MAX_ALARM_NAME_CHARACTERS = 255;

/** Seconds that one value of an alarm covers. */
export const ALARM_PERIOD_SECONDS = 300;

/** A rule of the replication, as far as alarms depend on it. */
export interface WatchedRule {
  readonly id: string;
  readonly paused: boolean;
  readonly metrics: boolean;
  readonly replicationTimeControl: boolean;
}

/** One alarm on one rule. */
export interface AlarmRule {
  /** End of the alarm's name. */
  readonly kind: "failures" | "latency" | "pending";
  readonly metric: ReplicationMetric;
  readonly statistic: "Sum" | "Maximum";
  /** The alarm is raised above it. */
  readonly threshold: number;
  /** Periods in a row. */
  readonly periods: number;
  /**
   * `notBreaching` for failures: S3 publishes that metric only while it replicates, so with `ignore` the alarm would keep its state
   * when traffic stops. `ignore` for the others, as AWS advises for replication.
   */
  readonly missingData: "notBreaching" | "ignore";
  /** What happened, to complete "rule … : ". */
  readonly meaning: string;
}

/** Whether S3 publishes metrics of the rule: an alarm on any other one could never be raised. */
export function canAlarm({ paused, metrics }: WatchedRule): boolean {
  return metrics && !paused;
}

/** Every alarm on a rule. */
export function alarmRules(rule: WatchedRule, args: AlarmArgs): readonly AlarmRule[] {
  const { pendingOperations = DEFAULT_PENDING_OPERATIONS } = args;
  const { lagMinutes = rule.replicationTimeControl ? DEFAULT_TIMED_LAG_MINUTES : DEFAULT_LAG_MINUTES } = args;
  return [
    {
      kind: "failures",
      metric: OPERATIONS_FAILED,
      statistic: "Sum",
      threshold: 0,
      periods: 1,
      missingData: "notBreaching",
      meaning: "S3 failed to replicate operations, and does not try them again",
    },
    {
      kind: "latency",
      metric: REPLICATION_LATENCY,
      statistic: "Maximum",
      threshold: lagMinutes * 60,
      periods: 3,
      missingData: "ignore",
      meaning: `the destination is more than ${lagMinutes} minutes behind`,
    },
    {
      kind: "pending",
      metric: OPERATIONS_PENDING,
      statistic: "Maximum",
      threshold: pendingOperations,
      periods: 3,
      missingData: "ignore",
      meaning: `more than ${pendingOperations} operations wait to be replicated`,
    },
  ];
}

/**
 * Separated by slashes, which no bucket name has, so that two buckets never have one name. The id of a rule that existed before may be too
 * long for CloudWatch: it is cut then, and a hash of it keeps the name unique.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function alarmName(bucketName: string, ruleId: string, { kind }: AlarmRule): string {
  const name = `${bucketName}/${ruleId}/${kind}`;
  const surplus = name.length - MAX_ALARM_NAME_CHARACTERS;
  if (surplus <= 0) return name;
  const hash = createHash("sha256").update(ruleId).digest("hex").slice(0, 8);
  return `${bucketName}/${ruleId.slice(0, ruleId.length - surplus - hash.length - 1)}-${hash}/${kind}`;
}

/** Name of the topics: a bucket name may have dots, which SNS and dashboards do not take, and no underscore. */
export function alarmTopicName(bucketName: string): string {
  return `${bucketName.replaceAll(".", "_")}-replication-alarms`;
}

export function dashboardName(bucketName: string): string {
  return `${bucketName.replaceAll(".", "_")}-replication`;
}

/** Within the 80 characters of SQS for the longest bucket name. */
export function failureQueueName(bucketName: string): string {
  return `${bucketName.replaceAll(".", "_")}-failure-events`;
}
