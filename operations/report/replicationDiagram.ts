/** The replication as a Mermaid diagram. */
import type { Plan, PlannedResource } from "../rehearsal/plan";
import { isProperties, type ResourceProperties } from "../rehearsal/values";
import { destinationBucketName, ruleInputsOf } from "./ruleInputs";
import { type PlannedSite, replicationConfigurations } from "./sites";

/** The replication as a Mermaid flow chart: one box a bucket, one arrow a rule. */
export function replicationDiagram(plan: Plan, sites: readonly PlannedSite[]): string {
  const arrows = replicationConfigurations(plan).flatMap((configuration) => arrowsOf(configuration));
  const names = [...new Set(arrows.flatMap(({ from, to }) => [from, to]))];
  const boxes = names.map((name, index) => `  b${index}["${boxText(plan, sites, name)}"]`);
  const lines = arrows.map(
    ({ from, to, label }) => `  b${names.indexOf(from)} -- "${label}" --> b${names.indexOf(to)}`,
  );
  return ["flowchart LR", ...boxes, ...lines].join("\n");
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

function arrowsOf({ inputs }: PlannedResource): readonly Arrow[] {
  return ruleInputsOf(inputs).map((rule) => ({
    from: String(inputs["bucket"]),
    to: destinationBucketName(rule),
    label: [String(rule["id"]), ...filterText(rule["filter"])].join("<br/>"),
  }));
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
  ].map((text) => text.replaceAll('"', "#quot;"));
}

function boxText(plan: Plan, sites: readonly PlannedSite[], bucketName: string): string {
  const bucket = plan.resources.find(
    ({ type, inputs }) => type === "aws:s3/bucket:Bucket" && inputs["bucket"] === bucketName,
  );
  const site = sites.find(({ provider }) => provider === bucket?.provider);
  return site === undefined ? bucketName : `${bucketName}<br/>${site.region}<br/>account ${site.accountId}`;
}
