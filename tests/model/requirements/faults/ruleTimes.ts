/** Faults in Replication Time Control and metrics of one rule. */
import type { ReplicationRuleDraft } from "../../../helpers/topologies";
import type { Fault } from "./fault";

type Row = readonly [
  on: Fault["on"],
  what: string,
  change: (rule: ReplicationRuleDraft) => void,
  finds: readonly string[],
];

/** Takes the filter away, and what may not be without it. */
function ofOldSchema(rule: ReplicationRuleDraft): void {
  rule.filter = { known: undefined };
  rule.priority = { known: undefined };
  rule.deleteMarkerReplication = { known: undefined };
  rule.destination.metrics = { known: undefined };
}

export const RULE_TIMES: readonly Row[] = [
  [
    "same",
    "has no filter, and metrics",
    (r) => {
      ofOldSchema(r);
      r.destination.metrics = { known: { status: "Enabled" } };
    },
    ["rule-v2", "rule-metrics"],
  ],
  [
    "same",
    "has no filter, and metrics that are off",
    (r) => {
      ofOldSchema(r);
      r.destination.metrics = { known: { status: "Disabled" } };
    },
    ["rule-v2", "rule-metrics"],
  ],
  [
    "same",
    "has no filter, and time control",
    (r) => {
      ofOldSchema(r);
      r.destination.replicationTime = { known: { status: "Enabled", minutes: 15 } };
      r.destination.metrics = { known: { status: "Enabled", eventThresholdMinutes: 15 } };
    },
    ["rule-v2", "rule-metrics", "rule-replication-time"],
  ],
  [
    "same",
    "has time control that is off beside metrics that are on",
    (r) => {
      r.destination.replicationTime = { known: { status: "Disabled", minutes: 15 } };
    },
    ["rule-replication-time?"],
  ],
  [
    "same",
    "has a threshold beside time control that is off, with metrics on",
    (r) => {
      r.destination.replicationTime = { known: { status: "Disabled", minutes: 15 } };
      r.destination.metrics = { known: { status: "Enabled", eventThresholdMinutes: 15 } };
    },
    ["rule-replication-time?", "rule-metrics"],
  ],
  [
    "same",
    "has a threshold with metrics off and no time control",
    (r) => {
      r.destination.metrics = { known: { status: "Disabled", eventThresholdMinutes: 15 } };
    },
    ["rule-metrics"],
  ],
];
