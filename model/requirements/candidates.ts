/** A reference that can only be one of few resources is judged for each of them: what holds for all is known. */
import type { KeyUse, Resolved, Route } from "../route";
import { type RouteFacts, routeFactsOf } from "../routeFacts";
import type { Key } from "../topology";
import type { TopologyIndex } from "../topologyIndex";
import { type Finding, type Requirement, unknown, worstOf } from "./requirement";

/** Beyond it the answer stays unknown. */
const MOST_VARIANTS = 24;

/** The route, or, where something in it is one of several candidates, the route with each of them in its place. */
export function candidatesOf(route: Route, index: TopologyIndex): readonly RouteFacts[] {
  const routes = [route]
    .flatMap((one) => alternatives(one.destination).map((destination) => ({ ...one, destination })))
    .flatMap((one) => alternatives(one.role).map((role) => ({ ...one, role })))
    .flatMap((one) => keyAlternatives(one.sourceKey).map((sourceKey) => ({ ...one, sourceKey })))
    .flatMap((one) => keyAlternatives(one.replicaKey).map((replicaKey) => ({ ...one, replicaKey })));
  const isPlain = routes.length === 1 || routes.length > MOST_VARIANTS;
  return isPlain ? [routeFactsOf(route, index)] : routes.map((one) => routeFactsOf(one, index));
}

function alternatives<T>(resolved: Resolved<T>): readonly Resolved<T>[] {
  if (!("candidates" in resolved) || resolved.candidates.length === 0) return [resolved];
  return resolved.candidates.map((found) => ({ found }));
}

function keyAlternatives(use: KeyUse): readonly KeyUse[] {
  if (!("candidates" in use) || use.candidates.length === 0) return [use];
  return use.candidates.map((found: Key) => ({ found }));
}

/** The finding that holds for every candidate; unknown where they differ. */
export function findingFor(requirement: Requirement, subjects: readonly RouteFacts[]): Finding | undefined {
  const [first] = subjects;
  if (first === undefined) return undefined;
  if (subjects.length === 1) return requirement.check(first);
  const findings = subjects.flatMap((subject) => requirement.check(subject) ?? []);
  const worst = worstOf(findings);
  if (worst === undefined) return undefined;
  const agreed =
    findings.length === subjects.length && findings.every(({ verdict }) => verdict === worst.verdict);
  const [one] = findings;
  if (agreed && one !== undefined) {
    const isSame = findings.every(({ because }) => because === one.because);
    return isSame ? one : { ...one, because: `for each possible resource: ${worst.because}` };
  }
  if (worst.verdict === "met") return worst;
  return unknown(`it depends on what a reference will lead to at deployment: ${worst.because}`, worst.fix);
}
