/** Principals that are everybody, and conditions that leave only some of them. */

/** `*` is everybody, with an account or without one. */
export function isPublicPrincipal(principal: string): boolean {
  return principal === "*";
}

/** Keys whose fixed values name accounts, organizations or networks. */
const LIMITING_KEYS: ReadonlySet<string> = new Set(
  [
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIp",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:userid",
    "kms:CallerAccount",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
  ].map((key) => key.toLowerCase()),
);

/** Operators that hold only for requests that have one of the values. */
const DEMANDING =
  /^(?:ForAnyValue:)?(?:String(?:Equals|Like|EqualsIgnoreCase)|Arn(?:Equals|Like)|IpAddress)$/i;

/**
 * Whether a condition leaves only callers that its values name, as far as that is certain at first sight: every value is fixed up to
 * the account. The model judges the rest.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function limitsCallers(operator: string, key: string, values: readonly string[]): boolean {
  return (
    DEMANDING.test(operator) &&
    LIMITING_KEYS.has(key.toLowerCase()) &&
    values.length > 0 &&
    values.every(
      (value) => !/^\*|\/0$|\$\{/.test(value) && (!/[*?]/.test(value) || /^arn:.*:\d{12}:/.test(value)),
    )
  );
}
