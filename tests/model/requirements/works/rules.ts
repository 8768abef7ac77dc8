/** Rules of many kinds. */
import {
  bucketOf,
  configurationOf,
  knownIn,
  ruleOf,
  SOURCE_ARN,
  SOURCE_NAME,
  type TopologyDraft,
} from "../../../helpers/topologies";
import { ofRole, REPLICA, REPLICA_ARN, SHAPES } from "../faults/fault";
import type { Row } from "./working";

const { same, several, filtered, locked, plain } = SHAPES;

export const RULES: readonly Row[] = [
  ["no delete markers, and no permission for them", { deleteMarkers: "Disabled" }],
  ["time control", { replicationTime: true }],
  [
    "a storage class",
    same,
    (t) => {
      ruleOf(t).destination.storageClass = { known: "GLACIER_IR" };
    },
  ],
  [
    "no metrics",
    same,
    (t) => {
      ruleOf(t).destination.metrics = { known: undefined };
    },
  ],
  [
    "time control and metrics that are both off, with a threshold",
    same,
    (t) => {
      const { destination } = ruleOf(t);
      destination.replicationTime = { known: { status: "Disabled", minutes: 15 } };
      destination.metrics = { known: { status: "Disabled", eventThresholdMinutes: 15 } };
    },
  ],
  [
    "metrics that are off and no time control",
    same,
    (t) => {
      ruleOf(t).destination.metrics = { known: { status: "Disabled" } };
    },
  ],
  [
    "no id",
    same,
    (t) => {
      ruleOf(t).id = { known: undefined };
    },
  ],
  [
    "an id of 255 characters and the highest priority",
    same,
    (t) => {
      ruleOf(t).id = { known: "x".repeat(255) };
      ruleOf(t).priority = { known: 2_147_483_647 };
    },
  ],
  [
    "an empty filter",
    same,
    (t) => {
      ruleOf(t).filter = { known: { tags: {}, elements: [] } };
    },
  ],
  ["one tag", { ...filtered, filter: { tags: { class: "archive" }, elements: ["tag"] } }],
  ["two tags", { ...filtered, filter: { tags: { a: "1", b: "2" }, elements: ["and"] } }],
  [
    "a rule of the old schema",
    same,
    (t) => {
      const rule = ruleOf(t);
      rule.filter = { known: undefined };
      rule.priority = { known: undefined };
      rule.deleteMarkerReplication = { known: undefined };
      rule.legacyPrefix = { known: "" };
      rule.destination.metrics = { known: undefined };
    },
    ["rule-v2"],
  ],
  [
    "two rules with prefixes that exclude each other",
    same,
    (t) => {
      const rule = ruleOf(t);
      rule.filter = { known: { prefix: "a/", tags: {} } };
      const other = structuredClone(rule);
      other.id = { known: "other" };
      other.priority = { known: 1 };
      other.filter = { known: { prefix: "b/", tags: {} } };
      other.deleteMarkerReplication = { known: "Disabled" };
      knownIn(configurationOf(t).rules).push(other);
    },
  ],
  ["replication both ways with replica modification sync", plain, bothWays],
  [
    "Object Lock at the destination only",
    same,
    (t) => {
      bucketOf(t, REPLICA).objectLock = { known: true };
    },
  ],
  [
    "requester pays within one account",
    same,
    (t) => {
      bucketOf(t, REPLICA).requesterPays = { known: true };
    },
  ],
  ["Object Lock at both ends", locked],
  ["replicas in several accounts and regions", several],
];

function bothWays(t: TopologyDraft): void {
  const back = structuredClone(configurationOf(t));
  back.label = "back";
  back.source = { to: REPLICA };
  t.configurations.push(back);
  for (const [configuration, to] of [
    [configurationOf(t), REPLICA],
    [back, SOURCE_NAME],
  ] as const) {
    const [rule] = knownIn(configuration.rules);
    if (rule === undefined) continue;
    rule.replicaModifications = { known: "Enabled" };
    rule.destination.bucket = { to };
  }
  for (const sid of ["Configuration", "Objects", "Replicas"]) {
    ofRole(t, sid).Resource = [SOURCE_ARN, REPLICA_ARN, `${SOURCE_ARN}/*`, `${REPLICA_ARN}/*`];
  }
}
