/** Judges whether S3 Batch Replication can run with a role: what is not met, why, and what would fix it. */
import { arnParts, friendlyName } from "../../aws/arns";
import { type RequirementReport, requirementReport, type Verdict, verdictOf } from "../judge";
import { knownValue } from "../known";
import { bucketName, endKey, type Resolved, type Route, routesOf, unreadableConfigurations } from "../route";
import { endOf, nameOfEnd } from "../routeFacts";
import type { Bucket, Role, Topology } from "../topology";
import { indexOf } from "../topologyIndex";
import type { BackfillRequirement } from "./backfillRequirement";
import { arnOfBackfillRole, type BackfillFacts, backfillFacts } from "./facts";
import { isForBatchOperations, isForSource, placeIn, placesOf } from "./recognise";
import { BACKFILL_REQUIREMENTS } from "./requirements";

/** One source bucket with a role for its jobs. A name, account or Region that is not known is the text `unknown`. */
export interface BackfillReport {
  readonly source: string;
  readonly sourceAccount: string;
  readonly sourceRegion: string;
  /** ARN of the role; its label where the ARN is not known. */
  readonly role: string;
  /** Where the completion reports go, as `s3://bucket/prefix`. */
  readonly report: string;
  /** Whether a job can run: `broken` where one required requirement is unmet, `unproven` where one is not known. */
  readonly verdict: Verdict;
  readonly requirements: readonly RequirementReport[];
}

/** What a job is asked to run with. */
export interface BackfillQuestion {
  /** Name of the source bucket. */
  readonly bucket: string;
  readonly roleArn: string;
  readonly report: { readonly bucket: string; readonly prefix: string };
  /** Only keys that begin with it are asked for. @default every key that the rules select */
  readonly prefix?: string | undefined;
  /** ARNs of roles and buckets of which AWS says that they do not exist. */
  readonly missing?: readonly string[];
}

const UNKNOWN = "unknown";

/**
 * Every role that S3 Batch Replication is intended to run with, for each source bucket that its policies name. Nothing says so but the
 * role itself: it trusts S3 Batch Operations, or may call `s3:InitiateReplication`.
 */
export function judgeBackfills(topology: Topology): readonly BackfillReport[] {
  const roles = topology.roles.filter(isForBatchOperations);
  if (roles.length === 0) return [];
  const routes = routesOf(topology);
  const index = indexOf(topology, routes);
  return sourcesOf(topology, routes).flatMap((source) => {
    const end = endOf("source", source, { known: undefined }, "aws");
    return roles
      .filter((role) => isForSource(role, end))
      .map((role) =>
        reportOf(
          backfillFacts(
            { source, role: { found: role }, places: (from) => placesOf(role, from, topology.buckets) },
            routes,
            index,
          ),
        ),
      );
  });
}

/** One role for the jobs of one source bucket, with the place that its reports are to go to. */
export function judgeBackfill(
  topology: Topology,
  { bucket, roleArn, report, prefix, missing = [] }: BackfillQuestion,
): BackfillReport {
  const routes = routesOf(topology);
  const source = sourcesOf(topology, routes).find((one) => bucketName(one) === bucket) ?? { outside: bucket };
  return reportOf(
    backfillFacts(
      {
        source,
        role: roleOf(topology, roleArn, missing),
        prefix,
        places: (from) => ({
          known: [placeIn(report.bucket, report.prefix, from, topology.buckets, missing)],
        }),
      },
      routes,
      indexOf(topology, routes),
    ),
  );
}

/** The role of the ARN; one whose ARN is not known yet by its name, where its account is not another. */
function roleOf({ roles }: Topology, arn: string, missing: readonly string[]): Resolved<Role> {
  const exact = roles.find((role) => knownValue(role.arn) === arn);
  const account = arnParts(arn)?.account;
  const named = roles.filter(
    (role) =>
      "unknown" in role.arn &&
      knownValue(role.name) === friendlyName(arn) &&
      (knownValue(role.account) ?? account) === account,
  );
  const found = exact ?? (named.length === 1 ? named[0] : undefined);
  if (found !== undefined) return { found, written: arn };
  return missing.includes(arn) ? { outside: arn, missing: true } : { outside: arn };
}

function sourcesOf(topology: Topology, routes: readonly Route[]): readonly Resolved<Bucket>[] {
  const sources = new Map<string, Resolved<Bucket>>();
  for (const { source } of [...routes, ...unreadableConfigurations(topology)]) {
    const key = endKey(source);
    if (key !== undefined) sources.set(key, source);
  }
  return [...sources.values()];
}

function reportOf(facts: BackfillFacts): BackfillReport {
  const requirements = BACKFILL_REQUIREMENTS.flatMap((requirement) => {
    const finding = requirement.check(facts);
    return finding === undefined ? [] : [requirementReport(requirement, finding)];
  });
  const { source, places } = facts;
  const shown = (knownValue(places) ?? []).map(
    ({ end, prefix }) => `s3://${nameOfEnd(end)}${prefix === "" ? "" : `/${prefix}`}`,
  );
  return {
    source: nameOfEnd(source),
    sourceAccount: knownValue(source.account) ?? UNKNOWN,
    sourceRegion: knownValue(source.region) ?? UNKNOWN,
    role:
      facts.role !== undefined && "unknown" in facts.role.arn ? facts.role.label : arnOfBackfillRole(facts),
    report: shown.length === 0 ? UNKNOWN : shown.join(", "),
    verdict: verdictOf(requirements),
    requirements,
  };
}

/** One row for each requirement, in the order of a report. */
export function backfillCatalogue(): readonly Omit<BackfillRequirement, "check">[] {
  return BACKFILL_REQUIREMENTS.map(({ check: _, ...row }) => row);
}
