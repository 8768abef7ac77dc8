/** Recognises the roles of backfills in a topology: no resource says which role is one. */
import { bucketArn } from "../../aws/arns";
import { matchesPattern } from "../evaluation";
import { coversAction, listOf, principalsOf } from "../evaluation/statementParts";
import type { PolicyStatement } from "../evaluation/types";
import { knownValue, relationOf } from "../known";
import { endOf, type RouteEnd } from "../routeFacts";
import type { Bucket, Known, Role } from "../topology";
import { INITIATE, PUT_INVENTORY, READ_CONFIGURATION, WRITE_REPORT } from "./calls";
import { arnFor, type ReportPlace } from "./facts";

/**
 * Whether jobs of S3 Batch Replication are intended to run with the role: its trust policy names S3 Batch Operations, perhaps misspelt, or
 * one of its policies names `s3:InitiateReplication`, which nothing else needs.
 */
export function isForBatchOperations(role: Role): boolean {
  return (
    statementsOf([role.trust]).some(({ Effect, Principal }) => Effect === "Allow" && namesBatch(Principal)) ||
    allowsOf(role).some(({ Action }) =>
      listOf(Action).some((action) => action.toLowerCase() === INITIATE.toLowerCase()),
    )
  );
}

function namesBatch(principal: PolicyStatement["Principal"]): boolean {
  return principalsOf(principal).some(
    ({ kind, value }) => kind === "Service" && /^batch-?operations\./i.test(value),
  );
}

/** Whether the role is intended for jobs of this bucket: its policies say so, or they are not known and may say so. */
export function isForSource(role: Role, source: RouteEnd): boolean {
  const name = knownValue(source.name);
  if (name === undefined || role.policies.some(({ document }) => "unknown" in document)) {
    return relationOf(role.account, source.account) !== "different";
  }
  const arn = arnFor(source);
  return allowsOf(role).some(
    (statement) =>
      [INITIATE, READ_CONFIGURATION, PUT_INVENTORY].some((action) => coversAction(statement, action)) &&
      resourcesOf(statement).some(
        (pattern) =>
          pattern.startsWith(`${arn}/`) ||
          matchesPattern(pattern, arn) ||
          matchesPattern(pattern, `${arn}/object`),
      ),
  );
}

/**
 * Where the role's policies let it write, the source left out: the topology does not say where its reports go, and no report goes
 * anywhere else.
 */
export function placesOf(
  role: Role,
  source: RouteEnd,
  buckets: readonly Bucket[],
): Known<readonly ReportPlace[]> {
  const unread = role.policies.find(({ document }) => "unknown" in document);
  if (unread !== undefined && "unknown" in unread.document) {
    return { unknown: `${unread.label} is not known: ${unread.document.unknown}` };
  }
  const patterns = allowsOf(role)
    .filter((statement) => coversAction(statement, WRITE_REPORT))
    .flatMap(resourcesOf)
    // A pattern without a key is about the bucket itself.
    .filter((pattern) => !pattern.startsWith(`${arnFor(source)}/`) && /[/*?]/.test(pattern));
  const places = new Map<string, ReportPlace>();
  for (const pattern of patterns) {
    const [, name, key = ""] = /^arn:[^:*?]+:s3:::([^/*?]+)\/(.*)$/.exec(pattern) ?? [];
    if (name === undefined) {
      return {
        unknown: `the role's policies allow ${WRITE_REPORT} on ${pattern}, which does not say where the reports go`,
      };
    }
    const prefix = key.replace(/[*?].*$/, "").replace(/(^|\/)(job-)?$/, "");
    places.set(`${name}/${prefix}`, placeIn(name, prefix, source, buckets));
  }
  return { known: [...places.values()] };
}

/** @param missing ARNs of which AWS says that they do not exist */
export function placeIn(
  name: string,
  prefix: string,
  source: RouteEnd,
  buckets: readonly Bucket[],
  missing: readonly string[] = [],
): ReportPlace {
  const found = buckets.find((bucket) => knownValue(bucket.name) === name);
  const arn = bucketArn(source.partition, name);
  const resolved = found === undefined ? { outside: arn } : { found };
  return {
    end: endOf("destination", resolved, { known: undefined }, source.partition),
    prefix,
    ...(missing.includes(arn) && { missing: true }),
  };
}

function allowsOf({ policies }: Role): readonly PolicyStatement[] {
  return statementsOf(policies).filter(({ Effect }) => Effect === "Allow");
}

function statementsOf(policies: readonly Role["trust"][]): readonly PolicyStatement[] {
  return policies.flatMap(({ document }) => knownValue(document)?.Statement ?? []);
}

/** A statement with `NotResource` may be about everything. */
function resourcesOf({ Resource, NotResource }: PolicyStatement): readonly string[] {
  return NotResource === undefined ? listOf(Resource) : ["*"];
}
