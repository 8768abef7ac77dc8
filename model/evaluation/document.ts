/** A policy document as AWS accepts it, and the callers that it may be about. */

/** A statement as AWS accepts it: every list may also be a single value. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: StatementPrincipal;
  readonly NotPrincipal?: StatementPrincipal;
  readonly Action?: OneOrMany;
  readonly NotAction?: OneOrMany;
  readonly Resource?: OneOrMany;
  readonly NotResource?: OneOrMany;
  readonly Condition?: StatementCondition;
}

export type OneOrMany = string | readonly string[];

export type StatementPrincipal = "*" | { readonly [kind: string]: OneOrMany };

/** Operator -> condition key -> value or values. */
export type StatementCondition = {
  readonly [operator: string]: {
    readonly [key: string]: string | number | boolean | readonly (string | number | boolean)[];
  };
};

export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly PolicyStatement[];
}

/** Who makes the call. */
export type Caller =
  | {
      readonly kind: "role";
      /** The role's ARN with its path, e.g. `arn:aws:iam::111122223333:role/service-role/archive`. */
      readonly arn: string;
      readonly account: string;
      /** The session's name, where it is known; else whether a policy names this very session is unknown. */
      readonly session?: string;
    }
  | { readonly kind: "user"; readonly arn: string; readonly account: string }
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "service"; readonly service: string };
