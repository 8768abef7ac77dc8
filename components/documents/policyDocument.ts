/** A policy statement as IAM, S3 and KMS accept it. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | { readonly AWS?: string | readonly string[]; readonly Service?: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: {
    readonly [operator: string]: { readonly [key: string]: string | readonly string[] };
  };
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

/** Characters that IAM counts of the inline policies of one role, white space left out. */
export const INLINE_POLICY_LIMIT_CHARACTERS = 10_240;

/** Bytes that S3 takes of a bucket's policy. */
export const BUCKET_POLICY_LIMIT_BYTES = 20_480;

/** Bytes that KMS takes of a key's policy. */
export const KEY_POLICY_LIMIT_BYTES = 32_768;

/** A document of these statements, in their order. */
export function policyDocument(statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** One value for a list of one, as AWS stores it: keeps a refresh from showing a difference. */
export function oneOrMany(values: readonly string[]): string | readonly string[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}
