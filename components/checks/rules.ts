/** Checks of the replication rules. */
import { MAX_PRIORITY, MAX_REPLICATION_RULES, MAX_RULE_ID_CHARACTERS } from "../../aws/limits";
import { STORAGE_CLASSES } from "../../aws/storageClasses";
import { otherAccountId } from "../accounts";
import { shownValue, suggestion } from "../problems";
import { type RuleInEffect, ruleInEffect, writtenRules } from "../replicaRules";
import type { ReplicaArgs, ReplicatedBucketArgs } from "../replicatedBucketArgs";
import type { ReplicaRuleOptions } from "../ruleArgs";
import { eachReplica } from "./paths";
import { type Checked, check, given, type Row } from "./rows";

/** A rule of the arguments with its path, its replica, and what it inherits. */
interface PlacedRule {
  readonly path: string;
  readonly written: ReplicaRuleOptions;
  readonly inEffect: RuleInEffect;
  readonly replica: ReplicaArgs;
}

/** Every rule of the arguments. */
function placedRules(args: ReplicatedBucketArgs): readonly PlacedRule[] {
  return eachReplica(args.replicas, (replica, replicaPath) =>
    writtenRules(replica).map((rule) => ({
      path: rule.path === "" ? replicaPath : `${replicaPath}.${rule.path}`,
      written: rule.options,
      inEffect: ruleInEffect(args, replica, rule),
      replica,
    })),
  ).flat();
}

/** The ids of rules are made of the names of replicas and rules. */
export const ruleIds = check(
  (args: ReplicatedBucketArgs) =>
    placedRules(args).map(({ path, inEffect }) => ({ path: `${path}.name`, value: inEffect.id })),
  [
    {
      condition: ({ length }) => length > MAX_RULE_ID_CHARACTERS,
      expected: `a rule's id of at most ${MAX_RULE_ID_CHARACTERS} characters`,
      found: (id) => `${shownValue(id)} with ${id.length}`,
      fix: "shorten the name of the rule or of the replica",
    },
  ],
);

export const ruleCount = check(
  ({ replicas }: ReplicatedBucketArgs) => [
    { path: "replicas", value: replicas.flatMap(writtenRules).length },
  ],
  [
    {
      condition: (count) => count > MAX_REPLICATION_RULES,
      expected: `at most ${MAX_REPLICATION_RULES} rules, one for each replica or several`,
      fix: "remove replicas or rules",
    },
  ],
);

/** Names of the rules of one replica, with the one that is checked. */
interface RuleName {
  readonly name: string;
  readonly isRepeated: boolean;
}

/** The names of rules become parts of the rules' ids. */
export const ruleNames = check(
  ({ replicas }: ReplicatedBucketArgs) =>
    eachReplica(replicas, ({ rules = [] }, path) =>
      rules.map(({ name }, index): Checked<RuleName> => {
        const isRepeated = rules.findIndex((other) => other.name === name) < index;
        return { path: `${path}.rules[${index}].name`, value: { name, isRepeated } };
      }),
    ).flat(),
  [
    {
      condition: ({ name }) => !/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/.test(name),
      expected: "1 to 64 lower-case letters, digits and hyphens",
      found: ({ name }) => shownValue(name),
      fix: "choose a short name such as reports",
    },
    {
      condition: ({ isRepeated }) => isRepeated,
      expected: "a name that no other rule of the replica has",
      found: ({ name }) => `${shownValue(name)} again`,
      fix: "choose another name",
    },
  ],
);

const OF_A_SINGLE_RULE = ["filter", "priority"] as const satisfies readonly (keyof ReplicaArgs)[];

/** A replica with a list of rules has its filters and priorities there, and at least one rule. */
export const ruleLists = check(
  ({ replicas }: ReplicatedBucketArgs) =>
    eachReplica(replicas, (replica, path) =>
      replica.rules === undefined ? [] : [{ path, value: replica }],
    ).flat(),
  [
    {
      condition: ({ rules = [] }) => rules.length === 0,
      where: (_, path) => `${path}.rules`,
      expected: "at least one rule",
      found: "an empty list",
      fix: "add a rule, or leave rules out for one rule with the options of the replica",
    },
    ...OF_A_SINGLE_RULE.map(
      (name): Row<ReplicaArgs> => ({
        condition: (replica) => replica[name] !== undefined,
        where: (_, path) => `${path}.${name}`,
        expected: "nothing beside rules",
        found: (replica) => shownValue(replica[name]),
        fix: "move it into the rules that it is for",
      }),
    ),
  ],
);

/** Ownership moves between accounts only. */
export const ownerOverrides = check(
  ({ primary, replicas }: ReplicatedBucketArgs) =>
    eachReplica(replicas, (replica, path) =>
      given(`${path}.ownerOverride`, replica.ownerOverride).map((checked) => ({
        path: checked.path,
        value: { override: checked.value, isInOther: otherAccountId(primary, replica) !== undefined },
      })),
    ).flat(),
  [
    {
      condition: ({ isInOther }) => !isInOther,
      expected: "a replica in another account",
      found: ({ override }) => shownValue(override),
      fix: "remove it: the copies belong to the primary's account already",
    },
  ],
);

export const storageClasses = check(
  ({ replicas }: ReplicatedBucketArgs) =>
    eachReplica(replicas, (replica, path) => [
      ...given(`${path}.storageClass`, replica.storageClass),
      ...(replica.rules ?? []).flatMap(({ storageClass }, index) =>
        given(`${path}.rules[${index}].storageClass`, storageClass),
      ),
    ]).flat(),
  [
    {
      condition: (storageClass) => !STORAGE_CLASSES.includes(storageClass),
      expected: "a storage class that replicas can have",
      fix: (storageClass) => suggestion(storageClass, STORAGE_CLASSES),
    },
  ],
);

/** S3 refuses two rules with the same priority, regardless of their filters and destinations. */
export const priorities = check(
  (args: ReplicatedBucketArgs) => {
    const rules = placedRules(args);
    return rules.flatMap(({ path, written: { priority } }, index) =>
      given(`${path}.priority`, priority).map((checked) => {
        const first = rules.findIndex(({ written }) => written.priority === checked.value);
        return {
          path: checked.path,
          value: { priority: checked.value, first: rules[first]?.path, isRepeated: first < index },
        };
      }),
    );
  },
  [
    {
      condition: ({ priority }) => !isPriority(priority),
      expected: `a whole number from 0 to ${MAX_PRIORITY}`,
      found: ({ priority }) => shownValue(priority),
      fix: "choose another number, or leave it out",
    },
    {
      condition: ({ priority, isRepeated }) => isPriority(priority) && isRepeated,
      expected: ({ first = "another rule" }) => `a priority other than that of ${first}`,
      found: ({ priority }) => shownValue(priority),
      fix: "choose another number, or leave it out",
    },
  ],
);

function isPriority(priority: number): boolean {
  return Number.isInteger(priority) && priority >= 0 && priority <= MAX_PRIORITY;
}

/** S3 refuses delete markers in a rule that filters by tags: a delete marker has none. */
export const deleteMarkers = check(
  (args: ReplicatedBucketArgs) =>
    placedRules(args).map(({ path, written, inEffect, replica }) => ({
      path: pathOfDeleteMarkers(path, written, replica),
      value: {
        rule: path,
        isByTags: inEffect.filter.tags !== undefined,
        replicates: inEffect.deleteMarkers,
        isOwn: written.deleteMarkers !== undefined || replica.deleteMarkers !== undefined,
      },
    })),
  [
    {
      condition: ({ isByTags, replicates }) => isByTags && replicates,
      expected: ({ rule }) => `false for ${rule}, which filters by tags`,
      found: ({ isOwn }) => (isOwn ? "true" : "true, which is the default"),
      fix: "set deleteMarkers to false, or filter by prefix only",
    },
  ],
);

/** The option that decides about a rule's delete markers. */
function pathOfDeleteMarkers(path: string, written: ReplicaRuleOptions, replica: ReplicaArgs): string {
  if (written.deleteMarkers !== undefined) return `${path}.deleteMarkers`;
  return replica.deleteMarkers === undefined
    ? "deleteMarkers"
    : `${path.replace(/\.rules\[\d+\]$/, "")}.deleteMarkers`;
}

/** The metrics measure Replication Time Control. */
export const timeControlMetrics = check(
  (args: ReplicatedBucketArgs) => {
    const checked = placedRules(args).map(({ path, written, inEffect, replica }) => ({
      path: [written, replica].some(({ metrics }) => metrics !== undefined) ? `${path}.metrics` : "metrics",
      value: inEffect,
    }));
    // What several rules inherit is wrong once.
    return checked.filter(({ path }, index) => checked.findIndex((other) => other.path === path) === index);
  },
  [
    {
      condition: ({ replicationTimeControl, metrics }) => replicationTimeControl && !metrics,
      expected: "true with replicationTimeControl",
      found: "false",
      fix: "s3 refuses replication time control without metrics; leave metrics on",
    },
  ],
);
