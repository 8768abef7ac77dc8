/** Judges what a replication role may do. */
import { splitArn } from "../../../aws/arns";
import type { Statement } from "./document";
import { type Allowance, type PolicyFinding, violation } from "./finding";

/** Whether a document is about replication: it names an action that nothing else needs. */
export function isAboutReplication(statements: readonly Statement[]): boolean {
  return statements.some(
    ({ allows, actions }) =>
      allows && actions.some((action) => /^s3:(Replicate|GetObjectVersionForReplication)/i.test(action)),
  );
}

/** Actions that config allows to be written with a wildcard. */
export interface AllowedActions {
  readonly patterns: readonly string[];
  /** The config that allows one more, where config takes it. */
  readonly allowanceFor: (action: string) => Allowance | undefined;
}

/** What of a document is judged: statements about buckets and keys, those about none, or all. */
export type Scope = "storage" | "other services" | "everything";

/**
 * A violation for each wildcard that gives a replication role more than its buckets and keys.
 *
 * @param allowed actions that may be written with a wildcard
 */
export function* tooWide(
  statements: readonly Statement[],
  where: string,
  scope: Scope,
  allowed: AllowedActions,
): Iterable<PolicyFinding> {
  const patterns = new Set(allowed.patterns.map((action) => action.toLowerCase()));
  for (const statement of statements) {
    if (!statement.allows) continue;
    if (scope !== "everything" && concernsStorage(statement) !== (scope === "storage")) continue;
    const at = `${statement.label} of ${where}`;
    if (statement.notActions.length > 0)
      yield violation(at, "actions by name", "Allow with NotAction", "name the actions");
    for (const action of statement.actions) {
      if (/[*?]/.test(action) && !patterns.has(action.toLowerCase()))
        yield violation(
          `action of ${at}`,
          "a name",
          JSON.stringify(action),
          "name the actions one by one",
          allowed.allowanceFor(action),
        );
    }
    if (statement.notResources.length > 0)
      yield violation(at, "resources by name", "Allow with NotResource", "name the resources");
    for (const resource of statement.resources) {
      const width = widthOf(resource);
      if (width !== undefined)
        yield violation(`resource of ${at}`, width.expected, JSON.stringify(resource), width.fix);
    }
  }
}

/** In a document that several roles may share, other services' statements are no business of replication. */
function concernsStorage({ actions, notActions }: Statement): boolean {
  return notActions.length > 0 || actions.some((action) => /^(s3:|kms:|[^:]*[*?])/i.test(action));
}

/** How a resource reaches further than one bucket or key; `undefined` where it does not. */
function widthOf(resource: string): { readonly expected: string; readonly fix: string } | undefined {
  const fields = splitArn(resource);
  const [, , service = "", , account = "", path = ""] = fields;
  // AWS completes an ARN that lacks fields with wildcards.
  if (fields.length < 6 || OPEN.test(service))
    return {
      expected: fields.length > 1 ? "a whole ARN" : "an ARN",
      fix: "name the bucket, the key or the other resource",
    };
  if (service === "s3") {
    if (!OPEN.test(account) && !OPEN.test(path.split("/")[0] ?? "")) return undefined;
    return { expected: "one bucket", fix: "name each bucket: the pattern covers others too" };
  }
  if (service === "kms") {
    if (path.startsWith("alias/"))
      return { expected: "the ARN of a key", fix: "name the key: an alias grants nothing here" };
    return OPEN.test(resource) ? { expected: "one key", fix: "name each key by its ARN" } : undefined;
  }
  if (!OPEN.test(account) && !WHOLE_TYPE.test(path)) return undefined;
  return { expected: "one resource", fix: "name each resource by its ARN" };
}

/** A wildcard, or a variable whose value differs with the caller. */
const OPEN = /[*?]|\$\{/;

/** `role/*`, `function:*`: every resource of a type. */
const WHOLE_TYPE = /^(?:[\w-]+[:/])?[*?]+$/;
