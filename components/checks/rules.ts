/** Checks of the replication rules. */
import {
  isTag,
  MAX_OBJECT_KEY_BYTES,
  MAX_OBJECT_TAGS,
  MAX_PRIORITY,
  MAX_REPLICATION_RULES,
  MAX_RULE_ID_CHARACTERS,
  MAX_TAG_KEY_CHARACTERS,
  MAX_TAG_VALUE_CHARACTERS,
} from "../../aws/limits";
import { STORAGE_CLASSES } from "../../aws/storageClasses";
import { replicaDeleteMarkers, replicaFilter } from "../defaults";
import { type Problem, shownValue, suggestion } from "../problems";
import type { ReplicatedBucketArgs, ReplicationFilter, RuleOptions } from "../replicatedBucketArgs";
import { eachReplica } from "./paths";
import { type Checked, check, given, problemsIn, type Row } from "./rows";

/** The name of a replica is the id of its rule. */
export const ruleIds = check(
  ({ replicas }: ReplicatedBucketArgs) =>
    eachReplica(replicas, ({ name }, path) => given(`${path}.name`, name)).flat(),
  [
    {
      condition: ({ length }) => length > MAX_RULE_ID_CHARACTERS,
      expected: `at most ${MAX_RULE_ID_CHARACTERS} characters, as the id of a rule`,
      found: (name) => `${shownValue(name)} with ${name.length}`,
      fix: "shorten it",
    },
  ],
);

export const ruleCount = check(
  ({ replicas }: ReplicatedBucketArgs) => [{ path: "replicas", value: replicas.length }],
  [
    {
      condition: (count) => count > MAX_REPLICATION_RULES,
      expected: `at most ${MAX_REPLICATION_RULES} replicas, one rule each`,
      fix: "remove replicas",
    },
  ],
);

export const storageClasses = check(
  ({ replicas }: ReplicatedBucketArgs) =>
    eachReplica(replicas, ({ storageClass }, path) => given(`${path}.storageClass`, storageClass)).flat(),
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
  ({ replicas }: ReplicatedBucketArgs) => {
    const all = replicas.map(({ priority }) => priority);
    return eachReplica(replicas, ({ priority }, path, index) =>
      given(`${path}.priority`, priority).map((checked) => {
        const first = all.indexOf(checked.value);
        return { path: checked.path, value: { priority: checked.value, first, isRepeated: first < index } };
      }),
    ).flat();
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
      expected: ({ first }) => `a priority other than that of replicas[${first}]`,
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
    eachReplica(args.replicas, (replica, path) => ({
      path: replica.deleteMarkers === undefined ? "deleteMarkers" : `${path}.deleteMarkers`,
      value: {
        replica: path,
        isByTags: replicaFilter(args, replica).tags !== undefined,
        replicates: replicaDeleteMarkers(args, replica),
        isOwn: replica.deleteMarkers !== undefined,
      },
    })),
  [
    {
      condition: ({ isByTags, replicates }) => isByTags && replicates,
      expected: ({ replica }) => `false for ${replica}, which filters by tags`,
      found: ({ isOwn }) => (isOwn ? "true" : "true, which is the default"),
      fix: "set deleteMarkers to false, or filter by prefix only",
    },
  ],
);

/** A filter of the arguments, with its path. */
export function filtersOf({ filter, replicas }: ReplicatedBucketArgs): readonly Checked<ReplicationFilter>[] {
  return [
    ...given("filter", filter),
    ...eachReplica(replicas, (replica, path) => given(`${path}.filter`, replica.filter)).flat(),
  ];
}

/** A prefix is literal, and tags are ones that an object can have. */
export function filters(args: ReplicatedBucketArgs): readonly Problem[] {
  return filtersOf(args).flatMap(({ path, value: { prefix, tags = {} } }) => [
    ...problemsIn(given(`${path}.prefix`, prefix), PREFIX_ROWS),
    ...tagProblems(`${path}.tags`, tags, {
      most: MAX_OBJECT_TAGS,
      expected: `at most ${MAX_OBJECT_TAGS} tags, as many as an object can carry`,
      fix: "use a tag that objects can carry",
    }),
  ]);
}

/**
 * What XML 1.0 cannot carry: control characters other than tab and line breaks, halves of surrogate pairs, two non-characters.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html#object-key-xml-related-constraints
 */
const NOT_IN_XML = /(?![\t\n\r\u007f-\u009f])\p{Cc}|\p{Cs}|[\ufffe\uffff]/u;

export const PREFIX_ROWS: readonly Row<string>[] = [
  {
    condition: (prefix) => prefix.startsWith("/"),
    expected: "a prefix without a leading slash",
    fix: "remove the slash",
  },
  {
    condition: (prefix) => /[*?]/.test(prefix),
    expected: "a literal prefix",
    fix: "remove the wildcard: a prefix matches every key that begins with it",
  },
  {
    condition: (prefix) => NOT_IN_XML.test(prefix),
    expected: "a prefix without control characters",
    fix: "remove them: s3's configuration is xml, which cannot carry them",
  },
  {
    condition: (prefix) => Buffer.byteLength(prefix) > MAX_OBJECT_KEY_BYTES,
    expected: `at most ${MAX_OBJECT_KEY_BYTES} bytes`,
    fix: "shorten it",
  },
];

/** Problems of single tags, and then of their number. */
export function tagProblems(
  path: string,
  tags: { readonly [key: string]: string },
  limit: { readonly most: number; readonly expected: string; readonly fix: string },
): readonly Problem[] {
  const single = Object.entries(tags).map(([key, value]) => ({
    path: `${path}.${key}`,
    value: { [key]: value },
  }));
  return [
    ...problemsIn(single, [
      {
        condition: (tag) => Object.entries(tag).some(([key, value]) => !isTag(key, value)),
        expected: `a key of 1 to ${MAX_TAG_KEY_CHARACTERS} characters that does not begin with aws:, a value of at most ${MAX_TAG_VALUE_CHARACTERS}, both of letters, digits, spaces and _.:/=+-@`,
        fix: limit.fix,
      },
    ]),
    ...problemsIn(
      [{ path, value: single.length }],
      [{ condition: (count) => count > limit.most, expected: limit.expected, fix: "remove tags" }],
    ),
  ];
}

/** The metrics measure Replication Time Control. */
export const timeControlMetrics = check(
  (value: RuleOptions) => [{ path: "metrics", value }],
  [
    {
      condition: ({ replicationTimeControl, metrics }) =>
        replicationTimeControl === true && metrics === false,
      expected: "true with replicationTimeControl",
      found: "false",
      fix: "s3 refuses replication time control without metrics; leave metrics on",
    },
  ],
);
