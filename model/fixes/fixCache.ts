/** What fixes work out once for all routes of a topology. */
import type { PolicyDocument, PolicyStatement } from "../evaluation/types";
import type { Role } from "../topology";

/** A guard with more in its list, and the words for that. */
export interface Widened {
  readonly statement: PolicyStatement;
  /** E.g. `"eu-central-1" added to its aws:RequestedRegion`. */
  readonly words: string;
}

export class FixCache {
  readonly #sids = new Map<PolicyDocument, ReadonlySet<string>>();
  readonly #changed = new Map<PolicyStatement, string>();
  readonly #widened = new Map<Role, Map<PolicyStatement, Widened | undefined>>();

  /** @returns how a Deny of the role's own is widened, worked out once for all of the role's calls */
  widened(role: Role, statement: PolicyStatement, make: () => Widened | undefined): Widened | undefined {
    const known = this.#widened.get(role) ?? new Map<PolicyStatement, Widened | undefined>();
    this.#widened.set(role, known);
    if (!known.has(statement)) known.set(statement, make());
    return known.get(statement);
  }

  /** @returns how a statement is changed for all the roles that it was meant for, put into words once */
  changed(statement: PolicyStatement, make: () => string): string {
    const text = this.#changed.get(statement) ?? make();
    this.#changed.set(statement, text);
    return text;
  }

  /** The Sids that a document has. */
  sidsOf(document: PolicyDocument): ReadonlySet<string> {
    const known = this.#sids.get(document);
    if (known !== undefined) return known;
    const sids = new Set(document.Statement.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid])));
    this.#sids.set(document, sids);
    return sids;
  }
}
