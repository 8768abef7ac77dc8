import assert from "node:assert/strict";
import fc from "fast-check";
import { problemLine } from "../../components/problems";
import { parseSettings } from "../../components/settings";
import { topologyFromRehearsal } from "../../model";
import { judge } from "../../model/judge";
import type { PlannedResource } from "../../operations/rehearsal/plan";
import { isProperties, type ResourceProperties } from "../../operations/rehearsal/values";
import { nameOf, ofType, planOf, policyOf, resource } from "../helpers/plans";

const HERE = "111122223333";
const REPLICATION = "aws:s3:BucketReplicationConfig";
const ACCOUNTS = [HERE, "444455556666", "777788889999"];
const REGIONS = ["eu-west-1", "eu-central-1", "eu-north-1", "us-east-1"];

function rulesIn({ inputs: { rules } }: PlannedResource): readonly ResourceProperties[] {
  assert.ok(Array.isArray(rules));
  return rules.filter(isProperties);
}

/** One replica of settings that are right, with what is to become of it. */
interface Expected {
  readonly name: string;
  readonly accountId: string;
  readonly given: boolean;
  readonly deleteMarkers: boolean;
  readonly twoWay: boolean;
  readonly settings: ResourceProperties;
}

const replica = fc
  .record({
    region: fc.constantFrom(...REGIONS),
    accountId: fc.constantFrom(...ACCOUNTS),
    given: fc.boolean(),
    deleteMarkers: fc.boolean(),
    saysAccount: fc.boolean(),
    wantsTwoWay: fc.boolean(),
    prefix: fc.constantFrom("", "a/", "b/c"),
  })
  .map(
    ({
      region,
      accountId,
      given,
      deleteMarkers,
      saysAccount,
      wantsTwoWay,
      prefix,
    }): Omit<Expected, "name"> => ({
      accountId,
      given,
      deleteMarkers,
      twoWay: wantsTwoWay && !given,
      settings: {
        region,
        deleteMarkers,
        ...(prefix !== "" && { filter: { prefix } }),
        ...(saysAccount && { accountId }),
        ...(wantsTwoWay && !given && { twoWay: true }),
        ...(given
          ? { bucketArn: "arn:aws:s3:::vault", keyArn: `arn:aws:kms:${region}:${accountId}:key/1234abcd` }
          : accountId !== HERE && { assumeRole: `arn:aws:iam::${accountId}:role/deployer` }),
      },
    }),
  );

const replicas = fc.array(replica, { minLength: 1, maxLength: 5 }).map((list) =>
  list.map((one, index): Expected => {
    const name = `r${index}`;
    const bucket = one.given ? { bucketArn: `arn:aws:s3:::vault-${index}` } : {};
    return { ...one, name, settings: { ...one.settings, ...bucket, name } };
  }),
);

describe("any replicas in any accounts and regions", function () {
  this.timeout(180_000);
  it("get rules, policies and providers of exactly their accounts, and routes that work", async () => {
    await fc.assert(
      fc.asyncProperty(replicas, async (expected) => {
        const parsed = parseSettings({
          prefix: "acme",
          primaryRegion: "eu-west-1",
          accountId: HERE,
          replicas: expected.map(({ settings }) => settings),
        });
        assert.ok("args" in parsed, "problems" in parsed ? parsed.problems.map(problemLine).join("\n") : "");
        const plan = await planOf(parsed.args);
        const rules = new Map(
          rulesIn(resource(plan, REPLICATION, "archive-replication")).map((rule) => [
            rule["id"],
            Object(rule["destination"]),
          ]),
        );
        const judged = judge(topologyFromRehearsal(plan));
        const routes = new Map(judged.map((route) => [route.rule, route]));
        const twoWay = expected.filter((one) => one.twoWay);
        assert.deepEqual(
          judged.filter(({ rule }) => rule === "primary").map(({ verdict }) => verdict),
          twoWay.map(() => "works"),
        );
        assert.equal(ofType(plan, REPLICATION).length, 1 + twoWay.length);
        for (const { name, accountId, deleteMarkers } of twoWay) {
          const [back] = rulesIn(resource(plan, REPLICATION, `archive-${name}-replication`));
          const other = accountId !== HERE;
          assert.equal(Object(back?.["destination"]).account, other ? HERE : undefined);
          const role = resource(plan, "aws:iam:Role", `archive-${name}-replication-role`);
          assert.equal(nameOf(role.provider), `archive-${name}`);
          assert.equal(role.protect, other);
          assert.deepEqual(back?.["deleteMarkerReplication"], {
            status: deleteMarkers ? "Enabled" : "Disabled",
          });
        }
        assert.equal(rules.size, expected.length);
        for (const { name, accountId, given, deleteMarkers } of expected) {
          const other = accountId !== HERE;
          assert.equal(rules.get(name)?.account, other ? accountId : undefined);
          assert.deepEqual(
            rules.get(name)?.accessControlTranslation,
            other ? { owner: "Destination" } : undefined,
          );
          const route = routes.get(name);
          assert.equal(route?.verdict, given ? "unproven" : "works", JSON.stringify(route));
          assert.equal(
            route?.requirements.some(({ verdict }) => verdict === "unmet"),
            false,
          );
          if (given) continue;
          const policy = JSON.stringify(
            policyOf(resource(plan, "aws:s3:BucketPolicy", `archive-${name}-policy`)),
          );
          assert.equal(policy.includes("ReplicationWrites"), other);
          assert.equal(policy.includes("ReplicateDelete"), other && deleteMarkers);
          const provider = resource(plan, "pulumi:providers:aws", `archive-${name}`).inputs;
          assert.equal(provider["allowedAccountIds"], `["${accountId}"]`);
          assert.equal("assumeRoles" in provider, other);
        }
        const built = expected.filter(({ given }) => !given).length;
        assert.equal(ofType(plan, "aws:s3:Bucket").length, 1 + built);
        const others = expected.some(({ accountId }) => accountId !== HERE);
        assert.equal(resource(plan, "aws:iam:Role", "archive-replication-role").protect, others);
      }),
      { numRuns: 30 },
    );
  });
});
