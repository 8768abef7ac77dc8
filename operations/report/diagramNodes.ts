/** The boxes of a replication's diagram: one a bucket, and one for all replicas that would look the same. */
import { groupBy } from "../../model";
import type { Arrow, DiagramBucket } from "./diagramArrows";

/** One box, with the arrows that end at it. */
export interface DiagramNode {
  /** What Mermaid calls the box, e.g. `b0`. */
  readonly id: string;
  /** What it stands in a frame with, and the title of that frame. */
  readonly account: string;
  readonly isSource: boolean;
  readonly lines: readonly string[];
  /** Keys of the buckets that the box stands for. */
  readonly buckets: readonly string[];
  /** Those of its first bucket stand for all. */
  readonly arrows: readonly Arrow[];
}

type Replica = readonly [key: string, arrows: readonly Arrow[]];

/** How many replicas one box names. */
const MOST_NAMES = 12;
const NAMES_A_LINE = 3;

/** Tells buckets apart; two whose names are not known are not for certain the same. */
export function bucketKey({ name }: DiagramBucket, rule: string): string {
  return JSON.stringify(name === "unknown" ? [name, rule] : [name]);
}

/** The boxes in the order of {@link framesOf}, each frame in the order of the routes. */
export function nodesOf(arrows: readonly Arrow[]): readonly DiagramNode[] {
  const sources = new Map(arrows.map(({ from, rule }) => [bucketKey(from, rule), from]));
  const incoming = groupBy(arrows, ({ to, rule }) => bucketKey(to, rule));
  const replicas = [...incoming].filter(([key]) => !sources.has(key));
  const boxes = [
    ...[...sources].map(([key, bucket]) => bucketBox(bucket, [key, incoming.get(key) ?? []], true)),
    ...[...groupBy(replicas, ([, its]) => appearance(its)).values()].map(replicasBox),
  ];
  return framesOf(boxes)
    .flat()
    .map((box, index) => ({ id: `b${index}`, ...box }));
}

type Box = Omit<DiagramNode, "id">;

/**
 * The boxes of each account; its sources apart from its replicas, since arrows to other accounts would otherwise be drawn across
 * the boxes in between.
 */
export function framesOf<B extends Box>(boxes: readonly B[]): readonly (readonly B[])[] {
  return [...groupBy(boxes, ({ isSource, account }) => `${isSource} ${account}`).values()];
}

function bucketBox({ name, region, account }: DiagramBucket, [key, arrows]: Replica, isSource: boolean): Box {
  const lines = name.includes(region) ? [name] : [name, region];
  return { account, isSource, lines, buckets: [key], arrows };
}

function replicasBox(replicas: readonly Replica[]): Box {
  const buckets = replicas.map(([key]) => key);
  const arrows = replicas[0]?.[1] ?? [];
  const bucket = arrows[0]?.to ?? { name: "", region: "", account: "" };
  const box = { ...bucketBox(bucket, ["", arrows], false), buckets };
  if (replicas.length === 1) return box;
  const names = replicas.map(([, its]) => replicaName(its));
  const unnamed = names.length - MOST_NAMES;
  return {
    ...box,
    lines: [
      `${replicas.length} replicas`,
      ...inLines(names.slice(0, MOST_NAMES)),
      ...(unnamed > 0 ? [`and ${unnamed} more`] : []),
    ],
  };
}

/** Everything that the diagram shows of a replica but its names and its Region. */
function appearance(arrows: readonly Arrow[]): string {
  return JSON.stringify(
    arrows.map(({ from, to, style, asks, fault }) => [from.name, to.account, style, asks, fault]),
  );
}

/** The id of its rule, or what the ids of its rules have before the dot; its Region is added where it is another word. */
function replicaName(arrows: readonly Arrow[]): string {
  const [{ rule, to } = { rule: "", to: { name: "", region: "", account: "" } }] = arrows;
  const replica = rule.split(".")[0] ?? "";
  const ofAll = arrows.every((arrow) => arrow.rule.startsWith(`${replica}.`)) ? replica : to.name;
  const name = arrows.length === 1 ? rule : ofAll;
  return name === to.region ? name : `${name} (${to.region})`;
}

function inLines(names: readonly string[]): readonly string[] {
  const starts = [...names.keys()].filter((index) => index % NAMES_A_LINE === 0);
  return starts.map((start) => names.slice(start, start + NAMES_A_LINE).join(", "));
}
