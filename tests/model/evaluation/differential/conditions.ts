import type { ContextValue, StatementCondition } from "../../../../model/evaluation";
import { variable } from "../cast";
import type { Random } from "./random";

/**
 * Condition blocks and the contexts that they meet, over every operator and qualifier. Values come from small pools,
 * so that matches and misses are equally common. Left out, each because a test in known-differences says why:
 * several values without a set operator, `ForAnyValue:…IfExists` on an absent key, values of another type than the
 * operator's, variables without a value, `${*}` outside of `StringLike`, `0.0.0.0/0`, IPv6 addresses spelled in two ways,
 * `NotIpAddress` over both families, epoch times.
 */
interface Kind {
  readonly operators: readonly string[];
  readonly keys: readonly string[];
  readonly given: readonly string[];
  readonly wanted: readonly string[];
}

const TEXTS = ["alpha", "Alpha", "beta", "be*a", "bea", "", "a?c", "abc", "eu-west-1"];
const ROLES = [
  "arn:aws:iam::111122223333:role/archive",
  "arn:aws:iam::111122223333:role/service-role/archive",
  "arn:aws:iam::444455556666:role/archive",
  "arn:aws:s3:::replica",
  "arn:aws:s3:::replica/with:colon",
  "arn:aws:sns:eu-west-1:111122223333:topic",
];
const DATES = [
  "2026-01-01T00:00:00Z",
  "2026-01-01T01:00:00+01:00",
  "2026-01-01",
  "2026-06-30T12:30:00Z",
  "2026-06-30T12:30:01Z",
];
const NUMBERS = ["0", "1", "1.0", "1.5", "-1", "10", "900"];

const KINDS: readonly Kind[] = [
  {
    operators: ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
    keys: ["aws:UserAgent", "aws:PrincipalTag/team", "aws:PrincipalOrgID"],
    given: TEXTS,
    wanted: [
      ...TEXTS,
      variable("aws:username"),
      variable("aws:userid, 'beta'"),
      `x${variable("aws:username")}`,
    ],
  },
  {
    operators: ["StringLike", "StringNotLike"],
    keys: ["aws:UserAgent", "aws:PrincipalTag/team", "aws:Referer"],
    given: TEXTS,
    wanted: [
      ...TEXTS,
      "*",
      "al*",
      "?lpha",
      "*a",
      "b?*",
      `be${variable("*")}a`,
      `a${variable("?")}c`,
      variable("aws:username"),
      `*${variable("aws:username")}*`,
    ],
  },
  {
    operators: ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"],
    keys: ["aws:SourceArn", "aws:PrincipalArn"],
    given: ROLES,
    wanted: [
      ...ROLES,
      "arn:aws:iam::111122223333:role/*",
      "arn:aws:iam::*:role/archive",
      "arn:aws:*:*:*:*",
      "arn:*:s3:::replica*",
      "arn:aws:sns:eu-*-1:1111????3333:topic",
      "arn:aws:s3:*:with:colon",
      `arn:aws:iam::111122223333:role/${variable("aws:username")}`,
    ],
  },
  {
    operators: [
      "NumericEquals",
      "NumericNotEquals",
      "NumericLessThan",
      "NumericLessThanEquals",
      "NumericGreaterThan",
      "NumericGreaterThanEquals",
    ],
    keys: ["aws:MultiFactorAuthAge"],
    given: NUMBERS,
    wanted: NUMBERS,
  },
  {
    operators: [
      "DateEquals",
      "DateNotEquals",
      "DateLessThan",
      "DateLessThanEquals",
      "DateGreaterThan",
      "DateGreaterThanEquals",
    ],
    keys: ["aws:CurrentTime", "aws:TokenIssueTime"],
    given: DATES,
    wanted: DATES,
  },
  {
    operators: ["Bool"],
    keys: ["aws:SecureTransport", "aws:ViaAWSService"],
    given: ["true", "false"],
    wanted: ["true", "false", "TRUE", "False"],
  },
  {
    operators: ["BinaryEquals"],
    keys: ["aws:UserAgent"],
    given: ["QQ==", "QUI=", "QUJD"],
    wanted: ["QQ==", "QUI=", "QUJD"],
  },
  ...["IpAddress", "NotIpAddress"].flatMap((operator) => {
    const negated = operator === "NotIpAddress";
    const v4 = [
      "203.0.113.0/24",
      "203.0.113.7",
      "10.0.0.0/8",
      "10.0.0.1/32",
      "203.0.112.0/22",
      "128.0.0.0/1",
    ];
    const v6 = ["2001:db8::/48", "2001:DB8::/32", "2001:db8::7", "2001:db8::7/128", "::/0"];
    const operators = [operator];
    return [
      {
        operators,
        keys: ["aws:SourceIp"],
        given: ["203.0.113.7", "203.0.114.7", "10.0.0.1"],
        wanted: negated ? v4 : [...v4, ...v6],
      },
      {
        operators,
        keys: ["aws:VpcSourceIp"],
        given: ["2001:db8::7", "2001:DB8:1::9", "2002::1:2"],
        wanted: negated ? v6 : [...v4, ...v6],
      },
    ];
  }),
  {
    operators: ["Null"],
    keys: ["aws:UserAgent", "aws:TokenIssueTime", "aws:PrincipalTag/team"],
    given: ["2026-01-01T00:00:00Z"],
    wanted: ["true", "false"],
  },
];

export const OPERATORS: readonly string[] = [...new Set(KINDS.flatMap((kind) => kind.operators))];
export const SETS = ["", "ForAllValues:", "ForAnyValue:"] as const;

const LISTS = ["aws:TagKeys", "aws:CalledVia", "aws:PrincipalOrgPaths"];

export type Context = { [key: string]: ContextValue };

/** One test that the context decides; the context is filled in where the key is new to it. */
export function conditionFor(
  random: Random,
  context: Context,
): { condition: StatementCondition; operator: string } {
  const kind = random.pick(KINDS);
  const base = random.pick(kind.operators);
  const set = base === "Null" ? "" : random.pick(SETS);
  const isText = base.startsWith("String");
  const key = set !== "" && isText ? random.pick(LISTS) : random.pick(kind.keys);
  const given = valueFor(random, context, key, kind, set !== "" && isText);
  const mayIfExists = base !== "Null" && !(set === "ForAnyValue:" && !isList(given));
  const operator = `${set}${base}${mayIfExists && random.chance(0.4) ? "IfExists" : ""}`;
  const wanted = random.some(kind.wanted, 3);
  const spelled = random.chance(0.1) ? key.toUpperCase() : key;
  const [only] = wanted;
  const values = wanted.length === 1 && only !== undefined && random.chance(0.5) ? only : wanted;
  return { condition: { [operator]: { [spelled]: values } }, operator };
}

function isList(value: ContextValue | undefined): value is readonly string[] {
  return Array.isArray(value);
}

/** A key keeps the value that it has, if the operator can read it: one call has one value for each key. */
function valueFor(random: Random, context: Context, key: string, kind: Kind, several: boolean): ContextValue {
  const kept = context[key];
  if (kept !== undefined && (!isList(kept) || kept.every((value) => kind.given.includes(value)))) return kept;
  const value: ContextValue = random.chance(0.25)
    ? { absent: true }
    : several
      ? random.some(kind.given, 3)
      : [random.pick(kind.given)];
  context[key] = value;
  return value;
}
