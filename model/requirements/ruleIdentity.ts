/** A rule's id, status and priority. */

import { MAX_PRIORITY, MAX_REPLICATION_RULES } from "../../aws/limits";
import { PAGES } from "../awsPages";
import { knownValue, whyUnknown } from "../known";
import type { Route } from "../route";
import type { RouteFacts } from "../routeFacts";
import { EVERY_EVENT } from "./eventConcern";
import { type Finding, met, type Requirement, unknown, unmet } from "./requirement";
import { filterFix, isV1 } from "./ruleVersion";

const LONGEST_ID = 255;

export const RULE_IDENTITY: readonly Requirement[] = [
  {
    id: "rule-enabled",
    title: "The rule is enabled",
    area: "rule",
    strength: "required",
    url: PAGES.apiRule,
    events: EVERY_EVENT,
    checks: 'status is "Enabled"',
    check: ruleEnabled,
  },
  {
    id: "rule-id",
    title: "The rule's id is valid and its own",
    area: "rule",
    strength: "required",
    url: PAGES.apiRule,
    events: EVERY_EVENT,
    checks: `at most ${LONGEST_ID} characters of ASCII, unique in the configuration`,
    check: ruleId,
  },
  {
    id: "rule-priority",
    title: "The rule's priority is valid and its own",
    area: "rule",
    strength: "required",
    url: PAGES.fileElements,
    events: EVERY_EVENT,
    checks: `a whole number from 0 to ${MAX_PRIORITY}, unique in the configuration, there if and only if the rule has a filter`,
    check: rulePriority,
  },
  {
    id: "rule-count",
    title: "The configuration has at most 1,000 rules",
    area: "configuration",
    strength: "required",
    url: PAGES.apiConfiguration,
    events: EVERY_EVENT,
    checks: `no more than ${MAX_REPLICATION_RULES} rules in one configuration`,
    check: ruleCount,
  },
];

function ruleEnabled({ route }: RouteFacts): Finding {
  const { status } = route.rule;
  const fix = 'set the rule\'s status to "Enabled"';
  if ("unknown" in status) return unknown(`the rule's status is not known: ${status.unknown}`, fix);
  return status.known === "Enabled"
    ? met('status is "Enabled"')
    : unmet(`status is "${status.known}", so the rule replicates nothing`, fix);
}

function ruleId({ route, index }: RouteFacts): Finding | undefined {
  const { id } = route.rule;
  if ("unknown" in id) return unknown(`the rule's id is not known: ${id.unknown}`);
  const text = id.known;
  if (text === undefined || text === "") return undefined;
  if (text.length > LONGEST_ID) {
    return unmet(`the rule's id has ${text.length} characters`, `give it at most ${LONGEST_ID}`);
  }
  const foreign = [...text].find((char) => char.charCodeAt(0) > 127 || char.charCodeAt(0) < 32);
  if (foreign !== undefined) {
    return unmet(`the rule's id "${text}" has the character "${foreign}"`, "use ASCII characters only");
  }
  const twin = index.rulesOf(route).firstWithId(text, route);
  if (twin === undefined) return met(`the rule's id is "${text}"`);
  return unmet(`${pairOf(twin, route)} both have the id "${text}"`, "give every rule an id of its own");
}

function pairOf(one: Route, other: Route): string {
  return `rules ${Math.min(one.position, other.position) + 1} and ${Math.max(one.position, other.position) + 1}`;
}

function rulePriority({ route, index }: RouteFacts): Finding | undefined {
  const { priority, filter } = route.rule;
  if ("unknown" in priority) return unknown(`the rule's priority is not known: ${priority.unknown}`);
  const value = priority.known;
  const v1 = isV1(route.rule);
  if (value === undefined) {
    if (v1 === true) return undefined;
    if (v1 === undefined)
      return unknown(
        `the rule has no priority, and whether it has a filter is not known (${whyUnknown(filter)})`,
      );
    return unmet("the rule has a filter and no priority", "set the rule's priority, a number of its own");
  }
  if (v1 === true) {
    return unmet(
      `the rule has priority ${value} and no filter, and S3 takes a priority only with a filter`,
      filterFix(route.rule),
    );
  }
  if (!Number.isInteger(value) || value < 0 || value > MAX_PRIORITY) {
    return unmet(`the rule's priority is ${value}`, `set it to a whole number from 0 to ${MAX_PRIORITY}`);
  }
  const twin = index.rulesOf(route).firstWithPriority(value, route);
  if (twin === undefined) return met(`no other rule has priority ${value}`);
  return unmet(
    `${pairOf(twin, route)} both have priority ${value}`,
    "give every rule a priority of its own, even where filters and destinations differ",
  );
}

function ruleCount({ route }: RouteFacts): Finding {
  const count = knownValue(route.configuration.rules)?.length ?? 0;
  return count <= MAX_REPLICATION_RULES
    ? met(`the configuration has ${count} of at most ${MAX_REPLICATION_RULES} rules`)
    : unmet(
        `the configuration has ${count} rules`,
        `keep it to ${MAX_REPLICATION_RULES}: join rules, or use fewer prefixes`,
      );
}
