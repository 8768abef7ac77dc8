import assert from "node:assert/strict";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { Properties } from "../../../operations/policy/analyzerResource";
import { keyPolicyAdministrator, keyPolicyPrincipals } from "../../../policy-pack/policies/keyPolicies";
import { keyDeletionWindow, keyRotation } from "../../../policy-pack/policies/keys";
import { stateProtected } from "../../../policy-pack/policies/retention";
import { judgeResource, judgeStack } from "../judge";
import { resource, UNKNOWN } from "../stacks";

const KEY = "aws:kms/key:Key";

/** Title, policy, inputs, config, and what the one violation matches; "fine" for none, "open" for not decidable. */
const cases: readonly (readonly [
  string,
  ResourceValidationPolicy,
  Properties,
  Properties,
  RegExp | "fine" | "open",
])[] = [
  ["a key that rotates", keyRotation, { enableKeyRotation: true }, {}, "fine"],
  [
    "a key that rotates every quarter",
    keyRotation,
    { enableKeyRotation: true, rotationPeriodInDays: 90 },
    {},
    "fine",
  ],
  [
    "a key that does not rotate",
    keyRotation,
    { enableKeyRotation: false },
    {},
    /^enableKeyRotation: expected true, found false/,
  ],
  ["a key that says nothing about rotation", keyRotation, {}, {}, /expected true, found nothing/],
  [
    "a key that rotates too rarely",
    keyRotation,
    { enableKeyRotation: true, rotationPeriodInDays: 730 },
    {},
    /^rotationPeriodInDays: expected at most 365, found 730/,
  ],
  [
    "a key that rotates as rarely as config allows",
    keyRotation,
    { enableKeyRotation: true, rotationPeriodInDays: 730 },
    { maximumRotationPeriodInDays: 730 },
    "fine",
  ],
  ["rotation that is not known yet", keyRotation, { enableKeyRotation: UNKNOWN }, {}, "open"],
  [
    "a signing key, which cannot rotate",
    keyRotation,
    { keyUsage: "SIGN_VERIFY", customerMasterKeySpec: "RSA_2048" },
    {},
    "fine",
  ],
  ["an asymmetric key, which cannot rotate", keyRotation, { customerMasterKeySpec: "RSA_4096" }, {}, "fine"],
  [
    "a key of a key store of one's own, which cannot rotate",
    keyRotation,
    { customKeyStoreId: "cks-1" },
    {},
    "fine",
  ],
  ...["keyUsage", "customerMasterKeySpec", "customKeyStoreId"].flatMap((trait) =>
    [
      [`a key that does not rotate, with ${trait} not known yet`, {}, "open"],
      [`a key that rotates, with ${trait} not known yet`, { enableKeyRotation: true }, "fine"],
      [
        `a key that need not rotate, with ${trait} not known yet`,
        { keyUsage: "SIGN_VERIFY", customKeyStoreId: "cks-1" },
        "fine",
      ],
    ].map(([title, inputs, expected]): (typeof cases)[number] => [
      String(title),
      keyRotation,
      { ...Object(inputs), [trait]: UNKNOWN },
      {},
      expected === "open" ? "open" : "fine",
    ]),
  ),
  [
    "a symmetric key written out",
    keyRotation,
    { keyUsage: "ENCRYPT_DECRYPT", customerMasterKeySpec: "SYMMETRIC_DEFAULT" },
    {},
    /enableKeyRotation/,
  ],
  ["the default waiting time, 30 days", keyDeletionWindow, {}, {}, "fine"],
  ["a waiting time of 14 days", keyDeletionWindow, { deletionWindowInDays: 14 }, {}, "fine"],
  [
    "a waiting time of 7 days",
    keyDeletionWindow,
    { deletionWindowInDays: 7 },
    {},
    /^deletionWindowInDays: expected at least 14, found 7; set/,
  ],
  [
    "a waiting time of 7 days that config allows",
    keyDeletionWindow,
    { deletionWindowInDays: 7 },
    { minimumDays: 7 },
    "fine",
  ],
  [
    "a waiting time shorter than config asks",
    keyDeletionWindow,
    { deletionWindowInDays: 29 },
    { minimumDays: 30 },
    /at least 30, found 29/,
  ],
  ["a waiting time that is not known yet", keyDeletionWindow, { deletionWindowInDays: UNKNOWN }, {}, "open"],
];

describe("keys", () => {
  for (const [title, policy, inputs, config, expected] of cases) {
    const verb = expected === "fine" ? "accepts" : expected === "open" ? "leaves open" : "refuses";
    it(`${policy.name} ${verb} ${title}`, async () => {
      const { violations, notApplicable } = await judgeResource(policy, resource(KEY, inputs), config);
      if (expected instanceof RegExp) {
        assert.equal(violations.length, 1, violations.join("\n"));
        assert.match(violations[0] ?? "", expected);
      } else assert.deepEqual(violations, []);
      assert.equal(notApplicable.length, expected === "open" ? 1 : 0);
    });
  }

  for (const type of [
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
  ]) {
    const kind = type.slice(type.lastIndexOf(":") + 1);
    const everybody = { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [everybody] });
    const inputs = { deletionWindowInDays: 7, bypassPolicyLockoutSafetyCheck: true, policy };

    for (const [judge, expected] of [
      [keyDeletionWindow, 1],
      [keyPolicyPrincipals, 1],
      [keyPolicyAdministrator, 2],
      [keyRotation, 0],
    ] as const) {
      it(`${judge.name} has ${expected} to say of a ${kind}`, async () => {
        const { violations } = await judgeResource(judge, resource(type, inputs));
        assert.equal(violations.length, expected, violations.join("\n"));
      });
    }

    it(`state-protected advises to protect a ${kind}`, async () => {
      const { violations } = await judgeStack(stateProtected, [resource(type, inputs)]);
      assert.match(violations.join("\n"), /^option protect: expected true, found false for \w+ "tested"; /);
    });
  }
});
