/**
 * The words of policy evaluation: what is asked, of which policies, and what the answer says.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */

import type { ConditionValues } from "./conditionValues";
import type { Caller, PolicyDocument, PolicyStatement } from "./document";
import type { PrincipalNames } from "./principalNames";

export type * from "./document";

/** A statement with its place, counted from 0, and what is sorted in it: the names in its `Principal` or `NotPrincipal`. */
export interface StatementEntry {
  readonly statement: PolicyStatement;
  readonly position: number;
  readonly names?: PrincipalNames | undefined;
  /** The long lists of its condition. */
  readonly values?: ConditionValues | undefined;
}

/** A policy with the words that name it in a report, e.g. `inline policy "replicate" of role "archive"`. */
export interface NamedPolicy {
  readonly label: string;
  /** The document, or why it cannot be read yet. */
  readonly document: PolicyDocument | UnreadDocument;
  /** Finds the document's statements by caller, where it is asked about many. */
  readonly index?: StatementsByCaller;
}

/** The statements of one document, by the callers that they may be about. */
export interface StatementsByCaller {
  readonly document: PolicyDocument;
  /** Every statement that may be about the caller, in the document's order. */
  entriesFor(caller: Caller): readonly StatementEntry[];
}

/** A document that was not read. */
export interface UnreadDocument {
  readonly unknown: string;
  /** Every Deny of it, where these are known although the rest is not: then only what it allows is open. */
  readonly denies?: PolicyDocument;
}

/**
 * The value of a condition key in the request: its values, certainly absent, a single one of several, or not determined
 * by what is known of the call. A key that the context does not list is not determined. A key that ends in `/*`, such as
 * `aws:PrincipalTag/*`, applies to every key of its family that is not listed itself.
 */
export type ContextValue =
  | readonly string[]
  | { readonly absent: true }
  | { readonly oneOf: readonly string[] }
  | { readonly undetermined: string };

/** One call to AWS. */
export interface AccessRequest {
  readonly caller: Caller;
  /** E.g. `s3:ReplicateObject`. */
  readonly action: string;
  /** ARN, or an ARN with a wildcard tail that represents every resource below it, e.g. `arn:aws:s3:::bucket/logs/*`. */
  readonly resource: string;
  /** Account that owns the resource; undefined when it is not known. */
  readonly resourceAccount?: string;
  readonly context: { readonly [conditionKey: string]: ContextValue };
}

/** Every policy that applies to the call. */
export interface ApplicablePolicies {
  /** Policies attached to the caller. */
  readonly identity: readonly NamedPolicy[];
  /** The caller's permissions boundary, when there is one. */
  readonly boundary?: NamedPolicy;
  /** Bucket policy, key policy or trust policy of the resource; none when the resource has none. */
  readonly resource?: NamedPolicy;
  /**
   * How the resource's policy counts: `bucket` (either side is enough within an account), `key` (IAM counts only
   * where the key policy delegates to the account), `trust` (the trust policy must allow; for a service it alone
   * decides, a user or role that it names only by account needs its own policies too).
   */
  readonly resourceKind: "bucket" | "key" | "trust";
  /** KMS grants on the key, as `grantee may operations`. */
  readonly grants?: readonly Grant[];
}

export interface Grant {
  /** ARN of a role, session, user or account, or the name of a service. */
  readonly grantee: string;
  /** Without `kms:`, e.g. `Decrypt`. */
  readonly operations: readonly string[];
  /** The encryption context that the call must have for the grant to count: exactly this one, or this and more. */
  readonly encryptionContextEquals?: { readonly [key: string]: string };
  readonly encryptionContextSubset?: { readonly [key: string]: string };
}

/** The answer, and what decided it. */
export interface Decision {
  readonly verdict: "allowed" | "denied" | "unknown";
  /** One lower-case sentence that names the policy and the value that decided. */
  readonly because: string;
  /** The statement that decided, where one did: the policy's label and the statement itself. */
  readonly statement?: { readonly policy: string; readonly statement: PolicyStatement };
  /** Only where access is denied: true where a Deny decided, false where a missing Allow did. */
  readonly explicit?: boolean;
}
