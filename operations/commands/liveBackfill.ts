/** Reads what a backfill is about from the live account, as `diagnose` reads it: the bucket with its routes, the role, the reports' bucket. */
import { friendlyName, roleArn } from "../../aws/arns";
import {
  backfillReportPrefix,
  backfillRoleName,
  REPLICATION_ROLE_PATH,
  reportBucketName,
} from "../../components/backfillNames";
import { topologyFromLive } from "../../model";
import { reportPlaceOf, roleArnOf } from "../backfill/options";
import { type BackfillOutputs, outputsIn } from "../backfill/stackOutputs";
import { InputError } from "../inputError";
import type { Io } from "../io";
import type { LiveAccess } from "../live/access";
import { readerOf } from "../live/reader";
import { readSnapshot, type SnapshotReading } from "../live/readSnapshot";
import type { ReadSource, TargetOptions } from "./backfillTarget";
import { bucketIn, bucketNames, readOutputs } from "./liveTopology";

/** A bucket that is to be read, with what is known of it beforehand. */
export interface NamedBackfill {
  readonly bucket: string;
  readonly outputs: BackfillOutputs;
}

/**
 * Which bucket the options name, and with which role and place for reports.
 *
 * @returns undefined where they name none.
 */
export function namedBackfill(
  { bucket, outputs: file, jobRole, report }: TargetOptions,
  io: Io,
): NamedBackfill | undefined {
  const written = file === undefined ? undefined : readOutputs(file, io);
  const names = [
    ...(bucket === undefined ? [] : bucketNames("--bucket", [bucket])),
    ...(file === undefined ? [] : [bucketIn(written, file)]),
  ];
  const [name, another = name] = names;
  if (name === undefined) return undefined;
  if (another !== name) {
    throw new InputError(`--bucket: expected ${another}, the bucket of --outputs, found ${name}`);
  }
  const stated = outputsIn(written);
  return { bucket: name, outputs: { roleArn: jobRole ?? stated.roleArn, report: report ?? stated.report } };
}

/** @throws InputError where the bucket does not exist or has no rule, and where no role or place for reports is found. */
export async function readLive(
  { bucket, outputs }: NamedBackfill,
  access: LiveAccess,
  hasJob: boolean,
): Promise<ReadSource> {
  const { account, partition } = access.main;
  const wanted = hasJob ? undefined : wantedOf(bucket, outputs, account, partition);
  const reader = readerOf(access.signal);
  const reading = await readSnapshot(
    [bucket],
    access,
    reader,
    wanted && { others: [wanted.reports], roles: [wanted.roleArn] },
  );
  const { snapshot, found } = reading;
  const source = snapshot.buckets.find(({ name }) => name === bucket);
  if (source === undefined) {
    throw new InputError(`--bucket: expected a bucket that exists, found none named ${bucket}`);
  }
  if ("known" in source.replication && source.replication.known === undefined) {
    throw new InputError(
      `--bucket: expected a bucket with replication rules, found ${bucket}, which has none`,
    );
  }
  const { missing } = snapshot;
  const from = { bucket, missing, topology: topologyFromLive(snapshot), lacks: reader.lacks() };
  const fix =
    "set s3-replication:backfill to true and run pulumi up, or name what there is; nothing of the name that it gives was found";
  const isOwn = (name: string) => {
    const owner = found.get(name)?.account;
    return owner !== undefined && "known" in owner && owner.known === account;
  };
  return {
    ...from,
    outputs: {
      roleArn: outputs.roleArn ?? foundRole(wanted, reading),
      // The name could be that of a stranger's bucket.
      report: outputs.report ?? (wanted !== undefined && isOwn(wanted.reports) ? wanted.report : undefined),
    },
    fix,
  };
}

interface Wanted {
  readonly roleArn: string;
  readonly report: string;
  /** Name of the bucket for the reports. */
  readonly reports: string;
}

/** What is named, else what `backfill: true` makes for the bucket. */
function wantedOf(bucket: string, outputs: BackfillOutputs, account: string, partition: string): Wanted {
  const problems: string[] = [];
  const {
    roleArn: role = roleArn(partition, account, REPLICATION_ROLE_PATH, backfillRoleName(bucket)),
    report = `s3://${reportBucketName(bucket)}/${backfillReportPrefix(bucket)}`,
  } = outputs;
  const place = reportPlaceOf(report, problems);
  const arn = roleArnOf(role, partition, problems);
  if (place === undefined || arn === undefined) throw new InputError(problems.join("\n"));
  return { roleArn: arn, report, reports: place.bucket };
}

/** IAM finds a role by its name, whatever its path is. */
function foundRole(wanted: Wanted | undefined, { snapshot }: SnapshotReading): string | undefined {
  if (wanted === undefined) return undefined;
  return snapshot.roles.find(({ arn }) => friendlyName(arn) === friendlyName(wanted.roleArn))?.arn;
}
