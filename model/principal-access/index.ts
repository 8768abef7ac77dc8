/** Who may access the data: every principal that the policies name, and every principal that may set the tags of a rule. */

import { friendlyName } from "../../aws/arns";
import { isDeleted } from "../evaluation";
import { routesOf } from "../route";
import type { Topology } from "../topology";
import { type Person, personNamed } from "./callers";
import { type DataBucket, dataBuckets } from "./ends";
import { accessOfPrincipal } from "./principalAccess";
import { type PrincipalLookup, principalLookup } from "./principalCalls";
import { type NamedPrincipal, type Purpose, principalsOfBucket } from "./principals";
import type { AccessReport } from "./report";
import { triggersOf } from "./trigger";

export { type CallerAnswer, type CallerQuestion, mayDo } from "./callerAccess";
export type { AccessReport, ObjectAction, TagWay } from "./report";
export { WAYS } from "./taggingOperations";

/**
 * Judges who may touch the data of every bucket that takes part in a route: each principal that an Allow names in the
 * bucket's policy or, through S3 for that bucket, in its keys' policies; and the principals that may set the tags of a rule.
 *
 * The IAM policies of principals that are not part of the topology are not known: a verdict that hangs on them says so
 * (`given`), or is `unknown` where nothing but they would grant it. Service control policies, resource control policies and
 * ACLs are not looked at. Linear in the number of buckets and of the principals that their policies name; of one principal,
 * at most 1,000 parts of a bucket are judged.
 *
 * @returns for each bucket, principal by principal, every action in a fixed order; nothing where no principal is named and no
 *   rule asks for tags. A bucket whose name is not known is left out.
 */
export function accessOf(topology: Topology): readonly AccessReport[] {
  const principals = principalLookup(topology);
  return dataBuckets(topology, routesOf(topology)).flatMap((end) => {
    const named = principalsOfBucket(end);
    return [...ofNamed(end, named, principals), ...triggersOf(end, named, principals)];
  });
}

function ofNamed(
  end: DataBucket,
  named: readonly NamedPrincipal[],
  principals: PrincipalLookup,
): readonly AccessReport[] {
  return named.flatMap(({ name, scopes }) => {
    if (isDeleted(name))
      return [...scopes].flatMap(([scope, purpose]) => ofDeleted(end, name, scope, purpose));
    const person = personNamed(name, end.bucket.site.partition, undefined);
    if (person === undefined) return [];
    return [
      ...[...scopes]
        .slice(0, MOST_SCOPES)
        .flatMap(([pattern, purpose]) =>
          accessOfPrincipal({ end, person, scope: scopeOf(pattern, person), purpose, principals }),
        ),
      ...(scopes.size > MOST_SCOPES ? [ofTheRest(end, person, scopes.size)] : []),
    ];
  });
}

/**
 * Each part of the bucket is compared with all parts that a statement lists. The 20 KB that AWS accepts as a bucket policy
 * list fewer.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
const MOST_SCOPES = 1_000;

function ofTheRest(end: DataBucket, { shown }: Person, count: number): AccessReport {
  return {
    bucket: end.name,
    principal: shown,
    action: "read",
    resource: `${end.name}/*`,
    verdict: "unknown",
    because: `${end.policy.label} names ${shown} for ${count} parts of the bucket, of which the first ${MOST_SCOPES} were judged`,
  };
}

/** A user's own folder, where the pattern says it by the user's name. */
function scopeOf(pattern: string, { caller }: Person): string {
  return caller.kind === "user"
    ? pattern.replaceAll(/\$\{aws:username\}/gi, friendlyName(caller.arn))
    : pattern;
}

function ofDeleted(
  end: DataBucket,
  name: string,
  scope: string,
  { reads, writes }: Purpose,
): readonly AccessReport[] {
  const actions = [...(reads ? (["read"] as const) : []), ...(writes ? (["put"] as const) : [])];
  return actions.map((action) => ({
    bucket: end.name,
    principal: name,
    action,
    resource: `${end.name}/${scope}`,
    verdict: "may not",
    because: `"${name}" is the id of a principal that was deleted; one made anew under the same name is another`,
    fix: `replace "${name}" by the principal's ARN in the bucket policy of ${end.name} and in its key's policy`,
  }));
}
