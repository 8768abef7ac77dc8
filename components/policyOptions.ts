/** Statements that the policies of a bucket and its key get in addition to those that are built. */

/** Names in the element `Principal`, all of one kind: one, or a list. */
type Names = string | readonly string[];

/**
 * A statement of a resource's policy, with plain values: they are checked before anything is created. The elements `NotPrincipal`,
 * `NotAction` and `NotResource` are refused, since they reach more than what they name.
 *
 * @example { Sid: "Audit", Effect: "Allow", Principal: { AWS: "arn:aws:iam::444455556666:role/audit" }, Action: "s3:GetBucketPolicy" }
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html
 */
export interface PolicyStatementArgs {
  /** Letters and digits, unique in the policy. @default - none */
  readonly Sid?: string | undefined;
  readonly Effect: "Allow" | "Deny";
  /** `*`, everybody, needs a condition on accounts, organizations or networks where the effect is `Allow`. */
  readonly Principal:
    | "*"
    | {
        readonly AWS?: Names | undefined;
        readonly Service?: Names | undefined;
        readonly Federated?: Names | undefined;
        readonly CanonicalUser?: Names | undefined;
      };
  /** Actions of S3 for a bucket, of KMS for a key. @example ["s3:GetObject", "s3:GetObjectVersion"] */
  readonly Action: Names;
  /** ARNs of the bucket and its objects; only `*` for a key. @default - the bucket and all of its objects; the key */
  readonly Resource?: Names | undefined;
  /** Operator -> condition key -> values. @example { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } */
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: Names } } | undefined;
}

/** Statements of a company's own. A Deny that hits the replication role breaks the route: rehearse the stack. */
export interface PolicyOptions {
  /** Statements of the bucket policy, after those that are built. @default - none */
  readonly bucketPolicyStatements?: readonly PolicyStatementArgs[] | undefined;
  /** Statements of the key policy, after those that are built. @default - none */
  readonly keyPolicyStatements?: readonly PolicyStatementArgs[] | undefined;
}
