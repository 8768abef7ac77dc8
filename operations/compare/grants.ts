/** What statements of a policy are about, taken apart so that two documents can be compared. */
import {
  conditionTestsOf,
  matchesPattern,
  type PolicyDocument,
  type PolicyStatement,
  principalsOf,
  textsOf,
} from "../../model";

/** One principal, one action, one resource: what a statement says of them. Negated elements stay whole. */
export interface Grant {
  readonly statement: PolicyStatement;
  /** As written; empty where the document is attached to its principal. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
}

/** Every combination that the statements with an effect are about. */
export function grantsOf({ Statement }: PolicyDocument, effect: "Allow" | "Deny"): readonly Grant[] {
  return Statement.filter(({ Effect }) => Effect === effect).flatMap((statement) =>
    wordsFor(principalElement(statement)).flatMap((principal) =>
      wordsFor(actionElement(statement)).flatMap((action) =>
        wordsFor(resourceElement(statement)).map((resource) => ({ statement, principal, action, resource })),
      ),
    ),
  );
}

/**
 * Whether a document says of everything in a grant at least what the grant does, in one of its statements with the effect. Statements
 * that do so only together are not recognised, so that an answer of yes is certain.
 */
export function isCovered(
  grant: Grant,
  { Version, Statement }: PolicyDocument,
  version: string | undefined,
): boolean {
  return Statement.some(
    (other) =>
      other.Effect === grant.statement.Effect &&
      (Version === version || !usesVariables(other)) &&
      covers(principalElement(other), grant.principal, SAME_PRINCIPAL) &&
      covers(actionElement(other), grant.action, MATCHING_ACTION) &&
      covers(resourceElement(other), grant.resource, MATCHING) &&
      isAsWide(other, grant.statement),
  );
}

interface Element {
  readonly words: readonly string[];
  readonly isNegated: boolean;
}

/** Whether one word takes in everything that another one does. */
type TakesIn = (pattern: string, word: string) => boolean;

const MATCHING: TakesIn = (pattern, word) => matchesPattern(pattern, word);
const MATCHING_ACTION: TakesIn = (pattern, word) => matchesPattern(pattern, word, { ignoreCase: true });
/** Wildcards in a principal mean nothing but `*` alone; an account is every principal of it that its IAM policies allow. */
const SAME_PRINCIPAL: TakesIn = (pattern, word) => pattern === "*" || accountOr(pattern) === accountOr(word);

const NEGATION = "everything but ";

function wordsFor({ words, isNegated }: Element): readonly string[] {
  return isNegated ? [`${NEGATION}${words.join(", ")}`] : words;
}

function covers({ words, isNegated }: Element, word: string, takesIn: TakesIn): boolean {
  if (!isNegated) return words.some((pattern) => takesIn(pattern, word));
  if (!word.startsWith(NEGATION)) {
    const isOne = !/[*?]/.test(word);
    return isOne && !words.some((pattern) => takesIn(pattern, word));
  }
  const left = word.slice(NEGATION.length).split(", ");
  return words.every((pattern) => left.some((other) => takesIn(other, pattern)));
}

function principalElement({ Principal, NotPrincipal }: PolicyStatement): Element {
  if (NotPrincipal !== undefined) return { words: principalWords(NotPrincipal), isNegated: true };
  if (Principal !== undefined) return { words: principalWords(Principal), isNegated: false };
  return { words: [""], isNegated: false };
}

function principalWords(principal: unknown): readonly string[] {
  return principalsOf(principal).map(({ value }) => value);
}

function actionElement({ Action, NotAction }: PolicyStatement): Element {
  return NotAction === undefined
    ? { words: textsOf(Action), isNegated: false }
    : { words: textsOf(NotAction), isNegated: true };
}

function resourceElement({ Resource, NotResource }: PolicyStatement): Element {
  if (NotResource !== undefined) return { words: textsOf(NotResource), isNegated: true };
  return Resource === undefined
    ? { words: [""], isNegated: false }
    : { words: textsOf(Resource), isNegated: false };
}

/** Every test of the other statement's condition is in this one's, and asks as much there or more. */
function isAsWide(other: PolicyStatement, { Condition }: PolicyStatement): boolean {
  const tests = conditionTestsOf(Condition);
  return conditionTestsOf(other.Condition).every(({ operator, key, values }) =>
    tests.some(
      (test) =>
        test.operator.toLowerCase() === operator.toLowerCase() &&
        test.key.toLowerCase() === key.toLowerCase() &&
        asksAsMuch(operator, test.values, values),
    ),
  );
}

const NEGATED = /(Not|Null)/i;
const PATTERNS = /(Like|Arn)/i;

function asksAsMuch(operator: string, values: readonly string[], wider: readonly string[]): boolean {
  const among = (these: readonly string[], those: readonly string[], takesIn: TakesIn) =>
    these.every((one) => those.some((other) => takesIn(other, one)));
  const isEqual: TakesIn = (one, other) => one === other;
  // More values of a negated operator ask for more, and its patterns cannot be told apart.
  if (NEGATED.test(operator)) return among(wider, values, isEqual);
  return among(values, wider, PATTERNS.test(operator) ? MATCHING : isEqual);
}

/** An account may be written by its id or by the ARN of its root. */
function accountOr(principal: string): string {
  return /^arn:[^:]+:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}

function usesVariables(statement: PolicyStatement): boolean {
  return JSON.stringify(statement).includes("${");
}
