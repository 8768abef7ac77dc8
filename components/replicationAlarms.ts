/** The component of the alarms on a replication. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { S3_NAMESPACE } from "../aws/replicationMetrics";
import type { AlarmArgs } from "./alarmArgs";
import {
  ALARM_PERIOD_SECONDS,
  type AlarmRule,
  alarmName,
  alarmRules,
  canAlarm,
  dashboardName,
  type WatchedRule,
} from "./alarmRules";
import { alarmTopic } from "./alarmTopic";
import type { KeyOptions } from "./bucketOptions";
import { dashboardBody } from "./dashboard";
import { replicationEvents } from "./replicationEvents";
import { type Site, siteInRegion } from "./site";

/** Type token of {@link ReplicationAlarms}. */
const TYPE = "s3-replication:index:ReplicationAlarms";

/** A destination with the rules that lead to it. */
export interface WatchedReplica {
  /** Undefined where it is not known, which leaves the metrics of the source's region alone. */
  readonly region: string | undefined;
  readonly bucketName: pulumi.Output<string>;
  readonly rules: readonly WatchedRule[];
  /** Its site, where that is of the primary's account: else its alarms are made with the primary's provider. */
  readonly site: Site | undefined;
}

export interface ReplicationAlarmsArgs extends Pick<KeyOptions, "tags" | "keyDeletionWindowInDays"> {
  /** Site of the primary: every alarm is in its account. */
  readonly site: Site;
  /** Name of the primary. */
  readonly bucketName: pulumi.Output<string>;
  readonly replicas: readonly WatchedReplica[];
  /** Topics of the account to publish to instead of new ones, by region. @default - a topic and a key in each region */
  readonly topicArns?: { readonly [region: string]: pulumi.Output<string> } | undefined;
  /** @default - every alarm, topics and keys, a dashboard and a queue of failures */
  readonly alarms?: AlarmArgs | undefined;
}

/**
 * Alarms on every rule that is enabled and has metrics: failed operations in the primary's region, latency and pending operations
 * in the region of the replica, where S3 publishes these metrics; a topic in each of the regions, a dashboard and a queue with the
 * reasons of failures.
 *
 * That S3 publishes the metrics of a replica in another account to the primary's account is concluded from AWS's documentation,
 * which does not say it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
export class ReplicationAlarms extends pulumi.ComponentResource {
  /** ARNs of the topics that the alarms publish to, by region. */
  public readonly topicArns: { readonly [region: string]: pulumi.Output<string> };
  /** ARN of the queue of S3's replication events; undefined without `failureEvents`. */
  public readonly failureQueueArn: pulumi.Output<string> | undefined;

  readonly #name: string;
  readonly #args: ReplicationAlarmsArgs;

  constructor(name: string, args: ReplicationAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TYPE, name, { region: args.site.region }, opts);
    this.#name = name;
    this.#args = args;
    const { site: primary, bucketName, alarms = {}, tags = {} } = args;
    const watched = watchedReplicas(args.replicas);
    const sites = alarmSites(primary, watched);
    const context = { name, parent: this, bucketName, alarms, key: args };
    this.topicArns = Object.fromEntries(
      [...sites].map(([region, site]) => [region, args.topicArns?.[region] ?? alarmTopic(context, site)]),
    );
    for (const replica of watched)
      for (const rule of replica.rules)
        for (const alarm of alarmRules(rule, alarms)) {
          const region = alarm.metric.region === "source" ? primary.region : replica.region;
          if (region !== undefined) this.createAlarm(rule, alarm, replica, sites.get(region) ?? primary);
        }
    if (alarms.dashboard ?? true) this.createDashboard(watched);
    if (alarms.failureEvents ?? true)
      this.failureQueueArn = replicationEvents(`${name}-events`, primary, bucketName, {
        parent: this,
        tags,
        others: alarms.notifications ?? {},
      });
    this.registerOutputs({
      topicArns: this.topicArns,
      ...(this.failureQueueArn !== undefined && { failureQueueArn: this.failureQueueArn }),
    });
  }

  private createAlarm(rule: WatchedRule, alarm: AlarmRule, replica: WatchedReplica, site: Site): void {
    const { bucketName, tags = {} } = this.#args;
    const topic = this.topicArns[site.region];
    const actions = topic === undefined ? [] : [topic];
    new aws.cloudwatch.MetricAlarm(
      `${this.#name}-${rule.id}-${alarm.kind}`,
      {
        ...site.regional,
        name: bucketName.apply((source) => alarmName(source, rule.id, alarm)),
        alarmDescription: pulumi.interpolate`rule ${rule.id}, ${bucketName} to ${replica.bucketName}: ${alarm.meaning}`,
        namespace: S3_NAMESPACE,
        metricName: alarm.metric.name,
        dimensions: {
          SourceBucket: bucketName,
          DestinationBucket: replica.bucketName,
          RuleId: rule.id,
        },
        statistic: alarm.statistic,
        period: ALARM_PERIOD_SECONDS,
        evaluationPeriods: alarm.periods,
        datapointsToAlarm: alarm.periods,
        comparisonOperator: "GreaterThanThreshold",
        threshold: alarm.threshold,
        treatMissingData: alarm.missingData,
        alarmActions: actions,
        okActions: actions,
        tags,
      },
      { parent: this, provider: site.provider },
    );
  }

  private createDashboard(replicas: readonly WatchedReplica[]): void {
    const { site, bucketName } = this.#args;
    const names = pulumi.all(replicas.map((replica) => replica.bucketName));
    new aws.cloudwatch.Dashboard(
      `${this.#name}-dashboard`,
      {
        ...site.regional,
        dashboardName: bucketName.apply(dashboardName),
        dashboardBody: pulumi.all([bucketName, names]).apply(([sourceBucket, destinations]) =>
          JSON.stringify(
            dashboardBody(
              site.region,
              replicas.flatMap(({ rules, region }, index) =>
                rules.map(({ id }) => ({
                  ruleId: id,
                  sourceBucket,
                  sourceRegion: site.region,
                  destinationBucket: destinations[index] ?? "",
                  destinationRegion: region,
                })),
              ),
            ),
          ),
        ),
      },
      { parent: this, provider: site.provider },
    );
  }
}

/** The replicas with the rules that S3 publishes metrics of; those without any are left out. */
export function watchedReplicas(replicas: readonly WatchedReplica[]): readonly WatchedReplica[] {
  return replicas
    .map((replica) => ({ ...replica, rules: replica.rules.filter(canAlarm) }))
    .filter(({ rules }) => rules.length > 0);
}

/**
 * Where there are alarms, by region: all in the primary's account, with the provider of a replica of that account in the region, or
 * else with the primary's.
 */
function alarmSites(primary: Site, replicas: readonly WatchedReplica[]): ReadonlyMap<string, Site> {
  const sites = new Map([[primary.region, primary]]);
  for (const { region } of replicas) {
    if (region === undefined || sites.has(region)) continue;
    const own = replicas.find((replica) => replica.region === region && replica.site !== undefined);
    sites.set(region, own?.site ?? siteInRegion(primary, region));
  }
  return sites;
}
