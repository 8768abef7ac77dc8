/** The words that every format of a comparison has in common. */
import type { Effect } from "./change";
import type { Comparison, NoComparison } from "./compare";

export function isComparison(comparison: Comparison | NoComparison): comparison is Comparison {
  return "changes" in comparison;
}

/** E.g. `what changes against main (1a2b3c4): 2 worse, 1 different`. */
export function headlineOf(comparison: Comparison | NoComparison): string {
  const { base } = comparison;
  if (!isComparison(comparison)) return `nothing to compare with: ${comparison.reason}`;
  const { changes, verdict } = comparison;
  if (changes.length === 0) return `nothing changes against ${base}`;
  const counts = (["worse", "different", "better"] as const)
    .map((effect): [Effect, number] => [effect, changes.filter((one) => one.effect === effect).length])
    .filter(([, count]) => count > 0)
    .map(([effect, count]) => `${count} ${effect}`);
  const verdicts =
    verdict.before === verdict.after ? "" : `; the verdict is ${verdict.after}, and was ${verdict.before}`;
  return `what changes against ${base}: ${counts.join(", ")}${verdicts}`;
}
