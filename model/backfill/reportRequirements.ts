/** What the completion report of a job needs: a bucket, and that the role may write into it. */
import { PAGES } from "../awsPages";
import { judgeCall } from "../calls/judgeCall";
import { knownValue } from "../known";
import { publicAccessFor } from "../requirements/publicAccess";
import { type Finding, met, unknown, unmet, worstOf } from "../requirements/requirement";
import { nameOfEnd } from "../routeFacts";
import type { BackfillRequirement } from "./backfillRequirement";
import { reportArn, reportCalls, WRITE_REPORT } from "./calls";
import { type BackfillFacts, nameOfBackfillRole, type ReportPlace } from "./facts";
import { bucketFix, findingOf, roleFix } from "./fixes";

/**
 * No key is asked for: S3 encrypts reports with SSE-S3, whatever the default encryption of their bucket is, and the command has S3 keep
 * no list of objects.
 */
export const REPORT_REQUIREMENTS: readonly BackfillRequirement[] = [
  {
    id: "backfill-report-bucket-exists",
    title: "The bucket for the reports exists",
    strength: "required",
    url: PAGES.batchReports,
    checks: "the bucket that receives the completion reports is part of what was read",
    check: (facts) => inEachPlace(facts, bucketExists),
  },
  {
    id: "backfill-write-report",
    title: "The role may write its report",
    strength: "required",
    url: PAGES.batchReplicationRole,
    checks: `${WRITE_REPORT} below the prefix of the reports: the role's policies and boundary, or within one account the bucket policy`,
    check: writeReport,
  },
  {
    id: "backfill-report-bucket-policy",
    title: "The policy of the bucket for the reports lets the role write",
    strength: "required",
    url: PAGES.batchReports,
    checks: `${WRITE_REPORT}: the bucket's policy allows it where the account differs, and does not deny it, as one does that demands a KMS key: S3 always encrypts reports with SSE-S3, so that no key is needed either`,
    check: (facts) => inEachPlace(facts, bucketPolicy),
  },
  {
    id: "backfill-report-public-access-block",
    title: "The public access block of the bucket for the reports allows the role of another account",
    strength: "required",
    url: PAGES.publicAccess,
    checks:
      "RestrictPublicBuckets is off, or no statement of the bucket's policy allows every principal; only where the account differs",
    check: (facts) =>
      inEachPlace(facts, ({ role, source }, { end }) =>
        publicAccessFor(role?.account ?? source.account, end),
      ),
  },
];

/** Where the role may write to several places, what holds for all of them is known. */
function inEachPlace(
  facts: BackfillFacts,
  check: (facts: BackfillFacts, place: ReportPlace) => Finding | undefined,
): Finding | undefined {
  const findings = (knownValue(facts.places) ?? []).flatMap((place) => check(facts, place) ?? []);
  const worst = worstOf(findings);
  if (worst === undefined || findings.every(({ verdict }) => verdict === worst.verdict)) return worst;
  return unknown(`it depends on the place of the reports: ${worst.because}`, worst.fix);
}

function bucketExists(_: BackfillFacts, { end, missing }: ReportPlace): Finding {
  const name = nameOfEnd(end);
  if (end.bucket !== undefined) return met(`${name} is part of what was read`);
  if (missing === true) {
    return unmet(`the bucket ${name} does not exist`, "make the bucket, or name another one for the reports");
  }
  return unknown(
    `${end.missing}, so that its policy cannot be judged`,
    `judge it together with the stack that makes ${name}: its policy must let the role write, and must not demand a KMS key`,
  );
}

function writeReport(facts: BackfillFacts): Finding | undefined {
  const { role, places, source } = facts;
  if (role === undefined) return undefined;
  if ("unknown" in places) return unknown(places.unknown);
  if (places.known.length === 0) {
    return unmet(
      `no policy of role "${nameOfBackfillRole(facts)}" allows ${WRITE_REPORT} on a bucket for reports`,
      roleFix(facts, undefined, WRITE_REPORT, `arn:${source.partition}:s3:::<bucket for reports>/<prefix>/*`),
    );
  }
  return inEachPlace(facts, (_, place) =>
    worstOf(
      reportCalls(facts, place).map((call) => {
        const { role: decision, limitedBy } = judgeCall(call);
        return findingOf(facts, decision, () => roleFix(facts, limitedBy, WRITE_REPORT, reportArn(place)));
      }),
    ),
  );
}

function bucketPolicy(facts: BackfillFacts, place: ReportPlace): Finding | undefined {
  if (place.end.bucket === undefined) return undefined;
  return worstOf(
    reportCalls(facts, place).map((call) =>
      findingOf(facts, judgeCall(call).resource, () =>
        bucketFix(facts, nameOfEnd(place.end), WRITE_REPORT, reportArn(place)),
      ),
    ),
  );
}
