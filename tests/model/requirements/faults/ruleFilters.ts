/** Filters that ask for more than an object can have. */
import type { ReplicationRuleDraft } from "../../../helpers/topologies";
import type { Fault } from "./fault";

const tags = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, "value"]));

const FILTERS: readonly (readonly [what: string, filter: ReplicationRuleDraft["filter"]])[] = [
  ["a prefix of 1,025 bytes", { known: { prefix: "a".repeat(1_025), tags: {} } }],
  ["11 tags", { known: { tags: tags(11), elements: ["and"] } }],
  ["a tag key of 129 characters", { known: { tags: { ["k".repeat(129)]: "v" }, elements: ["tag"] } }],
  ["a tag value of 257 characters", { known: { tags: { k: "v".repeat(257) }, elements: ["tag"] } }],
  ["an and of nothing", { known: { tags: {}, elements: ["and"] } }],
];

export const RULE_FILTERS: readonly (readonly [
  on: Fault["on"],
  what: string,
  change: (rule: ReplicationRuleDraft) => void,
  finds: readonly string[],
])[] = FILTERS.map(([what, filter]) => [
  "same",
  `has a filter with ${what}`,
  (rule) => {
    rule.filter = structuredClone(filter);
    rule.deleteMarkerReplication = { known: "Disabled" };
  },
  ["rule-filter"],
]);
