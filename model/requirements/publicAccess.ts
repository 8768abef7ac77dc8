/** Whether a public access block refuses the role of another account. */

import { PAGES } from "../awsPages";
import { knownValue, relationOf } from "../known";
import { publicStatement, restrictsPublicPolicies } from "../publicBucketPolicy";
import { nameOfEnd, type RouteEnd, type RouteFacts } from "../routeFacts";
import type { Known } from "../topology";
import { EVERY_EVENT } from "./eventConcern";
import { type Finding, met, type Requirement, unknown, unmet } from "./requirement";

export const PUBLIC_ACCESS: readonly Requirement[] = [
  {
    id: "destination-public-access-block",
    title: "The destination's public access block allows the role of another account",
    area: "destination",
    strength: "required",
    url: PAGES.publicAccess,
    events: EVERY_EVENT,
    checks:
      "RestrictPublicBuckets is off, or no statement of the bucket's policy allows every principal: otherwise S3 refuses every other account, even where another statement names the role",
    check: publicAccess,
  },
];

function publicAccess({ role, source, destination }: RouteFacts): Finding | undefined {
  return publicAccessFor(role?.account ?? source.account, destination);
}

/** Whether the block refuses a role of this account; undefined where it is the bucket's own, or no policy was read. */
export function publicAccessFor(account: Known<string>, end: RouteEnd): Finding | undefined {
  const { bucket } = end;
  const document = bucket?.policy && knownValue(bucket.policy.document);
  if (bucket === undefined || document === undefined) return undefined;
  const relation = relationOf(account, end.account);
  if (relation === "same") return undefined;
  const found = publicStatement(document);
  const name = nameOfEnd(end);
  if (found === undefined) return met(`the bucket policy of ${name} allows nothing to every principal`);
  const restricts = restrictsPublicPolicies(bucket);
  if ("known" in restricts && !restricts.known) return met(`RestrictPublicBuckets is off at ${name}`);
  const { Sid } = found.statement;
  const statement = `${Sid === undefined ? "a statement" : `statement "${Sid}"`} of the bucket policy of ${name}`;
  const because = `${statement} allows every principal, and RestrictPublicBuckets then refuses every other account, regardless of other statements`;
  const fix = `name principals in ${statement} instead of "*", or add a condition such as aws:PrincipalOrgID with a fixed value`;
  if ("unknown" in restricts) {
    return unknown(`${because}; whether it is on is not known: ${restricts.unknown}`, fix);
  }
  if (!found.certain)
    return unknown(`${because}; whether its condition is narrow enough is not certain`, fix);
  if (relation === "unknown") return unknown(`${because}; whether the accounts differ is not known`, fix);
  return unmet(because, fix);
}
