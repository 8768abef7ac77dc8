import { PRIMARY_NAME } from "../access";
import { replicaName } from "../defaults";
import { type Problem, shown, suggestion } from "../problems";
import { partitionOf } from "../regions";
import type { Principals, ReaderArgs } from "../replicatedBucketArgs";
import type { Check } from "./context";
import { prefixProblems } from "./rules";

/** Readers are named, read what exists here, and below a prefix that can match. */
export const readersCanRead: Check = ({ readers = [], replicas, primary }) => {
  const known = [
    PRIMARY_NAME,
    ...replicas.filter(({ bucketArn }) => bucketArn === undefined).map(replicaName),
  ];
  return readers.flatMap((reader, index) => [
    ...readerProblems(`readers[${index}]`, reader, primary.region),
    ...(reader.of ?? []).flatMap((name, place): readonly Problem[] =>
      known.includes(name)
        ? []
        : [
            {
              path: `readers[${index}].of[${place}]`,
              expected: "primary or a replica that is made here",
              found: shown(name),
              fix: suggestion(name, known),
            },
          ],
    ),
    ...(reader.of?.length === 0
      ? [
          {
            path: `readers[${index}].of`,
            expected: "at least one of primary and the replicas",
            found: "an empty list",
            fix: "leave it out for the primary",
          },
        ]
      : []),
  ]);
};

/** What is wrong with one group of readers, wherever they read. */
export function readerProblems(
  path: string,
  { principals, prefix }: Pick<ReaderArgs, "principals" | "prefix">,
  region: string,
): readonly Problem[] {
  return [
    ...principalProblems(`${path}.principals`, principals, region),
    ...prefixProblems(`${path}.prefix`, prefix),
    ...(prefix?.includes("${") === true
      ? [
          {
            path: `${path}.prefix`,
            expected: "a literal prefix",
            found: shown(prefix),
            fix: "policies would replace the variable; leave ${ out",
          },
        ]
      : []),
  ];
}

/** Uploaders are named, and the tag is one that both a rule and a condition can name. */
export const uploadersCanTag: Check = ({ replicateOnlyFrom, filter, replicas, primary }) => {
  if (replicateOnlyFrom === undefined) return [];
  const { tag, principals } = replicateOnlyFrom;
  const path = "replicateOnlyFrom";
  const problems = [...principalProblems(`${path}.principals`, principals, primary.region)];
  if (!/^[\w.:=+@-]{1,128}$/.test(tag.key) || /^aws:/i.test(tag.key)) {
    problems.push({
      path: `${path}.tag.key`,
      expected: "1 to 128 letters, digits and .:=+@_- that do not begin with aws:",
      found: shown(tag.key),
      fix: "choose a tag such as replicate",
    });
  }
  if (tag.value.length > 256) {
    problems.push({
      path: `${path}.tag.value`,
      expected: "at most 256 characters",
      found: shown(tag.value),
      fix: "shorten it",
    });
  }
  const filters = [
    { path: "filter", filter },
    ...replicas.map((replica, index) => ({ path: `replicas[${index}].filter`, filter: replica.filter })),
  ];
  for (const { path: at, filter: one } of filters) {
    const own = one?.tags?.[tag.key];
    if (own === undefined || own === tag.value) continue;
    problems.push({
      path: `${at}.tags.${tag.key}`,
      expected: `${shown(tag.value)}, the value of ${path}.tag`,
      found: shown(own),
      fix: "an object carries a tag once; filter by another tag",
    });
  }
  return problems;
};

export const writersAreNamed: Check = ({ writers, primary }) =>
  writers === undefined ? [] : principalProblems("writers", writers, primary.region);

export const versionDeletersAreNamed: Check = ({ versionDeleters, primary }) =>
  versionDeleters === undefined
    ? []
    : principalProblems("versionDeleters", versionDeleters, primary.region, { wildcards: true });

/** What is wrong with a list of principals. */
export function principalProblems(
  path: string,
  principals: Principals,
  region: string,
  { wildcards = false }: { readonly wildcards?: boolean } = {},
): readonly Problem[] {
  if (principals.length === 0) {
    return [
      {
        path,
        expected: "at least one principal",
        found: "an empty list",
        fix: "name a role, a user or an account, or leave it out",
      },
    ];
  }
  const partition = partitionOf(region);
  const name = wildcards ? "[\\w+=,.@/*?-]+" : "[\\w+=,.@/-]+";
  const named = new RegExp(`^arn:${partition}:iam::\\d{12}:((role|user)/${name}|root)$`);
  return principals.flatMap((principal, index): readonly Problem[] =>
    /^\d{12}$/.test(principal) || named.test(principal)
      ? []
      : [
          {
            path: `${path}[${index}]`,
            expected: `the arn of a role or user (arn:${partition}:iam::<account>:role/<path and name>) or the 12 digits of an account`,
            found: shown(principal),
            fix: principalFix(principal),
          },
        ],
  );
}

function principalFix(principal: string): string {
  if (principal === "*") return "name who it is: everybody would mean the public";
  if (principal.includes(":assumed-role/"))
    return "name the role itself; a session of it has another arn each time";
  if (principal.includes("*") || principal.includes("?"))
    return "a policy cannot grant to a pattern; name each one";
  return "copy it from iam, its path included";
}
