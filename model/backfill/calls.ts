/** The calls that S3 Batch Operations makes as the role of a backfill. */
import type { RoleCall } from "../calls/judgeCall";
import { knownValue, whyUnknown } from "../known";
import { nameOfEnd, type RouteEnd } from "../routeFacts";
import { arnFor, type BackfillFacts, type ReportPlace } from "./facts";

/** The service that runs the jobs; the same name in every partition, as AWS's pages for China have it, too. */
export const BATCH_OPERATIONS = "batchoperations.s3.amazonaws.com";

export const INITIATE = "s3:InitiateReplication";
export const READ_CONFIGURATION = "s3:GetReplicationConfiguration";
export const PUT_INVENTORY = "s3:PutInventoryConfiguration";
export const WRITE_REPORT = "s3:PutObject";

const NO_SESSION = {
  unknown: "AWS does not document the name of the session in which S3 Batch Operations uses the role",
};

/** On the objects that a job tries, once for each prefix of the rules; none where the role is not known. */
export function initiateCalls(facts: BackfillFacts): readonly RoleCall[] {
  const { source, prefixes } = facts;
  const why = whyUnknown(prefixes);
  return (knownValue(prefixes) ?? [""]).flatMap((prefix) =>
    callOn(facts, source, INITIATE, `${arnFor(source)}/${prefix}*`, {
      ...(why !== undefined && { inexact: `the prefix of a rule is not known (${why})` }),
    }),
  );
}

export function sourceCalls(facts: BackfillFacts, action: string): readonly RoleCall[] {
  return callOn(facts, facts.source, action, arnFor(facts.source));
}

/** S3 puts the files of a report below `job-<id>/`. */
export function reportCalls(facts: BackfillFacts, place: ReportPlace): readonly RoleCall[] {
  return callOn(facts, place.end, WRITE_REPORT, reportArn(place), { encryptions: ["AES256"] });
}

export function reportArn({ end, prefix }: ReportPlace): string {
  return `${arnFor(end)}/${prefix === "" ? "" : `${prefix}/`}job-*`;
}

function callOn(
  { role }: BackfillFacts,
  end: RouteEnd,
  action: string,
  resource: string,
  more: Partial<Pick<RoleCall, "inexact" | "encryptions">> = {},
): readonly RoleCall[] {
  if (role === undefined) return [];
  const { bucket } = end;
  const why = whyUnknown(end.name);
  const noName = why === undefined ? undefined : `the name of the ${end.side} bucket is not known (${why})`;
  return [
    {
      role,
      service: "s3",
      action,
      resource,
      region: knownValue(end.region),
      resourceAccount:
        knownValue(end.account) ?? (end.side === "source" ? knownValue(role.account) : undefined),
      policy: bucket?.policy,
      ...(bucket === undefined && { policyMissing: `the policy of ${nameOfEnd(end)} was not read` }),
      session: NO_SESSION,
      ...more,
      inexact: noName ?? more.inexact,
    },
  ];
}
