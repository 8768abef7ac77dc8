/** The two schemas of rules: V2 with a filter, V1 without. */

import {
  MAX_OBJECT_KEY_BYTES,
  MAX_OBJECT_TAGS,
  MAX_TAG_KEY_CHARACTERS,
  MAX_TAG_VALUE_CHARACTERS,
} from "../../aws/limits";
import { PAGES } from "../awsPages";
import { knownValue, relationOf } from "../known";
import type { RouteFacts } from "../routeFacts";
import type { ReplicationRule, RuleFilter } from "../topology";
import { EVERY_EVENT, NO_EVENT } from "./eventConcern";
import { type Finding, met, type Requirement, unknown, unmet } from "./requirement";

/** Whether a rule is of the old schema; undefined where its filter is not known. */
export function isV1({ filter }: ReplicationRule): boolean | undefined {
  return "unknown" in filter ? undefined : filter.known === undefined;
}

/** How a rule without a filter becomes one of the current schema. */
export function filterFix({ legacyPrefix }: ReplicationRule): string {
  const prefix = knownValue(legacyPrefix) ?? "";
  const words = `give the rule a filter: ${JSON.stringify({ prefix })}`;
  return prefix === "" ? `${words} matches every object` : words;
}

export const RULE_VERSION: readonly Requirement[] = [
  {
    id: "rule-filter",
    title: "The rule has one well-formed filter",
    area: "rule",
    strength: "required",
    url: PAGES.apiFilter,
    events: EVERY_EVENT,
    checks:
      "exactly one of prefix, tag or and; and where there is more than one of them to ask for; no prefix next to the filter",
    check: ruleFilter,
  },
  {
    id: "rule-prefix",
    title: "The prefix is one that keys begin with",
    area: "rule",
    strength: "advised",
    url: PAGES.troubleshooting,
    events: NO_EVENT,
    checks: "a prefix is literal: no leading slash, no wildcard",
    check: rulePrefix,
  },
  {
    id: "rule-v2",
    title: "The rule is of the current schema",
    area: "rule",
    strength: "advised",
    url: PAGES.fileElements,
    events: NO_EVENT,
    checks: "the rule has a filter: without one it has no priority, no tags and no say about delete markers",
    check: ruleV2,
  },
  {
    id: "rule-v1-destination",
    title: "A configuration of the old schema has one destination",
    area: "configuration",
    strength: "required",
    url: PAGES.fileElements,
    events: EVERY_EVENT,
    checks: "rules without a filter all name the same destination",
    check: v1Destination,
  },
];

/** What no object can have: keys are of 1,024 bytes at most, and objects have at most ten tags. */
function beyondLimits({ prefix = "", tags, elements }: RuleFilter): Finding | undefined {
  const length = Buffer.byteLength(prefix);
  if (length > MAX_OBJECT_KEY_BYTES) {
    return unmet(`the filter's prefix has ${length} bytes`, `give it at most ${MAX_OBJECT_KEY_BYTES}`);
  }
  const names = Object.keys(tags);
  if (names.length > MAX_OBJECT_TAGS) {
    return unmet(
      `the filter has ${names.length} tags`,
      `keep it to ${MAX_OBJECT_TAGS}: objects have no more`,
    );
  }
  const long = names.find(
    (name) => name.length > MAX_TAG_KEY_CHARACTERS || (tags[name] ?? "").length > MAX_TAG_VALUE_CHARACTERS,
  );
  if (long !== undefined) {
    return unmet(
      `the filter's tag "${long.slice(0, 32)}" is longer than a tag can be`,
      `give keys at most ${MAX_TAG_KEY_CHARACTERS} characters and values at most ${MAX_TAG_VALUE_CHARACTERS}`,
    );
  }
  const isEmptyAnd = elements?.length === 1 && elements[0] === "and" && names.length === 0 && prefix === "";
  return isEmptyAnd
    ? unmet(
        'the filter has an "and" of nothing',
        'set the filter to {"prefix": ""}, which matches every object',
      )
    : undefined;
}

function ruleFilter({ route }: RouteFacts): Finding {
  const { filter, legacyPrefix } = route.rule;
  if ("unknown" in filter) return unknown(`the rule's filter is not known: ${filter.unknown}`);
  if (filter.known === undefined) return met("the rule has no filter and is of the old schema");
  if (knownValue(legacyPrefix) !== undefined) {
    return unmet(
      `the rule has a filter and also the prefix "${knownValue(legacyPrefix)}"`,
      "put the prefix into the filter",
    );
  }
  const { prefix, tags, elements } = filter.known;
  const count = Object.keys(tags).length;
  const excess = beyondLimits(filter.known);
  if (excess !== undefined) return excess;
  if (elements !== undefined && elements.length > 1) {
    return unmet(
      `the filter has ${elements.join(" and ")} side by side, and S3 takes exactly one`,
      `put them into one "and": ${JSON.stringify({ and: { ...(prefix !== undefined && { prefix }), tags } })}`,
    );
  }
  const needsAnd = count > 1 || (count === 1 && prefix !== undefined && prefix !== "");
  if (elements !== undefined && needsAnd && !elements.includes("and")) {
    return unmet(
      `the filter asks for ${count} tag(s)${prefix === undefined ? "" : " and a prefix"} without "and"`,
      `put them into one "and": ${JSON.stringify({ and: { ...(prefix !== undefined && { prefix }), tags } })}`,
    );
  }
  return met(describe(prefix, count));
}

function describe(prefix: string | undefined, tags: number): string {
  const parts = [
    ...(prefix === undefined || prefix === "" ? [] : [`keys that begin with "${prefix}"`]),
    ...(tags === 0 ? [] : [`objects with ${tags} tag(s)`]),
  ];
  return `the rule selects ${parts.length === 0 ? "every object" : parts.join(" and ")}`;
}

function rulePrefix({ prefix }: RouteFacts): Finding | undefined {
  const text = knownValue(prefix);
  if (text === undefined || text === "") return undefined;
  if (text.startsWith("/")) {
    return unmet(
      `the prefix "${text}" begins with a slash, and keys seldom do`,
      `set the prefix to "${text.replace(/^\/+/, "")}"`,
    );
  }
  if (/[*?]/.test(text)) {
    return unmet(
      `the prefix "${text}" has a wildcard, which S3 takes literally`,
      `set the prefix to "${text.replace(/[*?].*$/, "")}"`,
    );
  }
  return met(`the prefix is "${text}"`);
}

function ruleV2(subject: RouteFacts): Finding | undefined {
  const v1 = isV1(subject.route.rule);
  if (v1 === undefined) return undefined;
  return v1
    ? unmet("the rule has no filter, so it is of the old schema", currentSchemaFix(subject))
    : met("the rule has a filter");
}

/** Every rule's own elements: its prefix as filter, and a priority that no other rule has or is given here. */
function currentSchemaFix({ route, index, source, destination }: RouteFacts): string {
  const status = relationOf(source.account, destination.account) === "same" ? "Enabled" : "Disabled";
  const elements = {
    filter: { prefix: knownValue(route.rule.legacyPrefix) ?? "" },
    priority: index.rulesOf(route).freePriority(route),
    deleteMarkerReplication: { status },
  };
  return `give the rule a filter, a priority and deleteMarkerReplication: ${JSON.stringify(elements)}; within one account a rule without a filter replicates delete markers, which "Disabled" would end`;
}

function v1Destination(subject: RouteFacts): Finding | undefined {
  const { route, index } = subject;
  if (isV1(route.rule) !== true) return undefined;
  const other = index.rulesOf(route).otherDestination(route);
  if (other === undefined) return met("every rule of the configuration names the same destination");
  return unmet(
    `the rule has no filter, and rule ${other.position + 1} of the configuration names another destination`,
    currentSchemaFix(subject),
  );
}
