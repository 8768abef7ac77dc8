/** Policy documents, as IAM, S3 and KMS accept them. */

/** One statement of a policy. */
export interface BuiltPolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | { readonly [kind: string]: string | readonly string[] };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: {
    readonly [operator: string]: { readonly [key: string]: string | readonly string[] };
  };
}

export interface BuiltPolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly BuiltPolicyStatement[];
}

/** A document of these statements, in their order. */
export function policyDocument(statements: readonly BuiltPolicyStatement[]): BuiltPolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** The value itself for a list of one, as AWS stores it: otherwise a refresh would show a difference. */
export function oneOrMany(values: readonly string[]): string | readonly string[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}
