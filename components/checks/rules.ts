import { replicaDeleteMarkers, replicaFilter } from "../defaults";
import { MAX_PRIORITY } from "../priorities";
import { type Problem, shown, suggestion } from "../problems";
import type { ReplicationFilter } from "../replicatedBucketArgs";
import type { Check } from "./context";

/** Rules that one replication configuration may have. */
const MAX_RULES = 1000;
/** Tags that one object may have. */
const MAX_OBJECT_TAGS = 10;

/**
 * The storage classes that a replica's objects can have.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Destination.html
 */
const REPLICA_STORAGE_CLASSES: readonly string[] = [
  "STANDARD",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
  "REDUCED_REDUNDANCY",
];

/** S3 takes at most 1,000 rules. */
export const rulesFit: Check = ({ replicas }) =>
  replicas.length <= MAX_RULES
    ? []
    : [
        {
          path: "replicas",
          expected: `at most ${MAX_RULES} replicas, one rule each`,
          found: `${replicas.length}`,
          fix: "remove replicas",
        },
      ];

export const storageClassesExist: Check = ({ replicas }) =>
  replicas.flatMap(({ storageClass }, index) =>
    storageClass === undefined || REPLICA_STORAGE_CLASSES.includes(storageClass)
      ? []
      : [
          {
            path: `replicas[${index}].storageClass`,
            expected: "a storage class that replicas can have",
            found: shown(storageClass),
            fix: suggestion(storageClass, REPLICA_STORAGE_CLASSES),
          },
        ],
  );

/** S3 refuses two rules with the same priority, whatever their filters and destinations. */
export const prioritiesAreUnique: Check = ({ replicas }) => {
  const firstIndexOf = new Map<number, number>();
  return replicas.flatMap(({ priority }, index): readonly Problem[] => {
    if (priority === undefined) return [];
    const path = `replicas[${index}].priority`;
    if (!Number.isInteger(priority) || priority < 0 || priority > MAX_PRIORITY) {
      return [
        {
          path,
          expected: `a whole number from 0 to ${MAX_PRIORITY}`,
          found: shown(priority),
          fix: "choose another number, or leave it out",
        },
      ];
    }
    const first = firstIndexOf.get(priority);
    firstIndexOf.set(priority, first ?? index);
    if (first === undefined) return [];
    return [
      {
        path,
        expected: `a priority other than that of replicas[${first}]`,
        found: shown(priority),
        fix: "choose another number, or leave it out",
      },
    ];
  });
};

/** S3 refuses delete markers in a rule that filters by tags: a delete marker has none. */
export const deleteMarkersWithoutTags: Check = (args) =>
  args.replicas.flatMap((replica, index) => {
    const byTags = replicaFilter(args, replica).tags !== undefined;
    if (!byTags || !replicaDeleteMarkers(args, replica)) return [];
    const own = replica.deleteMarkers !== undefined;
    return [
      {
        path: own ? `replicas[${index}].deleteMarkers` : "deleteMarkers",
        expected: `false for replicas[${index}], which filters by tags`,
        found: "true, which is the default",
        fix: "set deleteMarkers to false, or filter by prefix only",
      },
    ];
  });

/** A prefix is literal, and tags are what an object can carry. */
export const filtersCanMatch: Check = ({ filter, replicas }) => [
  ...filterProblems("filter", filter),
  ...replicas.flatMap((replica, index) => filterProblems(`replicas[${index}].filter`, replica.filter)),
];

function filterProblems(path: string, filter: ReplicationFilter | undefined): readonly Problem[] {
  if (filter === undefined) return [];
  return [...prefixProblems(`${path}.prefix`, filter.prefix), ...tagProblems(`${path}.tags`, filter.tags)];
}

export function prefixProblems(path: string, prefix: string | undefined): readonly Problem[] {
  if (prefix === undefined) return [];
  const problem = (expected: string, fix: string): Problem => ({ path, expected, found: shown(prefix), fix });
  const problems: Problem[] = [];
  if (prefix.startsWith("/")) problems.push(problem("a prefix without a leading slash", "remove the slash"));
  if (/[*?]/.test(prefix)) {
    problems.push(problem("a literal prefix", "remove the wildcard: a prefix matches whatever follows it"));
  }
  if (Buffer.byteLength(prefix) > 1024) problems.push(problem("at most 1024 bytes", "shorten it"));
  return problems;
}

function tagProblems(path: string, tags: ReplicationFilter["tags"] = {}): readonly Problem[] {
  const entries = Object.entries(tags);
  const problems = entries.flatMap(([key, value]): readonly Problem[] => {
    const wellFormed = key.length >= 1 && key.length <= 128 && value.length <= 256 && !/^aws:/i.test(key);
    return wellFormed
      ? []
      : [
          {
            path: `${path}.${key}`,
            expected: "a key of 1 to 128 characters that does not begin with aws:, a value of at most 256",
            found: shown({ [key]: value }),
            fix: "use a tag that objects can carry",
          },
        ];
  });
  if (entries.length <= MAX_OBJECT_TAGS) return problems;
  return [
    ...problems,
    {
      path,
      expected: `at most ${MAX_OBJECT_TAGS} tags, as many as an object can carry`,
      found: `${entries.length}`,
      fix: "remove tags",
    },
  ];
}

/** Replication Time Control is measured by the metrics. */
export const timeControlHasMetrics: Check = ({ replicationTimeControl, metrics }) =>
  replicationTimeControl === true && metrics === false
    ? [
        {
          path: "metrics",
          expected: "true with replicationTimeControl",
          found: "false",
          fix: "s3 refuses replication time control without metrics; leave metrics on",
        },
      ]
    : [];
