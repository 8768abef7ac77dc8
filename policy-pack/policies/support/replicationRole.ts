/** Judges what a replication role is trusted with. */
import type { Statement } from "./document";
import { type Finding, violation } from "./finding";

/** Principals of the service that replicates: the second one only runs Batch Replication under the same role. */
const S3_PRINCIPALS: ReadonlySet<string> = new Set(["s3.amazonaws.com", "batchoperations.s3.amazonaws.com"]);

/** Whether S3 may assume a role to replicate: only replication uses this principal. */
export function isTrustedByS3(statements: readonly Statement[]): boolean {
  return statements.some(
    ({ allows, principals }) => allows && principals.some(({ value }) => value === "s3.amazonaws.com"),
  );
}

/** A violation for each principal that a replication role trusts besides S3, and each action besides assuming it. */
export function* overTrusting(statements: readonly Statement[], where: string): Iterable<Finding> {
  for (const statement of statements.filter(({ allows }) => allows)) {
    const at = `${statement.label} of ${where}`;
    if (statement.notPrincipals.length > 0)
      yield violation(at, "only S3 as principal", "NotPrincipal", "name the service s3.amazonaws.com");
    for (const { kind, value } of statement.principals) {
      if (kind === "Service" && S3_PRINCIPALS.has(value)) continue;
      yield violation(
        at,
        "only S3 as principal",
        JSON.stringify(kind === "*" ? value : { [kind]: value }),
        "make another role for it",
      );
    }
    const others = [...statement.actions, ...statement.notActions.map((action) => `not ${action}`)].filter(
      (action) => action.toLowerCase() !== "sts:assumerole",
    );
    if (others.length > 0)
      yield violation(at, '"sts:AssumeRole" alone', JSON.stringify(others), "remove the others");
  }
}

/** Whether a document is about replication: it names an action that nothing else needs. */
export function isAboutReplication(statements: readonly Statement[]): boolean {
  return statements.some(
    ({ allows, actions }) =>
      allows && actions.some((action) => /^s3:(Replicate|GetObjectVersionForReplication)/i.test(action)),
  );
}

/**
 * A violation for each wildcard that gives a replication role more than its buckets and keys.
 *
 * @param allowedActions patterns of actions that may be written with a wildcard
 */
export function* tooWide(
  statements: readonly Statement[],
  where: string,
  allowedActions: readonly string[],
): Iterable<Finding> {
  for (const statement of statements) {
    if (!statement.allows || !concernsStorage(statement)) continue;
    const at = `${statement.label} of ${where}`;
    if (statement.notActions.length > 0)
      yield violation(at, "actions by name", "Allow with NotAction", "name the actions");
    for (const action of statement.actions) {
      if (/[*?]/.test(action) && !allowedActions.includes(action))
        yield violation(`action of ${at}`, "a name", JSON.stringify(action), "name the actions one by one");
    }
    if (statement.notResources.length > 0)
      yield violation(at, "resources by name", "Allow with NotResource", "name the resources");
    for (const resource of statement.resources) yield* wideResource(resource, at);
  }
}

/** Other services' statements in a shared document are no business of a replication policy. */
function concernsStorage({ actions, notActions }: Statement): boolean {
  return notActions.length > 0 || actions.some((action) => /^(\*|s3:|kms:)/i.test(action));
}

function* wideResource(resource: string, at: string): Iterable<Finding> {
  const where = `resource of ${at}`;
  const [, , service = "", , , ...rest] = resource.split(":");
  const path = rest.join(":");
  if (resource === "*" || /[*?]/.test(service))
    yield violation(where, "an ARN", JSON.stringify(resource), "name the bucket or the key");
  else if (service === "s3" && /[*?]/.test(path.split("/")[0] ?? ""))
    yield violation(
      where,
      "one bucket",
      JSON.stringify(resource),
      "name each bucket: the pattern covers others too",
    );
  else if (service === "kms" && path.startsWith("alias/"))
    yield violation(
      where,
      "the ARN of a key",
      JSON.stringify(resource),
      "name the key: an alias grants nothing here",
    );
  else if (service === "kms" && /[*?]/.test(resource))
    yield violation(where, "one key", JSON.stringify(resource), "name each key by its ARN");
}
