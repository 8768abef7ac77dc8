/** Values in a sentence: `"a"`, `"a" or "b"`, at most three of them. */
export function quoted(values: readonly string[], conjunction = "or"): string {
  const shown = values.slice(0, 3).map((value) => `"${value}"`);
  const more = values.length - shown.length;
  if (shown.length === 0) return "nothing";
  if (more > 0) return `${shown.join(", ")} ${conjunction} ${more} more`;
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} ${conjunction} ${last}`;
}
