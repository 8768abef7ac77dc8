/** Judges the roles of S3 Batch Replication jobs with the model. */
import {
  type BackfillReport,
  judgeBackfills,
  knownValue,
  type Topology,
  topologyFromPolicyResources,
} from "../../model";
import { about, type PolicyFindings } from "./support/finding";
import { nist } from "./support/frameworks";
import { stackPolicy } from "./support/policy";

export const backfillRoleCanRun = stackPolicy({
  name: "backfill-role-can-run",
  displayName: "S3 Batch Replication can run with the role that is made for it",
  description:
    "A role that lacks a permission, or that S3 Batch Operations may not assume, is noticed when somebody needs a backfill: after an outage. Judged are roles that trust S3 Batch Operations, or may call s3:InitiateReplication, for a bucket of the stack with replication rules.",
  severity: "medium",
  // A broken one stops no replication, and which role is for a backfill follows from its policies alone. The command refuses it.
  enforcementLevel: "advisory",
  framework: nist("CP-9, CP-10", "Backups that can be restored, and systems that can be recovered"),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-policies.html",
  remediationSteps:
    "Each report says which requirement is not met, which statement or value decides, and what to paste; docs/permissions.md lists all requirements.",
  tags: ["s3", "replication", "iam"],
  *judge(resources) {
    const topology = topologyFromPolicyResources(resources);
    for (const report of judgeBackfills(topology)) {
      for (const finding of findingsOf(report)) yield about(labelOf(report, topology), finding);
    }
  },
});

function labelOf({ role }: BackfillReport, { roles }: Topology): string {
  return roles.find(({ label, arn }) => label === role || knownValue(arn) === role)?.label ?? role;
}

function* findingsOf({ source, requirements }: BackfillReport): PolicyFindings {
  const required = requirements.filter(({ strength }) => strength === "required");
  const unmet = required.filter(({ verdict }) => verdict === "unmet");
  const open = required.filter(({ verdict }) => verdict === "unknown");
  if (unmet.length > 0) {
    const lines = unmet.map(
      ({ id, because, fix }) => `\n  - ${id}: ${because}${fix === null ? "" : `\n    fix: ${fix}`}`,
    );
    yield { violation: `no backfill of ${source} can run with this role${lines.join("")}` };
  }
  if (open.length > 0) {
    yield {
      undecided: `whether a backfill of ${source} can run is not known: ${open.map(({ id, because }) => `${id}: ${because}`).join("; ")}`,
    };
  }
}
