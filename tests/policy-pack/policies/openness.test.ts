import { bucketPolicyPrincipals } from "../../../policy-pack/policies/bucketPolicies";
import { keyPolicyPrincipals } from "../../../policy-pack/policies/keyPolicies";
import { PUBLIC_CASES } from "../../helpers/publicCases";
import { type Case, describeCases, documentOf, type Statement } from "./documentCases";

const read: Statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::archive/*" };
const decrypt: Statement = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
const openPrincipals: readonly unknown[] = [
  { Service: "*" },
  { Federated: "*" },
  { Federated: "graph.facebook.com" },
  { CanonicalUser: "*" },
  { AWS: "arn:aws:iam::*:root" },
  { AWS: "arn:aws:iam::111122223333:role/*" },
  { aws: "*" },
  ["*"],
];

/** Everybody, by way of each of them. */
const openness = (statement: Statement): readonly Case[] => [
  ...PUBLIC_CASES.map(
    ({ condition, isOpen }): Case => [
      `everybody with ${JSON.stringify(condition)}`,
      documentOf({ ...statement, Principal: "*", Condition: condition }),
      isOpen
        ? /^principal of statement \S+: expected principals by name, found "\*" without a condition on who calls/
        : "fine",
    ],
  ),
  ...openPrincipals.map(
    (Principal): Case => [
      `${JSON.stringify(Principal)} as principal`,
      documentOf({ ...statement, Principal }),
      /expected principals by name, found .* without a condition on who calls/,
    ],
  ),
  [
    "everybody with a misspelt effect",
    documentOf({ ...statement, Effect: "allow", Principal: "*" }),
    /expected principals by name/,
  ],
  [
    "an identity provider of an account",
    documentOf({ ...statement, Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/us" } }),
    "fine",
  ],
];

describeCases(bucketPolicyPrincipals, [["aws:s3/bucketPolicy:BucketPolicy", "policy"]], openness(read));
describeCases(keyPolicyPrincipals, [["aws:kms/key:Key", "policy"]], openness(decrypt));
