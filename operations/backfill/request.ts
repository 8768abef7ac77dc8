/** What a backfill asks S3 Batch Operations for, and the marks by which its jobs are recognised. */
import { createHash } from "node:crypto";
import type { CreateJobCommandInput, ReplicationStatus } from "@aws-sdk/client-s3-control";
import { bucketArn } from "../../aws/arns";

/** Where completion reports go. */
export interface ReportPlace {
  readonly bucket: string;
  /** Without a slash at its end. */
  readonly prefix: string;
}

/** Which versions of objects are tried. */
export interface ObjectFilter {
  /** In S3's words, sorted. */
  readonly statuses: readonly ReplicationStatus[];
  /** Literal beginning of the keys; undefined for every key. */
  readonly prefix: string | undefined;
  readonly createdAfter: Date | undefined;
  readonly createdBefore: Date | undefined;
}

export interface BackfillRequest {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** The source bucket. */
  readonly bucket: string;
  readonly roleArn: string;
  readonly report: ReportPlace;
  readonly filter: ObjectFilter;
}

const PRIORITY = 10;
const MARK = "s3-replication backfill";

/** The description of a job, the same for every job that asks for the same objects. */
export function descriptionOf({ account, region, bucket, filter }: BackfillRequest): string {
  return `${MARK} ${digest([account, region, bucket, filterParts(filter)]).slice(0, 16)}`;
}

/**
 * The request for one job. The token is made of what is asked, so that S3 answers a request that is sent again with the job that it
 * has made already, where the SDK would make up a new token for each.
 *
 * @param previous the id of the last job that asked for the same and has ended; another job is wanted after it.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html
 */
export function createJobInput(request: BackfillRequest, previous: string | undefined): CreateJobCommandInput {
  const { partition, account, bucket, roleArn, report, filter } = request;
  const { statuses, prefix, createdAfter, createdBefore } = filter;
  const description = descriptionOf(request);
  return {
    AccountId: account,
    ConfirmationRequired: true,
    Operation: { S3ReplicateObject: {} },
    Report: {
      Enabled: true,
      Bucket: bucketArn(partition, report.bucket),
      Format: "Report_CSV_20180820",
      Prefix: report.prefix,
      ReportScope: "AllTasks",
    },
    ClientRequestToken: digest([description, roleArn, report.bucket, report.prefix, previous ?? ""]),
    Description: description,
    Priority: PRIORITY,
    RoleArn: roleArn,
    ManifestGenerator: {
      S3JobManifestGenerator: {
        ExpectedBucketOwner: account,
        SourceBucket: bucketArn(partition, bucket),
        EnableManifestOutput: false,
        Filter: {
          EligibleForReplication: true,
          ObjectReplicationStatuses: [...statuses],
          ...(createdAfter !== undefined && { CreatedAfter: createdAfter }),
          ...(createdBefore !== undefined && { CreatedBefore: createdBefore }),
          ...(prefix !== undefined && { KeyNameConstraint: { MatchAnyPrefix: [prefix] } }),
        },
      },
    },
  };
}

function filterParts({ statuses, prefix, createdAfter, createdBefore }: ObjectFilter): readonly unknown[] {
  return [
    [...statuses].sort(),
    prefix ?? null,
    createdAfter?.toISOString() ?? null,
    createdBefore?.toISOString() ?? null,
  ];
}

function digest(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
