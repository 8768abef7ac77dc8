import assert from "node:assert/strict";
import { wellKnownPolicy } from "../../../model/adapters/wellKnownPolicies";
import { judge } from "../../../model/judge";
import {
  bucketOf,
  type Draft,
  document,
  roleOf,
  type TopologyDraft,
  there,
  workingTopology,
} from "../../helpers/topologies";
import { PARTNER, SHAPES } from "../requirements/faults/fault";
import { pastedIn } from "./pasted";

function fixesOf(topology: TopologyDraft): readonly string[] {
  return judge(topology).flatMap(({ requirements }) => requirements.flatMap(({ fix }) => fix ?? []));
}

describe("Sids of statements to paste", () => {
  const lacking: readonly (readonly [what: string, topology: () => TopologyDraft])[] = [
    [
      "a role without any policy, for several replicas",
      () => {
        const topology = workingTopology(SHAPES.several);
        roleOf(topology).policies = [];
        return topology;
      },
    ],
    [
      "a role without any policy, for a replica of another account that lets nobody in",
      () => {
        const topology = workingTopology(SHAPES.cross);
        roleOf(topology).policies = [];
        there(bucketOf(topology, PARTNER).policy, "a policy").document = { known: copyOf() };
        const [, key] = topology.keys;
        there(key?.policy, "a policy").document = { known: copyOf() };
        return topology;
      },
    ],
    [
      "a bucket policy that has a statement of the name already",
      () => {
        const topology = workingTopology(SHAPES.cross);
        there(bucketOf(topology, PARTNER).policy, "a policy").document = {
          known: copyOf("Replication", "ReplicationTags", "Replication2"),
        };
        return topology;
      },
    ],
  ];
  for (const [what, make] of lacking) {
    it(`are each its own within one document: ${what}`, () => {
      const topology = make();
      const pasted = fixesOf(topology).flatMap(pastedIn);
      assert.ok(pasted.length > 1);
      const places = new Map<string, string>();
      for (const { where, json, statement } of pasted) {
        const sid = statement.Sid ?? "";
        assert.match(sid, /^[A-Za-z0-9]+$/);
        const before = places.get(`${where} ${sid}`);
        assert.ok(before === undefined || before === json, `${where}: ${sid} stands for two statements`);
        places.set(`${where} ${sid}`, json);
      }
      for (const { label, document: policy } of topology.buckets.flatMap(({ policy: one }) => one ?? [])) {
        const sids = "known" in policy ? policy.known.Statement.map(({ Sid }) => Sid) : [];
        const clash = pasted.find(
          ({ where, statement }) => where.endsWith(label) && sids.includes(statement.Sid),
        );
        assert.equal(clash, undefined);
      }
    });
  }
});

function copyOf(...sids: string[]) {
  const statements = sids.map(
    (Sid) =>
      ({
        Sid,
        Effect: "Deny",
        Principal: "*",
        Action: "s3:DeleteBucket",
        Resource: `arn:aws:s3:::${PARTNER}`,
      }) as const,
  );
  return structuredClone(document(statements)) as Draft<ReturnType<typeof document>>;
}

const POWER = "arn:aws:iam::aws:policy/PowerUserAccess";

describe("fixes for policies that cannot be read, or that only AWS can edit", () => {
  const rows: readonly (readonly [
    what: string,
    make: (topology: TopologyDraft) => void,
    says: RegExp,
    pastes?: true,
  ])[] = [
    [
      "a managed policy of the role outside of the stack",
      (t) => {
        roleOf(t).policies.push({
          label: "managed policy M of role",
          document: { unknown: "M is outside of the stack" },
        });
      },
      /^judge it again where managed policy M of role can be read, or detach it from role "archive-replication": M is outside/,
    ],
    [
      "a boundary outside of the stack",
      (t) => {
        roleOf(t).boundary = {
          label: "permissions boundary (managed policy M)",
          document: { unknown: "M is outside of the stack" },
        };
      },
      /^judge it again where permissions boundary \(managed policy M\) can be read, or give role "archive-replication" another permissions boundary/,
    ],
    [
      "two policies for one bucket",
      (t) => {
        there(bucketOf(t, PARTNER).policy, "a policy").document = {
          unknown: 'several resources overwrite each other\'s bucket policy: "a", "b"',
        };
      },
      /^merge them into one: put the statements of all into a single resource for bucket policy of partner-archive$/,
    ],
    [
      "a document that is none",
      (t) => {
        there(bucketOf(t, PARTNER).policy, "a policy").document = {
          unknown: "it is no valid policy document: expected JSON",
        };
      },
      /^repair the document of bucket policy of partner-archive: it is no valid policy document: expected JSON$/,
    ],
    [
      "AWSDenyAll on the role",
      (t) => {
        roleOf(t).policies.push(awsManaged("managed policy", "arn:aws:iam::aws:policy/AWSDenyAll"));
      },
      /^detach managed policy \(?arn:aws:iam::aws:policy\/AWSDenyAll\)?: AWS alone can edit it$/,
    ],
    [
      "AWSDenyAll as boundary",
      (t) => {
        roleOf(t).boundary = awsManaged("permissions boundary", "arn:aws:iam::aws:policy/AWSDenyAll");
      },
      /^give role "archive-replication" another boundary than permissions boundary/,
    ],
    [
      "AmazonS3ReadOnlyAccess as boundary",
      (t) => {
        roleOf(t).boundary = awsManaged(
          "permissions boundary",
          "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        );
      },
      /^use another boundary in place of permissions boundary .*AmazonS3ReadOnlyAccess.*, which AWS alone can edit/,
      true,
    ],
  ];
  for (const [what, make, says, pastes] of rows) {
    it(`say what to do about ${what}`, () => {
      const topology = workingTopology(SHAPES.cross);
      make(topology);
      const fixes = fixesOf(topology);
      assert.ok(fixes.length > 0);
      for (const fix of fixes) {
        assert.match(fix, says);
        assert.doesNotMatch(fix, /add to/);
        if (pastes === undefined) assert.doesNotMatch(fix, /"Effect"/);
      }
    });
  }

  it("leave a working boundary of AWS alone", () => {
    const topology = workingTopology(SHAPES.cross);
    roleOf(topology).boundary = awsManaged("permissions boundary", POWER);
    assert.deepEqual(fixesOf(topology), []);
  });
});

describe("a doubt that the boundary alone causes", () => {
  it("is answered with the boundary, not with the role's policies", () => {
    const topology = workingTopology(SHAPES.same);
    roleOf(topology).boundary = {
      label: "permissions boundary",
      document: {
        known: structuredClone(
          document([
            {
              Effect: "Allow",
              Action: "*",
              Resource: "*",
              Condition: { StringEquals: { "aws:PrincipalTag/team": "data" } },
            },
          ]),
        ) as Draft<ReturnType<typeof document>>,
      },
    };
    const fixes = fixesOf(topology);
    assert.ok(fixes.length > 0);
    for (const fix of fixes) {
      assert.match(fix, /^add to permissions boundary:\n/);
      assert.doesNotMatch(fix, /the policies of role/);
    }
  });
});

function awsManaged(what: string, arn: string): Draft<TopologyDraft["roles"][number]["policies"][number]> {
  const policy = there(wellKnownPolicy(arn), arn);
  return {
    label: `${what} (${arn})`,
    document: { known: structuredClone(policy) as Draft<typeof policy> },
  };
}
