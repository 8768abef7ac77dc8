/** Whether a bucket policy refuses every request without TLS. */
import { isEverybody, matchesPattern } from "../../../model";
import type { Statement } from "./document";

/**
 * Whether statements together deny every principal every action, on the bucket and its objects, without TLS.
 *
 * @param bucket its name, where it is known; otherwise S3 is left to refuse a policy of another bucket's resources
 */
export function refusesPlainText(
  statements: readonly Statement[],
  bucket: string | undefined,
): "yes" | "no" | "unknown" {
  const patterns = statements.filter(deniesWithoutTls).flatMap(({ resources }) => resources.flatMap(pathOf));
  if (bucket !== undefined) return coversBucketAndObjects(patterns, bucket) ? "yes" : "no";
  if (patterns.map(likelyBucket).some((name) => coversBucketAndObjects(patterns, name))) return "yes";
  return patterns.some((pattern) => /^[^/]*[*?][^/]*\*$/.test(pattern)) ? "unknown" : "no";
}

function deniesWithoutTls({ denies, principals, actions, conditions }: Statement): boolean {
  const [condition, another] = conditions;
  return (
    denies &&
    principals.some(isEverybody) &&
    actions.some((action) => action === "*" || action.toLowerCase() === "s3:*") &&
    condition !== undefined &&
    another === undefined &&
    /^(Bool|BoolIfExists)$/i.test(condition.operator) &&
    condition.key.toLowerCase() === "aws:securetransport" &&
    condition.values.some((value) => value.toLowerCase() === "false")
  );
}

/** What a resource of S3 says after the partition: a bucket, or a bucket and keys. */
function pathOf(resource: string): readonly string[] {
  if (/^\*+$/.test(resource)) return ["*"];
  const path = /^arn:[^:]+:s3:::(.+)$/.exec(resource)?.[1];
  return path === undefined ? [] : [path];
}

/** The bucket that a pattern is most likely of: the text before its first wildcard. */
function likelyBucket(pattern: string): string {
  return /^[^/*?]*/.exec(pattern)?.[0] ?? "";
}

function coversBucketAndObjects(patterns: readonly string[], bucket: string): boolean {
  return (
    patterns.some((pattern) => matchesPattern(pattern, bucket)) &&
    patterns.some((pattern) => coversAllBelow(pattern, `${bucket}/`))
  );
}

/** Whether a pattern matches every text that begins with the given one: the part before its last `*` matches a beginning of it. */
function coversAllBelow(pattern: string, text: string): boolean {
  if (!pattern.endsWith("*")) return false;
  const front = pattern.slice(0, -1);
  return Array.from({ length: text.length + 1 }, (_, end) => text.slice(0, end)).some((beginning) =>
    matchesPattern(front, beginning),
  );
}
