/** How deep values are nested, measured without recursion, so that deep values do not exhaust the stack. */
import { isRawObject } from "./rawValue";

/** Far more than any resource or policy document has, and far less than a stack of calls can take. */
export const DEEPEST = 500;

/** Whether something in the value is nested deeper, be it as it is or in a text that holds JSON. */
export function isTooDeep(value: unknown): boolean {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: inner, depth } = next;
    if (depth > DEEPEST) return true;
    if (typeof inner === "string") {
      const text = jsonIn(inner);
      if (typeof text === "string" && isTextTooDeep(text)) return true;
    }
    if (!isRawObject(inner)) continue;
    for (const each of Object.values(inner)) open.push({ value: each, depth: depth + 1 });
  }
  return false;
}

/** The text, out of the envelopes that a secret or IAM's API puts around a document. */
function jsonIn(text: string): string | undefined {
  if (text.length <= DEEPEST) return undefined;
  const trimmed = text.trimStart();
  try {
    if (trimmed.startsWith("%7B")) return decodeURIComponent(trimmed);
    if (!trimmed.startsWith('"')) return trimmed;
    const inner: unknown = JSON.parse(trimmed);
    return typeof inner === "string" ? inner.trimStart() : undefined;
  } catch {
    return undefined;
  }
}

function isTextTooDeep(text: string): boolean {
  if (!/^[[{]/.test(text)) return false;
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isQuoted && character === "\\") index += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}
