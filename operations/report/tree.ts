/** The resources of a plan as a tree. */
import type { Plan, PlannedResource } from "../rehearsal/plan";
import { compareText, type PlannedSite, siteFinder } from "./sites";

/** One line of the resource tree. */
export interface TreeLine {
  /** The branches in front of the name. */
  readonly branch: string;
  readonly name: string;
  /** The type without its package's module path, e.g. `aws:s3:Bucket`. */
  readonly type: string;
  /** Where the resource is; undefined for components and providers. */
  readonly site: PlannedSite | undefined;
  /** Whether the resource is left to the default provider, as nothing here should be. */
  readonly onDefaultProvider: boolean;
}

/** Every resource below the component that owns it, components before what they contain. */
export function resourceTree(plan: Plan, sites: readonly PlannedSite[]): readonly TreeLine[] {
  const siteOf = siteFinder(sites);
  const children = new Map<string | undefined, PlannedResource[]>();
  for (const resource of plan.resources) {
    children.set(resource.parent, [...(children.get(resource.parent) ?? []), resource]);
  }
  const line = (resource: PlannedResource, branch: string): TreeLine => ({
    branch,
    name: resource.name,
    type: shortType(resource.type),
    site: siteOf(resource),
    onDefaultProvider:
      resource.custom && resource.provider === undefined && !resource.type.startsWith("pulumi:providers:"),
  });
  const below = (parent: string | undefined, indent: string): readonly TreeLine[] => {
    const inOrder = [...(children.get(parent) ?? [])].sort(byKindThenName);
    return inOrder.flatMap((resource, index) => {
      const last = index === inOrder.length - 1;
      const branch = `${indent}${last ? "└─ " : "├─ "}`;
      return [line(resource, branch), ...below(resource.urn, `${indent}${last ? "   " : "│  "}`)];
    });
  };
  return plan.resources
    .filter(({ parent }) => parent === undefined)
    .flatMap((root) => [line(root, ""), ...below(root.urn, "")]);
}

/** Providers first, then components, then what they are for; each in the order of their names. */
function byKindThenName(a: PlannedResource, b: PlannedResource): number {
  return kindRank(a) - kindRank(b) || compareText(a.name, b.name) || compareText(a.type, b.type);
}

function kindRank({ custom, type }: PlannedResource): number {
  if (type.startsWith("pulumi:providers:")) return 0;
  return custom ? 2 : 1;
}

/** `aws:s3/bucket:Bucket` -> `aws:s3:Bucket`. */
export function shortType(type: string): string {
  return type.replace(/\/[^:]*/, "");
}
