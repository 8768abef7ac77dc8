/** Replication Time Control and metrics. */

import { REPLICATION_TIME_MINUTES } from "../../aws/limits";
import { PAGES } from "../awsPages";
import { knownValue } from "../known";
import type { RouteEnd, RouteFacts } from "../routeFacts";
import type { ReplicationRule } from "../topology";
import { EVERY_EVENT, NO_EVENT } from "./eventConcern";
import { type Finding, met, type Requirement, unknown, unmet } from "./requirement";
import { filterFix, isV1 } from "./ruleVersion";

const STATUSES: ReadonlySet<string> = new Set(["Enabled", "Disabled"]);

export const RULE_TIME: readonly Requirement[] = [
  {
    id: "rule-replication-time",
    title: "Replication Time Control comes with metrics and 15 minutes",
    area: "rule",
    strength: "required",
    url: PAGES.apiErrors,
    events: EVERY_EVENT,
    checks:
      "replicationTime has 15 minutes and is only in a rule with a filter, and metrics are there with the same status",
    check: replicationTime,
  },
  {
    id: "rule-metrics",
    title: "Metrics have a threshold only with Replication Time Control",
    area: "rule",
    strength: "required",
    url: PAGES.metrics,
    events: EVERY_EVENT,
    checks:
      "metrics are only in a rule with a filter; metrics.eventThreshold is 15 minutes, and absent from enabled metrics without Replication Time Control",
    check: metrics,
  },
  {
    id: "rule-replication-time-region",
    title: "Replication Time Control is offered where the buckets are",
    area: "rule",
    // AWS's price list leaves GovCloud out; no page of the user guide says so.
    strength: "advised",
    url: PAGES.replicationTime,
    events: NO_EVENT,
    checks: "a rule with Replication Time Control is not in AWS GovCloud",
    check: timeRegion,
  },
];

function replicationTime({ route }: RouteFacts): Finding | undefined {
  const { replicationTime: time, metrics: measured } = route.rule.destination;
  if ("unknown" in time) return unknown(`replicationTime is not known: ${time.unknown}`);
  if (time.known === undefined) return undefined;
  if (isV1(route.rule) === true) return notInV1(route.rule, "replicationTime");
  const { status, minutes } = time.known;
  if (!STATUSES.has(status)) {
    return unmet(`replicationTime has the status "${status}"`, 'set it to "Enabled" or "Disabled"');
  }
  const fix = `set destination.metrics to {"status": "${status}"${status === "Enabled" ? `, "eventThreshold": {"minutes": ${REPLICATION_TIME_MINUTES}}` : ""}}`;
  if (status === "Enabled" && minutes === undefined) {
    return unmet(
      "replicationTime states no minutes",
      `set replicationTime.time.minutes to ${REPLICATION_TIME_MINUTES}`,
    );
  }
  if (minutes !== undefined && minutes !== REPLICATION_TIME_MINUTES) {
    return unmet(
      `replicationTime has ${minutes} minutes, and S3 takes only ${REPLICATION_TIME_MINUTES}`,
      `set replicationTime.time.minutes to ${REPLICATION_TIME_MINUTES}`,
    );
  }
  if ("unknown" in measured) return unknown(`metrics are not known: ${measured.unknown}`, fix);
  if (measured.known === undefined) {
    return status === "Enabled"
      ? unmet("replicationTime is Enabled and the rule has no metrics", fix)
      : met("replicationTime is Disabled");
  }
  if (status === "Disabled" && measured.known.status === "Enabled") {
    return unknown(
      "replicationTime is Disabled and metrics are Enabled: S3's list of errors refuses unequal statuses, and two reports (crossplane provider-aws #1129, terraform-provider-aws #22774) say that it takes these",
      "leave destination.replicationTime out: without it metrics may be Enabled",
    );
  }
  if (measured.known.status !== status) {
    return unmet(`replicationTime is ${status} and metrics are ${measured.known.status}`, fix);
  }
  return met(`replicationTime and metrics are ${status}`);
}

function notInV1(rule: ReplicationRule, element: "replicationTime" | "metrics"): Finding {
  return unmet(
    `the rule has ${element} and no filter, and S3 says that it cannot be used for that version of the schema`,
    `leave destination.${element} out, or ${filterFix(rule)}`,
  );
}

function metrics({ route }: RouteFacts): Finding | undefined {
  const { replicationTime: time, metrics: measured } = route.rule.destination;
  if ("unknown" in measured) return unknown(`metrics are not known: ${measured.unknown}`);
  if (measured.known === undefined) return undefined;
  if (isV1(route.rule) === true) return notInV1(route.rule, "metrics");
  const { status, eventThresholdMinutes: threshold } = measured.known;
  if (!STATUSES.has(status)) {
    return unmet(`metrics have the status "${status}"`, 'set it to "Enabled" or "Disabled"');
  }
  if (threshold === undefined) return met(`metrics are ${status}, without a threshold`);
  if (threshold !== REPLICATION_TIME_MINUTES) {
    return unmet(
      `metrics.eventThreshold is ${threshold} minutes, and S3 takes only ${REPLICATION_TIME_MINUTES}`,
      `set metrics.eventThreshold.minutes to ${REPLICATION_TIME_MINUTES}`,
    );
  }
  if ("unknown" in time) {
    return unknown(`metrics have a threshold, and replicationTime is not known: ${time.unknown}`);
  }
  const timed = knownValue(time)?.status;
  if (timed === "Enabled") return met(`metrics are ${status}, with Replication Time Control`);
  if (timed === "Disabled" && status === "Disabled") {
    return met("metrics and Replication Time Control are both Disabled, with a threshold");
  }
  return unmet(
    "metrics have an eventThreshold and the rule has no Replication Time Control, which S3 refuses",
    "leave metrics.eventThreshold out, or turn Replication Time Control on",
  );
}

function timeRegion({ route, source, destination }: RouteFacts): Finding | undefined {
  if (knownValue(route.rule.destination.replicationTime)?.status !== "Enabled") return undefined;
  const isGov = ({ partition, region }: RouteEnd) =>
    partition === "aws-us-gov" || knownValue(region)?.startsWith("us-gov-") === true;
  if (!isGov(source) && !isGov(destination)) return met("both buckets are where it is offered");
  return unknown(
    "AWS's price list has no Replication Time Control for AWS GovCloud",
    "leave replicationTime out, or try it",
  );
}
