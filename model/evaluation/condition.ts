/** Whether the `Condition` of a statement holds for a call. */
import type { ConditionValues } from "./conditionValues";
import { asks, type ConditionLine, found, holdsFor } from "./conditionWords";
import { type ContextLookup, isValueList } from "./context";
import { globOf } from "./glob";
import { COMPARISONS, type Comparison, NULL_OPERATOR } from "./operators";
import { parseBoolean } from "./scalar";
import { type Answer, allOf, anyOf, decisiveOfAll, doubtful, negate, no, type Ternary, YES } from "./ternary";
import type { ContextValue, StatementCondition } from "./types";
import { expandVariables } from "./variables";
import { quoted } from "./wording";

/** What the name of an operator says beside the comparison. */
interface Qualifiers {
  readonly base: string;
  readonly set: "all" | "any" | undefined;
  readonly ifExists: boolean;
}

/**
 * Whether every test of a condition block holds for the call; one that certainly fails decides.
 *
 * @param sorted the block's long lists of values, where they are sorted
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function matchCondition(
  condition: StatementCondition | undefined,
  version: string | undefined,
  context: ContextLookup,
  sorted?: ConditionValues,
): Answer {
  if (condition === undefined) return YES;
  const answers: Answer[] = [];
  for (const test of linesOf(condition, sorted)) {
    const answer = holds(test, version, context);
    if (answer.is === "no") return answer;
    answers.push(answer);
  }
  return decisiveOfAll(answers);
}

/** Every line of a condition block that certainly fails for the call, in the order in which they are written. */
export function failedLines(
  condition: StatementCondition | undefined,
  version: string | undefined,
  context: ContextLookup,
): readonly Answer[] {
  return [...linesOf(condition ?? {})]
    .map((test) => holds(test, version, context))
    .filter(({ is }) => is === "no");
}

/** For a condition block that holds for the call, the words that say why: one clause a line, empty without any. */
export function whyItHolds(
  condition: StatementCondition | undefined,
  version: string | undefined,
  context: ContextLookup,
): string {
  return [...linesOf(condition ?? {})]
    .map((test) => holdsFor({ ...test, wanted: decisiveFirst(test, version, context) }, context(test.key)))
    .join(", and ");
}

function* linesOf(condition: StatementCondition, sorted?: ConditionValues): Generator<ConditionLine> {
  for (const [operator, keys] of Object.entries(condition)) {
    for (const [key, values] of Object.entries(keys)) {
      const list = sorted?.of(operator, key);
      const wanted = list?.all ?? (Array.isArray(values) ? values : [values]).map(String);
      yield { operator, key, wanted, sorted: list };
    }
  }
}

/** The values of a line, those first that the call has: a sentence does not show a long list to its end. */
function decisiveFirst(
  line: ConditionLine,
  version: string | undefined,
  context: ContextLookup,
): readonly string[] {
  const comparison = COMPARISONS.get(qualifiersOf(line.operator).base);
  const given = context(line.key);
  if (comparison === undefined || !isValueList(given)) return line.wanted;
  const isHit = (wanted: string) =>
    given.some((value) => compare(comparison, value, wanted, version, context) === "yes");
  return [...line.wanted.filter(isHit), ...line.wanted.filter((wanted) => !isHit(wanted))];
}

/** Takes `ForAllValues:` / `ForAnyValue:` and `IfExists` off an operator's name. */
export function qualifiersOf(operator: string): Qualifiers {
  const lower = operator.toLowerCase();
  const set = lower.startsWith("forallvalues:")
    ? "all"
    : lower.startsWith("foranyvalue:")
      ? "any"
      : undefined;
  const name = set === undefined ? lower : lower.slice(lower.indexOf(":") + 1);
  const ifExists = name.endsWith("ifexists");
  return { base: ifExists ? name.slice(0, -"ifexists".length) : name, set, ifExists };
}

/** Whether an operator holds for every value but those that are listed, such as `StringNotEquals`. */
export function isNegated(operator: string): boolean {
  return COMPARISONS.get(qualifiersOf(operator).base)?.negated === true;
}

function holds(test: ConditionLine, version: string | undefined, context: ContextLookup): Answer {
  const qualifiers = qualifiersOf(test.operator);
  const given = context(test.key);
  if (qualifiers.base === NULL_OPERATOR) return presenceHolds(test, given);
  const comparison = COMPARISONS.get(qualifiers.base);
  if (!comparison) return doubtful(() => `IAM has no condition operator "${test.operator}"`);
  const doubt = () => doubtAbout(test, qualifiers, given, version, context);
  return answerOf(outcome(test, qualifiers, comparison, given, version, context), test, given, doubt);
}

function outcome(
  test: ConditionLine,
  qualifiers: Qualifiers,
  comparison: Comparison,
  given: ContextValue,
  version: string | undefined,
  context: ContextLookup,
): Ternary {
  if (!isValueList(given)) {
    const ifAbsent = whenAbsent(qualifiers, comparison);
    if ("absent" in given) return ifAbsent;
    if ("oneOf" in given) {
      return sameOf(given.oneOf.map((one) => outcome(test, qualifiers, comparison, [one], version, context)));
    }
    const any = matchesAnything(test, comparison);
    return any && ifAbsent === (comparison.negated ? "no" : "yes") ? ifAbsent : "unknown";
  }
  const each = given.map((value) => {
    const candidates = test.sorted?.thatMayMatch(value, qualifiers.base) ?? test.wanted;
    const matched = anyOf(candidates.map((wanted) => compare(comparison, value, wanted, version, context)));
    return comparison.negated ? negate(matched) : matched;
  });
  if (qualifiers.set === "all") return allOf(each);
  if (qualifiers.set === "any") return anyOf(each);
  // AWS says how several values are compared only under a set operator.
  return each.length === 1 ? (each[0] ?? "unknown") : "unknown";
}

/** The answer that holds whichever of the values it is. */
function sameOf(answers: readonly Ternary[]): Ternary {
  const [first = "unknown"] = answers;
  return answers.every((answer) => answer === first) ? first : "unknown";
}

/** AWS contradicts itself for `ForAnyValue:…IfExists`: the one says false, the other true, for an absent key. */
function whenAbsent({ set, ifExists }: Qualifiers, { negated }: Comparison): Ternary {
  if (set === "any") return ifExists ? "unknown" : "no";
  return set === "all" || ifExists || negated ? "yes" : "no";
}

function matchesAnything({ wanted }: ConditionLine, { wildcards, matches }: Comparison): boolean {
  return wildcards && wanted.some((value) => /^\*+$/.test(value) && matches("any", globOf(value)) === true);
}

function compare(
  { negated, wildcards, variables, matches }: Comparison,
  given: string,
  wanted: string,
  version: string | undefined,
  context: ContextLookup,
): Ternary {
  const expansion = expandVariables(wanted, wildcards, variables ? version : undefined, context);
  // "any attempt to match it fails and causes the statement to be invalid": certain only for a positive match.
  if (expansion.unresolved !== undefined) return negated ? "unknown" : "no";
  const matched = matches(given, expansion.glob);
  if (expansion.undetermined !== undefined) return matched === false ? "no" : "unknown";
  if (matched === "unclear") return "unknown";
  if (matched !== undefined) return matched ? "yes" : "no";
  return negated ? "unknown" : "no";
}

function presenceHolds(test: ConditionLine, given: ContextValue): Answer {
  const wanted = test.wanted.map(parseBoolean);
  if (isValueList(given) || "oneOf" in given)
    return answerOf(wanted.includes(false) ? "yes" : "no", test, given);
  if ("absent" in given) return answerOf(wanted.includes(true) ? "yes" : "no", test, given);
  return answerOf(wanted.includes(true) && wanted.includes(false) ? "yes" : "unknown", test, given);
}

function answerOf(
  is: Ternary,
  test: ConditionLine,
  given: ContextValue,
  doubt = () => found(test.key, given),
): Answer {
  if (is === "yes") return YES;
  const asked = () => asks(test, isNegated(test.operator));
  if (is === "no") return no(() => `${asked()} and ${found(test.key, given)}`);
  return doubtful(() => `${asked()} and ${doubt()}`);
}

function doubtAbout(
  test: ConditionLine,
  { set }: Qualifiers,
  given: ContextValue,
  version: string | undefined,
  context: ContextLookup,
): string {
  if (!isValueList(given)) {
    if ("undetermined" in given) return given.undetermined;
    if ("oneOf" in given) return `it is not known whether the call has ${quoted(given.oneOf, "or")}`;
    return `AWS gives two answers for a call without ${test.key}`;
  }
  if (given.length > 1 && set === undefined) {
    return `AWS does not say how that compares with the several values ${quoted(given, "and")}`;
  }
  for (const wanted of test.wanted) {
    const { undetermined, unresolved } = expandVariables(wanted, true, version, context);
    const open = undetermined ?? unresolved;
    if (open !== undefined) return open;
  }
  return `AWS does not say what it makes of comparing them with ${quoted(given, "and")}`;
}
