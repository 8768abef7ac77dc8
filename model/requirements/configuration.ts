/** Requirements on the rules and configurations of one source bucket together. */

import { PAGES } from "../awsPages";
import { mayOverlap } from "../filterOverlap";
import { knownValue } from "../known";
import { isDisabled } from "../route";
import { nameOfEnd, type RouteFacts } from "../routeFacts";
import { EVERY_EVENT, NO_EVENT } from "./eventConcern";
import { type Finding, met, type Requirement, unknown, unmet } from "./requirement";

export const CONFIGURATION: readonly Requirement[] = [
  {
    id: "configuration-alone",
    title: "The source bucket has one replication configuration",
    area: "configuration",
    strength: "required",
    url: PAGES.apiPutReplication,
    events: EVERY_EVENT,
    checks:
      "no other configuration is written to the same bucket: each one replaces the whole of the one before",
    check: alone,
  },
  {
    id: "configuration-same-destination",
    title: "Rules for one destination agree",
    area: "configuration",
    // AWS does not say whether a rule that cannot take a KMS object still wins over one that can.
    strength: "advised",
    url: PAGES.fileElements,
    events: NO_EVENT,
    checks:
      "overlapping rules to one destination have the same KMS, delete marker, owner and storage settings",
    check: sameDestination,
  },
];

function alone({ route, index, source }: RouteFacts): Finding {
  const all = index.configurationsOn(route);
  if (all.length <= 1) return met(`${nameOfEnd(source)} has one replication configuration`);
  const others = all.filter(({ label }) => label !== route.configuration.label).map(({ label }) => label);
  return unmet(
    `${nameOfEnd(source)} has ${all.length} replication configurations, and each replaces the others: ${others.join(", ")}`,
    "put all rules into one configuration",
  );
}

function sameDestination({ route, index }: RouteFacts): Finding | undefined {
  if (isDisabled(route.rule)) return undefined;
  const rules = index.rulesOf(route);
  if (!rules.sharesDestination(route)) return undefined;
  const clash = rules
    .withOtherSettings(route)
    .find((other) => !isDisabled(other.rule) && mayOverlap(route.rule, other.rule));
  if (clash === undefined)
    return met("every rule to this destination that can take the same object has the same settings");
  return unknown(
    `rule ${clash.position + 1} can take the same objects to the same destination with other settings; the higher priority wins, and AWS does not say whether a rule that does not select an object's encryption counts`,
    `give both rules the same settings, or filters that exclude each other (rule ${clash.position + 1} has priority ${knownValue(clash.rule.priority) ?? "none"})`,
  );
}
