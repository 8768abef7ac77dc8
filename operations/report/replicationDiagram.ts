/** The replication as a Mermaid diagram. */
import { groupBy, type RouteReport } from "../../model";
import type { Plan } from "../rehearsal/plan";
import { type Arrow, type ArrowStyle, arrowsOf } from "./diagramArrows";
import { bucketKey, type DiagramNode, framesOf, nodesOf } from "./diagramNodes";
import { mermaidText } from "./mermaidText";
import type { PlannedSite } from "./sites";

type MarkedStyle = Exclude<ArrowStyle, "works">;

/** The worst first: a bucket that several rules lead to is drawn as the worst of them. */
const MARKED_STYLES: readonly MarkedStyle[] = ["broken", "unproven", "disabled"];

/** Colours that can be read on a light and on a dark page; words next to them say the same. */
const BOXES: { readonly [style in MarkedStyle]: string } = {
  broken: "fill:#ffebe9,stroke:#cf222e,stroke-width:3px,color:#82071e",
  unproven: "fill:#fff8c5,stroke:#bf8700,stroke-width:3px,color:#633c01",
  disabled: "fill:#f6f8fa,stroke:#818b98,stroke-dasharray:5 5,color:#59636e",
};
const ARROWS: { readonly [style in MarkedStyle]: string } = {
  broken: "stroke:#cf222e,stroke-width:3px",
  unproven: "stroke:#bf8700,stroke-width:3px",
  disabled: "stroke:#818b98,stroke-dasharray:5 5",
};

/** Wide enough that names are not broken, and close enough that a dozen replicas fit a screen. */
const LAYOUT =
  '%%{init: {"flowchart": {"wrappingWidth": 400, "nodeSpacing": 20, "subGraphTitleMargin": {"bottom": 8}}}}%%';

/**
 * The replication as a Mermaid flow chart: a frame for the sources and for the replicas of each account, a box for each bucket, an arrow for each rule. Replicas that
 * look alike but for their names and Regions share a box. Empty where there is no route.
 */
export function replicationDiagram(
  plan: Plan,
  sites: readonly PlannedSite[],
  routes: readonly RouteReport[],
): string {
  const nodes = nodesOf(arrowsOf(plan, routes));
  if (nodes.length === 0) return "";
  const idOf = new Map(nodes.flatMap(({ id, buckets }) => buckets.map((key) => [key, id])));
  const arrows = nodes.flatMap((node) => node.arrows.map((arrow) => ({ node, arrow })));
  return [
    LAYOUT,
    "flowchart LR",
    ...frameLines(nodes, sites),
    ...arrows.map(({ node, arrow }) => {
      const source = idOf.get(bucketKey(arrow.from, arrow.rule)) ?? "";
      return `  ${source} -- "${arrowText(arrow, node)}" --> ${node.id}`;
    }),
    ...boxStyleLines(nodes),
    ...arrowStyleLines(arrows.map(({ arrow }) => arrow.style)),
  ].join("\n");
}

function frameLines(nodes: readonly DiagramNode[], sites: readonly PlannedSite[]): readonly string[] {
  return framesOf(nodes).flatMap((frame, index) => [
    `  subgraph a${index}["${mermaidText(frameTitle(frame, sites))}"]`,
    // A frame that no arrow enters or leaves does not take the direction of the chart.
    "    direction LR",
    ...frame.map(({ id, lines }) => `    ${id}["${labelOf(lines)}"]`),
    "  end",
  ]);
}

function frameTitle(frame: readonly DiagramNode[], sites: readonly PlannedSite[]): string {
  const account = frame[0]?.account;
  const what = frame[0]?.isSource === true ? "source" : "replica";
  const buckets = frame.flatMap((node) => node.buckets).length;
  const assumed = sites.some(({ accountId, accountAssumed }) => accountId === account && accountAssumed);
  return `${what}${buckets === 1 ? "" : "s"} in account ${account}${assumed ? " (assumed)" : ""}`;
}

function arrowText({ rule, asks, fault }: Arrow, { buckets }: DiagramNode): string {
  const rules = buckets.length === 1 ? rule : `${buckets.length} rules`;
  return labelOf([rules, ...asks, ...(fault === "" ? [] : [fault])]);
}

function labelOf(lines: readonly string[]): string {
  return lines.map(mermaidText).join("<br/>");
}

function boxStyleLines(nodes: readonly DiagramNode[]): readonly string[] {
  const worst = groupBy(nodes, ({ arrows }) =>
    MARKED_STYLES.find((style) => arrows.some((arrow) => arrow.style === style)),
  );
  return MARKED_STYLES.flatMap((style) => {
    const ids = (worst.get(style) ?? []).map(({ id }) => id);
    return ids.length === 0
      ? []
      : [`  classDef ${style} ${BOXES[style]}`, `  class ${ids.join(",")} ${style}`];
  });
}

function arrowStyleLines(styles: readonly ArrowStyle[]): readonly string[] {
  return MARKED_STYLES.flatMap((style) => {
    const places = [...styles.keys()].filter((place) => styles[place] === style);
    return places.length === 0 ? [] : [`  linkStyle ${places.join(",")} ${ARROWS[style]}`];
  });
}
