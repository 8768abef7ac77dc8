/** One change of a stack, and the order in which changes are reported. */

/** Whether a change makes the stack worse, better, or only different. */
export type Effect = "worse" | "different" | "better";

/** What can change, in the order of a report. The names are part of `rehearse --json`: they are only ever added to. */
export const CHANGE_KINDS = [
  "replica-removed",
  "route-broken",
  "route-unproven",
  "account-added",
  "policy-wider",
  "access-wider",
  "policy-unreadable",
  "violation-added",
  "policy-level-lowered",
  "resource-replaced",
  "resource-removed",
  "protection-removed",
  "rule-removed",
  "rule-changed",
  "setting-changed",
  "replica-added",
  "rule-added",
  "route-mended",
  "account-stated",
  "account-removed",
  "access-narrower",
  "policy-narrower",
  "violation-changed",
  "violation-gone",
  "policy-level-raised",
  "protection-added",
  "resource-added",
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface Change {
  readonly kind: ChangeKind;
  readonly effect: Effect;
  /** What has changed, e.g. a route, a principal, the name of a resource. */
  readonly subject: string;
  /** One lower-case sentence that names the subject. */
  readonly text: string;
  /** What is behind it, one sentence each. */
  readonly details: readonly string[];
}

const EFFECTS: readonly Effect[] = ["worse", "different", "better"];

/** What is worse first; within an effect in the order of {@link CHANGE_KINDS}, then as they were found. */
export function inOrder(changes: readonly Change[]): readonly Change[] {
  const rank = ({ effect, kind }: Change) =>
    EFFECTS.indexOf(effect) * CHANGE_KINDS.length + CHANGE_KINDS.indexOf(kind);
  return [...changes].sort((one, other) => rank(one) - rank(other));
}

/** A change without details. */
export function change(kind: ChangeKind, effect: Effect, subject: string, text: string): Change {
  return { kind, effect, subject, text, details: [] };
}

/** `a, b and c`; of more than `most`, the number of the others. */
export function listed(words: readonly string[], most = words.length): string {
  const shown = words.length > most ? words.slice(0, most - 1) : words;
  const rest = words.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} others`] : shown;
  if (all.length < 2) return all.join("");
  return `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}
