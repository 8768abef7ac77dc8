/** Faults in Replication Time Control and metrics of one rule. */
import type { ReplicationRuleDraft } from "../../../../helpers/topologies";
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
];
