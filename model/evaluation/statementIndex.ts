/** Indexes the statements of a policy by principal, so that the time grows linearly with the principals that it names. */
import { ConditionValues } from "./conditionValues";
import { keysOfCaller, PrincipalNames } from "./principalNames";
import type {
  Caller,
  NamedPolicy,
  PolicyDocument,
  PolicyStatement,
  StatementEntry,
  StatementsByCaller,
} from "./types";

/** Smaller documents are left as they are: every statement may then be the nearest one of an explanation. */
const LARGE = 64;
/** Of the statements about others, how many an explanation may still name as the nearest. */
const MOST_EXAMPLES = 16;

/**
 * The policy with an index where it names many principals; the policy itself else. An index changes no verdict.
 *
 * @param large statements, names and values of long conditions that are many
 */
export function indexed(policy: NamedPolicy, large = LARGE): NamedPolicy {
  const { document } = policy;
  if ("unknown" in document) return policy;
  const entries = document.Statement.map(
    (statement, position): StatementEntry => ({
      statement,
      position,
      names: namesOf(statement),
      values: statement.Condition && new ConditionValues(statement.Condition),
    }),
  );
  const size = entries.reduce(
    (sum, { names, values }) => sum + 1 + (names?.all.length ?? 0) + (values?.size ?? 0),
    0,
  );
  return size < large ? policy : { ...policy, index: new StatementIndex(document, entries) };
}

function namesOf({ Principal, NotPrincipal }: PolicyStatement): PrincipalNames | undefined {
  const principal = Principal ?? NotPrincipal;
  return principal === undefined ? undefined : new PrincipalNames(principal);
}

/** The statements of one policy, by the callers that they may be about. */
export class StatementIndex implements StatementsByCaller {
  /** Statements that may be about any principal, and some for the words of an explanation. */
  readonly #everywhere: StatementEntry[] = [];
  readonly #byKey = new Map<string, StatementEntry[]>();

  constructor(
    readonly document: PolicyDocument,
    entries: readonly StatementEntry[],
  ) {
    const shapes = new Set<string>();
    for (const entry of entries) {
      const { Effect, Principal, Action, Resource } = entry.statement;
      const shape = JSON.stringify([Effect, Action, Resource]);
      const isExample = Effect === "Allow" && shapes.size < MOST_EXAMPLES && !shapes.has(shape);
      if (isExample) shapes.add(shape);
      if (isExample || typeof Principal === "string" || Principal === undefined) {
        this.#everywhere.push(entry);
        continue;
      }
      for (const key of entry.names?.keys() ?? []) {
        const known = this.#byKey.get(key);
        if (known === undefined) this.#byKey.set(key, [entry]);
        else known.push(entry);
      }
    }
  }

  /** Every statement that may be about the caller, in the document's order. */
  entriesFor(caller: Caller): readonly StatementEntry[] {
    const found = new Set(this.#everywhere);
    for (const key of keysOfCaller(caller)) {
      for (const entry of this.#byKey.get(key) ?? []) found.add(entry);
    }
    return [...found].sort((a, b) => a.position - b.position);
  }
}
