/** A comparison as JSON: the field `compare` of `rehearse --json`. */
import type { Comparison, NoComparison } from "./compare";
import { isComparison } from "./comparisonWords";

/** Fields are only ever added to it. */
export function comparisonJson(comparison: Comparison | NoComparison): object {
  if (!isComparison(comparison)) return { base: comparison.base, reason: comparison.reason };
  const { base, verdict, changes, remarks } = comparison;
  return {
    base,
    verdict,
    changes: changes.map(({ kind, effect, subject, text, details }) => ({
      kind,
      effect,
      subject,
      text,
      details,
    })),
    remarks,
  };
}
