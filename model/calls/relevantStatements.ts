/**
 * Reduces the policies of a role to the statements that can concern one bucket or key.
 *
 * A role that serves hundreds of buckets has policies that list them all. Judging stays linear because each call only
 * sees the statements about its own bucket or key.
 */
import { listOf } from "../evaluation/statementParts";
import type { PolicyDocument, PolicyStatement, StatementCondition } from "../evaluation/types";
import { knownValue } from "../known";
import type { AttachedPolicy } from "../topology";

/** What a call is about: a bucket's name or `key/<id>`, and the bucket whose ARN is the encryption context. */
export interface CallScope {
  readonly resource: string;
  readonly bucket: string | undefined;
}

/** Smaller documents are left as they are: nothing is lost for the words of a report. */
const LARGE = 64;
const CONTEXT_KEY = "kms:encryptioncontext:aws:s3:arn";

export class RelevantStatements {
  readonly #indexes = new Map<AttachedPolicy, PolicyIndex | undefined>();
  readonly #originals = new Map<PolicyStatement, PolicyStatement>();

  /** The policy without what certainly cannot concern the call. */
  narrowed(policy: AttachedPolicy, concern: CallScope | undefined): AttachedPolicy {
    if (concern === undefined) return policy;
    const index = this.#indexOf(policy);
    return index === undefined ? policy : index.policyFor(concern);
  }

  /** The statement as it was written. */
  original(statement: PolicyStatement): PolicyStatement {
    return this.#originals.get(statement) ?? statement;
  }

  #indexOf(policy: AttachedPolicy): PolicyIndex | undefined {
    if (this.#indexes.has(policy)) return this.#indexes.get(policy);
    const document = knownValue(policy.document);
    const index =
      document !== undefined && sizeOf(document) >= LARGE
        ? new PolicyIndex(policy, document, this.#originals)
        : undefined;
    this.#indexes.set(policy, index);
    return index;
  }
}

/** One large policy, by what its statements name. */
class PolicyIndex {
  /** Statements that may concern anything, and for each name those that concern it. */
  readonly #everywhere: number[] = [];
  readonly #byName = new Map<string, number[]>();
  readonly #patterns = new Map<number, PatternIndex>();
  readonly #contexts = new Map<string, PatternIndex>();
  readonly #answers = new Map<string, AttachedPolicy>();

  constructor(
    readonly policy: AttachedPolicy,
    readonly document: PolicyDocument,
    readonly originals: Map<PolicyStatement, PolicyStatement>,
  ) {
    for (const [position, statement] of document.Statement.entries()) this.#add(position, statement);
  }

  policyFor(concern: CallScope): AttachedPolicy {
    const key = `${concern.resource} ${concern.bucket}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const positions = [...this.#everywhere, ...(this.#byName.get(concern.resource) ?? [])];
    const statements = positions
      .sort((a, b) => a - b)
      .flatMap((position) => this.#statementFor(position, concern));
    const document = { ...this.document, Statement: statements };
    const narrowed = { ...this.policy, document: { known: document } };
    this.#answers.set(key, narrowed);
    return narrowed;
  }

  #add(position: number, statement: PolicyStatement): void {
    const { Resource } = statement;
    if (Resource === undefined) {
      this.#everywhere.push(position);
      return;
    }
    const patterns = new PatternIndex(listOf(Resource), nameInArn);
    this.#patterns.set(position, patterns);
    if (patterns.everywhere.length > 0) {
      this.#everywhere.push(position);
      return;
    }
    for (const name of patterns.names()) {
      const positions = this.#byName.get(name);
      if (positions === undefined) this.#byName.set(name, [position]);
      else positions.push(position);
    }
  }

  #statementFor(position: number, { resource, bucket }: CallScope): readonly PolicyStatement[] {
    const statement = this.document.Statement[position];
    if (statement === undefined) return [];
    const patterns = this.#patterns.get(position);
    const narrowed: PolicyStatement = {
      ...statement,
      Sid: statement.Sid ?? String(position + 1),
      ...(patterns !== undefined && { Resource: patterns.of(resource) }),
      ...(statement.Condition !== undefined && {
        Condition: this.#conditionFor(position, statement.Condition, bucket),
      }),
    };
    this.originals.set(narrowed, statement);
    return [narrowed];
  }

  #conditionFor(
    position: number,
    condition: StatementCondition,
    bucket: string | undefined,
  ): StatementCondition {
    if (bucket === undefined) return condition;
    const operators = Object.entries(condition).map(([operator, tests]) => [
      operator,
      Object.fromEntries(
        Object.entries(tests).map(([key, values]) => [
          key,
          key.toLowerCase() === CONTEXT_KEY && Array.isArray(values)
            ? this.#contextsOf(`${position} ${operator} ${key}`, values).of(bucket)
            : values,
        ]),
      ),
    ]);
    return Object.fromEntries(operators);
  }

  #contextsOf(place: string, values: readonly (string | number | boolean)[]): PatternIndex {
    const known = this.#contexts.get(place);
    if (known !== undefined) return known;
    const index = new PatternIndex(values.map(String), nameInArn);
    this.#contexts.set(place, index);
    return index;
  }
}

/** Patterns by the one name that each of them can match; a pattern that can match several is kept for all. */
class PatternIndex {
  readonly everywhere: string[] = [];
  readonly #byName = new Map<string, string[]>();
  readonly #first: string | undefined;

  constructor(patterns: readonly string[], nameOf: (pattern: string) => string | undefined) {
    this.#first = patterns[0];
    for (const pattern of new Set(patterns)) {
      const name = nameOf(pattern);
      const group = name === undefined ? this.everywhere : this.#byName.get(name);
      if (group !== undefined) group.push(pattern);
      else if (name !== undefined) this.#byName.set(name, [pattern]);
    }
  }

  names(): Iterable<string> {
    return this.#byName.keys();
  }

  /** Never empty: an empty list would be a statement of another kind. */
  of(name: string): readonly string[] {
    const found = [...this.everywhere, ...(this.#byName.get(name) ?? [])];
    return found.length > 0 || this.#first === undefined ? found : [this.#first];
  }
}

/** The bucket or `key/<id>` that an ARN pattern names for certain; undefined where it may match several. */
function nameInArn(pattern: string): string | undefined {
  const fields = pattern.split(":");
  const [, , , , , resource] = fields;
  if (fields.length !== 6 || resource === undefined || pattern.includes("*:")) return undefined;
  const isKey = fields[2] === "kms";
  const name = isKey ? resource : (resource.split("/")[0] ?? resource);
  return /[*?$]/.test(name) ? undefined : name;
}

function sizeOf({ Statement }: PolicyDocument): number {
  return Statement.reduce((size, { Resource }) => size + Math.max(1, listOf(Resource).length), 0);
}
