/** Adds the statement of a fire drill to the text of a bucket policy, and takes it out again. */
import { isObject } from "../../model";

/** Names the statement, so that it is found again. */
export const DRILL_SID = "S3ReplicationFireDrill";

/** S3 refuses longer bucket policies. */
const MAX_POLICY_BYTES = 20_480;

/** What the statement refuses. */
export interface DrillDenial {
  readonly roleArn: string;
  readonly bucketArn: string;
  /** Only objects below it are concerned. */
  readonly keyPrefix: string;
}

export type ChangedPolicy = { readonly text: string } | { readonly problem: string };

/** The policy with a Deny that concerns nobody but the replication role, and no object but those of the drill. */
export function withDrillStatement(policy: string | undefined, denial: DrillDenial): ChangedPolicy {
  const { roleArn, bucketArn, keyPrefix } = denial;
  if (/[*?$]/.test(keyPrefix)) {
    return { problem: `the key ${keyPrefix} has a character that a policy takes for a wildcard or variable` };
  }
  const statement = {
    Sid: DRILL_SID,
    Effect: "Deny",
    Principal: { AWS: roleArn },
    Action: "s3:ReplicateObject",
    Resource: `${bucketArn}/${keyPrefix}*`,
  };
  const document = policy === undefined ? { Version: "2012-10-17", Statement: [] } : parsed(policy);
  if (document === undefined) return { problem: "its bucket policy is not a JSON object" };
  const statements = statementsOf(document);
  if (statements.some(isDrills)) {
    return {
      problem: `its bucket policy has a statement ${DRILL_SID} already: another drill is running, or one was killed; remove the statement if none runs`,
    };
  }
  const text = JSON.stringify({ ...document, Statement: [...statements, statement] });
  return Buffer.byteLength(text) > MAX_POLICY_BYTES
    ? { problem: `its bucket policy has no room for one more statement (${MAX_POLICY_BYTES} bytes at most)` }
    : { text };
}

/** @returns undefined where the policy has no such statement; an empty text where it has no other one */
export function withoutDrillStatement(policy: string): string | undefined {
  const document = parsed(policy);
  if (document === undefined) return undefined;
  const statements = statementsOf(document);
  const others = statements.filter((statement) => !isDrills(statement));
  if (others.length === statements.length) return undefined;
  return others.length === 0 ? "" : JSON.stringify({ ...document, Statement: others });
}

/** Whether two policies say the same: S3 may write one otherwise than it was given. */
export function isSamePolicy(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const [first, second] = [parsed(one), parsed(other)];
  if (first === undefined || second === undefined) return one === other;
  return canonical(first) === canonical(second);
}

function parsed(policy: string): { readonly [member: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(policy);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function statementsOf(document: { readonly [member: string]: unknown }): readonly unknown[] {
  const statements = document["Statement"];
  if (statements === undefined) return [];
  return Array.isArray(statements) ? statements : [statements];
}

function isDrills(statement: unknown): boolean {
  return isObject(statement) && statement["Sid"] === DRILL_SID;
}

/** Without the order of members, and with lists of one value as that value. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 1 ? canonical(value[0]) : `[${value.map(canonical).join()}]`;
  }
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join()}}`;
}
