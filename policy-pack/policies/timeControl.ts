/** Replication Time Control is on where it is required, and complete where it is on. */
import { REPLICATION_TIME_MINUTES } from "../../aws/limits";
import { BUCKETS, REPLICATION_CONFIGURATIONS } from "./support/awsTypes";
import { allowing, type PolicyFindings, shown, undecided, violation } from "./support/finding";
import { resourcePolicy } from "./support/policy";
import { ENABLED, forEachRule, MONITORING, type NamedRule } from "./support/replicationRules";
import { flag, type PolicyConfig } from "./support/settings";

const timeControlRequired = flag(
  "required",
  false,
  "Whether every rule must use Replication Time Control, which S3 charges for by the gigabyte.",
);

export const ruleTimeControl = resourcePolicy({
  name: "rule-time-control",
  displayName: "Replication Time Control is complete, and on where it is required",
  description:
    "Replication Time Control promises copies within 15 minutes. It needs metrics, allows 15 minutes only, and metrics may have an event threshold only with it: S3 refuses anything else.",
  severity: "medium",
  enforcementLevel: "mandatory",
  framework: MONITORING,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html",
  remediationSteps:
    'Set destination.replicationTime {status "Enabled", time.minutes 15} and destination.metrics {status "Enabled", eventThreshold.minutes 15}.',
  tags: ["s3", "replication", "rtc"],
  judges: [...REPLICATION_CONFIGURATIONS, ...BUCKETS],
  fields: [timeControlRequired],
  judge: (resource, settings) => {
    // Of a bucket's own rule the provider sends 15 minutes where it states none.
    const minutesStated = !BUCKETS.includes(resource.type);
    return forEachRule(resource, (rule) => judgeTimeControl(rule, minutesStated, settings));
  },
});

function* judgeTimeControl(
  { named, destination }: NamedRule,
  minutesStated: boolean,
  settings: PolicyConfig,
): PolicyFindings {
  const { metrics, replicationTime } = destination;
  const where = `replicationTime of ${named}`;
  if ("unknown" in replicationTime) {
    yield undecided(where, replicationTime.unknown);
    return;
  }
  const time = replicationTime.known;
  const on = time?.status === "Enabled";
  if (settings.get(timeControlRequired) && !on)
    yield violation(
      where,
      ENABLED,
      shown(time?.status),
      'set destination.replicationTime.status "Enabled" and time.minutes 15 in the rule',
      allowing(timeControlRequired, false),
    );
  if (on && time.minutes !== REPLICATION_TIME_MINUTES && (minutesStated || time.minutes !== undefined))
    yield violation(
      `${where}, minutes`,
      `${REPLICATION_TIME_MINUTES}`,
      shown(time.minutes),
      `set replicationTime.time.minutes to ${REPLICATION_TIME_MINUTES}: S3 takes no other number`,
    );
  if ("unknown" in metrics) yield undecided(`metrics of ${named}`, metrics.unknown);
  else if (on && metrics.known?.status !== "Enabled")
    yield violation(
      `metrics of ${named}`,
      `${ENABLED} with Replication Time Control`,
      shown(metrics.known?.status),
      'set destination.metrics.status "Enabled" as well',
    );
  else if (!on && metrics.known?.eventThresholdMinutes !== undefined)
    yield violation(
      `eventThreshold of ${named}`,
      "nothing without Replication Time Control",
      shown(metrics.known.eventThresholdMinutes),
      "leave eventThreshold out, or switch Replication Time Control on",
    );
  else if (on && ![undefined, REPLICATION_TIME_MINUTES].includes(metrics.known?.eventThresholdMinutes))
    yield violation(
      `eventThreshold of ${named}, minutes`,
      `${REPLICATION_TIME_MINUTES}`,
      shown(metrics.known?.eventThresholdMinutes),
      `set metrics.eventThreshold.minutes to ${REPLICATION_TIME_MINUTES}: S3 takes no other number`,
    );
}
