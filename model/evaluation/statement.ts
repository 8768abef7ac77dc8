/** Whether a statement matches a call, element by element. */
import { matchAction } from "./action";
import { matchCondition, whyItHolds } from "./condition";
import type { ContextLookup } from "./context";
import { isNamed, type Naming, namingOf } from "./principal";
import { matchResource, type Reading } from "./resource";
import { type Answer, decisiveOfAll, YES } from "./ternary";
import type {
  AccessRequest,
  Caller,
  NamedPolicy,
  PolicyDocument,
  PolicyStatement,
  StatementEntry,
} from "./types";

/** What every statement of an evaluation is compared with. */
export interface Call {
  readonly request: AccessRequest;
  readonly context: ContextLookup;
  /** What the resource's policy can ask about: the same but for what it does not see. */
  readonly ownerContext: ContextLookup;
  /** Whether the caller has a permissions boundary. */
  readonly limited: boolean;
  /** The one resource that is asked about; undefined where the call is about all resources below one. */
  readonly resource: string | undefined;
}

/** A statement that may cover the call. */
export interface LiveStatement {
  readonly statement: PolicyStatement;
  /** How a report names it: `statement "Sid"` or its place, counted from 1. */
  readonly name: string;
  readonly naming: Naming;
  /** Action and condition. */
  readonly covers: Answer;
  /** Why its conditions hold, where they do; empty without any. */
  readonly whyItHolds: () => string;
}

/** A policy reduced to the statements that can matter for the call. */
export interface LivePolicy {
  readonly policy: NamedPolicy;
  readonly reading: Reading;
  /** Why the document cannot be read yet; its statements are then those that deny, as far as they are known. */
  readonly unknown: string | undefined;
  readonly statements: readonly LiveStatement[];
}

const ATTACHED: Naming = { direct: "yes", role: "no", account: "no" };

/** Leaves out of a policy what certainly does not cover the call. */
export function livePolicy(policy: NamedPolicy, call: Call, attachedToCaller: boolean): LivePolicy {
  const { document: written } = policy;
  const reading = readingOf(policy, call, attachedToCaller);
  const unknown = "unknown" in written ? written.unknown : undefined;
  const document = "unknown" in written ? written.denies : written;
  if (document === undefined) return { policy, reading, unknown, statements: [] };
  const statements: LiveStatement[] = [];
  for (const { statement, position, names, values } of entriesOf(policy, document, call.request.caller)) {
    const action = matchAction(statement, call.request.action);
    if (action.is === "no") continue;
    const naming = attachedToCaller
      ? ATTACHED
      : namingOf(statement, call.request.caller, call.limited, names);
    if (isNamed(naming) === "no") continue;
    // A policy of many buckets has many statements about other resources, and conditions take longest to compare.
    if (call.resource !== undefined && matchResource(statement, call.resource, reading).is === "no") continue;
    const condition = matchCondition(statement.Condition, document.Version, reading.context, values);
    if (condition.is === "no") continue;
    const covers = decisiveOfAll([action, condition]);
    statements.push({
      statement,
      name: statementName(statement, position),
      naming,
      covers: covers.is === "yes" ? YES : covers,
      whyItHolds: () => whyItHolds(statement.Condition, document.Version, reading.context),
    });
  }
  return { policy, reading, unknown, statements };
}

/** The statements that may be about a caller: all of them, unless the policy has an index. */
export function entriesOf(
  { index }: NamedPolicy,
  { Statement }: PolicyDocument,
  caller: Caller,
): readonly StatementEntry[] {
  return index?.entriesFor(caller) ?? Statement.map((statement, position) => ({ statement, position }));
}

export function readingOf({ document }: NamedPolicy, call: Call, attached: boolean): Reading {
  const read = "unknown" in document ? document.denies : document;
  return { version: read?.Version, context: attached ? call.context : call.ownerContext, attached };
}

export function statementName({ Sid }: PolicyStatement, index: number): string {
  return Sid ? `statement "${Sid}"` : `statement ${index + 1}`;
}
