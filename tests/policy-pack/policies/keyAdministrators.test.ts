import assert from "node:assert/strict";
import { keyPolicyAdministrator } from "../../../policy-pack/policies/keyPolicies";
import { judgeResource } from "../judge";
import { resource, UNKNOWN } from "../stacks";
import { type Case, describeCases, documentOf, type Statement } from "./documentCases";

const KEY = "aws:kms/key:Key";
const KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy";
const ROOT = { AWS: "arn:aws:iam::111122223333:root" };
const ADMIN = { AWS: "arn:aws:iam::111122223333:role/admin" };
const FOREIGN = { AWS: "arn:aws:iam::999999999999:root" };
const OWN_ARN = "arn:aws:kms:ap-southeast-1:111122223333:key/0a1b";
const OTHER_ARN = "arn:aws:kms:ap-southeast-1:111122223333:key/9z8y";

const account: Statement = { Effect: "Allow", Principal: ROOT, Action: "kms:*", Resource: "*" };
const deny: Statement = { Effect: "Deny", Principal: "*", Action: "kms:PutKeyPolicy", Resource: "*" };
const viaS3 = { StringEquals: { "kms:ViaService": "s3.ap-southeast-1.amazonaws.com" } };
const denied = /^policy: expected .*, found none that no other statement denies; add/;
const none = /^policy: expected .*, found none; add/;

/** The tested resources are of a provider that allows account 111122223333 alone. */
const cases: readonly Case[] = [
  ["the account, and a denial to everybody", documentOf(account, deny), denied],
  ["it with every action denied", documentOf(account, { ...deny, Action: "kms:*" }), denied],
  [
    "it with all but use denied",
    documentOf(account, { ...deny, Action: undefined, NotAction: "kms:Decrypt" }),
    denied,
  ],
  [
    "it denied to the account's number",
    documentOf(account, { ...deny, Principal: { AWS: "111122223333" } }),
    denied,
  ],
  [
    "it denied to all but another account",
    documentOf(account, { ...deny, Principal: undefined, NotPrincipal: FOREIGN }),
    denied,
  ],
  [
    "a role, and a denial to its account",
    documentOf({ ...account, Principal: ADMIN }, { ...deny, Principal: ROOT }),
    denied,
  ],
  ["the account, and a denial to a role", documentOf(account, { ...deny, Principal: ADMIN }), "fine"],
  ["the account, and a denial of use", documentOf(account, { ...deny, Action: "kms:Decrypt" }), "fine"],
  [
    "the account, and a denial to all but it",
    documentOf(account, { ...deny, Principal: undefined, NotPrincipal: ROOT }),
    "fine",
  ],
  [
    "the account, and a denial without MFA",
    documentOf(account, { ...deny, Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } }),
    "fine",
  ],
  ["another account", documentOf({ ...account, Principal: FOREIGN }), none],
  [
    "another account next to its own",
    documentOf({ ...account, Principal: { AWS: [FOREIGN.AWS, ROOT.AWS] } }),
    "fine",
  ],
  [
    "everybody of another account",
    documentOf({
      ...account,
      Principal: "*",
      Condition: { StringEquals: { "kms:CallerAccount": "999999999999" } },
    }),
    none,
  ],
  [
    "everybody of its account",
    documentOf({
      ...account,
      Principal: "*",
      Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } },
    }),
    "fine",
  ],
  [
    "everybody of its account, and a denial to all but the account",
    documentOf(
      {
        ...account,
        Principal: "*",
        Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } },
      },
      { ...deny, Principal: undefined, NotPrincipal: ROOT },
    ),
    "fine",
  ],
  ["the account by way of a service", documentOf({ ...account, Condition: viaS3 }), none],
  [
    "the account in an encryption context",
    documentOf({ ...account, Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": "*" } } }),
    none,
  ],
  [
    "the account other than by way of a service",
    documentOf({ ...account, Condition: { StringNotEquals: viaS3.StringEquals } }),
    "fine",
  ],
  [
    "the account with MFA",
    documentOf({ ...account, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
    "fine",
  ],
  [
    "the account for a key of another one",
    documentOf({ ...account, Resource: OTHER_ARN.replace("111122223333", "999999999999") }),
    none,
  ],
  ["the account for no resource", documentOf({ ...account, Resource: undefined }), none],
];

describeCases(
  keyPolicyAdministrator,
  [
    [KEY, "policy"],
    [KEY_POLICY, "policy"],
  ],
  cases,
);

describe("key-policy-administrator", () => {
  const judged = (
    type: string,
    inputs: { readonly [name: string]: unknown },
    ...statements: readonly Statement[]
  ) =>
    judgeResource(
      keyPolicyAdministrator,
      resource(type, { ...inputs, policy: JSON.stringify(documentOf(...statements)) }),
    );

  for (const [title, arn, expected] of [
    ["refuses the account for another key", OTHER_ARN, 1],
    ["accepts the account for the key itself", OWN_ARN, 0],
    ["accepts the account for all keys", "arn:aws:kms:*:111122223333:key/*", 0],
  ] as const) {
    it(`${title} where the policy names its key`, async () => {
      const { violations, notApplicable } = await judged(
        KEY_POLICY,
        { keyId: OWN_ARN },
        { ...account, Resource: arn },
      );
      assert.equal(violations.length, expected, violations.join("\n"));
      assert.deepEqual(notApplicable, []);
    });
  }

  for (const [type, inputs] of [
    [KEY, {}],
    [KEY_POLICY, { keyId: UNKNOWN }],
    [KEY_POLICY, { keyId: "0a1b" }],
  ] as const) {
    it(`leaves open a key by its ARN where a ${type} with ${JSON.stringify(inputs)} does not show its own`, async () => {
      const { violations, notApplicable } = await judged(type, inputs, { ...account, Resource: OTHER_ARN });
      assert.deepEqual(violations, []);
      assert.match(
        notApplicable.join(),
        /whether the policy leaves an administrator is not known: statement 1/,
      );
    });
  }

  it("takes any account for the key's where nothing tells which one that is", async () => {
    const { provider: _, ...key } = resource(KEY, {
      policy: JSON.stringify(documentOf({ ...account, Principal: FOREIGN })),
    });
    const { violations, notApplicable } = await judgeResource(keyPolicyAdministrator, key);
    assert.deepEqual([violations, notApplicable], [[], []]);
  });

  it("takes the account of a replica from its primary key", async () => {
    const replica = (primaryKeyArn: string) =>
      judged("aws:kms/replicaKey:ReplicaKey", { primaryKeyArn }, { ...account, Principal: FOREIGN });
    assert.equal((await replica(OWN_ARN)).violations.length, 1);
    assert.equal((await replica(OWN_ARN.replace("111122223333", "999999999999"))).violations.length, 0);
  });
});
