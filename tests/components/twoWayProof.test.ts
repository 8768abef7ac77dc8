import assert from "node:assert/strict";
import type { ReplicaArgs, ReplicatedBucketArgs } from "../../components/replicatedBucketArgs";
import { topologyFromRehearsal } from "../../model";
import { journeysOf } from "../../model/journeys";
import { judge } from "../../model/judge";
import { notesOnward } from "../../model/onwardNotes";
import type { Plan } from "../../operations/rehearsal/plan";
import { planOf, policyOf, resource } from "../helpers/plans";

const HERE: ReplicaArgs = { region: "eu-central-1", name: "twin", twoWay: true };
const THERE: ReplicaArgs = { ...HERE, assumeRole: { roleArn: "arn:aws:iam::444455556666:role/deployer" } };
const ONE_WAY: ReplicaArgs = { region: "eu-north-1" };
const TWIN = "acme-archive-replication-twin";

function verdicts(plan: Plan) {
  return Object.fromEntries(judge(topologyFromRehearsal(plan)).map(({ rule, verdict }) => [rule, verdict]));
}

/** Type and name of a resource with a policy, and the id or the position of the statement that it lacks. */
type Missing = readonly [type: string, name: string, statement: unknown];

const OBJECTS = ["aws:iam:RolePolicy", "archive-twin-replication-objects"] as const;
const KEYS = ["aws:iam:RolePolicy", "archive-twin-replication-keys"] as const;
const PRIMARY_KEY: Missing = ["aws:kms:Key", "archive-primary-key", "WayBackUse1"];

/** The plan without one statement of a policy. */
function without(plan: Plan, type: string, name: string, isOut: (id: unknown) => boolean): Plan {
  const target = resource(plan, type, name);
  const { Statement, ...rest } = policyOf(target);
  assert.ok(Array.isArray(Statement));
  const kept = Statement.filter((statement, index) => !isOut(Object(statement).Sid ?? index));
  assert.equal(kept.length, Statement.length - 1, `${name} has the statement`);
  const policy = JSON.stringify({ ...rest, Statement: kept });
  return {
    ...plan,
    resources: plan.resources.map((each) =>
      each === target
        ? { ...each, inputs: { ...each.inputs, policy }, outputs: { ...each.outputs, policy } }
        : each,
    ),
  };
}

describe("a two-way pair", () => {
  const cases: readonly (readonly [string, Partial<ReplicatedBucketArgs>])[] = [
    ["in one account", { replicas: [HERE] }],
    ["in two accounts", { replicas: [THERE] }],
    ["with Object Lock", { replicas: [THERE], objectLock: { mode: "GOVERNANCE", days: 1 } }],
    [
      "with a filter by tags",
      { replicas: [HERE], filter: { tags: { shared: "yes" } }, deleteMarkers: false },
    ],
    [
      "with writers and version deleters",
      {
        replicas: [THERE],
        writers: ["arn:aws:iam::111122223333:role/publisher"],
        versionDeleters: ["arn:aws:iam::444455556666:role/cleaner"],
      },
    ],
    ["within one region", { replicas: [{ region: "eu-west-1", name: "twin", twoWay: true }] }],
  ];
  for (const [what, args] of cases) {
    it(`${what} works in both directions, and every advice is followed`, async () => {
      const reports = judge(topologyFromRehearsal(await planOf(args)));
      assert.deepEqual(reports.map(({ rule, source, verdict }) => [rule, source, verdict]).sort(), [
        ["primary", TWIN, "works"],
        ["twin", "acme-archive", "works"],
      ]);
      for (const { requirements } of reports) {
        assert.deepEqual(
          requirements.filter(({ verdict }) => verdict !== "met"),
          [],
        );
        assert.ok(requirements.some(({ id }) => id === "rule-replica-modifications-both-ways"));
      }
    });
  }

  for (const [account, replica] of [
    ["one account", HERE],
    ["two accounts", THERE],
  ] as const) {
    const isOther = replica === THERE;
    // Within one account either of the role's policy and the key's is enough; across accounts both are needed.
    const faults: readonly (readonly [what: string, missing: readonly Missing[]])[] = [
      ["its configuration", [[...OBJECTS, 0]]],
      ["its objects", [[...OBJECTS, 1]]],
      ["objects of the primary", [[...OBJECTS, 2]]],
      [
        "its key",
        [
          [...KEYS, 0],
          ["aws:kms:Key", "archive-twin-key", "WayBackUse"],
        ],
      ],
      ["the primary's key", [[...KEYS, 1], ...(isOther ? [] : [PRIMARY_KEY])]],
      ...(isOther
        ? ([
            ["the primary's key, by its policy", [PRIMARY_KEY]],
            [
              "the primary, by its policy",
              [["aws:s3:BucketPolicy", "archive-primary-policy", "WayBackWrites1"]],
            ],
          ] as const)
        : []),
    ];
    for (const [what, missing] of faults) {
      it(`in ${account} without access to ${what} is broken on the way back alone`, async () => {
        const plan = await planOf({ replicas: [replica, ONE_WAY] });
        assert.deepEqual(verdicts(plan), { primary: "works", twin: "works", "eu-north-1": "works" });
        const faulty = missing.reduce(
          (rest, [type, name, statement]) => without(rest, type, name, (id) => id === statement),
          plan,
        );
        assert.deepEqual(verdicts(faulty), { primary: "broken", twin: "works", "eu-north-1": "works" });
      });
    }
  }

  it("is broken on the way there alone without a permission of the primary's role", async () => {
    const plan = await planOf({ replicas: [THERE] });
    const broken = without(
      plan,
      "aws:s3:BucketPolicy",
      "archive-twin-policy",
      (id) => id === "ReplicationWrites",
    );
    assert.deepEqual(verdicts(broken), { primary: "works", twin: "broken" });
  });

  it("does not loop, synchronises changes of copies, and says what the other replicas do not get", async () => {
    const topology = topologyFromRehearsal(await planOf({ replicas: [HERE, ONE_WAY] }));
    const notes = notesOnward(topology);
    assert.equal(notes.length, 2);
    assert.ok(notes.some((note) => note.includes("replicate to each other: it does not loop")));
    assert.ok(notes.some((note) => note.includes("sync is enabled in both directions")));
    assert.ok(notes.some((note) => note.includes(`"${TWIN}" needs a rule of its own to`)));

    const outcomes = (event: Parameters<typeof journeysOf>[1]) =>
      journeysOf(topology, event).map(({ route, outcome }) => [route.ruleName, outcome]);
    const object = { key: "a.txt" };
    assert.deepEqual(outcomes({ kind: "put", object, bucket: TWIN }), [["primary", "replicated"]]);
    assert.deepEqual(outcomes({ kind: "put", object: { ...object, isReplica: true }, bucket: TWIN }), [
      ["primary", "not replicated"],
    ]);
    assert.deepEqual(
      outcomes({ kind: "change-tags", object: { ...object, isReplica: true }, bucket: "acme-archive" }),
      [
        ["eu-north-1", "not replicated"],
        ["twin", "replicated"],
      ],
    );
    assert.deepEqual(outcomes({ kind: "delete", object, bucket: TWIN }), [["primary", "replicated"]]);
    assert.deepEqual(outcomes({ kind: "delete-version", object, bucket: TWIN }), [
      ["primary", "not replicated"],
    ]);
  });
});
