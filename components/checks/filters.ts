/** Checks of the filters of replication rules, and of tags. */
import {
  isTag,
  MAX_OBJECT_KEY_BYTES,
  MAX_OBJECT_TAGS,
  MAX_TAG_KEY_CHARACTERS,
  MAX_TAG_VALUE_CHARACTERS,
} from "../../aws/limits";
import type { Problem } from "../problems";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import type { ReplicationFilter } from "../ruleArgs";
import { eachReplica } from "./paths";
import { type Checked, given, problemsIn, type Row } from "./rows";

/** A filter of the arguments, with its path. */
export function filtersOf({ filter, replicas }: ReplicatedBucketArgs): readonly Checked<ReplicationFilter>[] {
  return [
    ...given("filter", filter),
    ...eachReplica(replicas, (replica, path) => [
      ...given(`${path}.filter`, replica.filter),
      ...(replica.rules ?? []).flatMap((rule, index) => given(`${path}.rules[${index}].filter`, rule.filter)),
    ]).flat(),
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
