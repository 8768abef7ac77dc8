import assert from "node:assert/strict";
import { judge } from "../../../model/judge";
import {
  bucketOf,
  keyOf,
  OTHER_ACCOUNT,
  ROLE_ARN,
  roleOf,
  SOURCE_ACCOUNT,
  statementOf,
  statementsOf,
  THIRD_ACCOUNT,
  type TopologyDraft,
  workingTopology,
} from "../../helpers/topologies";
import { PARTNER, SHAPES, type Statement } from "../requirements/faults/fault";
import { SECOND_ROLE, twoSources } from "../requirements/twoSources";
import { pastedIn } from "./pasted";
import { pastableFixes, pasteAll } from "./pasting";

const SESSION = `arn:aws:sts::${SOURCE_ACCOUNT}:assumed-role/archive-replication/uploads`;
const READER = `arn:aws:iam::${OTHER_ACCOUNT}:role/reader`;

interface Row {
  readonly what: string;
  readonly written: NonNullable<Statement["Principal"]>;
  readonly becomes: Statement["Principal"];
  /** What the report says of the slip. */
  readonly because: RegExp;
}

const ROWS: readonly Row[] = [
  {
    what: "a service that does not exist",
    written: { Service: "replication.s3.amazonaws.com" },
    becomes: { AWS: ROLE_ARN },
    because: /replication\.s3\.amazonaws\.com.*S3 replicates as the role, not as a service/,
  },
  {
    what: "S3 itself, which may be there for inventories",
    written: { Service: "s3.amazonaws.com" },
    becomes: { Service: "s3.amazonaws.com", AWS: ROLE_ARN },
    because: /S3 replicates as the role, not as a service/,
  },
  {
    what: "a session of the role",
    written: { AWS: SESSION },
    becomes: { AWS: [SESSION, ROLE_ARN] },
    because: /assumed-role|names the caller/,
  },
  {
    what: "the role without its path, and somebody else",
    written: { AWS: [ROLE_ARN.replace("service-role/", ""), READER] },
    becomes: { AWS: [READER, ROLE_ARN] },
    because: /the role's path differs/,
  },
  {
    what: "the role in a wrong account, which somebody may have",
    written: { AWS: ROLE_ARN.replace(SOURCE_ACCOUNT, THIRD_ACCOUNT) },
    becomes: { AWS: [ROLE_ARN.replace(SOURCE_ACCOUNT, THIRD_ACCOUNT), ROLE_ARN] },
    because: /the account differs/,
  },
  {
    what: "the id of a role that was deleted",
    written: { AWS: "AROAEXAMPLEEXAMPLE123" },
    becomes: { AWS: ROLE_ARN },
    because: /is the id of a principal that was deleted/,
  },
  {
    what: "the root of a wrong account",
    written: { AWS: `arn:aws:iam::${THIRD_ACCOUNT}:root` },
    becomes: { AWS: [`arn:aws:iam::${THIRD_ACCOUNT}:root`, ROLE_ARN] },
    because: new RegExp(`${THIRD_ACCOUNT}:root`),
  },
  {
    what: "roles by a pattern, which a Principal does not take",
    written: { AWS: `arn:aws:iam::${SOURCE_ACCOUNT}:role/*` },
    becomes: { AWS: ROLE_ARN },
    because: /is no wildcard/,
  },
];

const PLACES: readonly (readonly [
  what: string,
  id: string,
  policyOf: (topology: TopologyDraft) => ReturnType<typeof bucketOf>["policy"],
  label: string,
])[] = [
  [
    "key policy",
    "replica-key-policy",
    (t) => keyOf(t, `${PARTNER}-key`).policy,
    `key policy of ${PARTNER}-key`,
  ],
  [
    "bucket policy",
    "destination-bucket-policy",
    (t) => bucketOf(t, PARTNER).policy,
    `bucket policy of ${PARTNER}`,
  ],
];

function findingOf(topology: TopologyDraft, id: string) {
  const found = judge(topology)[0]?.requirements.find((requirement) => requirement.id === id);
  assert.ok(found, id);
  return found;
}

describe("a statement that was meant for the role and names somebody else", () => {
  for (const [where, id, policyOf, label] of PLACES) {
    for (const { what, written, becomes, because } of ROWS) {
      it(`is named and changed, before the account's own statement: ${where} that names ${what}`, () => {
        const topology = workingTopology(SHAPES.cross);
        const statement = statementOf(policyOf(topology), "Replication");
        statement.Principal = structuredClone(written);
        // The account's own statement, as in most policies, covers all actions.
        statementsOf(policyOf(topology)).unshift({
          Sid: "Root",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
          Action: where === "key policy" ? "kms:*" : "s3:*",
          Resource: "*",
        });
        const before = structuredClone(statement);
        const found = findingOf(topology, id);
        assert.notEqual(found.verdict, "met");
        assert.match(found.because, /statement "Replication"/);
        assert.match(found.because, because);
        assert.doesNotMatch(found.because, /statement "(Root|Account)"/);
        const pasted = pastedIn(found.fix ?? "");
        assert.deepEqual(
          pasted.map((one) => one.where),
          [`replace statement "Replication" of ${label} by one that names the role`],
        );
        assert.deepEqual(pasted[0]?.statement, { ...before, Principal: becomes });
        pasteAll(topology, pastableFixes(topology, ["unmet", "unknown"]));
        assert.equal(findingOf(topology, id).verdict, "met");
      });
    }
  }

  it("is changed once for all replication roles that it was meant for", () => {
    const topology = twoSources({ ...SHAPES.cross, kms: "none" });
    const statement = statementOf(bucketOf(topology, PARTNER).policy, "Replication");
    statement.Principal = {
      AWS: [ROLE_ARN, SECOND_ROLE].map((arn) => arn.replace("service-role/", "")),
      Service: "replication.s3.amazonaws.com",
    };
    const pasted = pastableFixes(topology);
    assert.equal(pasted.length, 1);
    assert.match(pasted[0]?.where ?? "", /by one that names the roles$/);
    assert.deepEqual(pasted[0]?.statement.Principal, { AWS: [ROLE_ARN, SECOND_ROLE].sort() });
    pasteAll(topology, pasted);
    assert.deepEqual(
      judge(topology).map(({ verdict }) => verdict),
      ["works", "works"],
    );
  });

  it("is pointed at by its position where it has no Sid", () => {
    const topology = workingTopology(SHAPES.cross);
    const statement = statementOf(bucketOf(topology, PARTNER).policy, "Replication");
    delete statement.Sid;
    statement.Principal = { Service: "replication.s3.amazonaws.com" };
    const { fix } = findingOf(topology, "destination-bucket-policy");
    assert.match(fix ?? "", /^replace statement 2 of bucket policy of partner-archive by one/);
  });

  const NOT_MEANT: readonly (readonly [what: string, change: (statement: Statement) => void])[] = [
    [
      "another role",
      (s) => {
        s.Principal = { AWS: READER };
      },
    ],
    [
      "another account with everything",
      (s) => {
        s.Principal = { AWS: THIRD_ACCOUNT };
        s.Action = "s3:*";
      },
    ],
    [
      "the role without its path on another bucket",
      (s) => {
        s.Principal = { AWS: ROLE_ARN.replace("service-role/", "") };
        s.Resource = "arn:aws:s3:::acme-other/*";
      },
    ],
    [
      "another service",
      (s) => {
        s.Principal = { Service: "cloudtrail.amazonaws.com" };
      },
    ],
  ];
  for (const [what, change] of NOT_MEANT) {
    it(`is not one that names ${what}: there the role gets a statement of its own`, () => {
      const topology = workingTopology(SHAPES.cross);
      change(statementOf(bucketOf(topology, PARTNER).policy, "Replication"));
      const { fix } = findingOf(topology, "destination-bucket-policy");
      assert.match(fix ?? "", /^add to the bucket policy of partner-archive:/);
      assert.doesNotMatch(fix ?? "", /replace statement/);
    });
  }
});

describe("a trust statement that was meant for S3", () => {
  const rows: readonly (readonly [written: string | string[], becomes: string | string[]])[] = [
    ["replication.s3.amazonaws.com", "s3.amazonaws.com"],
    ["s3.amazon.com", "s3.amazonaws.com"],
    ["batchoperations.s3.amazonaws.com", ["batchoperations.s3.amazonaws.com", "s3.amazonaws.com"]],
    [
      ["ec2.amazonaws.com", "replication.s3.amazonaws.com"],
      ["ec2.amazonaws.com", "s3.amazonaws.com"],
    ],
  ];
  for (const [written, becomes] of rows) {
    it(`is changed and goes on trusting the others: ${[written].flat().join(", ")}`, () => {
      const topology = workingTopology(SHAPES.same);
      statementOf(roleOf(topology).trust, "S3").Principal = { Service: written };
      const [pasted] = pastedIn(findingOf(topology, "role-trusts-s3").fix ?? "");
      assert.equal(
        pasted?.where,
        'replace statement "S3" of trust policy of archive-replication by one that names s3.amazonaws.com',
      );
      assert.deepEqual(pasted?.statement.Principal, { Service: becomes });
      pasteAll(topology, pastableFixes(topology));
      assert.equal(findingOf(topology, "role-trusts-s3").verdict, "met");
    });
  }

  it("is not that of another service", () => {
    const topology = workingTopology(SHAPES.same);
    statementOf(roleOf(topology).trust, "S3").Principal = { Service: "ec2.amazonaws.com" };
    assert.match(findingOf(topology, "role-trusts-s3").fix ?? "", /^put into the trust policy/);
  });
});
