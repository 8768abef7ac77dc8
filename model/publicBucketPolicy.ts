/**
 * Whether a bucket's policy counts as public, and whether the bucket then refuses other accounts.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
import { isPublic } from "./evaluation/publicStatements";
import type { PolicyDocument, PolicyStatement } from "./evaluation/types";
import { knownValue } from "./known";
import type { Bucket, Known } from "./topology";

/** A statement that makes the policy public, for certain or perhaps. */
export interface PublicStatement {
  readonly statement: PolicyStatement;
  readonly certain: boolean;
}

/** The statement that makes the policy public; one that certainly does before one that may. */
export function publicStatement({ Statement }: PolicyDocument): PublicStatement | undefined {
  const found = Statement.flatMap((statement): PublicStatement[] => {
    const answer = isPublic(statement);
    return answer === false ? [] : [{ statement, certain: answer === true }];
  });
  return found.find(({ certain }) => certain) ?? found[0];
}

/** Whether RestrictPublicBuckets is on. The block that S3 gives to new buckets would have refused a public policy. */
export function restrictsPublicPolicies({ publicAccessBlock }: Bucket): Known<boolean> {
  if ("unknown" in publicAccessBlock) return publicAccessBlock;
  return publicAccessBlock.known?.restrictPublicBuckets ?? { known: false };
}

/** Whether RestrictPublicBuckets is certainly on. */
export function isClosedToThePublic(bucket: Bucket): boolean {
  return knownValue(restrictsPublicPolicies(bucket)) === true;
}
