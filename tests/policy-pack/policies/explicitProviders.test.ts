import assert from "node:assert/strict";
import type { AnalyzerProvider, AnalyzerResource } from "../../../operations/policy/analyzerResource";
import { explicitProviders } from "../../../policy-pack/policies/providers";
import { judgeStack } from "../judge";
import { ORDINARY, onDefault, ordinaryProgram } from "../ordinaryProgram";
import { firstPreview, settledStack, UNKNOWN } from "../stacks";

type Settings = AnalyzerProvider["properties"];

/** A provider of the program's own. */
const explicit = (name: string, properties: Settings): AnalyzerProvider => ({
  type: "pulumi:providers:aws",
  urn: `urn:pulumi:dev::shop::pulumi:providers:aws::${name}`,
  name,
  properties,
});
/** A resource on a provider of the program's own, beside the ordinary program. */
const beside = (type: string, properties: Settings, name = "copies"): AnalyzerResource => ({
  type,
  urn: `urn:pulumi:dev::shop::${type}::beside`,
  name: "beside",
  properties: {},
  provider: explicit(name, properties),
});
const BUCKET = "aws:s3/bucket:Bucket";
const ROLE = "aws:iam/role:Role";
const US = { region: "us-east-1" };
const SAME = { region: "eu-west-1" };
const PARTNER = {
  region: "eu-west-1",
  assumeRoles: '[{"roleArn":"arn:aws:iam::444455556666:role/deploy"}]',
};

/** Resources of the ordinary program that are in S3, KMS or IAM, and those of S3 and KMS alone. */
const governed = ORDINARY.filter(({ type }) => /^aws:(s3|kms|iam)\//.test(type)).map(({ urn }) => urn);
const regional = ORDINARY.filter(({ type }) => /^aws:(s3|kms)\//.test(type)).map(({ urn }) => urn);

const cases: readonly (readonly [string, readonly AnalyzerResource[], readonly string[]])[] = [
  ["nothing of an ordinary program on one provider", [], []],
  ["nothing where another provider reaches the same region and account", [beside(BUCKET, SAME)], []],
  [
    "nothing where only resources of other services are elsewhere",
    [beside("aws:acm/certificate:Certificate", US)],
    [],
  ],
  ["buckets and keys, not roles, where a bucket is in another region", [beside(BUCKET, US)], regional],
  ["nothing where only a role is on a provider of another region: IAM has none", [beside(ROLE, US)], []],
  ["every resource where a bucket is in another account", [beside(BUCKET, PARTNER)], governed],
  ["every resource where a role is in another account", [beside(ROLE, PARTNER)], governed],
  [
    "nothing where another provider limits the account, with the credentials of the default one",
    [beside(BUCKET, { region: "eu-west-1", allowedAccountIds: '["111122223333"]' })],
    [],
  ],
  [
    "every resource where a provider has credentials of its own",
    [beside(BUCKET, { region: "eu-west-1", profile: "partner" })],
    governed,
  ],
];

describe("explicit-providers", () => {
  it("is tried on a program of fourteen resources, of which thirteen are in S3, KMS and IAM", () => {
    assert.deepEqual([ORDINARY.length, governed.length, regional.length], [14, 13, 8]);
  });

  for (const [title, added, refused] of cases)
    it(`refuses ${title}`, async () => {
      const { urns, notApplicable } = await judgeStack(explicitProviders, [...ordinaryProgram(), ...added]);
      assert.deepEqual([...urns].sort(), [...refused].sort());
      assert.deepEqual(notApplicable, []);
    });

  it("says which provider reaches elsewhere, what to pass, and which config leaves the service out", async () => {
    const { violations } = await judgeStack(explicitProviders, [...ordinaryProgram(), beside(BUCKET, US)]);
    assert.equal(
      violations[0],
      'option provider: expected an explicit provider, since provider "copies" reaches another region, found the default one, which takes account and region from the deployer\'s environment; pass the provider of its account and region, or set {"explicit-providers":{"types":["aws:kms/","aws:iam/"]}} in the policy pack\'s config (--policy-pack-config <file>)',
    );
  });

  it("refuses a resource without any provider beside one with a provider: no region is stated for it", async () => {
    const { provider, ...forgotten } = onDefault(BUCKET, "forgotten");
    assert.ok(provider !== undefined);
    const { urns } = await judgeStack(explicitProviders, [forgotten, beside(BUCKET, SAME)]);
    assert.deepEqual(urns, [forgotten.urn]);
  });

  it("refuses default providers of every version, and no provider whose name only begins like theirs", async () => {
    const bucket = onDefault(BUCKET, "a");
    const named = (name: string) => [{ ...bucket, provider: explicit(name, SAME) }, beside(BUCKET, US)];
    for (const name of ["default", "default_7_48_0"])
      assert.equal((await judgeStack(explicitProviders, named(name))).urns.length, 1, name);
    assert.deepEqual((await judgeStack(explicitProviders, named("defaults"))).urns, []);
  });

  it("leaves open whether a provider reaches elsewhere whose region or credentials are not known yet", async () => {
    for (const properties of [{ region: UNKNOWN }, { region: "eu-west-1", profile: UNKNOWN }]) {
      const { violations, notApplicable } = await judgeStack(explicitProviders, [
        onDefault(BUCKET, "a"),
        beside(BUCKET, properties),
      ]);
      assert.deepEqual(violations, []);
      assert.match(
        notApplicable.join(),
        /whether provider "copies" reaches the place of the default one is not known/,
      );
    }
  });

  it("refuses the default provider in every stack where config demands it", async () => {
    const { urns } = await judgeStack(explicitProviders, ordinaryProgram(), { demanded: "always" });
    assert.deepEqual([...urns].sort(), [...governed].sort());
  });

  it("is about the services that config names", async () => {
    const stack = [...ordinaryProgram(), beside("aws:dynamodb/table:Table", US)];
    const { urns } = await judgeStack(explicitProviders, stack, { types: ["aws:dynamodb/"] });
    assert.deepEqual(urns, [onDefault("aws:dynamodb/table:Table", "orders").urn]);
  });

  it("accepts the stacks that a real engine deployed, with a provider for each region", async () => {
    for (const stack of [firstPreview(), settledStack()]) {
      const { violations, notApplicable } = await judgeStack(explicitProviders, stack);
      assert.deepEqual([violations, notApplicable], [[], []]);
    }
  });
});
