/** The arrows of a replication's diagram: every judged route with what its rule asks for. */
import type { RequirementReport, RouteReport, Verdict } from "../../model";
import type { Plan } from "../rehearsal/plan";
import { isProperties, type ResourceProperties } from "../rehearsal/values";
import { ruleInputsOf } from "./ruleInputs";
import { replicationConfigurations } from "./sites";

/** How an arrow is drawn. */
export type ArrowStyle = Verdict | "disabled";

/** One route of a diagram. */
export interface Arrow {
  readonly rule: string;
  readonly from: DiagramBucket;
  readonly to: DiagramBucket;
  readonly style: ArrowStyle;
  /** What the rule asks for beyond the usual, e.g. `logs/*` and `as STANDARD_IA`. */
  readonly asks: readonly string[];
  /** Why it does not work, e.g. `broken: source-key-decrypt`; empty where it works. */
  readonly fault: string;
}

export interface DiagramBucket {
  readonly name: string;
  readonly region: string;
  readonly account: string;
}

/** An arrow for each route, in their order. */
export function arrowsOf(plan: Plan, routes: readonly RouteReport[]): readonly Arrow[] {
  return routes.map((route) => ({
    rule: route.rule,
    from: { name: route.source, region: route.sourceRegion, account: route.sourceAccount },
    to: { name: route.destination, region: route.destinationRegion, account: route.destinationAccount },
    style: styleOf(route),
    asks: asksOf(ruleInputs(plan, route)),
    fault: faultOf(route),
  }));
}

function styleOf({ verdict, status }: RouteReport): ArrowStyle {
  return verdict === "unproven" && status !== undefined ? status : verdict;
}

function faultOf(route: RouteReport): string {
  const style = styleOf(route);
  if (style === "works" || style === "disabled") return style === "works" ? "" : style;
  const decisive: RequirementReport["verdict"] = style === "broken" ? "unmet" : "unknown";
  const [first, ...others] = route.requirements
    .filter(({ strength, verdict }) => strength === "required" && verdict === decisive)
    .map(({ id }) => id);
  if (first === undefined) return style;
  return `${style}: ${first}${others.length === 0 ? "" : ` and ${others.length} more`}`;
}

function ruleInputs(plan: Plan, { rule, source }: RouteReport): ResourceProperties {
  const rules = replicationConfigurations(plan)
    .filter(({ inputs }) => inputs["bucket"] === source)
    .flatMap(({ inputs }) => ruleInputsOf(inputs));
  return rules.find(({ id }) => id === rule) ?? {};
}

function asksOf({ filter, destination, deleteMarkerReplication }: ResourceProperties): readonly string[] {
  const to = isProperties(destination) ? destination : {};
  const storageClass = to["storageClass"];
  return [
    ...filterText(filter),
    ...(typeof storageClass === "string" ? [`as ${storageClass}`] : []),
    ...(isOff(deleteMarkerReplication) ? ["no delete markers"] : []),
    ...("replicationTime" in to ? ["with RTC"] : []),
  ];
}

function filterText(filter: unknown): readonly string[] {
  if (!isProperties(filter)) return [];
  const and: ResourceProperties = isProperties(filter["and"]) ? filter["and"] : {};
  const prefix = filter["prefix"] ?? and["prefix"];
  const tag = filter["tag"];
  const tags: ResourceProperties = isProperties(and["tags"]) ? and["tags"] : {};
  return [
    ...(typeof prefix === "string" && prefix !== "" ? [`${prefix}*`] : []),
    ...(isProperties(tag) ? [`${String(tag["key"])}=${String(tag["value"])}`] : []),
    ...Object.entries(tags).map(([key, value]) => `${key}=${String(value)}`),
  ];
}

function isOff(value: unknown): boolean {
  return isProperties(value) && value["status"] === "Disabled";
}
