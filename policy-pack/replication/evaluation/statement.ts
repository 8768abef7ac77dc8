import { matchAction } from "./action";
import { matchCondition, whyItHolds } from "./condition";
import type { ContextLookup } from "./context";
import { type Naming, named, namingOf } from "./principal";
import { matchResource, type Reading } from "./resource";
import { type Answer, decisiveOfAll, YES } from "./ternary";
import type { AccessRequest, NamedPolicy, PolicyStatement } from "./types";

/** What every statement of an evaluation is compared with. */
export interface Call {
  readonly request: AccessRequest;
  readonly context: ContextLookup;
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
  /** Why the document cannot be read yet. */
  readonly unknown: string | undefined;
  readonly statements: readonly LiveStatement[];
}

const ATTACHED: Naming = { direct: "yes", role: "no", account: "no" };

/** Leaves out of a policy what certainly does not cover the call. */
export function livePolicy(policy: NamedPolicy, call: Call, attachedToCaller: boolean): LivePolicy {
  const { document } = policy;
  const reading = readingOf(policy, call, attachedToCaller);
  if ("unknown" in document) return { policy, reading, unknown: document.unknown, statements: [] };
  const statements: LiveStatement[] = [];
  for (const [index, statement] of document.Statement.entries()) {
    const action = matchAction(statement, call.request.action);
    if (action.is === "no") continue;
    const naming = attachedToCaller ? ATTACHED : namingOf(statement, call.request.caller, call.limited);
    if (named(naming) === "no") continue;
    // A policy of many buckets has many statements about other resources, and conditions take longest to compare.
    if (call.resource !== undefined && matchResource(statement, call.resource, reading).is === "no") continue;
    const condition = matchCondition(statement.Condition, document.Version, call.context);
    if (condition.is === "no") continue;
    const covers = decisiveOfAll([action, condition]);
    statements.push({
      statement,
      name: statementName(statement, index),
      naming,
      covers: covers.is === "yes" ? YES : covers,
      whyItHolds: () => whyItHolds(statement.Condition, document.Version, call.context),
    });
  }
  return { policy, reading, unknown: undefined, statements };
}

export function readingOf({ document }: NamedPolicy, { context }: Call, attached: boolean): Reading {
  return { version: "unknown" in document ? undefined : document.Version, context, attached };
}

export function statementName({ Sid }: PolicyStatement, index: number): string {
  return Sid ? `statement "${Sid}"` : `statement ${index + 1}`;
}
