import assert from "node:assert/strict";
import { type BackfillReport, backfillCatalogue, judge, judgeBackfill, judgeBackfills } from "../../../model";
import { REQUIREMENTS } from "../../../model/requirements";
import {
  bucketOf,
  ruleOf,
  SOURCE_ARN,
  SOURCE_NAME,
  statementOf,
  statementsOf,
  type TopologyDraft,
} from "../../helpers/topologies";
import { BACKFILL_FAULTS, type BackfillFault } from "./backfillFaults";
import { BACKFILL_ROLE, backfillRoleOf, backfillTopology, PREFIX, REPORTS } from "./backfillTopology";

const ALWAYS_OPEN = "backfill-caller-passes-role";

/** A fix that says where a statement belongs. */
const PASTED =
  /^(add to|put into|replace|remove) (.*?)(?: by one that .*|, or limit it .*)?:\n(\{[\s\S]*\})$/;

const asked = (topology: TopologyDraft, more: BackfillFault["asked"] & { readonly prefix?: string } = {}) =>
  judgeBackfill(topology, {
    bucket: SOURCE_NAME,
    roleArn: BACKFILL_ROLE,
    report: { bucket: REPORTS, prefix: PREFIX },
    ...more,
  });

const notMet = ({ requirements }: BackfillReport): readonly string[] =>
  requirements
    .filter(({ verdict, id }) => verdict !== "met" && id !== ALWAYS_OPEN)
    .map(({ id, verdict }) => (verdict === "unknown" ? `${id}?` : id))
    .sort();

describe("the role of a backfill", () => {
  it("works where everything is as AWS's page asks, and so do the routes", () => {
    const topology = backfillTopology();
    const [report, ...others] = judgeBackfills(topology);
    assert.ok(report);
    assert.deepEqual(others, []);
    const { requirements, ...rest } = report;
    assert.deepEqual(rest, {
      source: SOURCE_NAME,
      sourceAccount: "111122223333",
      sourceRegion: "eu-west-1",
      role: BACKFILL_ROLE,
      report: `s3://${REPORTS}/${PREFIX}`,
      verdict: "works",
    });
    assert.deepEqual(notMet(report), []);
    assert.deepEqual(asked(topology), report);
    assert.deepEqual(
      judge(topology).map(({ verdict }) => verdict),
      ["works"],
    );
  });

  it("says what the principal that makes the job needs, which nothing that is read can prove", () => {
    const open = asked(backfillTopology()).requirements.find(({ id }) => id === ALWAYS_OPEN);
    assert.deepEqual([open?.verdict, open?.strength], ["unknown", "advised"]);
    assert.match(open?.fix ?? "", new RegExp(`"iam:PassRole",\\n {2}"Resource": "${BACKFILL_ROLE}"`));
  });

  describe("of one fault says which requirement is not met, and what to paste", () => {
    for (const fault of BACKFILL_FAULTS) it(fault.what, () => assertFound(fault));

    for (const fault of BACKFILL_FAULTS.filter(canBePasted)) {
      it(`is mended by what it says to paste: ${fault.what}`, () => {
        const topology = backfillTopology();
        fault.make(topology);
        const [report] = judgeBackfills(topology);
        assert.ok(report);
        for (const { fix, id } of report.requirements)
          if (id !== ALWAYS_OPEN && fix !== null) paste(fix, topology);
        assert.deepEqual(judgeBackfills(topology).map(notMet), [[]]);
      });
    }

    it("has a fault for every requirement", () => {
      const found = new Set(BACKFILL_FAULTS.flatMap(({ finds }) => finds.map((id) => id.replace("?", ""))));
      assert.deepEqual(
        backfillCatalogue()
          .map(({ id }) => id)
          .filter((id) => !found.has(id)),
        [ALWAYS_OPEN],
      );
    });
  });

  it("needs no key: reports are encrypted with SSE-S3 whatever the bucket's default is", () => {
    const topology = backfillTopology();
    const { encryption } = bucketOf(topology, REPORTS);
    assert.ok("known" in encryption && encryption.known?.key !== undefined);
    assert.equal(asked(topology).verdict, "works");
    assert.doesNotMatch(JSON.stringify(asked(topology)), /kms:(Decrypt|Generate)/);
  });

  it("needs no more objects than the rules select, or than are asked for", () => {
    const topology = backfillTopology({ filter: { prefix: "logs/", tags: {}, elements: ["prefix"] } });
    statementOf(backfillRoleOf(topology).policies[0], "Initiate").Resource = `${SOURCE_ARN}/logs/*`;
    assert.deepEqual(notMet(asked(topology)), []);
    statementOf(backfillRoleOf(topology).policies[0], "Initiate").Resource = `${SOURCE_ARN}/logs/2026/*`;
    assert.deepEqual(notMet(asked(topology)), ["backfill-initiate-replication"]);
    assert.deepEqual(notMet(asked(topology, { prefix: "logs/2026/" })), []);
    assert.deepEqual(notMet(asked(topology, { prefix: "logs/20" })), ["backfill-initiate-replication"]);
    ruleOf(topology).status = { known: "Disabled" };
    assert.deepEqual(notMet(asked(topology)), ["backfill-initiate-replication"]);
  });

  it("may be let in by the source bucket's policy alone, in one account", () => {
    const topology = backfillTopology();
    statementsOf(backfillRoleOf(topology).policies[0]).shift();
    statementsOf(bucketOf(topology, SOURCE_NAME).policy).push({
      Effect: "Allow",
      Principal: { AWS: BACKFILL_ROLE },
      Action: "s3:InitiateReplication",
      Resource: `${SOURCE_ARN}/*`,
    });
    assert.deepEqual(notMet(asked(topology)), []);
  });
});

describe("roles of backfills among others", () => {
  const count = (change: (topology: TopologyDraft) => void) => {
    const topology = backfillTopology();
    change(topology);
    return judgeBackfills(topology).length;
  };

  it("are known by their trust, or by the one permission that nothing else needs", () => {
    assert.equal(
      count((t) => {
        statementOf(backfillRoleOf(t).policies[0], "Initiate").Action = "s3:*";
      }),
      1,
    );
    assert.equal(
      count((t) => {
        statementOf(backfillRoleOf(t).trust, "Batch").Principal = { Service: "ec2.amazonaws.com" };
      }),
      1,
    );
  });

  it("are not those of other jobs, of other buckets or of replication itself", () => {
    assert.equal(
      count((t) => t.roles.pop()),
      0,
    );
    assert.equal(
      count((t) => {
        // A job that copies.
        statementsOf(backfillRoleOf(t).policies[0]).splice(0, 3);
      }),
      0,
    );
    assert.equal(
      count((t) => {
        for (const statement of statementsOf(backfillRoleOf(t).policies[0]))
          statement.Resource = "arn:aws:s3:::other-bucket/*";
      }),
      0,
    );
    assert.equal(
      count((t) => {
        t.configurations.pop();
      }),
      0,
    );
  });

  it("are reported as unproven where what they may do is not known", () => {
    const topology = backfillTopology();
    backfillRoleOf(topology).policies = [{ label: "the policies", document: { unknown: "not yet" } }];
    const [report] = judgeBackfills(topology);
    assert.equal(report?.verdict, "unproven");
    assert.equal(report?.report, "unknown");
  });

  it("may write to several places: what holds for all of them is known", () => {
    const topology = backfillTopology();
    statementOf(backfillRoleOf(topology).policies[0], "Report").Resource = [
      `arn:aws:s3:::${REPORTS}/${PREFIX}/*`,
      "arn:aws:s3:::manifests/*",
    ];
    const [report] = judgeBackfills(topology);
    assert.ok(report);
    assert.equal(report.report, `s3://${REPORTS}/${PREFIX}, s3://manifests`);
    assert.deepEqual(notMet(report), ["backfill-report-bucket-exists?"]);
    statementOf(backfillRoleOf(topology).policies[0], "Report").Resource = "*";
    const [everywhere] = judgeBackfills(topology);
    assert.ok(everywhere);
    assert.deepEqual(notMet(everywhere), ["backfill-write-report?"]);
  });
});

describe("the catalogue of a backfill", () => {
  it("names for each requirement an id of its own, an AWS page, a title and what is looked at", () => {
    const rows = backfillCatalogue();
    const ids = [...rows, ...REQUIREMENTS].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { id, url, title, checks } of rows) {
      assert.match(id, /^backfill(-[a-z]+)+$/);
      assert.match(url, /^https:\/\/docs\.aws\.amazon\.com\/[\w./-]+\.html$/, id);
      assert.match(title, /^(The|S3) /, id);
      assert.ok(checks.length > 10, id);
    }
  });
});

function assertFound({ make, finds, because, fix, asked: how }: BackfillFault): void {
  const topology = backfillTopology();
  make(topology);
  const reports = how === undefined ? judgeBackfills(topology) : [asked(topology, how)];
  const [report, ...others] = reports;
  assert.ok(report);
  assert.deepEqual(others, []);
  assert.deepEqual(notMet(report), [...finds].sort());
  const isBroken = finds.some((id) => !id.endsWith("?"));
  assert.equal(report.verdict, isBroken ? "broken" : "unproven");
  for (const requirement of report.requirements) {
    if (requirement.id === ALWAYS_OPEN) continue;
    if (requirement.verdict === "met") {
      assert.equal(requirement.fix, null);
      continue;
    }
    assert.match(requirement.because, because, requirement.id);
    assert.match(requirement.fix ?? "", fix, requirement.id);
  }
}

/** Nothing else has to be done, and nothing filled in. */
function canBePasted({ make, asked: how }: BackfillFault): boolean {
  const topology = backfillTopology();
  make(topology);
  const [report] = judgeBackfills(topology);
  const fixes = (report?.requirements ?? []).flatMap(({ fix, id }) =>
    id === ALWAYS_OPEN ? [] : (fix ?? []),
  );
  return how === undefined && fixes.every((fix) => PASTED.test(fix) && !fix.includes("<"));
}

/** Does what a fix says, as somebody who pastes it would. */
function paste(fix: string, topology: TopologyDraft): void {
  const [, verb = "", where = "", json = ""] = PASTED.exec(fix) ?? [];
  const role = backfillRoleOf(topology);
  const policies = [
    role.trust,
    role.boundary,
    ...role.policies,
    ...topology.buckets.map(({ policy }) => policy),
  ];
  const policy =
    policies.find((one) => one !== undefined && where.includes(one.label)) ??
    (where.startsWith("the policies of role") ? role.policies[0] : undefined) ??
    (where.startsWith("the trust policy of role") ? role.trust : undefined) ??
    topology.buckets.find(({ label }) => where.endsWith(`bucket policy of ${label}`))?.policy;
  const statements = statementsOf(policy);
  const at = statements.findIndex(({ Sid = "none" }) => where.includes(`"${Sid}"`));
  const pasted = JSON.parse(json);
  if (verb === "replace" || verb === "remove") {
    assert.ok(at >= 0, fix);
    statements.splice(at, 1);
  }
  if (verb !== "remove") statements.push(pasted);
}
