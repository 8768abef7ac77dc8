/**
 * How often the model is right about published or deployed set-ups: the corpus by group, and three rates.
 *
 * Run: npm run corpus
 */
import { GROUPS } from "../tests/model/corpus/groups";
import { outcomesOf, summaryOf } from "../tests/model/corpus/score";

const judged = GROUPS.map((group) => [group.name, outcomesOf(group)] as const);

for (const [name, outcomes] of judged) {
  console.log(`\n${name}`);
  for (const { entry, verdict, kind, findings } of outcomes) {
    console.log(`  ${entry.id}: ${verdict}, ${kind === "right" ? "rightly" : kind} (${entry.origin})`);
    if (kind !== "right") for (const finding of findings) console.log(`    ${finding}`);
  }
}
console.log(`\n${summaryOf(judged)}`);
