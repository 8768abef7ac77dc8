/** Faults between rules, and between configurations. */
import { configurationOf, knownIn, ruleOf, SOURCE_NAME } from "../../../helpers/topologies";
import type { Fault } from "./fault";

export const SEVERAL: readonly Fault[] = [
  {
    on: "several",
    what: "two rules have one priority",
    make: (t) => {
      ruleOf(t, 0).priority = { known: 2 };
    },
    finds: ["rule-priority"],
    routes: [0, 2],
  },
  {
    on: "several",
    what: "two rules have one id",
    make: (t) => {
      ruleOf(t, 0).id = ruleOf(t, 1).id;
    },
    finds: ["rule-id"],
    routes: [0, 1],
  },
  {
    on: "same",
    what: "the destination is the source itself",
    make: (t) => {
      ruleOf(t).destination.bucket = { to: SOURCE_NAME };
    },
    finds: [
      "sites-different-buckets",
      "destination-replicate-object",
      "destination-replicate-tags",
      "destination-replicate-delete",
      "replica-key-encrypt",
      "replica-key-decrypt",
      "replica-key-generate-data-key",
      "replica-key-encrypt-other-context",
      "replica-key-region",
    ],
  },
  {
    on: "same",
    what: "a second configuration writes to the same bucket",
    make: (t) => {
      t.configurations.push({ ...structuredClone(configurationOf(t)), label: "second" });
    },
    finds: ["configuration-alone"],
  },
  {
    on: "same",
    what: "a configuration has 1,001 rules",
    make: (t) => {
      const rules = knownIn(configurationOf(t).rules);
      for (let n = 1; n <= 1_000; n++) {
        const more = structuredClone(ruleOf(t));
        more.id = { known: `rule-${n}` };
        more.priority = { known: n };
        more.filter = { known: { prefix: `p${n}/`, tags: {} } };
        rules.push(more);
      }
    },
    finds: ["rule-count"],
  },
  {
    on: "several",
    what: "two rules of the old schema have two destinations",
    make: (t) => {
      for (const position of [0, 1, 2]) {
        const rule = ruleOf(t, position);
        rule.filter = { known: undefined };
        rule.priority = { known: undefined };
        rule.deleteMarkerReplication = { known: undefined };
        rule.destination.metrics = { known: undefined };
        rule.destination.replicationTime = { known: undefined };
      }
    },
    finds: ["rule-v2", "rule-v1-destination"],
  },
  {
    on: "same",
    what: "a rule of higher priority to the same destination selects no KMS objects",
    make: (t) => {
      const other = structuredClone(ruleOf(t));
      other.id = { known: "other" };
      other.priority = { known: 9 };
      other.sseKmsEncryptedObjects = { known: "Disabled" };
      knownIn(configurationOf(t).rules).push(other);
    },
    finds: ["configuration-same-destination?"],
    routes: [0],
  },
];
