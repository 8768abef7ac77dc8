/** Checks of readers, writers and uploaders. */
import { isTag, MAX_TAG_VALUE_CHARACTERS } from "../../aws/limits";
import { isBuiltHere } from "../accounts";
import { PRIMARY_NAME } from "../defaults";
import { type Problem, shownValue, suggestion } from "../problems";
import { replicaName } from "../replicaName";
import type { ReaderArgs, ReplicatedBucketArgs, UploaderArgs } from "../replicatedBucketArgs";
import { filtersOf, PREFIX_ROWS } from "./filters";
import { listProblems } from "./principals";
import { given, problemsIn, type Row } from "./rows";

/** A name in `of` of a group of readers, and the names that it can be. */
interface ReadBucket {
  readonly name: string;
  readonly known: readonly string[];
}

const READ_BUCKET_ROWS: readonly Row<ReadBucket>[] = [
  {
    condition: ({ name, known }) => !known.includes(name),
    expected: "primary or a replica that is made here",
    found: ({ name }) => shownValue(name),
    fix: ({ name, known }) => suggestion(name, known),
  },
];

const READ_BUCKETS_ROWS: readonly Row<readonly string[]>[] = [
  {
    condition: ({ length }) => length === 0,
    expected: "at least one of primary and the replicas",
    found: "an empty list",
    fix: "leave it out for the primary",
  },
];

/** Readers are named, and read buckets that are built here. */
export function readers({
  readers: groups = [],
  replicas,
  primary,
}: ReplicatedBucketArgs): readonly Problem[] {
  const built = replicas.filter(isBuiltHere);
  const known = [PRIMARY_NAME, ...built.map(replicaName)];
  return groups.flatMap((group, index) => {
    const path = `readers[${index}]`;
    const named = (group.of ?? []).map((name, place) => ({
      path: `${path}.of[${place}]`,
      value: { name, known },
    }));
    return [
      ...readerProblems(path, group, primary.region),
      ...problemsIn(named, READ_BUCKET_ROWS),
      ...problemsIn(given(`${path}.of`, group.of), READ_BUCKETS_ROWS),
    ];
  });
}

/** Problems of one group of readers that do not depend on what it reads. */
export function readerProblems(
  path: string,
  { principals, prefix }: Pick<ReaderArgs, "principals" | "prefix">,
  region: string,
): readonly Problem[] {
  return [
    ...listProblems(`${path}.principals`, principals, region),
    ...problemsIn(given(`${path}.prefix`, prefix), [
      ...PREFIX_ROWS,
      {
        condition: (text) => text.includes("${"),
        expected: "a literal prefix",
        fix: "policies would replace the variable; leave ${ out",
      },
    ]),
  ];
}

const UPLOAD_TAG_ROWS: readonly Row<UploaderArgs["tag"]>[] = [
  {
    condition: ({ key }) => !/^[\w.:=+@-]{1,128}$/.test(key) || /^aws:/i.test(key),
    where: (_, path) => `${path}.key`,
    expected: "1 to 128 letters, digits and .:=+@_- that do not begin with aws:",
    found: ({ key }) => shownValue(key),
    fix: "choose a tag such as replicate",
  },
  {
    condition: ({ value }) => !isTag("key", value),
    where: (_, path) => `${path}.value`,
    expected: `at most ${MAX_TAG_VALUE_CHARACTERS} letters, digits, spaces and _.:/=+-@`,
    found: ({ value }) => shownValue(value),
    fix: "choose a value such as yes",
  },
];

/** The tag of `replicateOnlyFrom`, and the value that a filter asks of it. */
interface FilteredTag {
  readonly tag: UploaderArgs["tag"];
  readonly filtered: string | undefined;
}

const FILTERED_TAG_ROWS: readonly Row<FilteredTag>[] = [
  {
    condition: ({ tag, filtered }) => filtered !== undefined && filtered !== tag.value,
    where: ({ tag }, path) => `${path}.tags.${tag.key}`,
    expected: ({ tag }) => `${shownValue(tag.value)}, the value of replicateOnlyFrom.tag`,
    found: ({ filtered }) => shownValue(filtered),
    fix: "an object carries a tag once; filter by another tag",
  },
];

/** Uploaders are named, and both a rule and a condition can name the tag. */
export function uploaders(args: ReplicatedBucketArgs): readonly Problem[] {
  const { replicateOnlyFrom, primary } = args;
  if (replicateOnlyFrom === undefined) return [];
  const { tag, principals } = replicateOnlyFrom;
  const filtered = filtersOf(args).map(({ path, value }) => ({
    path,
    value: { tag, filtered: value.tags?.[tag.key] },
  }));
  return [
    ...listProblems("replicateOnlyFrom.principals", principals, primary.region),
    ...problemsIn([{ path: "replicateOnlyFrom.tag", value: tag }], UPLOAD_TAG_ROWS),
    ...problemsIn(filtered, FILTERED_TAG_ROWS),
  ];
}

export function writers({ writers: named, primary }: ReplicatedBucketArgs): readonly Problem[] {
  return listProblems("writers", named, primary.region);
}
