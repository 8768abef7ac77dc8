/** The IAM policy of the principal that runs `backfill`. */
import { bucketArn } from "../../aws/arns";
import { readStatements } from "../live/actions";
import type { BackfillRequest } from "./request";

/** Call -> IAM action, and what for. */
export const BACKFILL_ACTIONS = {
  ListJobs: "s3:ListJobs",
  CreateJob: "s3:CreateJob",
  PassRole: "iam:PassRole",
  DescribeJob: "s3:DescribeJob",
  UpdateJobStatus: "s3:UpdateJobStatus",
  GetObject: "s3:GetObject",
  ListObjects: "s3:ListBucket",
  HeadObject: "s3:GetObjectVersion",
} as const;

export interface PolicyScope
  extends Partial<
    Pick<BackfillRequest, "partition" | "account" | "region" | "bucket" | "roleArn" | "report">
  > {
  /** Whether the routes and the role are read of the account; not with an export. @default true */
  readonly readsAccount?: boolean;
}

/**
 * Limited to the buckets and the role of a request. There is no `iam:PassedToService` condition: CreateJob does not send the key, so that
 * the statement would refuse every job.
 */
export function backfillPolicy(request: PolicyScope = {}): object {
  const { partition = "aws", account = "*", region = "*", bucket = "*", roleArn, report } = request;
  const { readsAccount = true } = request;
  const source = bucketArn(partition, bucket);
  const reports = bucketArn(partition, report?.bucket ?? "*");
  const folder = report === undefined || report.prefix === "" ? "" : `${report.prefix}/`;
  const jobs = `arn:${partition}:s3:${region}:${account}:job/*`;
  const { ListJobs, CreateJob, PassRole, DescribeJob, UpdateJobStatus, GetObject, ListObjects, HeadObject } =
    BACKFILL_ACTIONS;
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "FindJobs", Effect: "Allow", Action: [ListJobs], Resource: "*" },
      {
        Sid: "MakeReplicationJobs",
        Effect: "Allow",
        Action: [CreateJob],
        Resource: "*",
        Condition: { StringEquals: { "s3:RequestJobOperation": "S3ReplicateObject" } },
      },
      {
        Sid: "PassTheRole",
        Effect: "Allow",
        Action: [PassRole],
        Resource: roleArn ?? `arn:${partition}:iam::${account}:role/*-backfill`,
      },
      { Sid: "FollowJobs", Effect: "Allow", Action: [DescribeJob, UpdateJobStatus], Resource: jobs },
      { Sid: "ReadReports", Effect: "Allow", Action: [GetObject], Resource: `${reports}/${folder}*` },
      { Sid: "LookAtObjects", Effect: "Allow", Action: [HeadObject], Resource: `${source}/*` },
      {
        Sid: "TellMissingFromForbidden",
        Effect: "Allow",
        Action: [ListObjects],
        Resource: [...new Set([source, reports])],
      },
      ...(readsAccount ? readStatements() : []),
    ],
  };
}
