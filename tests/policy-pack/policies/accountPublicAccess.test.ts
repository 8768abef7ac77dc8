import assert from "node:assert/strict";
import type { AnalyzerResource } from "../../../operations/policy/analyzerResource";
import { accessPointPublicAccess } from "../../../policy-pack/policies/accessPoints";
import {
  accountPublicAccess,
  everyAccountBlocksPublicAccess,
} from "../../../policy-pack/policies/accountPublicAccess";
import { judgeResource, judgeStack } from "../judge";
import { resource, UNKNOWN } from "../stacks";
import { bucket, describeStacks } from "./stackCases";

const ACCOUNT = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";
const all = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const BLOCKS = Object.keys(all);

describe("account-public-access", () => {
  it("accepts all four blocks", async () => {
    const { violations } = await judgeResource(accountPublicAccess, resource(ACCOUNT, all));
    assert.deepEqual(violations, []);
  });

  for (const block of BLOCKS)
    for (const [value, found] of [
      [false, "false"],
      [undefined, "nothing"],
    ] as const)
      it(`refuses ${block}: ${found}`, async () => {
        const { violations } = await judgeResource(
          accountPublicAccess,
          resource(ACCOUNT, { ...all, [block]: value }),
        );
        assert.deepEqual(violations, [
          `${block}: expected true, found ${found}; set all four blocks of an AccountPublicAccessBlock to true`,
        ]);
      });

  it("leaves open a block that is not known yet", async () => {
    const { violations, notApplicable } = await judgeResource(
      accountPublicAccess,
      resource(ACCOUNT, { ...all, blockPublicAcls: UNKNOWN }),
    );
    assert.deepEqual(violations, []);
    assert.match(notApplicable.join(), /^blockPublicAcls is not known/);
  });

  it("can be exempt by name", async () => {
    const { violations, advisories } = await judgeResource(
      accountPublicAccess,
      resource(ACCOUNT, {}, "website-account"),
      {
        exempt: [{ resource: "website-*", reason: "serves the public" }],
      },
    );
    assert.deepEqual([violations, advisories.length], [[], 4]);
  });
});

/** The resource on another provider, whose account is known or not. */
function on(made: AnalyzerResource, name: string, account?: string): AnalyzerResource {
  return {
    ...made,
    provider: {
      type: "pulumi:providers:aws",
      urn: `urn:pulumi:dev::archive::pulumi:providers:aws::${name}`,
      name,
      properties: {
        region: "eu-west-1",
        ...(account === undefined ? { profile: name } : { allowedAccountIds: `["${account}"]` }),
      },
    },
  };
}
const required = { required: true };
const partner = on(bucket("partner"), "partner", "444455556666");
const foreign = on(bucket("foreign"), "foreign");
const block = resource(ACCOUNT, all, "block");
const missing = (account: string) =>
  new RegExp(
    `^public access block of account ${account}: expected an AccountPublicAccessBlock in the stack, found none; set `,
  );

describeStacks(everyAccountBlocksPublicAccess, [
  ["a stack without it, by default", [bucket("a")], {}, []],
  ["a stack without buckets", [resource("aws:kms/key:Key", {})], required, []],
  ["one account without it", [bucket("a"), bucket("b")], required, [["primary", missing("111122223333")]]],
  ["an account that has it", [bucket("a"), block], required, []],
  [
    "two accounts without it",
    [bucket("a"), partner],
    required,
    [
      ["primary", missing("111122223333")],
      ["partner", missing("444455556666")],
    ],
  ],
  [
    "the account of two that has none",
    [bucket("a"), partner, block],
    required,
    [["partner", missing("444455556666")]],
  ],
  [
    "two accounts that have it",
    [bucket("a"), partner, block, on(resource(ACCOUNT, all, "second"), "partner", "444455556666")],
    required,
    [],
  ],
  [
    "an account that is written on the block",
    [partner, resource(ACCOUNT, { ...all, accountId: "444455556666" })],
    required,
    [],
  ],
  [
    "the account of the block's provider where the block is for another",
    [bucket("a"), resource(ACCOUNT, { ...all, accountId: "444455556666" })],
    required,
    [["primary", missing("111122223333")]],
  ],
  ["another provider of the same account", [bucket("a"), on(block, "other", "111122223333")], required, []],
  [
    "an account that is not known, with a block by the same provider",
    [foreign, on(block, "foreign")],
    required,
    [],
  ],
  [
    "an account that is not known, without any block",
    [foreign],
    required,
    [["foreign", missing("\\(not known\\)")]],
  ],
  ["an account that is not known, with a block by another provider", [foreign, block], required, "open"],
  [
    "a block whose account is not known, by another provider",
    [bucket("a"), on(block, "foreign")],
    required,
    "open",
  ],
]);

describe("every-account-blocks-public-access", () => {
  it("exempts an account by the name of its provider", async () => {
    const { violations, advisories } = await judgeStack(
      everyAccountBlocksPublicAccess,
      [bucket("a"), partner],
      {
        ...required,
        exempt: [{ resource: "partner", reason: "the partner's own stack sets it" }],
      },
    );
    assert.equal(violations.length, 1);
    assert.match(
      advisories.join(),
      /^exempt because the partner's own stack sets it: public access block of account 4444/,
    );
  });

  it("says what is wrong with its config", async () => {
    const { violations } = await judgeStack(everyAccountBlocksPublicAccess, [], { required: 1 });
    assert.match(violations.join(), /^config required: expected true or false, found 1/);
  });
});

describe("access-point-public-access", () => {
  const points = {
    "aws:s3/accessPoint:AccessPoint": (blocks: unknown) => ({
      bucket: "a",
      publicAccessBlockConfiguration: blocks,
    }),
    "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": (blocks: unknown) => ({
      details: { name: "a", publicAccessBlock: blocks, regions: [{ bucket: "a" }] },
    }),
  };
  for (const [type, properties] of Object.entries(points)) {
    const name = type.slice(type.lastIndexOf(":") + 1);
    const judge = (blocks: unknown, config = {}) =>
      judgeResource(accessPointPublicAccess, resource(type, properties(blocks)), config);

    it(`accepts what S3 switches on by default: ${name}`, async () => {
      for (const blocks of [undefined, null, {}, all, { blockPublicAcls: true }]) {
        const { violations, notApplicable } = await judge(blocks);
        assert.deepEqual([violations, notApplicable], [[], []]);
      }
    });

    for (const one of BLOCKS)
      it(`refuses ${one} switched off: ${name}`, async () => {
        const { violations } = await judge({ ...all, [one]: false });
        assert.equal(violations.length, 1);
        assert.match(violations[0] ?? "", new RegExp(`\\.${one}: expected true, found false; leave it out`));
      });

    it(`leaves open blocks that are not known yet: ${name}`, async () => {
      for (const blocks of [UNKNOWN, { blockPublicAcls: UNKNOWN }]) {
        const { violations, notApplicable } = await judge(blocks);
        assert.deepEqual([violations, notApplicable.length], [[], 1]);
      }
    });

    it(`can be exempt: ${name}`, async () => {
      const { violations, advisories } = await judge(
        { ...all, blockPublicPolicy: false },
        { exempt: [{ resource: "tested", reason: "serves the public" }] },
      );
      assert.deepEqual([violations, advisories.length], [[], 1]);
    });
  }
});
