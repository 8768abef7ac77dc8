import assert from "node:assert/strict";
import type { AnalyzerResource, Properties } from "../../../operations/policy/analyzerResource";
import {
  allowedDestinationAccounts,
  everyDestinationAllowed,
} from "../../../policy-pack/policies/destinationAccounts";
import { allowedRegions } from "../../../policy-pack/policies/regions";
import { judgeResource, judgeStack } from "../judge";
import { changed, find, firstPreview, resource, settledStack, UNKNOWN } from "../stacks";

const BUCKET = "aws:s3/bucket:Bucket";
const STACK = "pulumi:pulumi:Stack";
const CONFIGURATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

const rules = (destination: Properties) => ({
  bucket: "archive",
  role: "arn:aws:iam::111122223333:role/archive",
  rules: [{ id: "copy", priority: 0, status: "Enabled", filter: {}, destination }],
});
/** The deployed stack with one destination changed. */
const withDestination = (destination: Properties): readonly AnalyzerResource[] =>
  changed(settledStack(), CONFIGURATION, "src", {
    rules: [{ id: "copy", priority: 0, status: "Enabled", filter: { prefix: "" }, destination }],
  });
const onProvider = (properties: Properties, name = "site"): AnalyzerResource => {
  const bucket = resource(BUCKET, { bucket: "archive" });
  return {
    ...bucket,
    provider: { type: "pulumi:providers:aws", urn: `urn:${name}`, name, properties },
  };
};

describe("allowed-regions", () => {
  const config = { regions: ["ap-southeast-1", "ap-northeast-1"] };

  it("allows every region until config names some", async () => {
    const { violations } = await judgeResource(allowedRegions, onProvider({ region: "us-east-1" }));
    assert.deepEqual(violations, []);
  });

  it("accepts resources of the regions that config names", async () => {
    for (const region of config.regions) {
      const { violations } = await judgeResource(allowedRegions, onProvider({ region }), config);
      assert.deepEqual(violations, [], region);
    }
  });

  it("refuses resources of other regions", async () => {
    const { violations } = await judgeResource(allowedRegions, onProvider({ region: "us-east-1" }), config);
    assert.deepEqual(violations, [
      'region: expected one of ap-southeast-1, ap-northeast-1, found "us-east-1"; give it a provider of an allowed region, or set {"allowed-regions":{"regions":["ap-southeast-1","ap-northeast-1","us-east-1"]}} in the policy pack\'s config (--policy-pack-config <file>)',
    ]);
  });

  it("puts the resource's own region before its provider's", async () => {
    const bucket = onProvider({ region: "ap-southeast-1" });
    const away = { ...bucket, inputs: { ...bucket.inputs, region: "eu-west-1" } };
    assert.equal((await judgeResource(allowedRegions, away, config)).violations.length, 1);
  });

  it("refuses replica keys of other regions, although their bucket is not part of the stack", async () => {
    const key = "arn:aws:kms:us-east-1:111122223333:key/0a1b";
    const written = resource(
      CONFIGURATION,
      rules({ bucket: "arn:aws:s3:::replica", encryptionConfiguration: { replicaKmsKeyId: key } }),
    );
    const { violations } = await judgeResource(allowedRegions, written, config);
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /^region of a replica key: .*us-east-1/);
  });

  it("leaves open where a replica outside of the stack is whose key is not known, and rules that are not", async () => {
    const key = { encryptionConfiguration: { replicaKmsKeyId: UNKNOWN } };
    for (const [written, open] of [
      [rules({ bucket: "arn:aws:s3:::replica", ...key }), /^region of a replica key is not known/],
      [{ ...rules({ bucket: "arn:aws:s3:::replica" }), rules: UNKNOWN }, /^rules is not known/],
      [rules({ bucket: UNKNOWN, ...key }), undefined],
    ] as const) {
      const judged = await judgeResource(allowedRegions, resource(CONFIGURATION, written), config);
      assert.deepEqual(judged.violations, []);
      if (open === undefined) assert.deepEqual(judged.notApplicable, []);
      else assert.match(judged.notApplicable.join(), open);
    }
  });

  it("leaves open a region that is not known yet, or that nothing states", async () => {
    for (const properties of [{ region: UNKNOWN }, {}]) {
      const judged = await judgeResource(allowedRegions, onProvider(properties), config);
      assert.deepEqual(judged.violations, []);
      assert.match(judged.notApplicable.join(), /^region is not known/);
    }
  });

  it("leaves roles alone, which have no region", async () => {
    const role = { ...onProvider({ region: "us-east-1" }), type: "aws:iam/role:Role" };
    assert.deepEqual((await judgeResource(allowedRegions, role, config)).violations, []);
  });
});

describe("allowed-destination-accounts", () => {
  const config = { accounts: ["444455556666"] };

  for (const [title, account, violations] of [
    ["accepts an account that config names", "444455556666", 0],
    ["accepts the account of the source's own provider", "111122223333", 0],
    ["refuses any other account", "999900001111", 1],
    ["accepts a rule that names no account", undefined, 0],
  ] as const) {
    it(title, async () => {
      const written = resource(CONFIGURATION, rules({ bucket: "arn:aws:s3:::replica", account }));
      const judged = await judgeResource(allowedDestinationAccounts, written, config);
      assert.equal(judged.violations.length, violations);
      for (const violation of judged.violations)
        assert.match(
          violation,
          /^account of a destination: expected one of 444455556666, or the source's own, found "999900001111"/,
        );
    });
  }

  for (const [title, provider, account, expected] of [
    [
      "accepts the account of the role that the provider assumes",
      { assumeRoles: '[{"roleArn":"arn:aws:iam::777788889999:role/deploy"}]' },
      "777788889999",
      "fine",
    ],
    [
      "refuses another account than that of the role",
      { assumeRoles: '[{"roleArn":"arn:aws:iam::777788889999:role/deploy"}]' },
      "999900001111",
      "refused",
    ],
    ["leaves open whether an account is the source's own", {}, "999900001111", "open"],
    [
      "leaves open which of its accounts a provider reaches",
      { allowedAccountIds: '["111122223333","999900001111"]' },
      "999900001111",
      "open",
    ],
    [
      "refuses an account that the provider cannot reach",
      { allowedAccountIds: '["111122223333","444455556666"]' },
      "999900001111",
      "refused",
    ],
  ] as const) {
    it(title, async () => {
      const written = resource(CONFIGURATION, rules({ bucket: "arn:aws:s3:::replica", account }));
      const own = written.provider && { ...written.provider, properties: provider };
      const judged = await judgeResource(
        allowedDestinationAccounts,
        { ...written, ...(own && { provider: own }) },
        config,
      );
      assert.equal(judged.violations.length, expected === "refused" ? 1 : 0);
      assert.equal(judged.notApplicable.length, expected === "open" ? 1 : 0);
    });
  }

  it("leaves open an account that is not known yet", async () => {
    const written = resource(CONFIGURATION, rules({ bucket: UNKNOWN, account: UNKNOWN }));
    const { violations, notApplicable } = await judgeResource(allowedDestinationAccounts, written, config);
    assert.deepEqual(violations, []);
    assert.match(notApplicable.join(), /account of a destination is not known/);
  });

  it("reads config of account ids only", async () => {
    const { violations } = await judgeResource(allowedDestinationAccounts, resource(STACK, {}), {
      accounts: ["4444-5555"],
    });
    assert.match(
      violations.join(),
      /^config accounts\[0\]: expected an account id of twelve digits, found "4444-5555"/,
    );
  });
});

describe("every-destination-account-allowed", () => {
  const elsewhere = "arn:aws:s3:::elsewhere";

  it("accepts destinations that are part of the stack, before and after the deployment", async () => {
    for (const stack of [firstPreview(), settledStack()]) {
      const { violations, notApplicable } = await judgeStack(everyDestinationAllowed, stack);
      assert.deepEqual([violations, notApplicable], [[], []]);
    }
  });

  it("refuses a bucket outside of the stack in an account that config does not list", async () => {
    const stack = withDestination({ bucket: elsewhere, account: "999900001111" });
    const { violations, urns } = await judgeStack(everyDestinationAllowed, stack, {
      accounts: ["444455556666"],
    });
    assert.deepEqual(violations, [
      'destination of rule "copy": expected a bucket in account 444455556666, or in the source\'s own, found one in account 999900001111; replicate to an allowed account, or set {"every-destination-account-allowed":{"accounts":["444455556666","999900001111"]}} in the policy pack\'s config (--policy-pack-config <file>)',
    ]);
    assert.deepEqual(urns, [find(stack, CONFIGURATION, "src").urn]);
  });

  it("only reports it as long as config lists no accounts", async () => {
    const stack = withDestination({ bucket: elsewhere, account: "999900001111" });
    const { violations, advisories } = await judgeStack(everyDestinationAllowed, stack);
    assert.deepEqual(violations, []);
    assert.deepEqual(advisories, [
      'destination of rule "copy": config does not say whether account 999900001111 may hold copies; set {"every-destination-account-allowed":{"accounts":["999900001111"]}} in the policy pack\'s config to allow it and to refuse others',
    ]);
  });

  it("accepts it where config allows the account, or where it is the source's own", async () => {
    const foreign = withDestination({ bucket: elsewhere, account: "999900001111" });
    const own = withDestination({ bucket: elsewhere, account: "111122223333" });
    const config = { accounts: ["999900001111"] };
    assert.deepEqual((await judgeStack(everyDestinationAllowed, foreign, config)).violations, []);
    assert.deepEqual((await judgeStack(everyDestinationAllowed, own)).violations, []);
  });

  it("leaves open whether an account is the source's own that is not known", async () => {
    const foreign = withDestination({ bucket: elsewhere, account: "999900001111" }).map((each) =>
      each.provider ? { ...each, provider: { ...each.provider, urn: "urn:any", properties: {} } } : each,
    );
    // Nor do ARNs give the account of their provider away then.
    const unknown = foreign.map((each) =>
      each.type.startsWith("aws:s3/") ? each : { ...each, properties: {} },
    );
    for (const accounts of [[], ["444455556666"]]) {
      const { violations, advisories, notApplicable } = await judgeStack(everyDestinationAllowed, unknown, {
        accounts,
      });
      assert.deepEqual([violations, advisories], [[], []]);
      assert.match(notApplicable.join(), /in the source's own account is not known/);
    }
  });

  it("cannot say whose a bucket is that neither the rule nor the stack tells, and refuses it once accounts are listed", async () => {
    const stack = withDestination({ bucket: elsewhere });
    const open = await judgeStack(everyDestinationAllowed, stack);
    assert.deepEqual(open.violations, []);
    assert.match(open.notApplicable.join(), /neither the rule nor the stack states its account/);
    const listed = await judgeStack(everyDestinationAllowed, stack, { accounts: ["444455556666"] });
    assert.equal(listed.violations.length, 1);
    const named = { accounts: ["444455556666"], buckets: ["elsewhere"] };
    assert.deepEqual((await judgeStack(everyDestinationAllowed, stack, named)).violations, []);
  });

  it("holds destinations of the stack to the list too", async () => {
    const moved = settledStack().map((each) =>
      each.type === BUCKET && each.name === "ap-northeast-1" && each.provider
        ? {
            ...each,
            provider: {
              ...each.provider,
              urn: "urn:other",
              properties: { region: "ap-northeast-1", allowedAccountIds: '["777788889999"]' },
            },
          }
        : each,
    );
    assert.deepEqual((await judgeStack(everyDestinationAllowed, moved)).violations, []);
    const { violations } = await judgeStack(everyDestinationAllowed, moved, { accounts: ["444455556666"] });
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /found one in account 777788889999;/);
  });
});
