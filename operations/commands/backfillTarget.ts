/** What a backfill is about: one source bucket with its routes, the role of the job and the place for its report, all of them proven. */
import { partitionOfRegion } from "../../aws/partitions";
import { judge, judgeBackfill, type RouteReport, type Topology } from "../../model";
import { reportPlaceOf, roleArnOf } from "../backfill/options";
import { type Proof, proofOf } from "../backfill/proof";
import type { BackfillRequest, ObjectFilter } from "../backfill/request";
import type { BackfillOutputs } from "../backfill/stackOutputs";
import { foundText } from "../foundText";
import { InputError } from "../inputError";
import type { Lack } from "../live/reader";

export interface TargetOptions {
  readonly export?: readonly string[];
  /** What `pulumi stack output --json` wrote. */
  readonly outputs?: string;
  readonly bucket?: string;
  readonly jobRole?: string;
  readonly report?: string;
  readonly region?: string;
  readonly newDestination?: string;
}

export interface BackfillTarget {
  readonly bucket: string;
  /** Undefined where the export does not say it. */
  readonly account: string | undefined;
  readonly region: string;
  readonly proof: Proof;
  /** Undefined where a job is gone on with, which has its role and its place for reports. */
  readonly request: BackfillRequest | undefined;
  readonly notes: readonly string[];
}

/** What was read of a stack or of live accounts. */
export interface ReadSource {
  readonly topology: Topology;
  readonly bucket: string;
  /** Role and place for reports, where no option names them. */
  readonly outputs: BackfillOutputs;
  /** ARNs of which AWS says that they do not exist. */
  readonly missing: readonly string[];
  readonly lacks: readonly Lack[];
  /** What to do where there is no role or no place for reports. */
  readonly fix: string;
}

const UNKNOWN = "unknown";

/** @throws InputError where what was read, and what the options add to it, does not say enough. */
export function targetOf(
  read: ReadSource,
  options: TargetOptions,
  filter: ObjectFilter,
  hasJob: boolean,
): BackfillTarget {
  const { topology, bucket, missing, lacks } = read;
  const reports = judge(topology, { disabledRules: "advise" }).filter(({ source }) => source === bucket);
  const [{ sourceAccount = UNKNOWN, sourceRegion = UNKNOWN } = {}] = reports;
  const region = sourceRegion === UNKNOWN ? options.region : sourceRegion;
  const account = sourceAccount === UNKNOWN ? undefined : sourceAccount;
  if (region === undefined) {
    throw new InputError(
      `--region: expected the Region of ${bucket}, which nothing that was read says, found none`,
    );
  }
  const where = { bucket, account, region, notes: notesOn(options, reports) };
  if (hasJob) return { ...where, proof: proofOf(reports, undefined, lacks), request: undefined };
  const request = requestOf(options, where, filter, read);
  const { roleArn, report } = request;
  const role = judgeBackfill(topology, { bucket, roleArn, report, prefix: filter.prefix, missing });
  return { ...where, proof: proofOf(reports, role, lacks), request };
}

function requestOf(
  options: TargetOptions,
  { bucket, account, region }: Pick<BackfillTarget, "bucket" | "account" | "region">,
  filter: ObjectFilter,
  { outputs, fix }: Pick<ReadSource, "outputs" | "fix">,
): BackfillRequest {
  const problems: string[] = [];
  const partition = partitionOfRegion(region);
  const roleText = options.jobRole ?? outputs.roleArn;
  const reportText = options.report ?? outputs.report;
  const roleArn = roleText === undefined ? undefined : roleArnOf(roleText, partition, problems);
  const report = reportText === undefined ? undefined : reportPlaceOf(reportText, problems);
  if (roleText === undefined)
    problems.push(`--job-role: expected it, or the output backfillRoleArn, found neither; ${fix}`);
  if (reportText === undefined)
    problems.push(`--report: expected it, or the output backfillReport, found neither; ${fix}`);
  if (report?.bucket === bucket) {
    problems.push(
      `--report: expected a bucket other than the source, whose reports would be replicated, found ${bucket}`,
    );
  }
  if (roleArn === undefined || report === undefined || problems.length > 0) {
    throw new InputError(problems.join("\n"));
  }
  return { partition, account: account ?? UNKNOWN, region, bucket, roleArn, report, filter };
}

function notesOn({ newDestination }: TargetOptions, reports: readonly RouteReport[]): readonly string[] {
  if (newDestination === undefined) return [];
  const destinations = [...new Set(reports.map(({ destination }) => destination))];
  if (!destinations.includes(newDestination)) {
    throw new InputError(
      `--new-destination: expected one of ${destinations.join(", ")}, found ${foundText(newDestination)}`,
    );
  }
  const others = destinations.filter((name) => name !== newDestination);
  return others.length === 0
    ? []
    : [
        `a job cannot be limited to ${newDestination}: versions are tried for ${others.join(", ")} again, which is quick where they are already, but billed`,
      ];
}
