/**
 * A loopback S3 Control, S3 and STS for backfills. It decodes requests with the SDK's own schemas and checks their form; it is a fake that
 * checks form, not AWS.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  CreateJobRequest$,
  CreateJobResult$,
  DescribeJobResult$,
  ListJobsResult$,
  UpdateJobStatusResult$,
} from "@aws-sdk/client-s3-control";
import { XmlCodec } from "@aws-sdk/core/protocols";
import { LOOPBACK } from "../../../operations/emulator/loopback";
import { createJobProblems } from "./createJobForm";
import { answerReads, type FakeAccount } from "./fakeAccount";

type Parsed = ReturnType<typeof JSON.parse>;

export interface FakeJob {
  readonly id: string;
  readonly token: string;
  readonly request: Parsed;
  /** States that it goes through on its own, one for each DescribeJob. */
  states: string[];
  confirmed: number;
  failureReasons: { FailureCode: string; FailureReason: string }[];
}

export interface FakeCall {
  readonly name: string;
  /** How many requests of the name arrived, this one included. */
  readonly ofName: number;
}

export interface FakeAnswer {
  readonly status: number;
  readonly code?: string;
  readonly body?: string;
  /** Do what was asked, and then answer so. */
  readonly after?: true;
  /** No answer at all. */
  readonly hangUp?: true;
}

export interface FakeBatchOptions {
  readonly account?: string;
  readonly total?: number;
  readonly counters?: { readonly succeeded: number; readonly failed: number };
  /** States until it waits for its confirmation. @default ["New", "Preparing", "Suspended"] */
  readonly before?: readonly string[];
  /** States after its confirmation. @default ["Ready", "Active", "Complete"] */
  readonly afterwards?: readonly string[];
  readonly failureReasons?: FakeJob["failureReasons"];
  /** Key below the report's prefix and the id -> text. */
  readonly report?: (job: FakeJob) => { readonly [key: string]: string };
  /** ReplicationStatus of a version; undefined where it is gone. */
  readonly statusOf?: (key: string, looks: number) => string | undefined;
  readonly intercept?: (call: FakeCall) => FakeAnswer | undefined;
  /** What the account has, for runs that read it. */
  readonly reads?: FakeAccount;
}

export interface FakeBatch {
  readonly endpoint: string;
  readonly jobs: FakeJob[];
  readonly calls: FakeCall[];
  readonly close: () => Promise<void>;
}

const CODEC = new XmlCodec({
  xmlNamespace: "http://awss3control.amazonaws.com/doc/2018-08-20/",
  serviceNamespace: "com.amazonaws.s3control",
  timestampFormat: { useTrait: true, default: 5 },
  httpBindings: true,
});

export async function startFakeBatch(options: FakeBatchOptions = {}): Promise<FakeBatch> {
  const { account = "111122223333", total = 3 } = options;
  const jobs: FakeJob[] = [];
  const calls: FakeCall[] = [];
  const looks = new Map<string, number>();

  function perform(name: string, url: URL, request: IncomingMessage, body: string): FakeAnswer {
    if (name === "GetCallerIdentity") return { status: 200, body: identity(account) };
    if (name.endsWith("Job") || name.includes("Job")) {
      if (request.headers["x-amz-account-id"] !== account) return { status: 403, code: "AccessDenied" };
      return ofJobs(name, url, body);
    }
    const [, bucket = "", ...rest] = decodeURIComponent(url.pathname).split("/");
    const key = rest.join("/");
    if (name === "GetObject") {
      const found = jobs.flatMap((job) => Object.entries(options.report?.(job) ?? {}));
      const text = found.find(([at]) => `${bucket}/${key}` === at)?.[1];
      return text === undefined ? { status: 404, code: "NoSuchKey" } : { status: 200, body: text };
    }
    const seen = (looks.get(key) ?? 0) + 1;
    looks.set(key, seen);
    const status = (options.statusOf ?? (() => "COMPLETED"))(key, seen);
    return status === undefined ? { status: 404 } : { status: 200, body: status };
  }

  function ofJobs(name: string, url: URL, body: string): FakeAnswer {
    const id = url.pathname.split("/")[3] ?? "";
    const job = jobs.find((one) => one.id === id);
    if (name === "CreateJob") return create(body);
    if (name === "ListJobs") return { status: 200, body: write(ListJobsResult$, { Jobs: jobs.map(listed) }) };
    if (job === undefined) return { status: 404, code: "NoSuchJob" };
    if (name === "DescribeJob") {
      const answer = { status: 200, body: write(DescribeJobResult$, { Job: described(job) }) };
      if (job.states.length > 1) job.states.shift();
      return answer;
    }
    const wanted = url.searchParams.get("requestedJobStatus");
    const now = job.states[0] ?? "";
    if (wanted === "Ready" && now === "Suspended") {
      job.confirmed += 1;
      job.states = [...(options.afterwards ?? ["Ready", "Active", "Complete"])];
    } else if (wanted === "Cancelled" && !["Complete", "Failed", "Cancelled"].includes(now)) {
      job.states = ["Cancelled"];
    } else return { status: 400, code: "JobStatusException" };
    return { status: 200, body: write(UpdateJobStatusResult$, { JobId: job.id, Status: job.states[0] }) };
  }

  function create(body: string): FakeAnswer {
    const request: Parsed = CODEC.createDeserializer().read(CreateJobRequest$, body);
    const problems = createJobProblems(request, body);
    if (problems.length > 0)
      return { status: 400, code: "InvalidRequest", body: errorBody("InvalidRequest", problems.join("; ")) };
    const token = request.ClientRequestToken;
    const known = jobs.find((job) => job.token === token);
    if (known !== undefined) return { status: 200, body: write(CreateJobResult$, { JobId: known.id }) };
    const id = `00000000-0000-4000-8000-${String(jobs.length + 1).padStart(12, "0")}`;
    const states = [...(options.before ?? ["New", "Preparing", "Suspended"])];
    jobs.push({ id, token, request, states, confirmed: 0, failureReasons: options.failureReasons ?? [] });
    return { status: 200, body: write(CreateJobResult$, { JobId: id }) };
  }

  function listed({ id, request, states }: FakeJob, index: number): Parsed {
    return {
      JobId: id,
      Description: request.Description,
      Status: states[0],
      CreationTime: new Date(Date.UTC(2026, 10, 1 + index)),
    };
  }

  function described(job: FakeJob): Parsed {
    const { id, request, states, failureReasons } = job;
    const status = states[0] ?? "";
    const isCounted = !["New", "Preparing"].includes(status);
    const isOver = ["Complete", "Failed"].includes(status);
    const { succeeded, failed } = options.counters ?? { succeeded: total, failed: 0 };
    return {
      JobId: id,
      Status: status,
      Description: request.Description,
      Operation: request.Operation,
      Report: request.Report,
      ManifestGenerator: request.ManifestGenerator,
      ...(status === "Failed" && { FailureReasons: failureReasons }),
      ...(isCounted && {
        ProgressSummary: {
          TotalNumberOfTasks: total,
          NumberOfTasksSucceeded: isOver ? succeeded : 0,
          NumberOfTasksFailed: isOver ? failed : 0,
        },
      }),
    };
  }

  function answer(request: IncomingMessage, body: string, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", `http://${LOOPBACK}`);
    const read = options.reads && answerReads(options.reads, request.method ?? "GET", url, body);
    const name = read === undefined ? nameOf(request.method ?? "GET", url) : "read";
    const ofName = calls.filter((call) => call.name === name).length + 1;
    calls.push({ name, ofName });
    const given = options.intercept?.({ name, ofName });
    const own =
      read ?? (given === undefined || given.after === true ? perform(name, url, request, body) : undefined);
    const { status, code, body: text, hangUp } = given ?? own ?? { status: 500 };
    if (hangUp === true) {
      response.destroy();
      return;
    }
    const error = code === undefined ? "" : errorBody(code, "said the fake server");
    const isHead = request.method === "HEAD";
    response.writeHead(status, {
      "content-type": "application/xml",
      ...(isHead && text !== undefined && text !== "" && { "x-amz-replication-status": text }),
    });
    response.end(isHead ? undefined : (text ?? error));
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => answer(request, Buffer.concat(chunks).toString(), response));
  });
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    endpoint: `http://${LOOPBACK}:${address.port}`,
    jobs,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function nameOf(method: string, url: URL): string {
  const parts = url.pathname.split("/");
  if (parts[2] === "jobs") {
    if (parts[4] === "status") return "UpdateJobStatus";
    if (method === "POST") return "CreateJob";
    return parts[3] ? "DescribeJob" : "ListJobs";
  }
  if (url.pathname === "/") return "GetCallerIdentity";
  return method === "HEAD" ? "HeadObject" : "GetObject";
}

function write(
  schema: Parameters<ReturnType<typeof CODEC.createSerializer>["write"]>[0],
  value: Parsed,
): string {
  const serializer = CODEC.createSerializer();
  serializer.write(schema, value);
  return String(serializer.flush());
}

function errorBody(code: string, message: string): string {
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`;
}

function identity(account: string): string {
  return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/tester</Arn><UserId>AIDA</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
}
