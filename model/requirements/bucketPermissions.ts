/** Makes requirements of single calls: what the role may do on a bucket, and what the bucket's policy allows. */

import { bucketArn } from "../../aws/arns";
import type { BucketAction } from "../calls/bucketCalls";
import type { RoleCall } from "../calls/judgeCall";
import { bucketCall, type Target } from "../calls/roleCalls";
import { changedToNameRole } from "../fixes/mistakenPrincipals";
import { freeSid, roleSid, verbOf } from "../fixes/sids";
import { bucketPolicyOf, resourceStatement, roleStatement } from "../fixes/statements";
import { arnOfEnd, type RouteEnd, type RouteFacts } from "../routeFacts";
import { judged } from "./findings";
import { type About, type Finding, type Requirement, unknown, withWhy } from "./requirement";

/** The role's own policies allow a call. */
export function roleAllows(about: About, call: BucketAction): Requirement {
  const { why: _, ...rest } = about;
  const what = call.target === "bucket" ? "bucket" : "bucket's objects";
  return {
    ...rest,
    calls: [call],
    checks: withWhy(
      `${call.action} on the ${call.side} ${what}: the role's policies and boundary, or within one account the bucket policy`,
      about,
    ),
    check: (subject) => {
      const applies = call.applies(subject);
      if (applies === false) return undefined;
      const end = subject[call.side];
      const resource = resourceOf(subject, end, call.target);
      const fixOf = (limitedBy?: string) =>
        roleStatement(
          subject,
          limitedBy,
          roleSid(subject, verbOf(call.action), end),
          [call.action],
          [resource],
        );
      const found = judged(
        subject,
        [bucketCall(subject, end, call.action, call.target)],
        "role",
        (_, limitedBy) => fixOf(limitedBy),
      );
      return softened(withFix(found, fixOf), applies);
    },
  };
}

/** What the requirement of a bucket policy adds to its calls. */
export interface BucketPolicyOptions {
  /** What the owner of a bucket that was not read is asked to allow in one statement; default the calls themselves. */
  readonly together?: readonly BucketAction[];
  /** Calls that no route needs for its objects, but an event does. */
  readonly onlyForEvents?: readonly BucketAction[];
}

/** A bucket's policy allows the calls. */
export function bucketPolicyAllows(
  about: Omit<About, "why" | "events">,
  calls: readonly BucketAction[],
  { together = calls, onlyForEvents = [] }: BucketPolicyOptions = {},
): Requirement {
  const [side] = [...new Set(calls.map((call) => call.side))];
  return {
    ...about,
    events: { ofCalls: [...calls, ...onlyForEvents] },
    checks: `${calls.map(({ action }) => action).join(", ")}: the ${side} bucket's policy allows them where the account differs, and denies none of them`,
    check: (subject) => {
      const made = calls.filter((call) => call.applies(subject) === true);
      const [first] = made;
      if (first === undefined) return undefined;
      const end = subject[first.side];
      if (end.bucket === undefined) {
        return unknown(
          `${end.missing}: the owner of that bucket must let the role ${arnWords(subject)} in`,
          resourceStatement(
            subject,
            bucketPolicyOf(end),
            sidIn(subject, end, calls, first.target),
            everyAction(subject, calls, together),
            resourceOf(subject, end, first.target),
          ),
        );
      }
      const all = made.map((call) => bucketCall(subject, end, call.action, call.target));
      const lacking = all.filter((call) => call !== undefined && lacksAllow(subject, call));
      return judged(subject, all, "resource", ({ resource }) => {
        const together = lacking.flatMap((call) => (call?.resource === resource ? [call.action] : []));
        const target = made.find(({ action }) => together.includes(action))?.target ?? first.target;
        const sid = sidIn(subject, end, calls, target);
        return resourceStatement(subject, bucketPolicyOf(end), sid, together, resource);
      });
    },
  };
}

/** Groups the statements for one bucket by their subject. */
function sidIn(subject: RouteFacts, end: RouteEnd, calls: readonly BucketAction[], target: Target): string {
  const isOfTags = calls.every(({ action }) => action === "s3:ReplicateTags");
  const wanted = `Replication${isOfTags ? "Tags" : ""}${target === "bucket" ? "OfBucket" : ""}`;
  return freeSid(subject, wanted, [end.bucket?.policy]);
}

/** Whether a statement has to be added for the call: there is none, and none that was intended for it. */
function lacksAllow(subject: RouteFacts, call: RoleCall): boolean {
  const { resource } = subject.index.access.sides(call);
  return resource.verdict !== "allowed" && changedToNameRole(subject, call, resource) === undefined;
}

/** What the owner of a bucket that was not read must allow: everything that may be needed, on one kind of resource. */
function everyAction(
  subject: RouteFacts,
  [first]: readonly BucketAction[],
  together: readonly BucketAction[],
): readonly string[] {
  return together
    .filter(({ applies, target }) => applies(subject) !== false && target === first?.target)
    .map(({ action }) => action);
}

function arnWords({ role, route }: RouteFacts): string {
  if (role !== undefined && "known" in role.arn) return role.arn.known;
  return "outside" in route.role ? route.role.outside : "of this route";
}

/** ARN for a statement: the bucket, or its objects below the rule's prefix. */
export function resourceOf({ prefix }: RouteFacts, end: RouteEnd, target: Target): string {
  const arn = arnOfEnd(end) ?? bucketArn(end.partition, `<${end.side} bucket>`);
  return target === "bucket" ? arn : `${arn}/${"known" in prefix ? prefix.known : ""}*`;
}

/** Where it is not known whether the call is made at all, its lack is not certain to matter. */
function softened(found: Finding, applies: true | { readonly unknown: string }): Finding {
  if (applies === true || found.verdict !== "unmet") return found;
  return unknown(`${applies.unknown}, and ${found.because}`, found.fix);
}

function withFix(found: Finding, fixOf: () => string): Finding {
  return found.verdict === "met" || found.fix !== undefined ? found : { ...found, fix: fixOf() };
}
