import type {
  AccessRequest,
  ApplicablePolicies,
  ContextValue,
  PolicyStatement,
  StatementCondition,
} from "../../../../model/evaluation";
import {
  everything,
  HERE,
  KEY_HERE,
  policy,
  ROLE_ARN,
  role,
  root,
  SESSION_ARN,
  s3,
  session,
  THERE,
  variable,
} from "../cast";
import type { Answer } from "./reference";

/**
 * Every place where the generated cases stop short, because our answer is not the simulator's: what both say, and the
 * AWS page that settles it.
 */
export interface Difference {
  readonly about: string;
  readonly page: string;
  readonly request?: Partial<AccessRequest>;
  readonly given: Partial<ApplicablePolicies>;
  readonly ours: Answer | "unknown";
  /** `refused`: the simulator does not take such a policy. */
  readonly theirs: Answer | "refused";
}

/** A difference over one condition of an otherwise open Allow. */
function condition(
  about: string,
  page: string,
  test: StatementCondition,
  context: { readonly [key: string]: ContextValue },
  ours: Difference["ours"],
  theirs: Answer,
): Difference {
  const open: PolicyStatement = { Effect: "Allow", Action: "*", Resource: "*", Condition: test };
  return { about, page, request: { context }, given: { identity: [policy("p", open)] }, ours, theirs };
}

const bucketPolicy = (statement: Partial<PolicyStatement>): ApplicablePolicies["resource"] & object =>
  policy("bucket policy", { Effect: "Allow", Action: "*", Resource: "*", ...statement });

const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const OPERATORS = `${IAM}/reference_policies_elements_condition_operators.html`;
const VARIABLES = `${IAM}/reference_policies_variables.html`;
const SEVERAL = `${IAM}/reference_policies_condition-single-vs-multi-valued-context-keys.html`;
const PRINCIPAL = `${IAM}/reference_policies_elements_principal.html`;
const NOT_PRINCIPAL = `${IAM}/reference_policies_elements_notprincipal.html`;
const RESOURCE = `${IAM}/reference_policies_elements_resource.html`;

export const DIFFERENCES: readonly Difference[] = [
  condition(
    "0.0.0.0/0 is a range like any other: every IPv4 address",
    OPERATORS,
    { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
    { "aws:SourceIp": ["203.0.113.7"] },
    "allowed",
    "denied",
  ),
  condition(
    "an IPv6 address is the same one in upper and lower case",
    OPERATORS,
    { IpAddress: { "aws:SourceIp": "2001:DB8::7" } },
    { "aws:SourceIp": ["2001:db8::7"] },
    "allowed",
    "denied",
  ),
  condition(
    "NotIpAddress holds for all addresses except the range, those of the other family too",
    OPERATORS,
    { NotIpAddress: { "aws:SourceIp": "203.0.113.7" } },
    { "aws:SourceIp": ["2001:db8::7"] },
    "allowed",
    "denied",
  ),
  condition(
    "a date may be written in epoch seconds",
    OPERATORS,
    { DateEquals: { "aws:CurrentTime": "1767225600" } },
    { "aws:CurrentTime": ["2026-01-01T00:00:00Z"] },
    "allowed",
    "denied",
  ),
  condition(
    `${variable("*")} is an asterisk in every string comparison, not only in StringLike`,
    VARIABLES,
    { StringEquals: { "aws:UserAgent": `a${variable("*")}` } },
    { "aws:UserAgent": ["a*"] },
    "allowed",
    "denied",
  ),
  condition(
    `${variable("$")} is a dollar sign`,
    VARIABLES,
    { StringEquals: { "aws:UserAgent": `a${variable("$")}` } },
    { "aws:UserAgent": ["a$"] },
    "allowed",
    "denied",
  ),
  condition(
    "a variable may stand in any part of an ARN in a condition; only in Resource is it bound to the last",
    VARIABLES,
    { ArnLike: { "aws:SourceArn": `arn:aws:iam::${variable("aws:username")}:role/a` } },
    { "aws:SourceArn": [`arn:aws:iam::${HERE}:role/a`], "aws:username": [HERE] },
    "allowed",
    "denied",
  ),
  condition(
    'a variable without a value "might cause the entire statement to be invalid": no telling what a negated match does',
    VARIABLES,
    { StringNotEquals: { "aws:UserAgent": variable("aws:userid") } },
    { "aws:UserAgent": ["a"], "aws:userid": { absent: true } },
    "unknown",
    "denied",
  ),
  condition(
    "several values are defined under ForAllValues and ForAnyValue only",
    SEVERAL,
    { StringEquals: { "aws:TagKeys": ["a", "b"] } },
    { "aws:TagKeys": ["a", "b"] },
    "unknown",
    "denied",
  ),
  condition(
    "for an absent key IfExists is true and ForAnyValue false: both at once is not defined",
    SEVERAL,
    { "ForAnyValue:StringEqualsIfExists": { "aws:TagKeys": "a" } },
    { "aws:TagKeys": { absent: true } },
    "unknown",
    "denied",
  ),
  condition(
    "what a negated operator makes of a value of another type is not defined",
    OPERATORS,
    { NumericNotEquals: { "aws:MultiFactorAuthAge": "soon" } },
    { "aws:MultiFactorAuthAge": ["10"] },
    "unknown",
    "denied",
  ),
  condition(
    "an ARN pattern with fewer than six parts is completed in Resource; in a condition that is not defined",
    RESOURCE,
    { ArnLike: { "aws:SourceArn": "arn:aws:s3:*" } },
    { "aws:SourceArn": ["arn:aws:s3:::replica"] },
    "unknown",
    "denied",
  ),
  condition(
    "an operator that IAM does not have decides nothing",
    OPERATORS,
    { StringMatches: { "aws:UserAgent": "a" } },
    { "aws:UserAgent": ["a"] },
    "unknown",
    "denied",
  ),
  {
    about:
      "a lone wildcard as the service of an action, as in *:*, is accepted by IAM and means every action",
    page: `${IAM}/reference_policies_elements_action.html`,
    given: { identity: [policy("p", { Effect: "Allow", Action: "*:*", Resource: "*" })] },
    ours: "allowed",
    theirs: "refused",
  },
  {
    about: "a wildcard within the service of an action is not defined",
    page: `${IAM}/reference_policies_elements_action.html`,
    given: { identity: [policy("p", { Effect: "Allow", Action: "s?:ReplicateObject", Resource: "*" })] },
    ours: "unknown",
    theirs: "refused",
  },
  {
    about:
      'a * that ends a field of an ARN "can expand to match beyond the colon boundaries"; when it does is not said',
    page: RESOURCE,
    request: { action: "kms:Decrypt", resource: KEY_HERE },
    given: {
      identity: [policy("p", { Effect: "Allow", Action: "kms:*", Resource: "arn:aws:kms:*:key/1234abcd" })],
      resource: policy("key policy", {
        Effect: "Allow",
        Principal: { AWS: HERE },
        Action: "*",
        Resource: "*",
      }),
      resourceKind: "key",
    },
    ours: "unknown",
    theirs: "denied",
  },
  {
    about: "an incomplete ARN is completed in NotResource as it is in Resource",
    page: RESOURCE,
    given: { identity: [policy("p", { Effect: "Allow", Action: "*", NotResource: "arn:aws:kms" })] },
    ours: "allowed",
    theirs: "denied",
  },
  {
    about: "the session ARN leaves the role's path out, the role's ARN in a Principal must have it",
    page: PRINCIPAL,
    request: { caller: session },
    given: { resource: bucketPolicy({ Principal: { AWS: `arn:aws:iam::${HERE}:role/archive` } }) },
    ours: "denied",
    theirs: "allowed",
  },
  {
    about: "whether a policy names this session cannot be determined while the session's name is not known",
    page: PRINCIPAL,
    request: { caller: role },
    given: { resource: bucketPolicy({ Principal: { AWS: SESSION_ARN } }) },
    ours: "unknown",
    theirs: "denied",
  },
  {
    about: "a canonical user ID represents an account, and which one cannot be determined",
    page: PRINCIPAL,
    request: { resourceAccount: THERE },
    given: {
      identity: [everything("p")],
      resource: bucketPolicy({ Principal: { CanonicalUser: "79a59df900b949e55d96a1e698fbaced" } }),
    },
    ours: "unknown",
    theirs: "denied",
  },
  {
    about: '{"AWS": "*"} is "*" for anonymous users; for services AWS does not say so',
    page: PRINCIPAL,
    request: { caller: s3, action: "sts:AssumeRole", resource: ROLE_ARN },
    given: {
      resource: policy("trust policy", {
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "sts:AssumeRole",
      }),
      resourceKind: "trust",
    },
    ours: "unknown",
    theirs: "allowed",
  },
  {
    about: 'NotPrincipal with the role but without its account "might deny access"',
    page: NOT_PRINCIPAL,
    given: {
      identity: [everything("p")],
      resource: bucketPolicy({ Effect: "Deny", NotPrincipal: { AWS: ROLE_ARN } }),
    },
    ours: "unknown",
    theirs: "allowed",
  },
  {
    about: "the root user has full access to its account without any policy",
    page: `${IAM}/id_root-user.html`,
    request: { caller: root },
    given: {},
    ours: "allowed",
    theirs: "denied",
  },
  {
    about: "no role can be assumed without a trust policy",
    page: `${IAM}/id_roles_compare-resource-policies.html`,
    request: { action: "sts:AssumeRole", resource: `arn:aws:iam::${HERE}:role/target` },
    given: { identity: [everything("p")], resourceKind: "trust" },
    ours: "denied",
    theirs: "allowed",
  },
];
