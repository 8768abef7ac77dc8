import type {
  AccessRequest,
  ApplicablePolicies,
  Caller,
  NamedPolicy,
  PolicyStatement,
} from "../../../model/evaluation";

/** The accounts, callers and resources that the tests of policy evaluation speak of. */
export const HERE = "111122223333";
export const THERE = "444455556666";

export const ROLE_ARN = `arn:aws:iam::${HERE}:role/service-role/archive`;
export const role: Caller = { kind: "role", arn: ROLE_ARN, account: HERE };
export const session: Caller = { ...role, session: "s3" };
export const SESSION_ARN = `arn:aws:sts::${HERE}:assumed-role/archive/s3`;
export const USER_ARN = `arn:aws:iam::${HERE}:user/ann`;
export const user: Caller = { kind: "user", arn: USER_ARN, account: HERE };
export const root: Caller = { kind: "account", account: HERE };
export const s3: Caller = { kind: "service", service: "s3.amazonaws.com" };

export const BUCKET = "arn:aws:s3:::replica";
export const KEY_HERE = `arn:aws:kms:eu-west-1:${HERE}:key/1234abcd`;
export const KEY_THERE = `arn:aws:kms:eu-west-1:${THERE}:key/1234abcd`;

export function policy(label: string, ...Statement: readonly PolicyStatement[]): NamedPolicy {
  return { label, document: { Version: "2012-10-17", Statement } };
}

/** An identity policy or a boundary that allows everything. */
export const everything = (label: string): NamedPolicy =>
  policy(label, { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" });

/** A call to put a replica, unless other parts are given. */
export function call(parts: Partial<AccessRequest> = {}): AccessRequest {
  return {
    caller: role,
    action: "s3:ReplicateObject",
    resource: `${BUCKET}/a.txt`,
    resourceAccount: HERE,
    context: {},
    ...parts,
  };
}

/** No policy at all for a bucket, unless other parts are given. */
export function policies(parts: Partial<ApplicablePolicies> = {}): ApplicablePolicies {
  return { identity: [], resourceKind: "bucket", ...parts };
}

/** A policy variable as it is written in a policy. */
export const variable = (name: string): string => `\${${name}}`;
