import assert from "node:assert/strict";
import type { AnalyzerResource } from "../../../operations/policy/analyzerResource";
import { replicationWorks } from "../../../policy-pack/policies/replicationWorks";
import { judgeStack } from "../judge";
import { changed, find, firstPreview, settledStack, without } from "../stacks";

const CONFIGURATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";

/** Title, the stack with one fault, the requirement that tells, and how many routes it breaks. */
const faults: readonly (readonly [
  string,
  (stack: readonly AnalyzerResource[]) => readonly AnalyzerResource[],
  RegExp,
  number,
])[] = [
  ["a role without any policy", (stack) => without(stack, ROLE_POLICY), /source-read-object/, 2],
  [
    "a role that another service may assume",
    (stack) =>
      changed(stack, ROLE, "role", {
        assumeRolePolicy:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
      }),
    /s3\.amazonaws\.com/,
    2,
  ],
  [
    "a role policy without decryption",
    (stack) => {
      const { policy } = find(stack, ROLE_POLICY, "role").properties;
      return changed(stack, ROLE_POLICY, "role", {
        policy: String(policy).replaceAll("kms:Decrypt", "kms:DescribeKey"),
      });
    },
    /kms:Decrypt/,
    2,
  ],
  [
    "one replica that is not versioned",
    (stack) => without(stack, VERSIONING, "ap-northeast-1"),
    /versioning/,
    1,
  ],
  ["a source that is not versioned", (stack) => without(stack, VERSIONING, "src"), /versioning/, 2],
];

describe("replication-works", () => {
  it("finds every route of the deployed stack to work", async () => {
    const { violations, advisories, notApplicable } = await judgeStack(replicationWorks, settledStack());
    assert.deepEqual([violations, advisories, notApplicable], [[], [], []]);
  });

  for (const [fault, broken, reason, routes] of faults) {
    it(`refuses ${fault}`, async () => {
      const { violations, urns } = await judgeStack(replicationWorks, broken(settledStack()));
      assert.equal(violations.length, routes, violations.join("\n"));
      for (const violation of violations) {
        assert.match(violation, /^route "ap-[a-z]+-\d" from acme-archive to \S+ is broken/);
        assert.match(violation, reason);
        assert.match(violation, /\n {4}fix: /);
      }
      assert.ok(urns.every((urn) => urn === find(settledStack(), CONFIGURATION, "src").urn));
    });
  }

  it("advises that a route is not proven before the first deployment, and names what is not known", async () => {
    const { violations, advisories } = await judgeStack(replicationWorks, firstPreview());
    assert.deepEqual(violations, []);
    assert.equal(advisories.length, 2);
    for (const advice of advisories) {
      assert.match(
        advice,
        /^route "ap-[a-z]+-\d" from acme-archive to unknown is not proven before the deployment: \d+ requirements depend on what is not known until then \(.*"src".*\); npx s3-replication rehearse proves it now$/,
      );
    }
  });

  it("says of a deployed stack, on a line of its own, why each requirement is not decided", async () => {
    const { advisories } = await judgeStack(
      replicationWorks,
      without(settledStack(), "aws:s3/bucket:Bucket", "ap-northeast-1"),
    );
    assert.match(
      advisories[0] ?? "",
      /^route .* is not proven: not all that decides is known\n {2}- [\w-]+: /,
    );
    assert.doesNotMatch(advisories.join("\n"), /rehearse/);
  });

  it("refuses routes that are not proven where config says so", async () => {
    const { violations, advisories } = await judgeStack(replicationWorks, firstPreview(), {
      unproven: "refuse",
    });
    assert.equal(violations.length, 2);
    assert.deepEqual(advisories, []);
  });

  it("refuses what is known to be wrong before the first deployment already", async () => {
    const { violations } = await judgeStack(replicationWorks, without(firstPreview(), VERSIONING, "src"));
    assert.equal(violations.length, 2);
  });

  describe("of a rule that is switched off", () => {
    const pausedIn = (stack: readonly AnalyzerResource[], status = "Disabled") => {
      const { rules } = find(stack, CONFIGURATION, "src").properties;
      assert.ok(Array.isArray(rules));
      const [first, ...others] = rules;
      return changed(stack, CONFIGURATION, "src", { rules: [{ ...first, status }, ...others] });
    };
    const ALLOWED = { disabledRules: "advise" };

    it("says that it is broken", async () => {
      const { violations } = await judgeStack(replicationWorks, pausedIn(settledStack()));
      assert.equal(violations.length, 1);
      assert.match(violations[0] ?? "", /rule-enabled/);
    });
    it("advises where config lets rules be paused, and refuses nothing", async () => {
      const { violations, advisories } = await judgeStack(
        replicationWorks,
        pausedIn(settledStack()),
        ALLOWED,
      );
      assert.deepEqual(violations, []);
      assert.match(advisories.join("\n"), /^route ".*" from acme-archive to \S+ is switched off: /);
    });
    it("still refuses what else is wrong with it", async () => {
      const { violations } = await judgeStack(
        replicationWorks,
        pausedIn(without(settledStack(), ROLE_POLICY)),
        ALLOWED,
      );
      assert.equal(violations.length, 2);
      assert.doesNotMatch(violations.join("\n"), /rule-enabled/);
    });
    it("takes no other status for a pause", async () => {
      const { violations } = await judgeStack(
        replicationWorks,
        pausedIn(settledStack(), "disabled"),
        ALLOWED,
      );
      assert.match(violations.join("\n"), /rule-enabled/);
    });
  });

  it("reports a broken route as advisory where its configuration is exempt, with the reason", async () => {
    const { violations, advisories } = await judgeStack(
      replicationWorks,
      without(settledStack(), ROLE_POLICY),
      {
        exempt: [{ resource: "src", reason: "the role is completed by hand" }],
      },
    );
    assert.deepEqual(violations, []);
    const exempted = advisories.filter((advice) =>
      advice.startsWith("exempt because the role is completed by hand: route "),
    );
    assert.equal(exempted.length, 2);
  });
});
