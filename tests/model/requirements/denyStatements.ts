/** Statements of every kind: Denies of buckets, keys and roles, and principals in place of the role's. */
import fc from "fast-check";
import { OTHER_ACCOUNT, ROLE_ARN, SOURCE_ACCOUNT, THIRD_ACCOUNT } from "../../helpers/topologies";
import type { Statement } from "./faults/fault";

const ACTIONS = fc.constantFrom("s3:*", "*", "s3:Replicate*", "s3:ReplicateDelete", "s3:Get*", "kms:*");

const NAMES: { readonly [kind: string]: readonly string[] } = {
  AWS: [
    ROLE_ARN,
    `arn:aws:iam::${SOURCE_ACCOUNT}:root`,
    THIRD_ACCOUNT,
    `arn:aws:iam::${OTHER_ACCOUNT}:role/admin`,
    `arn:aws:iam::${SOURCE_ACCOUNT}:user/ann`,
    `arn:aws:sts::${SOURCE_ACCOUNT}:assumed-role/deploy/ci`,
    `arn:aws:sts::${SOURCE_ACCOUNT}:federated-user/eve`,
  ],
  Service: ["cloudtrail.amazonaws.com", "logging.s3.amazonaws.com", "s3.amazonaws.com"],
  Federated: ["cognito-identity.amazonaws.com", `arn:aws:iam::${SOURCE_ACCOUNT}:saml-provider/idp`],
  CanonicalUser: ["79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"],
};

function principalsOf(kinds: readonly string[]) {
  const named = (kind: string) => fc.subarray([...(NAMES[kind] ?? [])], { minLength: 1 });
  return fc
    .subarray([...kinds], { minLength: 1 })
    .chain((some) => fc.record(Object.fromEntries(some.map((kind) => [kind, named(kind)]))));
}

const WHO: fc.Arbitrary<Partial<Statement>> = fc.oneof(
  fc.record({ Principal: fc.constant<"*">("*") }),
  fc.record({ Principal: fc.constant({ AWS: "*" }) }),
  fc.record({ Principal: principalsOf(["AWS", "Service"]) }),
  fc.record({ NotPrincipal: principalsOf(["AWS", "Service", "Federated", "CanonicalUser"]) }),
);

const WHAT: fc.Arbitrary<Partial<Statement>> = fc.oneof(
  fc.record({ Action: fc.uniqueArray(ACTIONS, { minLength: 1, maxLength: 3 }) }),
  fc.record({ Action: ACTIONS }),
  fc.record({ NotAction: fc.constantFrom("iam:*", ["s3:GetObject", "sts:*"]) }),
);

const ADMIN = `arn:aws:iam::${SOURCE_ACCOUNT}:role/admin`;
const WHEN: fc.Arbitrary<Partial<Statement>> = fc.constantFrom<Partial<Statement>[]>(
  {},
  { Condition: { ArnNotLike: { "aws:PrincipalArn": ADMIN } } },
  {
    Condition: { ArnNotLike: { "AWS:principalarn": ["arn:aws:iam::*:role/admin", "arn:aws:iam::*:user/*"] } },
  },
  { Condition: { arnnotlike: { "aws:PrincipalArn": ADMIN } } },
  { Condition: { ArnNotEquals: { "aws:PrincipalArn": ADMIN } } },
  { Condition: { ArnNotLikeIfExists: { "aws:PrincipalArn": [] } } },
  {
    Condition: {
      StringNotEquals: { "aws:PrincipalAccount": OTHER_ACCOUNT, "aws:SourceVpce": "vpce-1a2b3c4d" },
    },
  },
  { Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-other" } } },
  { Condition: { Bool: { "aws:SecureTransport": "true" }, Null: { "aws:SourceVpce": "true" } } },
  { Condition: { StringNotEquals: { "aws:PrincipalServiceName": "ec2.amazonaws.com" } } },
);

const SID: fc.Arbitrary<Partial<Statement>> = fc.constantFrom<Partial<Statement>[]>(
  {},
  { Sid: "Guard" },
  { Sid: "Other" },
);

function on(resources: readonly string[]): fc.Arbitrary<Partial<Statement>> {
  return fc.oneof(
    fc.record({ Resource: fc.subarray([...resources], { minLength: 1 }) }),
    fc.record({ Resource: fc.constant("*") }),
    fc.record({ NotResource: fc.constant("arn:aws:s3:::acme-other/*") }),
  );
}

/** @param resources what its `Resource` may list */
export function denyStatement(resources: readonly string[]): fc.Arbitrary<Statement> {
  return fc
    .tuple(SID, WHO, WHAT, on(resources), WHEN)
    .map(([sid, who, what, where, when]) => ({ ...sid, Effect: "Deny", ...who, ...what, ...where, ...when }));
}

const OWN_WHERE: fc.Arbitrary<Partial<Statement>> = fc.constantFrom<Partial<Statement>[]>(
  { Resource: "*" },
  { Resource: ["arn:aws:s3:::acme-archive-replica/*", "arn:aws:s3:::partner-archive/*"] },
  { NotResource: "arn:aws:s3:::acme-archive*" },
  { NotResource: ["arn:aws:s3:::acme-archive", "arn:aws:s3:::acme-archive/*", "arn:aws:kms:*:*:key/*"] },
);

const OWN_WHEN: fc.Arbitrary<Partial<Statement>> = fc.constantFrom<Partial<Statement>[]>(
  {},
  { Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } } },
  { Condition: { StringNotEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } } },
  { Condition: { StringNotLikeIfExists: { "aws:requestedregion": "ap-*" } } },
  { Condition: { "ForAllValues:StringNotEquals": { "aws:RequestedRegion": ["eu-west-1"] } } },
  {
    Condition: {
      StringNotEquals: { "aws:ResourceAccount": SOURCE_ACCOUNT, "aws:RequestedRegion": "eu-west-1" },
    },
  },
  { Condition: { StringEquals: { "aws:RequestedRegion": ["us-east-1", "eu-central-1"] } } },
  { Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-other" } } },
  { Condition: { ArnNotLike: { "aws:PrincipalArn": ADMIN } } },
  { Condition: { StringNotEquals: { "kms:ViaService": ["ec2.eu-west-1.amazonaws.com"] } } },
);

/** Of a role's own policy or boundary. */
export const ownDenyStatement: fc.Arbitrary<Statement> = fc
  .tuple(SID, WHAT, OWN_WHERE, OWN_WHEN)
  .map(([sid, what, where, when]) => ({ ...sid, Effect: "Deny", ...what, ...where, ...when }));

/** Principals of which none, or only some, are the replication role. */
export const misnamedPrincipal: fc.Arbitrary<NonNullable<Statement["Principal"]>> = fc
  .record({
    AWS: fc.subarray([
      ROLE_ARN.replace("service-role/", ""),
      ROLE_ARN.replace(SOURCE_ACCOUNT, THIRD_ACCOUNT),
      ROLE_ARN.replace("arn:aws:", "arn:aws-cn:"),
      `arn:aws:sts::${SOURCE_ACCOUNT}:assumed-role/archive-replication/s3-replication`,
      `arn:aws:iam::${SOURCE_ACCOUNT}:role/service-role/other`,
      `arn:aws:iam::${THIRD_ACCOUNT}:root`,
      `arn:aws:iam::${OTHER_ACCOUNT}:role/admin`,
      "AROAEXAMPLEEXAMPLE123",
    ]),
    Service: fc.subarray(["replication.s3.amazonaws.com", "s3.amazonaws.com", "cloudtrail.amazonaws.com"]),
  })
  .filter(({ AWS, Service }) => AWS.length + Service.length > 0)
  .map(({ AWS, Service }) => ({
    ...(AWS.length > 0 && { AWS }),
    ...(Service.length > 0 && { Service }),
  }));
