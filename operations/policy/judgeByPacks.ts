/** Judges the resources of a stack by the policies of several packs. */
import type { AnalyzerResource } from "./analyzerResource";
import { judgePolicies } from "./judgePolicies";
import type { PackResult } from "./packResult";
import type { ChosenPack } from "./packs";

/** What the packs say, as one: with the names of all, and the policies of each after those of the one before. */
export async function judgeByPacks(
  packs: readonly ChosenPack[],
  resources: readonly AnalyzerResource[],
): Promise<PackResult> {
  const results: PackResult[] = [];
  for (const pack of packs) results.push(await judgeByPack(pack, resources));
  const [first, ...rest] = results;
  if (first !== undefined && rest.length === 0) return first;
  const named = results.map(({ pack }) => `${pack.name} ${pack.version}`);
  return {
    // As one text with the version: "one 1.0.0 and other 2.0.0".
    pack: { name: named.slice(0, -1).join(", "), version: `and ${named.at(-1) ?? ""}` },
    policies: results.flatMap(({ policies }) => policies),
  };
}

async function judgeByPack(
  { pack, settings, isForeign }: ChosenPack,
  resources: readonly AnalyzerResource[],
): Promise<PackResult> {
  if (!isForeign) return judgePolicies(pack, resources, settings);
  const policies: PackResult["policies"][number][] = [];
  for (const policy of pack.policies) {
    const alone = { ...pack, policies: [policy] };
    policies.push(...(await judgePolicies(alone, structuredClone(resources), settings)).policies);
  }
  return { pack: { name: pack.name, version: pack.version }, policies };
}
