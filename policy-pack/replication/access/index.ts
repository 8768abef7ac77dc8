/** Who may touch the data: an answer for everybody whom the policies name, and for the tags that make a rule act. */
import { Access } from "../requirements/access";
import { knownValue } from "../requirements/known";
import { routesOf } from "../route";
import type { Topology } from "../topology";
import type { Principals } from "./call";
import { personNamed } from "./callers";
import { type DataBucket, dataBuckets } from "./ends";
import { accessOfPrincipal } from "./principal-access";
import { type NamedPrincipal, principalsOf } from "./principals";
import type { AccessReport } from "./report";
import { triggersOf } from "./trigger";

export type { AccessReport, ObjectAction, TagWay } from "./report";
export { WAYS } from "./ways";

/**
 * Judges who may touch the data of every bucket that takes part in a route: each principal that an Allow names in the
 * bucket's policy or, through S3 for that bucket, in its keys' policies; and whoever may set the tags that a rule asks for.
 *
 * The IAM policies of principals that are not part of the topology are not known: a verdict that hangs on them says so
 * (`given`), or is `unknown` where nothing but they would grant it. Service control policies, resource control policies and
 * ACLs are not looked at. Linear in the number of buckets.
 *
 * @returns for each bucket, principal by principal, every action in a fixed order; nothing where nobody is named and no
 *   rule asks for tags. A bucket whose name is not known is left out.
 */
export function accessOf(topology: Topology): readonly AccessReport[] {
  const principals: Principals = {
    roles: new Map(
      topology.roles.flatMap((role) => {
        const arn = knownValue(role.arn);
        return arn === undefined ? [] : [[arn, role] as const];
      }),
    ),
    access: new Access(),
  };
  return dataBuckets(topology, routesOf(topology)).flatMap((end) => {
    const named = principalsOf(end);
    return [...ofNamed(end, named, principals), ...triggersOf(end, named, principals)];
  });
}

function ofNamed(
  end: DataBucket,
  named: readonly NamedPrincipal[],
  principals: Principals,
): readonly AccessReport[] {
  return named.flatMap(({ name, scopes }) => {
    const person = personNamed(name, end.bucket.site.partition, end.account);
    if (person === undefined) return [];
    return [...scopes].flatMap(([scope, purpose]) =>
      accessOfPrincipal({ end, person, scope, purpose, principals }),
    );
  });
}
