/** Objects that failed to replicate, grouped by what they failed of. */
import { failureReason, type RequirementReport, type RouteReport } from "../../model";

/** One object version that failed. */
export interface FailedObject {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
  /** Id of the rule, where it is known. */
  readonly rule?: string;
  /** Name of the destination bucket, where it is known. */
  readonly destination?: string;
  /** S3's code, where it is known. */
  readonly reason?: string;
  /** The requirements that the model finds unmet for such an object, where S3 gave no code. */
  readonly foretold?: readonly string[];
}

export interface FailureGroup {
  /** S3's code; null where S3 gave none. */
  readonly reason: string | null;
  readonly meaning: string;
  /** The requirements that it points at, as they are found now. */
  readonly requirements: readonly FailureRequirement[];
  readonly remedy: string;
  readonly objects: number;
  readonly rules: readonly string[];
  /** Some of the objects, as `s3://bucket/key?versionId=id`. */
  readonly examples: readonly string[];
}

export interface FailureRequirement {
  readonly id: string;
  readonly rule: string;
  readonly verdict: RequirementReport["verdict"];
  readonly because: string;
  readonly fix: string | null;
}

const MOST_EXAMPLES = 5;
const AGAIN =
  "every requirement that it points at is met now, so that it may have been mended since; S3 does not retry what has failed: replicate the objects again with S3 Batch Replication";

/** One group for each reason, the largest first. */
export function groupFailures(
  objects: readonly FailedObject[],
  routes: readonly RouteReport[],
): readonly FailureGroup[] {
  const groups = new Map<string, FailedObject[]>();
  for (const object of uniqueOf(objects)) {
    const group = object.reason ?? `foretold: ${(object.foretold ?? []).join()}`;
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [object]);
    else known.push(object);
  }
  return [...groups.values()]
    .map((some) => groupOf(some, routes))
    .sort((one, other) => other.objects - one.objects);
}

function groupOf(objects: readonly FailedObject[], routes: readonly RouteReport[]): FailureGroup {
  const [first] = objects;
  const code = first?.reason;
  const reason = code === undefined ? undefined : failureReason(code);
  const ids = reason?.requirements ?? first?.foretold ?? [];
  const concerned = routes.filter((route) => objects.some((object) => isOn(object, route)));
  const requirements = concerned.flatMap(({ rule, requirements: all }) =>
    all
      .filter(({ id }) => ids.includes(id))
      .map(({ id, verdict, because, fix }) => ({ id, rule, verdict, because, fix })),
  );
  const allMet = requirements.length > 0 && requirements.every(({ verdict }) => verdict === "met");
  return {
    reason: code ?? null,
    meaning: reason?.meaning ?? meaningWithout(code, ids),
    requirements: requirements.filter(({ verdict }) => verdict !== "met"),
    remedy: allMet
      ? AGAIN
      : (reason?.remedy ??
        "look at the requirements of the route, then replicate the objects again with S3 Batch Replication"),
    objects: objects.length,
    rules: [...new Set(objects.flatMap(({ rule }) => rule ?? []))].sort(),
    examples: objects.slice(0, MOST_EXAMPLES).map(urlOf),
  };
}

function meaningWithout(code: string | undefined, foretold: readonly string[]): string {
  if (code !== undefined) return `${code} is not among the reasons that AWS documents`;
  return foretold.length === 0
    ? "s3 gave no reason, and the model finds nothing unmet now"
    : `s3 gave no reason; the model finds unmet: ${foretold.join(", ")}`;
}

function isOn({ bucket, rule, destination }: FailedObject, route: RouteReport): boolean {
  if (route.source !== bucket) return false;
  return (
    (rule === undefined || route.rule === rule) &&
    (destination === undefined || route.destination === destination)
  );
}

/** An event for each destination counts; of a version that was found already, an inventory or a sample has nothing to add. */
function uniqueOf(objects: readonly FailedObject[]): readonly FailedObject[] {
  const versions = new Set<string>();
  const events = new Set<string>();
  return objects.filter(({ bucket, key, versionId, destination, reason }) => {
    const version = JSON.stringify([bucket, key, versionId]);
    const event = JSON.stringify([version, destination, reason]);
    const isNew = reason === undefined ? !versions.has(version) : !events.has(event);
    versions.add(version);
    events.add(event);
    return isNew;
  });
}

function urlOf({ bucket, key, versionId }: FailedObject): string {
  return `s3://${bucket}/${key}${versionId === undefined ? "" : `?versionId=${versionId}`}`;
}
