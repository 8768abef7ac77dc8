import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_DIRECTORY } from "./plans";

/** An export of a stack with a source and two replicas in which everything works, as the engine wrote it. */
export const EXPORT_FILE = join(PROJECT_DIRECTORY, "tests/fixtures/engine/stack-export.json");
export const EXPORT_TEXT = readFileSync(EXPORT_FILE, "utf8");

export const SOURCE = "acme-archive";
export const FIRST_REPLICA = "acme-archive-replication-ap-northeast-1";
export const SECOND_REPLICA = "acme-archive-replication-ap-southeast-2";

/** The buckets of the export -> their Regions. */
export const EXPORTED_BUCKETS = {
  [SOURCE]: "eu-west-1",
  [FIRST_REPLICA]: "ap-northeast-1",
  [SECOND_REPLICA]: "ap-southeast-2",
};

type Parsed = ReturnType<typeof JSON.parse>;

/** The export with a change of its replication configuration: of what was asked for, and of what the provider answered. */
export function exportWithRules(change: (rules: Parsed[]) => void): string {
  const parsed: Parsed = JSON.parse(EXPORT_TEXT);
  const { inputs, outputs } = configurationIn(parsed);
  change(inputs.rules);
  change(outputs.rules);
  return JSON.stringify(parsed);
}

/** The export with one more configuration: a rule from the first replica to a bucket. */
export function exportWithRuleFromReplica(destination: string, ...more: readonly string[]): string {
  const parsed: Parsed = JSON.parse(EXPORT_TEXT);
  const added: Parsed = structuredClone(configurationIn(parsed));
  added.urn = added.urn.replace(/src$/, "onward");
  added.id = FIRST_REPLICA;
  delete added.propertyDependencies;
  for (const side of [added.inputs, added.outputs]) {
    side.bucket = FIRST_REPLICA;
    side.rules = [destination, ...more].map((name, position) => {
      const rule: Parsed = structuredClone(side.rules[0]);
      rule.id = `to-${name}`;
      rule.priority = position;
      rule.destination.bucket = `arn:aws:s3:::${name}`;
      return rule;
    });
  }
  parsed.deployment.resources.push(added);
  return JSON.stringify(parsed);
}

export const BACKFILL_ROLE = "arn:aws:iam::111122223333:role/service-role/acme-archive-backfill";
export const BACKFILL_REPORT = "s3://acme-reports/backfill/acme-archive";

/** What the role of a backfill has to be allowed. */
const JOB = [
  { Effect: "Allow", Action: "s3:InitiateReplication", Resource: `arn:aws:s3:::${SOURCE}/*` },
  {
    Effect: "Allow",
    Action: ["s3:GetReplicationConfiguration", "s3:PutInventoryConfiguration"],
    Resource: `arn:aws:s3:::${SOURCE}`,
  },
  { Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-reports/backfill/acme-archive/*" },
];

/** An export with the role of a backfill and the bucket for its reports beside what it has. */
export function withBackfill(text: string = EXPORT_TEXT, statements: readonly object[] = JOB): string {
  const parsed: Parsed = JSON.parse(text);
  const { resources } = parsed.deployment;
  const like = (type: string, name: string): Parsed => {
    const found: Parsed = resources.find((one: Parsed) => one.type === type && one.urn.endsWith(`::${name}`));
    return {
      ...structuredClone(found),
      urn: found.urn.replace(/[^:]*$/, "backfill"),
      propertyDependencies: {},
    };
  };
  const role = like("aws:iam/role:Role", "role");
  const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "batchoperations.s3.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ],
  });
  const policy = like("aws:iam/rolePolicy:RolePolicy", "role");
  const bucket = like("aws:s3/bucket:Bucket", "src");
  const document = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  for (const side of ["inputs", "outputs"]) {
    Object.assign(role[side], { name: "acme-archive-backfill", arn: BACKFILL_ROLE, assumeRolePolicy: trust });
    Object.assign(policy[side], { name: "job", role: "acme-archive-backfill", policy: document });
    Object.assign(bucket[side], { bucket: "acme-reports", arn: "arn:aws:s3:::acme-reports" });
  }
  role.id = "acme-archive-backfill";
  policy.id = "acme-archive-backfill:job";
  bucket.id = "acme-reports";
  resources.push(role, policy, bucket);
  return JSON.stringify(parsed);
}

/** Statements of {@link withBackfill} without what the role may do to the objects. */
export const WITHOUT_INITIATE = JOB.slice(1);

function configurationIn(parsed: Parsed): Parsed {
  return parsed.deployment.resources.find(({ type }: Parsed) => type.endsWith(":BucketReplicationConfig"));
}
