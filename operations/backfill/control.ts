/** The calls of S3 Control that make, read and change jobs. */
import {
  CreateJobCommand,
  type CreateJobCommandInput,
  DescribeJobCommand,
  ListJobsCommand,
  S3ControlClient,
  type S3ControlClientConfig,
  UpdateJobStatusCommand,
} from "@aws-sdk/client-s3-control";
import type { S3Client } from "@aws-sdk/client-s3";
import { hasEnded, type Job, jobOf } from "./job";

/** Jobs of one account in one Region. */
export interface Jobs {
  /** Never interrupted: a job whose answer is not awaited would be left without an id. */
  readonly create: (input: CreateJobCommandInput) => Promise<string>;
  readonly describe: (id: string, signal?: AbortSignal) => Promise<Job>;
  /** The jobs with a description, the newest first. */
  readonly withDescription: (description: string, signal: AbortSignal) => Promise<readonly ListedJob[]>;
  readonly confirm: (id: string) => Promise<void>;
  readonly cancel: (id: string) => Promise<void>;
  readonly close: () => void;
}

export interface ListedJob {
  readonly id: string;
  readonly ended: boolean;
}

export interface JobsOptions {
  readonly account: string;
  readonly region: string;
  /** Whose credentials are used. */
  readonly s3: S3Client;
  /** Instead of AWS. */
  readonly endpoint: string | undefined;
}

const MAX_ATTEMPTS = 5;
const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;
const JOBS_A_PAGE = 1000;

export function jobsOf({ account, region, s3, endpoint }: JobsOptions): Jobs {
  const client = new S3ControlClient({
    region,
    credentials: s3.config.credentials,
    maxAttempts: MAX_ATTEMPTS,
    retryMode: "adaptive",
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
    ...(endpoint !== undefined && ownEndpoint(endpoint, region)),
  });
  const setStatus = async (id: string, status: "Ready" | "Cancelled") => {
    await client.send(
      new UpdateJobStatusCommand({ AccountId: account, JobId: id, RequestedJobStatus: status }),
    );
  };
  return {
    create: async (input) => {
      const { JobId } = await client.send(new CreateJobCommand(input));
      if (JobId === undefined) throw new Error("CreateJob: expected the id of a job, found none");
      return JobId;
    },
    describe: async (id, signal) => {
      const { Job: found } = await client.send(
        new DescribeJobCommand({ AccountId: account, JobId: id }),
        signal === undefined ? {} : { abortSignal: signal },
      );
      return jobOf(found ?? {}, id);
    },
    withDescription: async (description, signal) => {
      const found: { readonly id: string; readonly ended: boolean; readonly createdMs: number }[] = [];
      let next: string | undefined;
      do {
        const page = await client.send(
          new ListJobsCommand({
            AccountId: account,
            MaxResults: JOBS_A_PAGE,
            ...(next !== undefined && { NextToken: next }),
          }),
          { abortSignal: signal },
        );
        for (const { JobId, Description, Status = "New", CreationTime } of page.Jobs ?? []) {
          if (JobId === undefined || Description !== description) continue;
          found.push({
            id: JobId,
            ended: hasEnded({ status: Status }),
            createdMs: CreationTime?.getTime() ?? 0,
          });
        }
        next = page.NextToken;
      } while (next !== undefined && next !== "");
      return found.sort((a, b) => b.createdMs - a.createdMs || (a.id < b.id ? -1 : 1));
    },
    confirm: (id) => setStatus(id, "Ready"),
    cancel: (id) => setStatus(id, "Cancelled"),
    close: () => client.destroy(),
  };
}

/** The SDK puts the account in front of the host, which no address of one's own has; so the endpoint is given as it is. */
function ownEndpoint(endpoint: string, region: string): Pick<S3ControlClientConfig, "endpointProvider"> {
  const scheme = { name: "sigv4", signingName: "s3", signingRegion: region, disableDoubleEncoding: true, properties: {} };
  return {
    endpointProvider: () => ({
      url: new URL(endpoint),
      headers: {},
      properties: { authSchemes: [scheme] },
    }),
  };
}
