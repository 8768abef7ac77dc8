/**
 * Filters of replication rules: which objects two of them have in common.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
 */

/** Objects whose key begins with the prefix and that carry all of the tags; without both, every object. */
export interface ObjectFilter {
  /** Literal. */
  readonly prefix?: string | undefined;
  readonly tags?: { readonly [key: string]: string } | undefined;
}

/** Whether some object can match both filters. An object carries a tag key once, so two values of one key exclude each other. */
export function filtersOverlap(one: ObjectFilter, other: ObjectFilter): boolean {
  const [{ prefix: a = "", tags = {} }, { prefix: b = "", tags: otherTags = {} }] = [one, other];
  const samePrefix = a.startsWith(b) || b.startsWith(a);
  return samePrefix && Object.entries(tags).every(([key, value]) => (otherTags[key] ?? value) === value);
}
