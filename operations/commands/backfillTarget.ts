/** What a backfill is about: the source bucket of an export with its routes, the role and the place for reports. */
import { partitionOfRegion } from "../../aws/partitions";
import { judge, type RouteReport, type Topology } from "../../model";
import { reportPlaceOf, roleArnOf } from "../backfill/options";
import { type Proof, proofOf } from "../backfill/proof";
import type { BackfillRequest, ObjectFilter } from "../backfill/request";
import { backfillOutputs } from "../backfill/stackOutputs";
import { foundText } from "../foundText";
import { InputError } from "../inputError";
import type { Io } from "../io";
import { readExportTexts, topologyOf } from "./exports";
import { requireSource, sourcesOf } from "./sourceBuckets";

export interface TargetOptions {
  readonly export?: readonly string[];
  readonly bucket?: string;
  readonly role?: string;
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

const UNKNOWN = "unknown";

/**
 * @returns undefined where no export was given.
 * @throws InputError where the export, or what the options add to it, does not say enough.
 */
export async function backfillTarget(
  options: TargetOptions,
  filter: ObjectFilter,
  hasJob: boolean,
  io: Io,
): Promise<BackfillTarget | undefined> {
  if (options.export === undefined) return undefined;
  const texts = await readExportTexts(options.export, io);
  const { topology } = topologyOf(options.export, texts);
  const bucket = chosenSource(options.bucket, topology);
  const reports = judge(topology, { disabledRules: "advise" }).filter(({ source }) => source === bucket);
  const [{ sourceAccount = UNKNOWN, sourceRegion = UNKNOWN } = {}] = reports;
  const region = sourceRegion === UNKNOWN ? options.region : sourceRegion;
  const account = sourceAccount === UNKNOWN ? undefined : sourceAccount;
  if (region === undefined) {
    throw new InputError(
      `--region: expected the Region of ${bucket}, which the export does not say, found none`,
    );
  }
  const target = { bucket, account, region, proof: proofOf(reports), notes: notesOn(options, reports) };
  if (hasJob) return { ...target, request: undefined };
  return { ...target, request: requestOf(options, target, filter, texts) };
}

function chosenSource(bucket: string | undefined, topology: Topology): string {
  const sources = sourcesOf(topology);
  if (bucket !== undefined) {
    requireSource(bucket, topology, sources);
    return bucket;
  }
  const [first, second] = sources;
  if (first === undefined) {
    throw new InputError("--export: expected a stack with replication rules, found none");
  }
  if (second === undefined) return first.name;
  throw new InputError(
    `--bucket: expected one of ${sources.map(({ name }) => name).join(", ")}, found none; one job is for one bucket`,
  );
}

function requestOf(
  options: TargetOptions,
  { bucket, account, region }: Pick<BackfillTarget, "bucket" | "account" | "region">,
  filter: ObjectFilter,
  texts: readonly string[],
): BackfillRequest {
  const problems: string[] = [];
  const partition = partitionOfRegion(region);
  const outputs = backfillOutputs(texts, bucket);
  const roleText = options.role ?? outputs.roleArn;
  const reportText = options.report ?? outputs.report;
  const roleArn = roleText === undefined ? undefined : roleArnOf(roleText, partition, problems);
  const report = reportText === undefined ? undefined : reportPlaceOf(reportText, problems);
  const fix = "set s3-replication:backfill to true and run pulumi up, then export the stack again";
  if (roleText === undefined)
    problems.push(`--role: expected it, or the output backfillRoleArn, found neither; ${fix}`);
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
