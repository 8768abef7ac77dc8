/** What S3 Batch Replication needs to run with a role, in the order in which a report lists it. */
import { arnParts } from "../../aws/arns";
import { PAGES } from "../awsPages";
import { asNamedPolicy, judgeCall, type RoleCall } from "../calls/judgeCall";
import { evaluate } from "../evaluation";
import { pasted } from "../fixes/statements";
import { knownValue, relationOf, whyUnknown } from "../known";
import { type Finding, met, unknown, unmet, worstOf } from "../requirements/requirement";
import type { BackfillRequirement } from "./backfillRequirement";
import {
  BATCH_OPERATIONS,
  INITIATE,
  initiateCalls,
  PUT_INVENTORY,
  READ_CONFIGURATION,
  sourceCalls,
} from "./calls";
import { arnFor, arnOfBackfillRole, type BackfillFacts, nameOfBackfillRole } from "./facts";
import { bucketFix, findingOf, roleFix, trustFix } from "./fixes";
import { REPORT_REQUIREMENTS } from "./reportRequirements";

export const BACKFILL_REQUIREMENTS: readonly BackfillRequirement[] = [
  {
    id: "backfill-role-exists",
    title: "The role of the backfill exists",
    strength: "required",
    url: PAGES.batchReplicationRole,
    checks: "the ARN, with its path, is that of a role that exists",
    check: roleExists,
  },
  {
    id: "backfill-role-in-source-account",
    title: "The role of the backfill belongs to the source bucket's account",
    strength: "required",
    url: PAGES.batchRole,
    checks: "the role and the source bucket have the same owner, who makes the job and passes the role to it",
    check: roleInSourceAccount,
  },
  {
    id: "backfill-role-trusts-batch-operations",
    title: "S3 Batch Operations may assume the role",
    strength: "required",
    url: PAGES.batchRole,
    checks: `the role's trust policy allows ${BATCH_OPERATIONS} sts:AssumeRole without conditions that S3 Batch Operations may not meet`,
    check: trustsBatchOperations,
  },
  {
    id: "backfill-initiate-replication",
    title: "The role may start the replication of the objects that the rules select",
    strength: "required",
    url: PAGES.batchReplicationRole,
    checks: `${INITIATE} on the source bucket's objects: the role's policies and boundary, or the bucket policy`,
    check: (facts) => ofRole(facts, initiateCalls(facts)),
  },
  {
    id: "backfill-read-configuration",
    title: "The role may read the replication rules",
    strength: "required",
    url: PAGES.batchReplicationRole,
    checks: `${READ_CONFIGURATION} on the source bucket, for the list of objects that S3 makes`,
    check: (facts) => ofRole(facts, sourceCalls(facts, READ_CONFIGURATION)),
  },
  {
    id: "backfill-put-inventory",
    title: "The role may have S3 list the objects",
    strength: "required",
    url: PAGES.batchReplicationRole,
    checks: `${PUT_INVENTORY} on the source bucket, for the list of objects that S3 makes`,
    check: (facts) => ofRole(facts, sourceCalls(facts, PUT_INVENTORY)),
  },
  {
    id: "backfill-source-bucket-policy",
    title: "The source bucket's policy does not refuse the role of the backfill",
    strength: "required",
    url: PAGES.batchReplicationRole,
    checks: `${INITIATE}, ${READ_CONFIGURATION}, ${PUT_INVENTORY}: the source bucket's policy denies none of them`,
    check: (facts) =>
      ofBucket(facts, [
        ...initiateCalls(facts),
        ...sourceCalls(facts, READ_CONFIGURATION),
        ...sourceCalls(facts, PUT_INVENTORY),
      ]),
  },
  ...REPORT_REQUIREMENTS,
  {
    id: "backfill-caller-passes-role",
    title: "The principal that makes the job may pass the role",
    strength: "advised",
    url: PAGES.batchRole,
    checks:
      "iam:PassRole on the role, which no report can judge: which principal makes the job is not part of what is read",
    check: (facts) =>
      unknown(
        `which principal makes the job is not part of what is read: it needs iam:PassRole on ${arnOfBackfillRole(facts)}`,
        pasted("add to the policies of the principal that makes the job", {
          Effect: "Allow",
          Action: "iam:PassRole",
          Resource: arnOfBackfillRole(facts),
        }),
      ),
  },
];

function roleExists(facts: BackfillFacts): Finding {
  const { written, role } = facts;
  if ("found" in written) return met(`role "${nameOfBackfillRole(facts)}" is part of what was read`);
  if ("unknown" in written) return unknown(`the role is not known: ${written.unknown}`);
  const { outside, missing } = written;
  if (!/^role\//.test(arnParts(outside)?.resource ?? "")) {
    return unmet(`${outside} is no ARN of a role`, "give the ARN of a role that trusts S3 Batch Operations");
  }
  const real = role && knownValue(role.arn);
  if (real !== undefined && real !== outside) {
    return unmet(`no role has the ARN ${outside}: the role of that name is ${real}`, `use ${real}`);
  }
  if (missing === true) {
    return unmet(`the role ${outside} does not exist`, "make the role, or name one that exists");
  }
  return unknown(
    `the role ${outside} is not part of what was read, so neither its trust nor its policies can be judged`,
    "judge it together with the stack that makes the role",
  );
}

function roleInSourceAccount({ role, source }: BackfillFacts): Finding | undefined {
  if (role === undefined) return undefined;
  const relation = relationOf(role.account, source.account);
  if (relation === "same") return met(`both belong to account ${knownValue(role.account)}`);
  if (relation === "unknown") {
    const what = whyUnknown(role.account) === undefined ? "source bucket" : "role";
    return unknown(`the account of the ${what} is not known`);
  }
  return unmet(
    `the role belongs to account ${knownValue(role.account)}, the source bucket to ${knownValue(source.account)}`,
    `make the role in account ${knownValue(source.account)}, where the job is made`,
  );
}

function trustsBatchOperations(facts: BackfillFacts): Finding | undefined {
  const { role } = facts;
  if (role === undefined) return undefined;
  const account = knownValue(role.account);
  const decision = evaluate(
    {
      caller: { kind: "service", service: BATCH_OPERATIONS },
      action: "sts:AssumeRole",
      resource: arnOfBackfillRole(facts),
      ...(account !== undefined && { resourceAccount: account }),
      context: {},
    },
    { identity: [], resource: asNamedPolicy(role.trust), resourceKind: "trust" },
  );
  const isCondition = decision.verdict === "unknown" && "known" in role.trust.document;
  const because = isCondition
    ? `${decision.because}; AWS does not say that S3 Batch Operations sends it when it assumes a role`
    : decision.because;
  return findingOf(facts, { ...decision, because }, () => trustFix(facts));
}

/** The role's side of the calls on the source; undefined where the role is not known. */
function ofRole(facts: BackfillFacts, calls: readonly RoleCall[]): Finding | undefined {
  return worstOf(
    calls.map((call) => {
      const { role, limitedBy } = judgeCall(call);
      return findingOf(facts, role, () => roleFix(facts, limitedBy, call.action, call.resource));
    }),
  );
}

function ofBucket(facts: BackfillFacts, calls: readonly RoleCall[]): Finding | undefined {
  return worstOf(
    calls.map((call) =>
      findingOf(facts, judgeCall(call).resource, () =>
        bucketFix(facts, knownValue(facts.source.name) ?? arnFor(facts.source), call.action, call.resource),
      ),
    ),
  );
}
