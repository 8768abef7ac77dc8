import assert from "node:assert/strict";
import fc from "fast-check";
import { problemsOf } from "../../components/checks";
import type { ReplicatedBucketArgs } from "../../components/replicatedBucketArgs";
import { keyPolicyMembers } from "../../components/rolePermissions";
import { judge, topologyFromRehearsal } from "../../model";
import { nameOf, ofType, planOf, policyOf, resource, SMALL } from "../helpers/plans";

const REGIONS = [
  "eu-central-1",
  "eu-north-1",
  "eu-west-2",
  "eu-west-3",
  "eu-south-1",
  "us-east-1",
  "us-west-2",
];

function replicas(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    region: REGIONS[index % REGIONS.length] ?? "eu-central-1",
    name: `copy-${index + 1}`,
  }));
}

function problems(args: Partial<ReplicatedBucketArgs>): readonly string[] {
  return problemsOf({ ...SMALL, ...args }).map(
    ({ path, expected, found, fix }) => `${path}: expected ${expected}, found ${found}; ${fix}`,
  );
}

describe("the replication role", () => {
  it("gets the name, the path and the boundary that are asked for, and every policy names it with them", async () => {
    const plan = await planOf({
      roleName: "replicator",
      rolePath: "/platform/s3/",
      permissionsBoundary: "arn:aws:iam::111122223333:policy/workload-boundary",
    });
    const { inputs } = resource(plan, "aws:iam:Role", "archive-replication-role");
    assert.deepEqual(
      [inputs["name"], inputs["path"], inputs["permissionsBoundary"]],
      ["replicator", "/platform/s3/", "arn:aws:iam::111122223333:policy/workload-boundary"],
    );
    const key = JSON.stringify(policyOf(resource(plan, "aws:kms:Key", "archive-primary-key")));
    assert.ok(key.includes("arn:aws:iam::111122223333:role/platform/s3/replicator"));
    assert.equal(key.includes("service-role"), false);
  });

  it("has no boundary and the path of the console's roles when nothing is asked for", async () => {
    const { inputs } = resource(await planOf(), "aws:iam:Role", "archive-replication-role");
    assert.equal(inputs["path"], "/service-role/");
    assert.equal("permissionsBoundary" in inputs, false);
  });

  it("is left as it is where it exists, and gets the policies of this replication", async () => {
    const plan = await planOf({ roleArn: "arn:aws:iam::111122223333:role/platform/replicator" });
    assert.equal(ofType(plan, "aws:iam:Role").length, 0);
    const given = ofType(plan, "aws:iam:RolePolicy").map(({ inputs }) => [inputs["name"], inputs["role"]]);
    assert.deepEqual(given.sort(), [
      ["acme-archive-replication-keys", "replicator"],
      ["acme-archive-replication-objects", "replicator"],
    ]);
    const [configuration] = ofType(plan, "aws:s3:BucketReplicationConfig");
    assert.equal(configuration?.inputs["role"], "arn:aws:iam::111122223333:role/platform/replicator");
  });

  it("is shared by two replications, whose policies do not have the same names", async () => {
    const roleArn = "arn:aws:iam::111122223333:role/platform/replicator";
    const names = async (bucketName: string) => {
      const plan = await planOf({ bucketName, roleArn, replicas: replicas(28) });
      return [...ofType(plan, "aws:iam:RolePolicy"), ...ofType(plan, "aws:iam:Policy")].map(
        ({ inputs }) => inputs["name"],
      );
    };
    const [one, other] = [await names("acme-archive"), await names("acme-ledger")];
    assert.ok(one.length > 3);
    assert.deepEqual(
      one.filter((name) => other.includes(name)),
      [],
    );
  });

  it("has two inline policies while they are large enough, and no managed one", async () => {
    const plan = await planOf({ replicas: replicas(18) });
    assert.equal(ofType(plan, "aws:iam:Policy").length, 0);
    assert.equal(ofType(plan, "aws:iam:RolePolicyAttachment").length, 0);
    assert.equal(ofType(plan, "aws:iam:RolePolicy").length, 2);
  });

  it("has each replica's key in a managed policy where inline ones are too small", async () => {
    const plan = await planOf({ replicas: replicas(28) });
    const managed = ofType(plan, "aws:iam:Policy");
    const keys = managed.flatMap((policy) => {
      const { Statement } = policyOf(policy);
      return Array.isArray(Statement) ? Statement.map(({ Resource }) => String(Resource)) : [];
    });
    assert.equal(new Set(keys).size, 28);
    assert.equal(keys.length, 28);
    for (const { inputs } of managed) assert.ok(String(inputs["policy"]).length <= 6144);
    assert.equal(ofType(plan, "aws:iam:RolePolicyAttachment").length, managed.length);
    assert.ok(managed.length <= 8);
    const inline = policyOf(resource(plan, "aws:iam:RolePolicy", "archive-replication-keys"))["Statement"];
    assert.equal(Array.isArray(inline) && inline.length, 1, "only the source's key stays inline");
  });

  it("takes the keys of replicas out of the inline policy only after the managed ones are attached", async () => {
    const plan = await planOf({ replicas: replicas(20) });
    const { dependencies } = resource(plan, "aws:iam:RolePolicy", "archive-replication-keys");
    const after = dependencies.map(nameOf);
    for (const { name } of ofType(plan, "aws:iam:RolePolicyAttachment"))
      assert.ok(after.includes(name), name);
  });

  it("is unproven where it exists, because its trust is outside of the stack", async () => {
    const [route] = judge(
      topologyFromRehearsal(await planOf({ roleArn: "arn:aws:iam::111122223333:role/platform/replicator" })),
    );
    assert.equal(route?.verdict, "unproven");
  });

  it("leaves a replica in its policy whatever other replicas there are", () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 30 }), name, (names, other) => {
        const [one = ""] = names;
        const policyOfOne = (all: readonly string[]) =>
          [...keyPolicyMembers(all)].find(([, members]) => members.includes(one))?.[0];
        assert.equal(policyOfOne([...names, other]), policyOfOne(names));
        assert.deepEqual([...keyPolicyMembers(names).values()].flat().sort(), [...names].sort());
      }),
    );
  });

  it("replicates to all of 28 replicas, as the model sees it", async function () {
    this.timeout(60_000);
    const verdicts = judge(topologyFromRehearsal(await planOf({ replicas: replicas(28) }))).map(
      ({ verdict }) => verdict,
    );
    assert.deepEqual(
      verdicts,
      Array.from({ length: 28 }, () => "works"),
    );
  });

  for (const [what, args, expected] of [
    [
      "a path without slashes",
      { rolePath: "platform" },
      [
        'rolePath: expected a path of at most 512 characters that begins and ends with a slash, found "platform"; write it as iam shows it, e.g. /platform/',
      ],
    ],
    ["a root path", { rolePath: "/" }, []],
    [
      "a boundary that is a name",
      { permissionsBoundary: "boundary" },
      [
        'permissionsBoundary: expected the arn of a managed policy, arn:aws:iam::<account>:policy/<name>, found "boundary"; copy it from the policy in iam, its path included',
      ],
    ],
    ["a boundary of AWS", { permissionsBoundary: "arn:aws:iam::aws:policy/PowerUserAccess" }, []],
    [
      "a boundary of another account",
      { permissionsBoundary: "arn:aws:iam::444455556666:policy/b" },
      [
        'permissionsBoundary: expected a policy of account 111122223333, where the role is, found "arn:aws:iam::444455556666:policy/b"; name the policy of that account: iam takes no other one as a boundary',
      ],
    ],
    [
      "an existing role of another account",
      { roleArn: "arn:aws:iam::444455556666:role/r" },
      [
        'roleArn: expected a role of account 111122223333, where the primary is, found "arn:aws:iam::444455556666:role/r"; s3 takes a role of the source bucket\'s account; name one, or leave roleArn out',
      ],
    ],
    [
      "an existing role that is a name",
      { roleArn: "replicator" },
      [
        'roleArn: expected the arn of a role, arn:aws:iam::<account>:role/<path and name>, found "replicator"; copy it from the role in iam, its path included',
      ],
    ],
    [
      "an existing role with a name",
      { roleArn: "arn:aws:iam::111122223333:role/r", roleName: "other" },
      [
        'roleName: expected nothing beside roleArn, found "other"; remove it, or remove roleArn to have a role made',
      ],
    ],
    ["a name that is too long", { bucketName: `a${"b".repeat(60)}` }, undefined],
  ] as const) {
    it(`${expected?.length === 0 ? "accepts" : "refuses"} ${what}`, () => {
      const found = problems(args);
      if (expected !== undefined) assert.deepEqual(found, expected);
      else
        assert.ok(
          found.some((text) => text.endsWith("or set roleName to a name for the role")),
          found.join("\n"),
        );
    });
  }
});
