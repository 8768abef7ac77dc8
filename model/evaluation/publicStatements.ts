/**
 * Which statements of a resource's policy are public, as S3 and the policy pack count it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
import { isAccountId } from "../../aws/accounts";
import { parseRange } from "./ipAddress";
import { type ConditionTest, conditionTestsOf, isEverybody, principalsOf } from "./statementParts";
import type { PolicyStatement } from "./types";

/**
 * What a condition leaves of all principals. `narrow`: only callers or networks that its fixed values name, by a key that S3
 * takes into account. `narrow elsewhere`: the same by a key that S3's page does not list. `wide`: as many as without
 * the condition. `doubtful`: the page does not tell.
 */
export type Narrowness = "narrow" | "narrow elsewhere" | "wide" | "doubtful";

/** Whether a fixed value excludes all principals except those that it names; `arn` where the operator compares ARNs by field. */
type Names = (value: string, operator: "string" | "arn") => boolean;

interface NarrowingKey {
  readonly names: Names;
  /** Whether S3's page on public access lists the key. */
  readonly isListed: boolean;
}

const listed = (names: Names): NarrowingKey => ({ names, isListed: true });
const elsewhere = (names: Names): NarrowingKey => ({ names, isListed: false });

/** `aws:VpcSourceIp` is none of them: any account can have a VPC with any private address. */
const NARROWING_KEYS: ReadonlyMap<string, NarrowingKey> = new Map([
  ["aws:principalaccount", listed(isFixed)],
  ["aws:principalarn", listed(isArnOfAnAccount)],
  ["aws:principalorgid", listed(isFixed)],
  ["aws:principalorgpaths", listed(isPathOfAnOrganisation)],
  ["aws:principalservicename", elsewhere(isFixed)],
  ["aws:sourceaccount", listed(isFixed)],
  ["aws:sourcearn", listed(isArnOfAnAccount)],
  ["aws:sourceip", listed(isNarrowRange)],
  ["aws:sourceorgid", elsewhere(isFixed)],
  ["aws:sourceorgpaths", elsewhere(isPathOfAnOrganisation)],
  ["aws:sourceowner", listed(isFixed)],
  ["aws:sourcevpc", listed(isFixed)],
  ["aws:sourcevpce", listed(isFixed)],
  ["aws:userid", listed(isIdOfAPrincipal)],
  ["kms:calleraccount", elsewhere(isFixed)],
  ["s3:dataaccesspointaccount", listed(isFixed)],
  ["s3:dataaccesspointarn", listed(isArnOfAnAccount)],
]);

/** Operators that hold only for requests that have one of the values. */
const DEMANDING = /^(?:ForAnyValue:)?(String|Arn)(?:Equals|Like|EqualsIgnoreCase)$/i;
const ADDRESS = /^(?:ForAnyValue:)?IpAddress$/i;
/** `*` alone, and ranges that hold for every address. */
const EVERY_VALUE = /^(\*+|.*\/0)$/;

/** The widest ranges of addresses that S3 does not call public. */
const WIDEST_PREFIX = { 32: 8, 128: 32 } as const;

export function narrownessOf({ operator, key, values }: ConditionTest): Narrowness {
  const name = key.toLowerCase();
  const narrowing = NARROWING_KEYS.get(name);
  if (narrowing === undefined || values.length === 0) return "wide";
  const isAddress = ADDRESS.test(operator);
  const kind = DEMANDING.exec(operator)?.[1]?.toLowerCase();
  if (isAddress ? name !== "aws:sourceip" : kind === undefined) return "doubtful";
  const { names, isListed } = narrowing;
  if (values.every((value) => names(value, kind === "arn" ? "arn" : "string")))
    return isListed ? "narrow" : "narrow elsewhere";
  // A condition that holds for one value more is as wide as that value.
  const isWide = (value: string) =>
    EVERY_VALUE.test(value) || (isAddress && parseRange(value) !== undefined && !isNarrowRange(value));
  return values.some(isWide) ? "wide" : "doubtful";
}

/** Whether a condition names callers or networks, by any key. */
export function isNarrow(test: ConditionTest): boolean {
  return narrownessOf(test).startsWith("narrow");
}

/** Whether S3 counts a statement to the public: `perhaps` where its page does not tell. */
export function isPublic({
  Effect,
  Principal,
  NotPrincipal,
  Condition,
}: PolicyStatement): boolean | "perhaps" {
  if (Effect !== "Allow") return false;
  if (NotPrincipal === undefined && !principalsOf(Principal).some(isEverybody)) return false;
  const narrowness = conditionTestsOf(Condition).map(narrownessOf);
  if (narrowness.includes("narrow")) return false;
  return narrowness.every((each) => each === "wide") ? true : "perhaps";
}

/** Neither a wildcard nor a policy variable, whose value depends on the caller. */
function isFixed(value: string): boolean {
  return value !== "" && !/[*?]|\$\{/.test(value);
}

function isNarrowRange(value: string): boolean {
  const range = parseRange(value);
  return range !== undefined && range.prefix >= WIDEST_PREFIX[range.bits];
}

/**
 * One account's ARNs, or a single ARN: buckets have no account in theirs. In a text a wildcard reaches over colons, so
 * that all in front of the account must be fixed there; of an ARN that is too short, AWS completes the rest.
 */
function isArnOfAnAccount(value: string, operator: "string" | "arn"): boolean {
  const fields = value.split(":");
  const front = fields.slice(0, 4).join(":");
  const ofAnAccount = fields[0] === "arn" && isAccountId(fields[4] ?? "") && !front.includes("${");
  if (operator === "arn") return ofAnAccount || (isFixed(value) && fields.length > 5 && fields[5] !== "");
  return isFixed(value) || (ofAnAccount && fields.length > 5 && isFixed(front));
}

/** `o-abc/*`: every principal below a root of one organisation. */
function isPathOfAnOrganisation(value: string): boolean {
  const [organisation = "", ...path] = value.split("/");
  return isFixed(organisation) && (path.length > 0 || isFixed(value));
}

/** `AROAEXAMPLEID:*`: every session of one role. */
function isIdOfAPrincipal(value: string): boolean {
  const [id = "", ...session] = value.split(":");
  return isFixed(id) && (session.length > 0 || isFixed(value));
}
