/**
 * Adds what replication needs to the list of a guard.
 *
 * A guard is a Deny in the role's own policies or boundary that lists what it excludes: Regions, accounts, resources or
 * actions. It is there on purpose, so it is extended and not removed.
 */
import { callContextOf } from "../calls/callContext";
import { isHitBy, type RoleCall } from "../calls/judgeCall";
import { callsOf } from "../calls/routeCalls";
import { isNegated } from "../evaluation";
import { listOf } from "../evaluation/statementParts";
import type { PolicyStatement } from "../evaluation/types";
import { type RouteFacts, routeFactsOf } from "../routeFacts";
import { withException, withMore } from "./exceptions";
import type { Widened } from "./fixCache";
import { alone, type StatementPlace } from "./statementPlace";

/** Condition keys by which guards list where or on whose resources a role may work. */
const LISTS: readonly string[] = [
  "aws:requestedregion",
  "aws:resourceaccount",
  "s3:resourceaccount",
  "kms:viaservice",
];

/**
 * The guard with what all routes of the role need added to one of its lists; undefined where no list alone would do.
 *
 * @param place where the statement is
 * @param asked the call that it refuses
 */
export function widenedGuard(
  subject: RouteFacts,
  statement: PolicyStatement,
  place: StatementPlace,
  asked: RoleCall,
): Widened | undefined {
  const { role, index } = subject;
  if (role === undefined || !hasList(statement)) return undefined;
  const isHit = (call: RoleCall, by: PolicyStatement) => isHitBy(call, alone(by, place.document));
  const widened = index.fixes.widened(role, statement, () => {
    const calls = index.routesOfRole(subject.route).flatMap((route) => callsOf(routeFactsOf(route, index)));
    const hit = calls.filter((call) => isHit(call, statement));
    return candidates(statement, hit).find((made) => !hit.some((call) => isHit(call, made.statement)));
  });
  return widened === undefined || isHit(asked, widened.statement) ? undefined : widened;
}

function hasList({ NotAction, NotResource, Condition }: PolicyStatement): boolean {
  return NotAction !== undefined || NotResource !== undefined || Condition !== undefined;
}

function candidates(statement: PolicyStatement, hit: readonly RoleCall[]): readonly Widened[] {
  const found: Widened[] = [];
  for (const [operator, tests] of Object.entries(statement.Condition ?? {})) {
    for (const key of Object.keys(tests)) {
      if (!LISTS.includes(key.toLowerCase()) || !isNegated(operator)) continue;
      const values = unique(hit.flatMap((call) => valuesOf(call, key)));
      if (values.length === 0) continue;
      found.push({
        statement: withException(statement, operator, key, values),
        words: `${quoted(values)} added to its ${key}`,
      });
    }
  }
  if (statement.NotResource !== undefined && hit.every(({ inexact }) => inexact === undefined)) {
    found.push(longer(statement, "NotResource", unique(hit.map(({ resource }) => resource))));
  }
  if (statement.NotAction !== undefined) {
    found.push(longer(statement, "NotAction", unique(hit.map(({ action }) => action))));
  }
  return found;
}

function longer(
  statement: PolicyStatement,
  element: "NotAction" | "NotResource",
  values: readonly string[],
): Widened {
  const added = values.filter((value) => !listOf(statement[element]).includes(value));
  return {
    statement: withMore(statement, element, added),
    words: `${quoted(added)} added to its ${element}`,
  };
}

function valuesOf(call: RoleCall, key: string): readonly string[] {
  const found = Object.entries(callContextOf(call)).find(
    ([name]) => name.toLowerCase() === key.toLowerCase(),
  );
  const value = found?.[1];
  return Array.isArray(value) ? value : [];
}

const unique = (values: readonly string[]) => [...new Set(values)];
const quoted = (values: readonly string[]) => values.map((value) => `"${value}"`).join(", ");
