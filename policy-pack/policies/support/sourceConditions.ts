/**
 * Whether a statement for an AWS service says for whom the service may act.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
import { accountOfArn } from "../../../aws/arns";
import { type ConditionTest, isEverybody, isNarrow, matchesPattern } from "../../../model";
import type { Statement } from "./document";

/** What limits a statement: a source that AWS accepts, one that is not enough by itself, or nothing. */
export type SourceLimit = "source" | "bucket alone" | "principal organization" | "none";

const SOURCE_KEYS: ReadonlySet<string> = new Set([
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  // What SNS and SES sent before aws:SourceAccount.
  "aws:sourceowner",
  "kms:calleraccount",
]);

/** Services put the ARN of what they encrypt into it, e.g. `kms:EncryptionContext:aws:logs:arn`. */
const ENCRYPTION_CONTEXT = "kms:encryptioncontext:";

const DEMANDING = /^(?:ForAnyValue:)?(?:String|Arn)(?:Equals|Like|EqualsIgnoreCase)$/i;
const REFUSING = /^(String|Arn)Not(Equals|Like|EqualsIgnoreCase)(?:IfExists)?$/i;

export function limitOf({ conditions }: Statement): SourceLimit {
  const limiting = conditions.filter(namesSource);
  // Without an account in the ARN AWS asks for aws:SourceAccount too: a name that was given up can be taken by another account.
  if (limiting.some((test) => !isBucketAlone(test))) return "source";
  if (limiting.length > 0) return "bucket alone";
  return conditions.some(({ key }) => key.toLowerCase() === "aws:principalorgid")
    ? "principal organization"
    : "none";
}

function namesSource(test: ConditionTest): boolean {
  const key = test.key.toLowerCase();
  if (SOURCE_KEYS.has(key)) return isNarrow(test);
  return (
    key.startsWith(ENCRYPTION_CONTEXT) &&
    DEMANDING.test(test.operator) &&
    test.values.length > 0 &&
    test.values.every((value) => accountOfArn(value) !== undefined || !/[*?]|\$\{/.test(value))
  );
}

function isBucketAlone({ key, values }: ConditionTest): boolean {
  return key.toLowerCase() === "aws:sourcearn" && values.some((value) => /^arn:[^:]*:s3:::/.test(value));
}

/** Whether another statement denies the service what this one allows, for every source but those that it names. */
export function isDeniedToOthers(allowed: Statement, service: string, all: readonly Statement[]): boolean {
  return all.some(
    (statement) =>
      statement.denies &&
      statement.notActions.length === 0 &&
      statement.notResources.length === 0 &&
      covers(statement.actions, allowed.actions) &&
      covers(statement.resources, allowed.resources) &&
      statement.principals.some((each) => isEverybody(each) || each.value === service) &&
      statement.conditions.some(refusesOtherSources) &&
      statement.conditions.every((test) => refusesOtherSources(test) || isAboutServices(test)),
  );
}

function covers(patterns: readonly string[], texts: readonly string[]): boolean {
  return (
    texts.length > 0 &&
    texts.every((text) => patterns.some((pattern) => matchesPattern(pattern, text, { ignoreCase: true })))
  );
}

function refusesOtherSources({ operator, key, values }: ConditionTest): boolean {
  const positive = REFUSING.exec(operator);
  return positive !== null && namesSource({ operator: `${positive[1]}${positive[2]}`, key, values });
}

/** Holds for every call that a service makes on its own and that has a source. */
function isAboutServices({ operator, key, values }: ConditionTest): boolean {
  const [value, another] = values.map((each) => each.toLowerCase());
  if (another !== undefined) return false;
  const name = key.toLowerCase();
  if (/^Bool(IfExists)?$/i.test(operator)) return name === "aws:principalisawsservice" && value === "true";
  return /^Null$/i.test(operator) && SOURCE_KEYS.has(name) && value === "false";
}
