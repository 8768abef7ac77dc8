/** What the requirements of a backfill ask about, worked out once. */
import { bucketArn } from "../../aws/arns";
import { knownValue } from "../known";
import { endKey, isDisabled, type Resolved, type Route } from "../route";
import { endOf, type RouteEnd, roleMeant } from "../routeFacts";
import type { Bucket, Known, Role } from "../topology";
import type { TopologyIndex } from "../topologyIndex";

/** Where S3 Batch Operations writes the report of a job. */
export interface ReportPlace {
  readonly end: RouteEnd;
  /** Without a slash at its end; empty for the top of the bucket. */
  readonly prefix: string;
  /** AWS says that there is no such bucket. */
  readonly missing?: true;
}

/** One source bucket with the role of its jobs. */
export interface BackfillFacts {
  readonly source: RouteEnd;
  /** What is written, and what it leads to. */
  readonly written: Resolved<Role>;
  /** The role, or what its ARN says of a role that was not read. */
  readonly role: Role | undefined;
  /** The prefixes of what the rules select, none of which lies below another. */
  readonly prefixes: Known<readonly string[]>;
  /** Where the reports go: one place, or all that the role's policies name. */
  readonly places: Known<readonly ReportPlace[]>;
}

export interface BackfillParts {
  readonly source: Resolved<Bucket>;
  readonly role: Resolved<Role>;
  /** Only keys that begin with it are asked for. */
  readonly prefix?: string | undefined;
  readonly places: (source: RouteEnd) => Known<readonly ReportPlace[]>;
}

export function backfillFacts(
  { source, role, prefix = "", places }: BackfillParts,
  routes: readonly Route[],
  index: Pick<TopologyIndex, "rolesNamed">,
): BackfillFacts {
  const end = endOf("source", source, { known: undefined }, partitionOf(source));
  return {
    source: end,
    written: role,
    role: "found" in role ? role.found : roleMeant(role, index),
    prefixes: prefixesOf(
      routes.filter((route) => endKey(route.source) === endKey(source)),
      prefix,
    ),
    places: places(end),
  };
}

function partitionOf(source: Resolved<Bucket>): string {
  return "found" in source ? source.found.site.partition : "aws";
}

/** Of rules that are not disabled, as far as a job asks for what they select. */
function prefixesOf(routes: readonly Route[], asked: string): Known<readonly string[]> {
  const found = new Set<string>();
  for (const { rule } of routes) {
    if (isDisabled(rule)) continue;
    if ("unknown" in rule.filter) return rule.filter;
    const stated = rule.filter.known === undefined ? rule.legacyPrefix : { known: rule.filter.known.prefix };
    if ("unknown" in stated) return stated;
    const own = stated.known ?? "";
    if (own.startsWith(asked)) found.add(own);
    else if (asked.startsWith(own)) found.add(asked);
  }
  const prefixes = found.size === 0 ? [asked] : [...found];
  return {
    known: prefixes.filter((one) => !prefixes.some((other) => other !== one && one.startsWith(other))),
  };
}

/** ARN of the bucket, or a pattern where its name is not known. */
export function arnFor(end: RouteEnd): string {
  return bucketArn(end.partition, knownValue(end.name) ?? "*");
}

export function nameOfBackfillRole({ role, written }: Pick<BackfillFacts, "role" | "written">): string {
  if (role !== undefined) return knownValue(role.name) ?? role.label;
  return "outside" in written ? written.outside : "the role of the backfill";
}

export function arnOfBackfillRole({ role, written }: Pick<BackfillFacts, "role" | "written">): string {
  const arn = role && knownValue(role.arn);
  return arn ?? ("outside" in written ? written.outside : "<ARN of the role of the backfill>");
}
