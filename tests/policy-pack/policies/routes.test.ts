import assert from "node:assert/strict";
import type { AnalyzerResource, Properties } from "../../../operations/policy/analyzerResource";
import { minimumReplicas } from "../../../policy-pack/policies/minimumReplicas";
import { mustReplicate } from "../../../policy-pack/policies/mustReplicate";
import {
  everyReplicationRoleIsNarrow,
  everyReplicationRoleTrustsS3,
  replicationPermissions,
  replicationRoleTrust,
} from "../../../policy-pack/policies/roles";
import { oneConfiguration, replicaKeyRegion, replicaRegion } from "../../../policy-pack/policies/routes";
import { judgeResource, judgeStack } from "../judge";
import { changed, find, firstPreview, resource, settledStack, UNKNOWN, without } from "../stacks";

const BUCKET = "aws:s3/bucket:Bucket";
const CONFIGURATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const KEY = "aws:kms/key:Key";
const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const source = find(settledStack(), BUCKET, "src").urn;
const configuration = find(settledStack(), CONFIGURATION, "src").urn;

/** The deployed stack with its two rules changed. */
function withRules(...changes: readonly ((rule: Rule) => Rule)[]): readonly AnalyzerResource[] {
  const stack = settledStack();
  const text = JSON.stringify(find(stack, CONFIGURATION, "src").properties["rules"]);
  const rules: Rule[] = JSON.parse(text);
  return changed(stack, CONFIGURATION, "src", {
    rules: rules.map((rule, index) => changes[index]?.(rule) ?? rule),
  });
}

interface Rule extends Properties {
  readonly destination: Properties;
}

const disabled = (rule: Rule): Rule => ({ ...rule, status: "Disabled" });
const to =
  (destination: Properties) =>
  (rule: Rule): Rule => ({
    ...rule,
    destination: { ...rule.destination, ...destination },
  });
const otherKey = (region: string) =>
  to({
    encryptionConfiguration: { replicaKmsKeyId: `arn:aws:kms:${region}:111122223333:key/0a1b2c3d` },
  });
/** One bucket moved to another region, with its provider. */
const moved = (
  name: string,
  region: string,
  provider: Properties = { allowedAccountIds: '["111122223333"]' },
) =>
  settledStack().map((each) =>
    each.type === BUCKET && each.name === name && each.provider
      ? {
          ...each,
          properties: { ...each.properties, region },
          provider: {
            ...each.provider,
            urn: `${each.provider.urn}-moved`,
            properties: { ...provider, region },
          },
        }
      : each,
  );

describe("replica-key-region", () => {
  it("refuses a key of the stack that is in another region than the destination", async () => {
    const wrong = find(settledStack(), KEY, "src").properties["arn"];
    const { violations, urns } = await judgeStack(
      replicaKeyRegion,
      withRules(to({ encryptionConfiguration: { replicaKmsKeyId: wrong } })),
    );
    assert.deepEqual(violations, [
      'replica key of rule "ap-northeast-1": expected a key in ap-northeast-1, where the destination is, found one in ap-southeast-1; name a key in ap-northeast-1',
    ]);
    assert.deepEqual(urns, [configuration]);
  });

  it("reads the region of a key outside of the stack from its ARN", async () => {
    assert.equal((await judgeStack(replicaKeyRegion, withRules(otherKey("eu-west-1")))).violations.length, 1);
    assert.deepEqual(
      (await judgeStack(replicaKeyRegion, withRules(otherKey("ap-northeast-1")))).violations,
      [],
    );
  });

  it("says before the first deployment which regions are still possible", async () => {
    const { violations, notApplicable } = await judgeStack(replicaKeyRegion, firstPreview());
    assert.deepEqual(violations, []);
    assert.match(notApplicable.join(), /it may be in ap-northeast-1 or ap-southeast-2/);
  });

  it("refuses before the first deployment what cannot be right in any case", async () => {
    const preview = firstPreview().map((each) =>
      each.type === KEY && each.name !== "src" && each.provider
        ? { ...each, provider: { ...each.provider, urn: "urn:eu", properties: { region: "eu-west-1" } } }
        : each,
    );
    const { violations } = await judgeStack(replicaKeyRegion, preview);
    assert.equal(violations.length, 2);
    assert.match(violations[0] ?? "", /found one in eu-west-1/);
  });
});

describe("replica-in-another-region", () => {
  it("refuses a replica in the region of its source", async () => {
    const { violations } = await judgeStack(replicaRegion, moved("ap-northeast-1", "ap-southeast-1"));
    assert.deepEqual(violations, [
      'destination of rule "ap-northeast-1": expected another region than ap-southeast-1, or another account, found one in the source\'s region and account; replicate to another region or account, or set {"replica-in-another-region":{"sameRegionAllowed":true}} in the policy pack\'s config (--policy-pack-config policy-pack/presets/same-region-backup.json)',
    ]);
  });

  it("accepts it where config allows replication within a region", async () => {
    const { violations } = await judgeStack(replicaRegion, moved("ap-northeast-1", "ap-southeast-1"), {
      sameRegionAllowed: true,
    });
    assert.deepEqual(violations, []);
  });

  it("accepts it in another account, where it survives the loss of the source's", async () => {
    const elsewhere = moved("ap-northeast-1", "ap-southeast-1").map((each) =>
      each.type === BUCKET && each.name === "ap-northeast-1" && each.provider
        ? {
            ...each,
            provider: {
              ...each.provider,
              properties: { region: "ap-southeast-1", allowedAccountIds: '["444455556666"]' },
            },
          }
        : each,
    );
    const { violations } = await judgeStack(replicaRegion, elsewhere);
    assert.deepEqual(violations, []);
  });

  it("leaves open whether one in the same region is in another account, unless both have one provider", async () => {
    const stack = moved("ap-northeast-1", "ap-southeast-1", { profile: "partner" });
    const open = await judgeStack(replicaRegion, stack);
    assert.deepEqual(open.violations, []);
    assert.match(open.notApplicable.join(), /in the source's region, is in its account is not known/);
    const { provider } = find(stack, BUCKET, "src");
    const anywhere = provider && { ...provider, properties: { region: "ap-southeast-1" } };
    const shared = stack.map((each) =>
      each.type === BUCKET && each.name !== "ap-southeast-2" && anywhere
        ? { ...each, provider: anywhere }
        : each,
    );
    const { violations, notApplicable } = await judgeStack(replicaRegion, shared);
    assert.deepEqual([violations.length, notApplicable], [1, []]);
  });

  it("refuses one in the same region that is reached with the same credentials", async () => {
    const { violations } = await judgeStack(replicaRegion, moved("ap-northeast-1", "ap-southeast-1", {}));
    assert.equal(violations.length, 1);
  });

  it("leaves open a destination that is not part of the stack", async () => {
    const { violations, notApplicable } = await judgeStack(
      replicaRegion,
      withRules(to({ bucket: "arn:aws:s3:::elsewhere" })),
    );
    assert.deepEqual(violations, []);
    assert.match(notApplicable.join(), /elsewhere is not part of the stack/);
  });

  it("decides before the first deployment, since every possible destination is elsewhere", async () => {
    const { violations, notApplicable } = await judgeStack(replicaRegion, firstPreview());
    assert.deepEqual([violations, notApplicable], [[], []]);
  });
});

describe("minimum-replicas", () => {
  it("counts different destinations of enabled rules", async () => {
    for (const [stack, minimum, violations] of [
      [settledStack(), 2, 0],
      [settledStack(), 3, 1],
      [withRules(disabled), 1, 0],
      [withRules(disabled), 2, 1],
      [withRules(disabled, disabled), 1, 1],
      [
        withRules((rule) => ({
          ...rule,
          destination: {
            ...rule.destination,
            bucket: "arn:aws:s3:::acme-archive-replication-ap-southeast-2",
          },
        })),
        2,
        1,
      ],
    ] as const) {
      const judged = await judgeStack(minimumReplicas, stack, { minimum });
      assert.equal(judged.violations.length, violations, `${minimum}: ${judged.violations.join()}`);
    }
  });

  const filtered = (filter: unknown) => (rule: Rule) => ({ ...rule, filter });
  for (const [title, stack, minimum, expected] of [
    [
      "counts two prefixes that exclude each other as one replica of each object",
      withRules(filtered({ prefix: "a/" }), filtered({ prefix: "b/" })),
      2,
      "refused",
    ],
    ["accepts them as one", withRules(filtered({ prefix: "a/" }), filtered({ prefix: "b/" })), 1, "fine"],
    [
      "misses a replica of what is under the shorter prefix only",
      withRules(filtered({ prefix: "a/" }), filtered({ prefix: "a/b/" })),
      2,
      "refused",
    ],
    [
      "misses a replica of what is not tagged",
      withRules(filtered({}), filtered({ tag: { key: "a", value: "b" } })),
      2,
      "refused",
    ],
    [
      "counts two rules for the same prefix",
      withRules(filtered({ prefix: "a/" }), filtered({ prefix: "a/" })),
      2,
      "fine",
    ],
    ["counts an empty filter for every object", withRules(filtered({}), filtered({ prefix: "" })), 2, "fine"],
    ["leaves open a filter that is not known", withRules(filtered({ prefix: UNKNOWN })), 2, "open"],
    ["counts a rule of its own objects, whatever its filter", withRules(filtered(UNKNOWN)), 1, "fine"],
    [
      "leaves open a rule whose status is not known",
      withRules((rule) => ({ ...rule, status: UNKNOWN })),
      2,
      "open",
    ],
    ["does not need that rule", withRules((rule) => ({ ...rule, status: UNKNOWN })), 3, "refused"],
    [
      "does not count the source as its own replica",
      withRules(to({ bucket: "arn:aws:s3:::acme-archive" })),
      2,
      "refused",
    ],
    ["accepts what is left without it", withRules(to({ bucket: "arn:aws:s3:::acme-archive" })), 1, "fine"],
  ] as const)
    it(title, async () => {
      const { violations, notApplicable } = await judgeStack(minimumReplicas, stack, { minimum });
      assert.deepEqual(
        [violations.length, notApplicable.length],
        [expected === "refused" ? 1 : 0, expected === "open" ? 1 : 0],
        violations.join(),
      );
    });

  it("leaves open whether destinations differ that are not known yet, and refuses too few of them", async () => {
    assert.equal((await judgeStack(minimumReplicas, firstPreview(), { minimum: 2 })).notApplicable.length, 1);
    assert.equal((await judgeStack(minimumReplicas, firstPreview(), { minimum: 3 })).violations.length, 1);
    assert.deepEqual((await judgeStack(minimumReplicas, firstPreview())).notApplicable, []);
  });
});

describe("one-replication-configuration", () => {
  it("refuses a second configuration of the same bucket", async () => {
    const second = {
      ...find(settledStack(), CONFIGURATION, "src"),
      name: "again",
      urn: `${configuration}-again`,
    };
    const { violations, urns } = await judgeStack(oneConfiguration, [...settledStack(), second]);
    assert.equal(violations.length, 1);
    assert.match(
      violations[0] ?? "",
      /^bucket: expected one replication configuration, found another one, urn:/,
    );
    assert.deepEqual(urns, [second.urn]);
  });
});

describe("must-replicate", () => {
  it("refuses a bucket whose replication role is there and whose configuration is not", async () => {
    const { violations, urns } = await judgeStack(mustReplicate, without(settledStack(), CONFIGURATION));
    assert.deepEqual(violations, [
      'replication of the bucket: expected an enabled rule, found no replication configuration, although a replication role may read it; add an aws.s3.BucketReplicationConfig with an enabled rule, or set {"must-replicate":{"which":"tagged"}} in the policy pack\'s config (--policy-pack-config <file>)',
    ]);
    assert.deepEqual(urns, [source]);
  });

  it("refuses a configuration whose rules are all disabled", async () => {
    const { violations } = await judgeStack(mustReplicate, withRules(disabled, disabled));
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /found disabled rules only/);
    assert.deepEqual((await judgeStack(mustReplicate, withRules(disabled))).violations, []);
  });

  it("refuses a tagged bucket without replication", async () => {
    const bucket = resource(BUCKET, { bucket: "ledger", tags: { replicate: "true" } }, "ledger");
    for (const which of ["intended", "tagged", "all"]) {
      const { urns } = await judgeStack(mustReplicate, [...settledStack(), bucket], { which });
      assert.deepEqual(urns, [bucket.urn], which);
    }
  });

  it("reads the tag that config names", async () => {
    const bucket = resource(BUCKET, { bucket: "ledger", tags: { "data-class": "vital" } }, "ledger");
    assert.deepEqual((await judgeStack(mustReplicate, [bucket])).violations, []);
    const config = { tagKey: "data-class", tagValue: "vital" };
    assert.equal((await judgeStack(mustReplicate, [bucket], config)).violations.length, 1);
  });

  it("raises no alarm for an ordinary bucket, nor for replicas, unless config asks for all", async () => {
    const ordinary = resource(BUCKET, { bucket: "website" }, "website");
    const stack = [...settledStack(), ordinary];
    for (const which of ["intended", "tagged"])
      assert.deepEqual((await judgeStack(mustReplicate, stack, { which })).violations, [], which);
    assert.deepEqual((await judgeStack(mustReplicate, stack, { which: "all" })).urns, [ordinary.urn]);
    assert.deepEqual((await judgeStack(mustReplicate, firstPreview(), { which: "all" })).violations, []);
  });

  it("under `all`, spares no bucket for a disabled rule, nor for one of its own", async () => {
    const off = await judgeStack(mustReplicate, withRules(disabled), { which: "all" });
    assert.deepEqual(off.urns, [find(settledStack(), BUCKET, "ap-northeast-1").urn]);
    const unsure = withRules((rule) => ({ ...rule, status: UNKNOWN }));
    assert.deepEqual((await judgeStack(mustReplicate, unsure, { which: "all" })).violations, []);
    const itself = withRules(disabled, (rule) => ({
      ...to({ bucket: "arn:aws:s3:::acme-archive" })(rule),
      status: "Disabled",
    }));
    const { urns } = await judgeStack(mustReplicate, itself, { which: "all" });
    assert.equal(urns.length, 3);
    assert.ok(urns.includes(source));
    const toItself = withRules(disabled, to({ bucket: "arn:aws:s3:::acme-archive" }));
    const { violations } = await judgeStack(mustReplicate, toItself, { which: "intended" });
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /found disabled rules only/);
    const onlyItself = withRules(
      to({ bucket: "arn:aws:s3:::acme-archive" }),
      to({ bucket: "arn:aws:s3:::acme-archive" }),
    );
    const judged = await judgeStack(mustReplicate, onlyItself, { which: "intended" });
    assert.match(judged.violations.join(), /found rules to the bucket itself only/);
  });

  it("refuses a tagged replica that does not replicate on, under every setting", async () => {
    for (const which of ["intended", "tagged", "all"]) {
      const stack = changed(settledStack(), BUCKET, "ap-northeast-1", { tags: { replicate: "true" } });
      const { urns } = await judgeStack(mustReplicate, stack, { which });
      assert.deepEqual(urns, [find(stack, BUCKET, "ap-northeast-1").urn], which);
    }
  });

  it("leaves open a bucket whose tags are not known, unless it replicates or has no such tag", async () => {
    for (const [tags, open] of [
      [{ tags: UNKNOWN, tagsAll: UNKNOWN }, 1],
      [{ tags: { replicate: UNKNOWN } }, 1],
      [{ tags: { other: UNKNOWN } }, 0],
      [{ tags: { other: "x" }, tagsAll: UNKNOWN }, 0],
      [{ tags: { other: "x" }, tagsAll: { replicate: UNKNOWN } }, 1],
      [{ tagsAll: UNKNOWN }, 0],
    ] as const)
      for (const which of ["intended", "tagged"]) {
        const bucket = resource(BUCKET, { bucket: "ledger", ...tags }, "ledger");
        const judged = await judgeStack(mustReplicate, [...settledStack(), bucket], { which });
        assert.deepEqual(judged.violations, []);
        assert.equal(judged.notApplicable.length, open, JSON.stringify(tags));
        for (const reason of judged.notApplicable)
          assert.match(reason, /::ledger: whether the bucket is tagged to replicate is not known/);
      }
    const replicating = changed(settledStack(), BUCKET, "src", { tags: UNKNOWN });
    assert.deepEqual((await judgeStack(mustReplicate, replicating, { which: "tagged" })).notApplicable, []);
  });

  it("leaves open rules that are not known yet", async () => {
    const stack = changed(firstPreview(), CONFIGURATION, "src", { rules: UNKNOWN });
    const { violations, notApplicable } = await judgeStack(mustReplicate, stack);
    assert.deepEqual(violations, []);
    assert.match(notApplicable.join(), /replication of the bucket is not known/);
  });
});

describe("the role of a replication configuration", () => {
  const trust = (principal: Properties) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
    });

  for (const [title, principal, expected] of [
    [
      "another service",
      { Service: "ec2.amazonaws.com" },
      /expected a statement that lets s3\.amazonaws\.com assume the role/,
    ],
  ] as const) {
    it(`is refused when it trusts ${title}`, async () => {
      const stack = changed(settledStack(), ROLE, "role", { assumeRolePolicy: trust(principal) });
      const { violations, urns } = await judgeStack(everyReplicationRoleTrustsS3, stack);
      assert.equal(violations.length, 1);
      assert.match(violations[0] ?? "", expected);
      assert.deepEqual(urns, [find(stack, ROLE, "role").urn]);
    });
  }

  it("that trusts S3 and an account is refused once, as what the role itself states", async () => {
    const assumeRolePolicy = trust({ Service: "s3.amazonaws.com", AWS: "444455556666" });
    const stack = changed(settledStack(), ROLE, "role", { assumeRolePolicy });
    const { violations } = await judgeResource(replicationRoleTrust, find(stack, ROLE, "role"));
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /expected only S3 as principal, found \{"AWS":"444455556666"\}/);
    assert.deepEqual((await judgeStack(everyReplicationRoleTrustsS3, stack)).violations, []);
  });

  it("with a policy for replication that is too wide is refused once for each statement", async () => {
    const statements = [
      { Effect: "Allow", Action: "s3:Replicate*", Resource: "arn:aws:s3:::acme-archive/*" },
      { Effect: "Allow", Action: "iam:PassRole", Resource: "*" },
    ];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    const stack = changed(settledStack(), ROLE_POLICY, "role", { policy });
    const ofPolicy = await judgeResource(replicationPermissions, find(stack, ROLE_POLICY, "role"));
    assert.equal(ofPolicy.violations.length, 1);
    assert.match(ofPolicy.violations[0] ?? "", /^action of statement 1 .*found "s3:Replicate\*"/);
    const ofRole = await judgeStack(everyReplicationRoleIsNarrow, stack);
    assert.equal(ofRole.violations.length, 1);
    assert.match(ofRole.violations[0] ?? "", /^resource of statement 2 .*found "\*"/);
  });

  for (const [title, statement, expected] of [
    [
      "every action of S3",
      { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::acme-archive" },
      /expected a name, found "s3:\*"/,
    ],
    ["every key", { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" }, /expected an ARN, found "\*"/],
  ] as const) {
    it(`is refused ${title}, in whichever policy`, async () => {
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
      const role = find(settledStack(), ROLE, "role");
      const wide: AnalyzerResource = {
        ...find(settledStack(), ROLE_POLICY, "role"),
        name: "wide",
        urn: `${find(settledStack(), ROLE_POLICY, "role").urn}-wide`,
        properties: { name: "wide", role: role.properties["name"], policy },
      };
      const { violations } = await judgeStack(everyReplicationRoleIsNarrow, [...settledStack(), wide]);
      assert.equal(violations.length, 1, violations.join("\n"));
      assert.match(violations[0] ?? "", expected);
    });
  }

  it("may be wide where it is no replication role", async () => {
    const { violations } = await judgeStack(
      everyReplicationRoleIsNarrow,
      without(settledStack(), CONFIGURATION),
    );
    assert.deepEqual(violations, []);
  });
});
