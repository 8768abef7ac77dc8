import { strict as assert } from "node:assert";
import type { AccountRegion } from "../../../model/topology";
import { unknownText } from "../../helpers/policyResources";
import { only, previewOf, type WrittenResource } from "./stack";

type Settings = NonNullable<WrittenResource["provider"]>;

function siteOfBucket(
  provider: Settings,
  properties: object = {},
  ...others: readonly WrittenResource[]
): AccountRegion {
  const bucket: WrittenResource = {
    type: "s3/bucket:Bucket",
    name: "b",
    properties: { bucket: "acme", region: unknownText, ...properties },
    provider,
  };
  return only(previewOf(bucket, ...others).buckets).site;
}

describe("the account of a bucket", () => {
  const region = "eu-west-1";
  const cases: readonly (readonly [string, Settings, string])[] = [
    [
      "is the provider's one allowed account, as the engine writes it",
      { allowedAccountIds: '["111122223333"]' },
      "111122223333",
    ],
    [
      "is the provider's one allowed account, as a list",
      { allowedAccountIds: ["111122223333"] },
      "111122223333",
    ],
    ["keeps its leading zeros", { allowedAccountIds: '["000000000000"]' }, "000000000000"],
    [
      "is that of the role to assume",
      { assumeRoles: '[{"roleArn":"arn:aws:iam::444455556666:role/deploy"}]' },
      "444455556666",
    ],
    [
      "is that of the last role of a chain",
      {
        assumeRoles:
          '[{"roleArn":"arn:aws:iam::111122223333:role/hub"},{"roleArn":"arn:aws:iam::444455556666:role/deploy"}]',
      },
      "444455556666",
    ],
    [
      "is that of the role of an older provider's assumeRole",
      { assumeRole: '{"roleArn":"arn:aws:iam::444455556666:role/deploy"}' },
      "444455556666",
    ],
    [
      "is that of the role to assume among several allowed ones",
      {
        allowedAccountIds: '["111122223333","444455556666"]',
        assumeRoles: '[{"roleArn":"arn:aws:iam::444455556666:role/deploy"}]',
      },
      "444455556666",
    ],
  ];
  for (const [title, provider, account] of cases) {
    it(title, () => assert.deepEqual(siteOfBucket({ region, ...provider }).account, { known: account }));
  }

  it("is that of a role or key of the same provider, where AWS has given it an ARN", () => {
    const provider = { region };
    const role: WrittenResource = {
      type: "iam/role:Role",
      name: "r",
      properties: { name: "r", arn: "arn:aws:iam::777788889999:role/r" },
      provider,
    };
    assert.deepEqual(siteOfBucket(provider, {}, role).account, { known: "777788889999" });
    assert.ok("unknown" in siteOfBucket({ region, profile: "other" }, {}, role).account);
  });
  const elsewhere = "us-west-2";
  const role = (provider: Settings): WrittenResource => ({
    type: "iam/role:Role",
    name: "r",
    properties: { name: "r", arn: "arn:aws:iam::777788889999:role/r" },
    provider,
  });
  const shared: readonly (readonly [
    what: string,
    own: Settings,
    other: Settings,
    account: string | undefined,
  ])[] = [
    ["no credentials at all", {}, {}, "777788889999"],
    ["empty settings and none", { assumeRoles: "[]", endpoints: "", profile: null }, {}, "777788889999"],
    ["the same profile", { profile: "a" }, { profile: "a" }, "777788889999"],
    ["other profiles", { profile: "a" }, { profile: "b" }, undefined],
    ["a profile and none", { profile: "a" }, {}, undefined],
    ["other endpoints", { endpoints: '[{"s3":"http://localhost"}]' }, {}, undefined],
    ["a profile that is not known", { profile: unknownText }, { profile: unknownText }, undefined],
    ["other default tags only", { defaultTags: '{"tags":{"a":"b"}}' }, {}, "777788889999"],
  ];
  for (const [what, own, other, found] of shared) {
    const says = found === undefined ? "is not that" : "is that";
    it(`${says} of a role of another provider: ${what}`, () => {
      const site = siteOfBucket({ region, ...own }, {}, role({ region: elsewhere, ...other }));
      if (found === undefined) assert.ok("unknown" in site.account);
      else assert.deepEqual(site.account, { known: found });
    });
  }
  it("is the allowed account of another provider with the same credentials", () => {
    const other = { region: elsewhere, allowedAccountIds: ["111122223333"] };
    const named: WrittenResource = {
      type: "s3/bucket:Bucket",
      name: "o",
      properties: { bucket: "o" },
      provider: other,
    };
    const preview = previewOf(
      { type: "s3/bucket:Bucket", name: "b", properties: { bucket: "acme" }, provider: { region } },
      named,
    );
    assert.deepEqual(
      preview.buckets.map(({ site }) => site.account),
      [{ known: "111122223333" }, { known: "111122223333" }],
    );
  });
  it("is unknown where providers with the same credentials tell of two accounts", () => {
    const others = [role({ region: elsewhere }), { ...role({ region: "us-east-2" }), name: "s" }];
    const [first, second] = others;
    assert.ok(first !== undefined && second !== undefined);
    const moved = { ...second, properties: { name: "s", arn: "arn:aws:iam::111122223333:role/s" } };
    assert.ok("unknown" in siteOfBucket({ region }, {}, first, moved).account);
  });
  it("is unknown where nothing tells, with what would", () => {
    assert.deepEqual(siteOfBucket({ region }).account, {
      unknown:
        "the provider states neither allowedAccountIds nor a role to assume, and no ARN of it is known yet",
    });
    assert.deepEqual(siteOfBucket({ region, allowedAccountIds: '["111122223333","444455556666"]' }).account, {
      unknown: "the provider allows 2 accounts and no ARN of it is known yet",
    });
  });
  it("is unknown where the provider's settings are, or are no JSON", () => {
    for (const allowedAccountIds of [unknownText, "[", "", "[1,{}]"]) {
      assert.ok("unknown" in siteOfBucket({ region, allowedAccountIds }).account);
    }
  });
});

describe("the region of a bucket", () => {
  it("is its own, before its provider's", () => {
    assert.deepEqual(siteOfBucket({ region: "eu-west-1" }, { region: "eu-north-1" }).region, {
      known: "eu-north-1",
    });
  });
  it("is its provider's where it states none", () => {
    assert.deepEqual(siteOfBucket({ region: "eu-west-1" }).region, { known: "eu-west-1" });
  });
  it("is unknown where the provider states none", () => {
    assert.deepEqual(siteOfBucket({}).region, { unknown: "the provider states no region" });
    assert.deepEqual(siteOfBucket({ region: unknownText }).region, {
      unknown: "the provider's region is not known before deployment",
    });
  });
});

describe("the partition of a bucket", () => {
  for (const [region, partition] of [
    ["eu-west-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["us-iso-east-1", "aws-iso"],
    ["us-isob-east-1", "aws-iso-b"],
    ["eusc-de-east-1", "aws-eusc"],
  ] as const) {
    it(`of ${region} is ${partition}`, () => assert.equal(siteOfBucket({ region }).partition, partition));
  }
  it("is that of its ARN where there is one", () => {
    assert.equal(siteOfBucket({}, { arn: "arn:aws-cn:s3:::acme" }).partition, "aws-cn");
  });
});
