/** Finds statements that let everybody in. */
import { type Condition, isEverybody, type Statement } from "./document";
import { type Finding, violation } from "./finding";

/**
 * Keys whose value says who calls, or from where: a wildcard principal with one of them is not everybody.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
const NARROWING_KEYS: ReadonlySet<string> = new Set(
  [
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:userid",
    "aws:VpcSourceIp",
    "kms:CallerAccount",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
  ].map((key) => key.toLowerCase()),
);

/** Operators that demand a value; `…IfExists` and negations let requests without the key in. */
const NARROWING_OPERATOR = /^(ForAnyValue:)?(String|Arn)(Equals|Like|EqualsIgnoreCase)$|^IpAddress$/i;

/** A violation for each statement that allows something to everybody. */
export function* openStatements(statements: readonly Statement[], fix: string): Iterable<Finding> {
  for (const statement of statements) {
    if (!statement.allows) continue;
    if (statement.notPrincipals.length > 0)
      yield violation(`${statement.label}`, "principals by name", "Allow with NotPrincipal", fix);
    else if (statement.principals.some(isEverybody) && !statement.conditions.some(narrows))
      yield violation(
        `principal of ${statement.label}`,
        "principals by name",
        '"*" without a condition on who calls',
        fix,
      );
  }
}

function narrows({ operator, key, values }: Condition): boolean {
  return (
    NARROWING_OPERATOR.test(operator) &&
    NARROWING_KEYS.has(key.toLowerCase()) &&
    values.length > 0 &&
    values.every(isNarrow)
  );
}

/** An account that is a wildcard, or every address, narrows nothing. */
function isNarrow(value: string): boolean {
  if (/^[*?]*$/.test(value) || value === "0.0.0.0/0" || value === "::/0") return false;
  const [arn, , , , account] = value.split(":");
  return arn !== "arn" || account === undefined || account === "" || !/[*?]/.test(account);
}
