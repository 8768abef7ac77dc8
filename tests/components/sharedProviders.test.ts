import assert from "node:assert/strict";
import { problemsOf } from "../../components/checks";
import { problemLine } from "../../components/problems";
import type { ReplicatedBucketArgs } from "../../components/replicatedBucketArgs";
import { importId } from "../../components/site";
import { judge, topologyFromRehearsal } from "../../model";
import { judgePolicies } from "../../operations/policy/judgePolicies";
import { isBlocking } from "../../operations/policy/packResult";
import { analyzerResources } from "../../operations/rehearsal/analyzerResources";
import type { Plan, PlannedResource } from "../../operations/rehearsal/plan";
import { sitesOf } from "../../operations/report/sites";
import { resourceTree } from "../../operations/report/tree";
import { NAME } from "../../policy-pack/pack";
import { policies } from "../../policy-pack/policies";
import { nameOf, ofType, planOf, resource, SMALL } from "../helpers/plans";

const PARTNER = {
  accountId: "444455556666",
  assumeRole: { roleArn: "arn:aws:iam::444455556666:role/deployer" },
};
const REPLICAS = [
  { region: "eu-central-1" },
  { region: "eu-north-1", name: "partner", ...PARTNER },
  { region: "us-east-1", name: "far", ...PARTNER },
  { region: "eu-south-1" },
];
/** Alarms are elsewhere than what they watch: `replicationAlarms.test.ts`. */
const EACH: Partial<ReplicatedBucketArgs> = { replicas: REPLICAS, alarms: { enabled: false } };
const SHARED: Partial<ReplicatedBucketArgs> = { ...EACH, providers: "account" };

/** Region of each site, by the name that its resources have. */
const REGION_OF: { readonly [site: string]: string } = {
  primary: "eu-west-1",
  "eu-central-1": "eu-central-1",
  partner: "eu-north-1",
  far: "us-east-1",
  "eu-south-1": "eu-south-1",
};

function siteNamed({ name }: PlannedResource): string {
  return Object.keys(REGION_OF).find((site) => name.startsWith(`archive-${site}`)) ?? "primary";
}

function regional(plan: Plan): readonly PlannedResource[] {
  return plan.resources.filter(({ type }) => /^aws:(s3|kms)\//.test(type));
}

describe("one provider for each account", () => {
  it("makes exactly as many providers as there are accounts, each held to its account", async () => {
    const plan = await planOf(SHARED);
    assert.deepEqual(
      ofType(plan, "pulumi:providers:aws").map(({ name, inputs }) => [
        name,
        inputs["region"],
        inputs["allowedAccountIds"],
      ]),
      [
        ["archive-primary", "eu-west-1", '["111122223333"]'],
        ["archive-444455556666", "eu-west-1", '["444455556666"]'],
      ],
    );
  });

  it("lets each bucket, key and setting state the region of its site, on the provider of its account", async () => {
    const plan = await planOf(SHARED);
    const placed = regional(plan);
    assert.equal(placed.length, 5 * 9 + 1);
    for (const one of placed) {
      const site = siteNamed(one);
      assert.equal(one.inputs["region"], REGION_OF[site], one.name);
      const provider = ["partner", "far"].includes(site) ? "archive-444455556666" : "archive-primary";
      assert.equal(nameOf(one.provider), provider, one.name);
    }
  });

  it("lets IAM state none", async () => {
    const plan = await planOf(SHARED);
    const iam = plan.resources.filter(({ type }) => type.startsWith("aws:iam/"));
    assert.equal(iam.length, 3);
    for (const { inputs, provider } of iam) {
      assert.equal("region" in inputs, false);
      assert.equal(nameOf(provider), "archive-primary");
    }
  });

  it("changes nothing else: the same resources, and the same routes, all of which work", async () => {
    const [each, shared] = [await planOf(EACH), await planOf(SHARED)];
    const withoutRegion = (plan: Plan) =>
      regional(plan).map(({ urn, inputs: { region: _, ...inputs }, outputs }) => ({
        urn,
        inputs,
        arn: outputs["arn"],
      }));
    assert.deepEqual(withoutRegion(shared), withoutRegion(each));
    const routes = (plan: Plan) =>
      judge(topologyFromRehearsal(plan)).map(
        ({ rule, verdict, sourceRegion, destinationRegion, destinationAccount }) => [
          rule,
          verdict,
          sourceRegion,
          destinationRegion,
          destinationAccount,
        ],
      );
    assert.deepEqual(routes(shared), routes(each));
    assert.deepEqual(routes(shared), [
      ["eu-central-1", "works", "eu-west-1", "eu-central-1", "111122223333"],
      ["eu-south-1", "works", "eu-west-1", "eu-south-1", "111122223333"],
      ["far", "works", "eu-west-1", "us-east-1", "444455556666"],
      ["partner", "works", "eu-west-1", "eu-north-1", "444455556666"],
    ]);
  });

  it("is not the default: a provider for each site, and no region stated", async () => {
    for (const args of [EACH, { ...EACH, providers: "site" as const }]) {
      const plan = await planOf(args);
      assert.equal(ofType(plan, "pulumi:providers:aws").length, 5);
      assert.deepEqual(
        regional(plan).filter(({ inputs }) => "region" in inputs),
        [],
      );
    }
  });

  it("has routes that work in a first preview as far as anything is known", async () => {
    const shared = await planOf(SHARED, "first preview");
    assert.deepEqual(
      judge(topologyFromRehearsal(shared)).map(({ destinationRegion }) => destinationRegion),
      ["eu-central-1", "eu-south-1", "us-east-1", "eu-north-1"],
    );
  });

  it("carries both directions of a two-way replica", async () => {
    const replicas = [{ region: "eu-north-1", twoWay: true, ...PARTNER }];
    const plan = await planOf({ replicas, providers: "account" });
    assert.deepEqual(
      judge(topologyFromRehearsal(plan)).map(({ verdict, sourceRegion, destinationRegion }) => [
        verdict,
        sourceRegion,
        destinationRegion,
      ]),
      [
        ["works", "eu-north-1", "eu-west-1"],
        ["works", "eu-west-1", "eu-north-1"],
      ],
    );
    assert.deepEqual(
      ofType(plan, "aws:s3:BucketReplicationConfig")
        .map(({ inputs, provider }) => [inputs["region"], nameOf(provider)])
        .sort(),
      [
        ["eu-north-1", "archive-444455556666"],
        ["eu-west-1", "archive-primary"],
      ],
    );
  });

  it("imports what exists with its region, since the provider is of another one", async () => {
    assert.equal(importId({ regional: { region: "eu-north-1" } }, "acme"), "acme@eu-north-1");
    assert.equal(importId({ regional: {} }, "acme"), "acme");
    const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
    const plan = await planOf({
      replicas: [{ region: "eu-north-1", adopt: { keyId } }],
      providers: "account",
    });
    const { outputs } = resource(plan, "aws:kms:Key", "archive-eu-north-1-key");
    assert.equal(outputs["arn"], `arn:aws:kms:eu-north-1:111122223333:key/${keyId}`);
  });

  it("is accepted by the policies of the pack, alarms included", async () => {
    const plan = await planOf({ ...SHARED, alarms: {} });
    const pack = { name: NAME, version: "0.0.0", policies };
    const result = await judgePolicies(pack, analyzerResources(plan.resources));
    assert.equal(isBlocking(result), false, JSON.stringify(result.policies.flatMap((one) => one.violations)));
  });

  it("shows each region as a site in reports, and each resource in its own", async () => {
    const plan = await planOf(SHARED);
    const sites = sitesOf(plan);
    assert.deepEqual(
      sites.map(({ name, region, accountId }) => [name, region, accountId]),
      [
        ["archive-primary", "eu-west-1", "111122223333"],
        ["archive-primary", "eu-central-1", "111122223333"],
        ["archive-primary", "eu-south-1", "111122223333"],
        ["archive-444455556666", "us-east-1", "444455556666"],
        ["archive-444455556666", "eu-north-1", "444455556666"],
      ],
    );
    const lines = resourceTree(plan, sites);
    const regionOf = (name: string) => lines.find((line) => line.name === name)?.site?.region;
    assert.equal(regionOf("archive-far-bucket"), "us-east-1");
    assert.equal(regionOf("archive-partner-key"), "eu-north-1");
    assert.equal(regionOf("archive-replication-role"), "eu-west-1");
    assert.equal(regionOf("archive"), undefined);
  });

  it("refuses a second role or profile for one account, which it would ignore", () => {
    const other = { ...PARTNER, assumeRole: { roleArn: "arn:aws:iam::444455556666:role/other" } };
    const replicas = [
      { region: "eu-north-1", ...PARTNER },
      { region: "us-east-1", ...other },
      { region: "eu-central-1", profile: "admin", accountId: "111122223333" },
    ];
    assert.deepEqual(problemsOf({ ...SMALL, replicas, providers: "account" }).map(problemLine), [
      'replicas[1].assumeRole: expected the role or profile of replicas[0], since one provider reaches the account, found {"roleArn":"arn:aws:iam::444455556666:role/other"}; use one role or profile for the account, or set providers to site',
      'replicas[2].profile: expected the role or profile of primary.region, since one provider reaches the account, found "admin"; use one role or profile for the account, or set providers to site',
    ]);
    assert.deepEqual(problemsOf({ ...SMALL, replicas }), []);
  });
});
