/**
 * Whether a bucket's policy counts as public, and whether the bucket then keeps other accounts out.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
import type { PolicyDocument, PolicyStatement, StatementPrincipal } from "../evaluation/types";
import type { Bucket, Known } from "../topology";
import { knownValue } from "./known";

/** Keys whose fixed values keep a statement for everybody from being public. */
const NARROWING: ReadonlySet<string> = new Set([
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:sourceip",
  "aws:sourcearn",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceowner",
  "aws:sourceaccount",
  "aws:userid",
  "s3:dataaccesspointarn",
  "s3:dataaccesspointaccount",
]);
/** The operators that hold for what they list and fail where the key is absent. */
const HOLDS_FOR_LISTED =
  /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|IpAddress|NumericEquals)$/i;

/** A statement that opens the policy to everybody, for certain or perhaps. */
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

function isPublic(statement: PolicyStatement): boolean | "perhaps" {
  const { Effect, Principal, NotPrincipal, Condition } = statement;
  if (Effect !== "Allow" || (NotPrincipal === undefined && !namesEverybody(Principal))) return false;
  const narrowing = Object.entries(Condition ?? {}).flatMap(([operator, tests]) =>
    Object.entries(tests)
      .filter(([key]) => NARROWING.has(key.toLowerCase()))
      .map(([, values]) => HOLDS_FOR_LISTED.test(operator) && [values].flat().map(String).every(isFixed)),
  );
  if (narrowing.includes(true)) return false;
  return narrowing.length === 0 ? true : "perhaps";
}

function namesEverybody(principal: StatementPrincipal | undefined): boolean {
  if (principal === undefined || principal === "*") return principal === "*";
  return [principal["AWS"] ?? []].flat().includes("*");
}

/** A value without wildcards and variables, or an ARN whose account has none. */
function isFixed(value: string): boolean {
  return !/[*?$]/.test(value) || /^arn:[a-z-]+:[a-z0-9]+:[a-z0-9-]*:\d{12}:/.test(value);
}
