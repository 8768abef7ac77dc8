/** What policies ask about S3 as a caller, and about the tags of what it calls: decided where it is known, else open. */
import assert from "node:assert/strict";
import { awsManagedPolicy } from "../../../model/adapters/wellKnownPolicies";
import type { StatementCondition } from "../../../model/evaluation/types";
import { judge, overall } from "../../../model/judge";
import type { Tags } from "../../../model/topology";
import {
  bucketOf,
  type Draft,
  keyOf,
  roleOf,
  SOURCE_ACCOUNT,
  SOURCE_ARN,
  SOURCE_NAME,
  statementOf,
  statementsOf,
  type TopologyDraft,
  workingTopology,
} from "../../helpers/topologies";
import {
  deny,
  denyOfRole,
  ofRole,
  PARTNER,
  PARTNER_ARN,
  REPLICA,
  REPLICA_ARN,
  SHAPES,
} from "../requirements/faults/fault";

type Change = (topology: TopologyDraft) => void;
type Row = readonly [what: string, verdict: "works" | "broken" | "unproven", change: Change];
type Condition = Draft<StatementCondition>;

const { same, cross } = SHAPES;
const ROLE_ID = "AROADBQP57FF2AEXAMPLE";

function check(title: string, shape: typeof same | typeof cross, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [what, verdict, change] of rows) {
      it(`${verdict}: ${what}`, () => {
        const topology = workingTopology(shape);
        change(topology);
        const reports = judge(topology);
        const found = reports.flatMap(({ requirements }) =>
          requirements.flatMap((one) => (one.verdict === "met" ? [] : [`${one.id}: ${one.because}`])),
        );
        assert.equal(overall(reports), verdict, found.join("\n"));
        assert.equal(found.length === 0, verdict === "works", found.join("\n"));
      });
    }
  });
}

/** A Deny in the policies of both buckets. */
const guarded =
  (...conditions: readonly Condition[]): Change =>
  (t) => {
    for (const [name, arn] of [
      [SOURCE_NAME, SOURCE_ARN],
      [REPLICA, REPLICA_ARN],
    ] as const) {
      for (const Condition of conditions) {
        statementsOf(bucketOf(t, name).policy).push(deny("s3:*", [arn, `${arn}/*`], { Condition }));
      }
    }
  };

/** A condition on what the role's own policy allows in S3. */
const allowedIf =
  (Condition: Condition): Change =>
  (t) => {
    for (const sid of ["Configuration", "Objects", "Replicas"]) ofRole(t, sid).Condition = Condition;
  };

const both =
  (...changes: readonly Change[]): Change =>
  (t) => {
    for (const change of changes) change(t);
  };

check("a condition on the version of TLS", same, [
  ["a Deny below 1.2", "works", guarded({ NumericLessThan: { "s3:TlsVersion": "1.2" } })],
  ["a Deny below 1.2, as a number", "works", guarded({ NumericLessThan: { "s3:TlsVersion": 1.2 } })],
  ["a Deny below 1.1", "works", guarded({ NumericLessThan: { "s3:TlsVersion": "1.1" } })],
  ["a Deny up to 1.1", "works", guarded({ NumericLessThanEquals: { "s3:TlsVersion": "1.1" } })],
  [
    "a Deny of the old versions by name",
    "works",
    guarded({ StringEquals: { "s3:TlsVersion": ["1.0", "1.1"] } }),
  ],
  [
    "a Deny of all but the new versions by name",
    "works",
    guarded({ StringNotEquals: { "s3:TlsVersion": ["1.2", "1.3"] } }),
  ],
  [
    "a Deny below 1.2 beside one of another encryption",
    "works",
    guarded(
      { NumericLessThan: { "s3:TlsVersion": "1.2" } },
      { Bool: { "aws:SecureTransport": "false" } },
      { StringEquals: { "s3:x-amz-server-side-encryption": "aws:fantasy" } },
    ),
  ],
  ["a Deny below 1.3", "unproven", guarded({ NumericLessThan: { "s3:TlsVersion": "1.3" } })],
  ["a Deny of 1.2", "unproven", guarded({ NumericEquals: { "s3:TlsVersion": "1.2" } })],
  ["a Deny of 1.2 and above", "broken", guarded({ NumericGreaterThanEquals: { "s3:TlsVersion": "1.2" } })],
  ["an Allow from 1.2 on", "works", allowedIf({ NumericGreaterThanEquals: { "s3:TlsVersion": "1.2" } })],
  ["an Allow from 1.3 on", "unproven", allowedIf({ NumericGreaterThanEquals: { "s3:TlsVersion": "1.3" } })],
  ["an Allow below 1.2", "broken", allowedIf({ NumericLessThan: { "s3:TlsVersion": "1.2" } })],
]);

const withId: Change = (t) => {
  roleOf(t).uniqueId = { known: ROLE_ID };
};
const onlyIds = (...ids: readonly string[]): Change =>
  guarded({ StringNotLike: { "aws:userId": [...ids, SOURCE_ACCOUNT] } });

check("a condition on the id of the caller", same, [
  ["a Deny that spares the role's id", "works", both(withId, onlyIds(`${ROLE_ID}:*`))],
  ["a Deny that spares the role's session", "works", both(withId, onlyIds(`${ROLE_ID}:s3-replication`))],
  ["a Deny that spares another id", "broken", both(withId, onlyIds("AROAOTHEROTHEROTHER11:*"))],
  ["a Deny that spares another session", "broken", both(withId, onlyIds(`${ROLE_ID}:someone`))],
  [
    "a Deny of another id",
    "works",
    both(withId, guarded({ StringLike: { "aws:userid": "AROAOTHEROTHEROTHER11:*" } })),
  ],
  [
    "a Deny of the role's id",
    "broken",
    both(withId, guarded({ StringLike: { "aws:userid": `${ROLE_ID}:*` } })),
  ],
  ["a Deny where the role's id is not known", "unproven", onlyIds(`${ROLE_ID}:*`)],
  [
    "a Deny where the role does not exist yet",
    "unproven",
    both(
      (t) => {
        roleOf(t).uniqueId = { unknown: "AWS gives the role its unique id" };
      },
      onlyIds(`${ROLE_ID}:*`),
    ),
  ],
]);

const session = (name: string): string =>
  `arn:aws:sts::${SOURCE_ACCOUNT}:assumed-role/archive-replication/${name}`;
const granted =
  (principal: string): Change =>
  (t) => {
    statementOf(bucketOf(t, PARTNER).policy, "Replication").Principal = { AWS: principal };
  };

check("the role's session as a principal", cross, [
  ["of the bucket in another account", "works", granted(session("s3-replication"))],
  ["by another name", "broken", granted(session("replication"))],
  ["of another role", "broken", granted(session("s3-replication").replace("archive-", "other-"))],
  [
    "of a Deny",
    "broken",
    (t) => {
      statementsOf(bucketOf(t, PARTNER).policy).push(
        deny("s3:*", `${PARTNER_ARN}/*`, { Principal: { AWS: session("s3-replication") } }),
      );
    },
  ],
  [
    "of a Deny, by another name",
    "works",
    (t) => {
      statementsOf(bucketOf(t, PARTNER).policy).push(
        deny("s3:*", `${PARTNER_ARN}/*`, { Principal: { AWS: session("someone") } }),
      );
    },
  ],
]);

it("a Principal with another session says what the session is named", () => {
  const topology = workingTopology(cross);
  granted(session("replication"))(topology);
  const because = judge(topology).flatMap(({ requirements }) => requirements.map((one) => one.because));
  assert.ok(because.some((text) => text.includes(`(the role's session is named "s3-replication")`)));
});

const roleTags =
  (tags: Draft<Tags>): Change =>
  (t) => {
    roleOf(t).tags = tags;
  };
const TEAM = { values: { Team: { known: "data" } } };
const MORE = { ...TEAM, others: { unknown: "the provider does not tell all of its tags" } };
const ifTeam = allowedIf({ StringEquals: { "aws:PrincipalTag/team": "data" } });
const unlessStage = guarded({ StringNotEquals: { "aws:PrincipalTag/stage": "prod" } });

check("a condition on the role's tags", same, [
  ["an Allow for its tag", "works", both(roleTags(TEAM), ifTeam)],
  ["an Allow for its tag, where it may have others", "works", both(roleTags(MORE), ifTeam)],
  ["an Allow for another value", "broken", both(roleTags({ values: { team: { known: "web" } } }), ifTeam)],
  ["an Allow for a tag that it does not have", "broken", both(roleTags({ values: {} }), ifTeam)],
  [
    "an Allow for a tag that it may have",
    "unproven",
    both(roleTags({ values: {}, others: { unknown: "not read" } }), ifTeam),
  ],
  ["an Allow where nothing is known of its tags", "unproven", ifTeam],
  [
    "an Allow where two tags differ in case only",
    "unproven",
    both(roleTags({ values: { team: { known: "data" }, Team: { known: "web" } } }), ifTeam),
  ],
  [
    "an Allow for a value that is not known yet",
    "unproven",
    both(roleTags({ values: { team: { unknown: "computed by the provider at deployment" } } }), ifTeam),
  ],
  [
    "a Deny that spares its tag",
    "works",
    both(roleTags({ values: { stage: { known: "prod" } } }), unlessStage),
  ],
  ["a Deny that spares a tag that it does not have", "broken", both(roleTags(TEAM), unlessStage)],
  ["a Deny that spares a tag that it may have", "unproven", both(roleTags(MORE), unlessStage)],
]);

const keyTags =
  (tags: Draft<Tags>): Change =>
  (t) => {
    for (const label of ["source-key", `${REPLICA}-key`]) keyOf(t, label).tags = tags;
  };
const keysByTag: Change = (t) => {
  for (const sid of ["SourceKey", "ReplicaKey0"]) {
    const statement = ofRole(t, sid);
    statement.Resource = "*";
    statement.Condition = { StringEquals: { "aws:ResourceTag/team": "data" } };
  }
};

check("a condition on the tags of a key", same, [
  ["an Allow in the role's policy", "works", both(keyTags(TEAM), keysByTag)],
  ["an Allow for another value", "broken", both(keyTags({ values: { team: { known: "web" } } }), keysByTag)],
  ["an Allow for a key without tags", "broken", both(keyTags({ values: {} }), keysByTag)],
  ["an Allow where nothing is known of the tags", "unproven", keysByTag],
  [
    "a Deny in the role's policy of keys with another tag",
    "works",
    both(keyTags(TEAM), (t) => {
      statementsOf(roleOf(t).policies[0]).push({
        ...denyOfRole("kms:*", "*"),
        Condition: { StringEquals: { "aws:ResourceTag/team": "secret" } },
      });
    }),
  ],
  [
    "a Deny in a key policy, where KMS does not support it",
    "unproven",
    both(keyTags(TEAM), (t) => {
      statementsOf(keyOf(t, "source-key").policy).push(
        deny("kms:*", "*", { Condition: { StringEquals: { "aws:ResourceTag/team": "secret" } } }),
      );
    }),
  ],
]);

const bucketTags =
  (tags: Draft<Tags>, isOn: boolean | undefined): Change =>
  (t) => {
    for (const name of [SOURCE_NAME, REPLICA]) {
      const bucket = bucketOf(t, name);
      bucket.tags = tags;
      if (isOn !== undefined) bucket.tagsDecideAccess = { known: isOn };
    }
  };
const bucketsByTag = (key: string): Change => allowedIf({ StringEquals: { [key]: "data" } });

check("a condition on the tags of a bucket", same, [
  ["aws:ResourceTag with ABAC", "works", both(bucketTags(TEAM, true), bucketsByTag("aws:ResourceTag/team"))],
  ["s3:BucketTag with ABAC", "works", both(bucketTags(TEAM, true), bucketsByTag("s3:BucketTag/team"))],
  ["a tag that it does not have", "broken", both(bucketTags(TEAM, true), bucketsByTag("s3:BucketTag/stage"))],
  [
    "aws:ResourceTag without ABAC",
    "unproven",
    both(bucketTags(TEAM, false), bucketsByTag("aws:ResourceTag/team")),
  ],
  ["s3:BucketTag without ABAC", "unproven", both(bucketTags(TEAM, false), bucketsByTag("s3:BucketTag/team"))],
  [
    "where nothing is known of ABAC",
    "unproven",
    both(bucketTags(TEAM, undefined), bucketsByTag("aws:ResourceTag/team")),
  ],
]);

const attached =
  (name: string, as: "policy" | "boundary" = "policy"): Change =>
  (t) => {
    const arn = `arn:aws:iam::aws:policy/${name}`;
    const unread = { document: { unknown: `${arn} is outside of the stack` } };
    const policy = structuredClone({ label: `managed policy ${arn}`, ...(awsManagedPolicy(arn) ?? unread) });
    // A copy of its own may be changed, which no type says.
    const copy = policy as Draft<typeof policy>;
    if (as === "policy") roleOf(t).policies.push(copy);
    else roleOf(t).boundary = copy;
  };
const withoutReplicas: Change = (t) => {
  ofRole(t, "Replicas").Action = ["s3:ReplicateTags", "s3:ReplicateDelete"];
};

check("a managed policy of AWS beside the role's own", same, [
  ["one without a Deny", "works", attached("SecurityAudit")],
  ["one for a job function", "works", attached("job-function/ViewOnlyAccess")],
  ["one that denies other services only", "works", attached("AmazonRedshiftDataFullAccess")],
  ["one that denies s3:ListBucket", "broken", attached("AWSCompromisedKeyQuarantineV2")],
  ["one that denies everything but IAM", "broken", attached("root-task/IAMAuditRootUserCredentials")],
  ["AWSDenyAll", "broken", attached("AWSDenyAll")],
  ["one that AWS's list does not have", "unproven", attached("AmazonS3FulAccess")],
  ["one that may allow what the own lacks", "unproven", both(withoutReplicas, attached("SecurityAudit"))],
  ["one as boundary, which may not allow everything", "unproven", attached("SecurityAudit", "boundary")],
]);

it("what a managed policy of AWS may allow is settled by an Allow of one's own", () => {
  const topology = workingTopology(same);
  both(withoutReplicas, attached("SecurityAudit"))(topology);
  const fixes = judge(topology).flatMap(({ requirements }) =>
    requirements.flatMap(({ verdict, fix }) => (verdict === "unknown" ? [fix ?? ""] : [])),
  );
  assert.ok(fixes.length > 0);
  for (const fix of fixes) assert.match(fix, /^add to the policies of role [\s\S]*"s3:ReplicateObject"/);
});
