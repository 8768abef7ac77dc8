/** Tells whether a condition says who calls, or from where, so that a wildcard principal is not everybody. */
import { parseRange } from "../../replication/evaluation/ipAddress";
import type { Condition } from "./document";

/** Whether a value leaves out everybody but those whom it names; `arn` where the operator compares ARNs by field. */
type Narrows = (value: string, operator: "string" | "arn") => boolean;

/**
 * Keys whose fixed values make a policy non-public, as AWS has it, and keys of the same kind for other services.
 * `aws:VpcSourceIp` is none of them: everybody has a VPC with any private address.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
const NARROWING_KEYS: ReadonlyMap<string, Narrows> = new Map([
  ["aws:principalaccount", isFixed],
  ["aws:principalarn", isArnOfAnAccount],
  ["aws:principalorgid", isFixed],
  ["aws:principalorgpaths", isPathOfAnOrganisation],
  ["aws:principalservicename", isFixed],
  ["aws:sourceaccount", isFixed],
  ["aws:sourcearn", isArnOfAnAccount],
  ["aws:sourceip", isFixed],
  ["aws:sourceorgid", isFixed],
  ["aws:sourceorgpaths", isPathOfAnOrganisation],
  ["aws:sourceowner", isFixed],
  ["aws:sourcevpc", isFixed],
  ["aws:sourcevpce", isFixed],
  ["aws:userid", isIdOfAPrincipal],
  ["kms:calleraccount", isFixed],
  ["s3:dataaccesspointaccount", isFixed],
  ["s3:dataaccesspointarn", isArnOfAnAccount],
]);

/** Operators that demand a value; `…IfExists` and negations let requests without the key in. */
const NARROWING_OPERATOR = /^(?:ForAnyValue:)?(String|Arn)(?:Equals|Like|EqualsIgnoreCase)$/i;

/** The widest ranges that AWS does not call public. */
const WIDEST_RANGE = { 32: 8, 128: 32 } as const;

export function narrows({ operator, key, values }: Condition): boolean {
  if (values.length === 0) return false;
  const name = key.toLowerCase();
  if (/^IpAddress$/i.test(operator)) return name === "aws:sourceip" && values.every(isNarrowRange);
  const kind = NARROWING_OPERATOR.exec(operator)?.[1]?.toLowerCase();
  const isNarrow = NARROWING_KEYS.get(name);
  if (kind === undefined || isNarrow === undefined) return false;
  return values.every((value) => isNarrow(value, kind === "arn" ? "arn" : "string"));
}

/** Neither a wildcard nor a policy variable, which may stand for whatever the caller has. */
function isFixed(value: string): boolean {
  return value !== "" && !/[*?]|\$\{/.test(value);
}

function isNarrowRange(value: string): boolean {
  const range = parseRange(value);
  return range !== undefined && range.prefix >= WIDEST_RANGE[range.bits];
}

/**
 * One account's ARNs, or a single ARN: buckets have no account in theirs. In a text a wildcard reaches over colons, so
 * that all in front of the account must be fixed there; of an ARN that is too short, AWS completes the rest.
 */
function isArnOfAnAccount(value: string, operator: "string" | "arn"): boolean {
  const fields = value.split(":");
  const front = fields.slice(0, 4).join(":");
  const ofAnAccount = fields[0] === "arn" && /^\d{12}$/.test(fields[4] ?? "") && !front.includes("${");
  if (operator === "arn") return ofAnAccount || (isFixed(value) && fields.length > 5 && fields[5] !== "");
  return isFixed(value) || (ofAnAccount && fields.length > 5 && isFixed(front));
}

/** `o-abc/*`: everybody below a root of one organisation. */
function isPathOfAnOrganisation(value: string): boolean {
  const [organisation = "", ...path] = value.split("/");
  return isFixed(organisation) && (path.length > 0 || isFixed(value));
}

/** `AROAEXAMPLEID:*`: every session of one role. */
function isIdOfAPrincipal(value: string): boolean {
  const [id = "", ...session] = value.split(":");
  return isFixed(id) && (session.length > 0 || isFixed(value));
}
