import assert from "node:assert/strict";
import fc from "fast-check";
import { problemsOf } from "../../components/checks";
import { rulePriorities, rulesInEffect } from "../../components/replicaRules";
import type { ReplicaArgs, ReplicatedBucketArgs } from "../../components/replicatedBucketArgs";
import { judge, topologyFromRehearsal } from "../../model";
import { ofType, planOf, policyOf, resource, rulesOf, SMALL } from "../helpers/plans";

const REPORTS_AND_LOGS: ReplicaArgs = {
  region: "eu-central-1",
  storageClass: "STANDARD_IA",
  rules: [
    { name: "reports", filter: { prefix: "reports/" }, priority: 7, replicationTimeControl: true },
    {
      name: "gold",
      filter: { prefix: "logs/", tags: { tier: "gold" } },
      deleteMarkers: false,
      storageClass: "GLACIER_IR",
    },
  ],
};

function problems(
  replica: Partial<ReplicaArgs>,
  args: Partial<ReplicatedBucketArgs> = {},
): readonly string[] {
  return problemsOf({ ...SMALL, replicas: [{ region: "eu-central-1", ...replica }], ...args }).map(
    ({ path, expected, found, fix }) => `${path}: expected ${expected}, found ${found}; ${fix}`,
  );
}

describe("several rules to one replica", () => {
  it("each have an id of replica and rule, their own options, and what they inherit", async () => {
    const rules = rulesOf(await planOf({ replicas: [REPORTS_AND_LOGS] }));
    assert.deepEqual(
      rules.map(({ id, priority, status, filter, deleteMarkerReplication, destination }) => ({
        id,
        priority,
        status,
        filter,
        deleteMarkerReplication,
        storageClass: Reflect.get(Object(destination), "storageClass"),
        timeControl: "replicationTime" in Object(destination),
      })),
      [
        {
          id: "eu-central-1.gold",
          priority: 0,
          status: "Enabled",
          filter: { and: { prefix: "logs/", tags: { tier: "gold" } } },
          deleteMarkerReplication: { status: "Disabled" },
          storageClass: "GLACIER_IR",
          timeControl: false,
        },
        {
          id: "eu-central-1.reports",
          priority: 7,
          status: "Enabled",
          filter: { prefix: "reports/" },
          deleteMarkerReplication: { status: "Enabled" },
          storageClass: "STANDARD_IA",
          timeControl: true,
        },
      ],
    );
  });

  it("go to one bucket with one key, and the role may read both prefixes only", async () => {
    const plan = await planOf({ replicas: [REPORTS_AND_LOGS] });
    assert.equal(ofType(plan, "aws:s3:Bucket").length, 2);
    const { Statement } = policyOf(resource(plan, "aws:iam:RolePolicy", "archive-replication-objects"));
    assert.ok(Array.isArray(Statement));
    assert.deepEqual(Statement[1].Resource, [
      "arn:aws:s3:::acme-archive/logs/*",
      "arn:aws:s3:::acme-archive/reports/*",
    ]);
  });

  it("all work, as the model sees it", async () => {
    const reports = judge(topologyFromRehearsal(await planOf({ replicas: [REPORTS_AND_LOGS] })));
    assert.deepEqual(
      reports.map(({ rule, verdict }) => [rule, verdict]),
      [
        ["eu-central-1.gold", "works"],
        ["eu-central-1.reports", "works"],
      ],
    );
  });

  it("keep the id of a single rule the replica's name", async () => {
    assert.deepEqual(
      rulesOf(await planOf()).map(({ id }) => id),
      ["eu-central-1"],
    );
  });

  for (const [what, replica, expected] of [
    [
      "an empty list",
      { rules: [] },
      [
        "replicas[0].rules: expected at least one rule, found an empty list; add a rule, or leave rules out for one rule with the options of the replica",
      ],
    ],
    [
      "a filter beside them",
      { filter: { prefix: "a/" }, rules: [{ name: "a" }] },
      [
        'replicas[0].filter: expected nothing beside rules, found {"prefix":"a/"}; move it into the rules that it is for',
      ],
    ],
    [
      "a priority beside them",
      { priority: 3, rules: [{ name: "a" }] },
      ["replicas[0].priority: expected nothing beside rules, found 3; move it into the rules that it is for"],
    ],
    [
      "one name twice",
      { rules: [{ name: "a" }, { name: "a" }] },
      [
        'replicas[0].rules[1].name: expected a name that no other rule of the replica has, found "a" again; choose another name',
      ],
    ],
    [
      "a name with a dot",
      { rules: [{ name: "a.b" }] },
      [
        'replicas[0].rules[0].name: expected 1 to 64 lower-case letters, digits and hyphens, found "a.b"; choose a short name such as reports',
      ],
    ],
    [
      "one priority twice",
      {
        rules: [
          { name: "a", priority: 1 },
          { name: "b", priority: 1 },
        ],
      },
      [
        "replicas[0].rules[1].priority: expected a priority other than that of replicas[0].rules[0], found 1; choose another number, or leave it out",
      ],
    ],
    [
      "delete markers of a filter by tags",
      { rules: [{ name: "a", filter: { tags: { t: "v" } } }] },
      [
        "deleteMarkers: expected false for replicas[0].rules[0], which filters by tags, found true, which is the default; set deleteMarkers to false, or filter by prefix only",
      ],
    ],
    [
      "a storage class that replicas cannot have",
      { rules: [{ name: "a", storageClass: "GLACIAR" }] },
      [
        'replicas[0].rules[0].storageClass: expected a storage class that replicas can have, found "GLACIAR"; did you mean "GLACIER"?',
      ],
    ],
    [
      "a wildcard in a prefix",
      { rules: [{ name: "a", filter: { prefix: "a*" } }] },
      [
        'replicas[0].rules[0].filter.prefix: expected a literal prefix, found "a*"; remove the wildcard: a prefix matches every key that begins with it',
      ],
    ],
    [
      "time control without metrics",
      { rules: [{ name: "a", replicationTimeControl: true, metrics: false }] },
      [
        "replicas[0].rules[0].metrics: expected true with replicationTimeControl, found false; s3 refuses replication time control without metrics; leave metrics on",
      ],
    ],
    [
      "an owner override within the account",
      { ownerOverride: false },
      [
        "replicas[0].ownerOverride: expected a replica in another account, found false; remove it: the copies belong to the primary's account already",
      ],
    ],
  ] as const) {
    it(`are refused with ${what}`, () => assert.deepEqual(problems(replica), expected));
  }

  it("say once what all of them inherit wrongly", () => {
    const rules = [{ name: "a" }, { name: "b" }];
    assert.equal(problems({ rules }, { replicationTimeControl: true, metrics: false }).length, 1);
  });

  it("have unique ids and priorities, whatever their names are", () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}[a-z0-9]$/);
    const rules = fc.uniqueArray(fc.record({ name }), {
      selector: (rule) => rule.name,
      minLength: 1,
      maxLength: 4,
    });
    const replica = fc.record({
      region: fc.constant("eu-central-1"),
      name,
      rules: fc.option(rules, { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(replica, { selector: (one) => one.name, minLength: 1, maxLength: 4 }),
        (replicas) => {
          const args = { ...SMALL, replicas };
          const ids = replicas.flatMap((one) => rulesInEffect(args, one).map(({ id }) => id));
          assert.equal(new Set(ids).size, ids.length);
          assert.equal(new Set(rulePriorities(args).values()).size, ids.length);
        },
      ),
    );
  });
});

describe("a replica's own options", () => {
  it("pause its rule and leave the others enabled", async () => {
    const replicas = [{ region: "eu-central-1", paused: true }, { region: "eu-north-1" }];
    assert.deepEqual(
      rulesOf(await planOf({ replicas })).map(({ id, status }) => [id, status]),
      [
        ["eu-central-1", "Disabled"],
        ["eu-north-1", "Enabled"],
      ],
    );
  });

  it("switch time control and metrics for it alone", async () => {
    const replicas = [
      { region: "eu-central-1", replicationTimeControl: true },
      { region: "eu-north-1", metrics: false },
    ];
    assert.deepEqual(
      rulesOf(await planOf({ replicas })).map(({ destination }) => {
        const { replicationTime, metrics } = Object(destination);
        return [replicationTime !== undefined, metrics !== undefined];
      }),
      [
        [true, true],
        [false, false],
      ],
    );
  });

  it("tag its bucket and key beside the tags of all, and no other's", async () => {
    const plan = await planOf({
      tags: { project: "archive", stage: "dev" },
      replicas: [{ region: "eu-central-1", tags: { stage: "copy", owner: "eu" } }, { region: "eu-north-1" }],
    });
    const tags = (type: string, name: string) => resource(plan, type, name).inputs["tags"];
    const own = { project: "archive", stage: "copy", owner: "eu" };
    assert.deepEqual(tags("aws:s3:Bucket", "archive-eu-central-1-bucket"), own);
    assert.deepEqual(tags("aws:kms:Key", "archive-eu-central-1-key"), own);
    assert.deepEqual(tags("aws:s3:Bucket", "archive-eu-north-1-bucket"), {
      project: "archive",
      stage: "dev",
    });
  });

  it("leave the copies with the source's account where the override is switched off", async () => {
    const other = { region: "eu-central-1", accountId: "444455556666", profile: "partner" };
    const destination = async (ownerOverride?: boolean) => {
      const plan = await planOf({ replicas: [{ ...other, ownerOverride }] });
      const bucket = JSON.stringify(
        policyOf(resource(plan, "aws:s3:BucketPolicy", "archive-eu-central-1-policy")),
      );
      const { account, accessControlTranslation } = Object(rulesOf(plan)[0]?.["destination"]);
      return [account, accessControlTranslation, bucket.includes("s3:ObjectOwnerOverrideToBucketOwner")];
    };
    assert.deepEqual(await destination(), ["444455556666", { owner: "Destination" }, true]);
    assert.deepEqual(await destination(false), ["444455556666", undefined, false]);
  });
});
