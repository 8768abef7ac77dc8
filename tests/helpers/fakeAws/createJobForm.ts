/** What the service model of S3 Control requires of CreateJob (botocore 1.43.106), and what a backfill must always ask for. */
type Parsed = ReturnType<typeof JSON.parse>;

const STATUSES = ["COMPLETED", "FAILED", "REPLICA", "NONE"];

/** Empty where AWS would parse the request. */
export function createJobProblems(request: Parsed, body: string): readonly string[] {
  const generator = request.ManifestGenerator?.S3JobManifestGenerator;
  const filter = generator?.Filter;
  const rows: readonly (readonly [name: string, isRight: boolean])[] = [
    ["Operation.S3ReplicateObject", request.Operation?.S3ReplicateObject !== undefined],
    ["one operation", Object.keys(request.Operation ?? {}).length === 1],
    ["ConfirmationRequired", request.ConfirmationRequired === true],
    ["ClientRequestToken", /^.{1,64}$/.test(request.ClientRequestToken ?? "")],
    ["Priority", Number.isInteger(request.Priority) && request.Priority >= 0],
    ["RoleArn", /^arn:[^:]+:iam::\d{12}:role\/.+/.test(request.RoleArn ?? "")],
    ["Description", /^.{1,256}$/.test(request.Description ?? "")],
    ["Report.Enabled", request.Report?.Enabled === true],
    ["Report.Bucket", /^arn:[^:]+:s3:::/.test(request.Report?.Bucket ?? "")],
    ["Report.Format", request.Report?.Format === "Report_CSV_20180820"],
    ["Report.Prefix", /^.{1,512}$/.test(request.Report?.Prefix ?? "")],
    ["Report.ReportScope", ["AllTasks", "FailedTasksOnly"].includes(request.Report?.ReportScope)],
    ["SourceBucket", /^arn:[^:]+:s3:::/.test(generator?.SourceBucket ?? "")],
    ["EnableManifestOutput", typeof generator?.EnableManifestOutput === "boolean"],
    ["EligibleForReplication", filter?.EligibleForReplication === true],
    ["ObjectReplicationStatuses", (filter?.ObjectReplicationStatuses ?? []).length > 0],
    [
      "statuses that exist",
      (filter?.ObjectReplicationStatuses ?? []).every((one: string) => STATUSES.includes(one)),
    ],
    ["CreatedAfter", filter?.CreatedAfter === undefined || isDate(filter.CreatedAfter)],
    ["CreatedBefore", filter?.CreatedBefore === undefined || isDate(filter.CreatedBefore)],
    ["elements that the schema has", unknownElements(body, request).length === 0],
  ];
  return rows.flatMap(([name, isRight]) => (isRight ? [] : [`${name} is wrong`]));
}

function isDate(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

/** Elements of the body that the schema did not read. */
function unknownElements(body: string, request: Parsed): readonly string[] {
  const known = new Set<string>(["CreateJobRequest", "member"]);
  const collect = (value: unknown) => {
    if (typeof value !== "object" || value === null || value instanceof Date) return;
    for (const [name, inner] of Object.entries(value)) {
      known.add(name);
      collect(inner);
    }
  };
  collect(request);
  const names = [...body.matchAll(/<([A-Za-z0-9]+)[\s/>]/g)].map(([, name = ""]) => name);
  return names.filter((name) => !known.has(name));
}
