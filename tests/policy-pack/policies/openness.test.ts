import { bucketPolicyPrincipals } from "../../../policy-pack/policies/bucketPolicies";
import { keyPolicyPrincipals } from "../../../policy-pack/policies/keyPolicies";
import { type Case, describeCases, documentOf, type Statement } from "./documentCases";

const read: Statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::archive/*" };
const decrypt: Statement = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
/** A policy variable, which the linter would take for a template. */
const variable = (name: string) => `\${${name}}`;

/** Conditions that leave a statement for everybody open to everybody, or to those whom nobody controls. */
const openConditions: readonly Statement[] = [
  { StringLike: { "aws:PrincipalOrgID": "o-*" } },
  { StringEquals: { "aws:PrincipalOrgID": variable("aws:PrincipalOrgID") } },
  { StringEquals: { "aws:PrincipalOrgID": ["o-a1b2c3", "*"] } },
  { StringEquals: { "aws:PrincipalOrgID": [] } },
  { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-*/*" } },
  { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3*" } },
  { "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3/*" } },
  { StringLike: { "aws:SourceVpc": "vpc-*" } },
  { StringLike: { "aws:SourceVpce": "vpce-*" } },
  { StringLike: { "aws:userid": "*:*" } },
  { StringLike: { "aws:userid": "A*" } },
  { StringLike: { "aws:userid": "AROA*:session" } },
  { StringLike: { "aws:PrincipalAccount": "1*" } },
  { StringLike: { "aws:PrincipalAccount": "*1*" } },
  { StringEquals: { "aws:PrincipalAccount": variable("aws:PrincipalAccount") } },
  { StringLike: { "aws:PrincipalArn": "a*" } },
  { StringLike: { "aws:PrincipalArn": "*:role/*" } },
  { StringLike: { "aws:PrincipalArn": "?rn:aws:iam::*:*" } },
  { StringLike: { "aws:PrincipalArn": "arn:*:111122223333:*" } },
  { ArnLike: { "aws:PrincipalArn": "arn:*" } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:iam" } },
  { ArnEquals: { "aws:PrincipalArn": variable("aws:PrincipalArn") } },
  { StringEquals: { "aws:PrincipalArn": variable("aws:PrincipalArn") } },
  { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } },
  { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } },
  { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "64.0.0.0/2"] } },
  { IpAddress: { "aws:SourceIp": "8.0.0.0/7" } },
  { IpAddress: { "aws:SourceIp": "1.2.3.4/0" } },
  { IpAddress: { "aws:SourceIp": "::/1" } },
  { IpAddress: { "aws:SourceIp": "2000::/31" } },
  { IpAddress: { "aws:SourceIp": "0:0:0:0:0:0:0:0/0" } },
  { IpAddress: { "aws:SourceIp": "somewhere" } },
  { IpAddress: { "aws:VpcSourceIp": "10.0.0.0/16" } },
];
/** Conditions by which somebody says who calls, or from where. */
const narrowConditions: readonly Statement[] = [
  { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3/*" } },
  { "ForAnyValue:StringEquals": { "aws:PrincipalOrgPaths": "o-a1b2c3/r-ab12/ou-ab12-1/" } },
  { StringEquals: { "aws:SourceVpc": "vpc-91237329" } },
  { StringEquals: { "aws:SourceVpce": ["vpce-1a2b3c4d", "vpce-5e6f"] } },
  { StringLike: { "aws:userid": "AROAEXAMPLEID:*" } },
  { StringEquals: { "aws:userid": "AIDAEXAMPLEID" } },
  { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } },
  { ArnLike: { "aws:PrincipalArn": "arn:*:iam::111122223333:role/*" } },
  { StringLike: { "aws:PrincipalArn": `arn:aws:iam::111122223333:user/${variable("aws:username")}` } },
  { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::archive" } },
  { StringLike: { "s3:DataAccessPointArn": "arn:aws:s3:us-west-2:111122223333:accesspoint/*" } },
  { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] } },
  { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
  { IpAddress: { "aws:VpcSourceIp": "10.0.0.0/16" }, StringEquals: { "aws:SourceVpc": "vpc-91237329" } },
];
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
  ...openConditions.map(
    (Condition): Case => [
      `everybody with ${JSON.stringify(Condition)}`,
      documentOf({ ...statement, Principal: "*", Condition }),
      /^principal of statement \S+: expected principals by name, found "\*" without a condition on who calls/,
    ],
  ),
  ...narrowConditions.map(
    (Condition): Case => [
      `whoever fits ${JSON.stringify(Condition)}`,
      documentOf({ ...statement, Principal: "*", Condition }),
      "fine",
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
