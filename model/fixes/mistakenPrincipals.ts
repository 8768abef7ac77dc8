/** Fixes for Allow statements that are intended for the role or for S3, and name another principal by mistake. */

import { callerOf, isLetInBy, type RoleCall } from "../calls/judgeCall";
import { callsUnder } from "../calls/routeCalls";
import { type Slip, slipsIn } from "../evaluation";
import { listOf } from "../evaluation/statementParts";
import type { Decision, OneOrMany, PolicyStatement } from "../evaluation/types";
import type { RouteFacts } from "../routeFacts";
import { alone, placeOfStatement } from "./statementPlace";
import { arnOfRole, one, pasted } from "./statements";

/** The statement that was intended to allow a call, changed so that it names the role; undefined where there is none. */
export function changedToNameRole(
  subject: RouteFacts,
  call: RoleCall,
  { statement: found }: Decision,
): string | undefined {
  if (found === undefined || found.statement.Effect !== "Allow") return undefined;
  const { policy, statement } = found;
  const slips = slipsFor(statement, call);
  if (slips.length === 0) return undefined;
  const place = placeOfStatement(subject, policy, statement);
  const mends = (of: RoleCall, arn: string) => {
    const made = naming(statement, slipsFor(statement, of), "AWS", [arn]);
    return isLetInBy(of, alone(made, place.document));
  };
  const arn = arnOfRole(subject);
  if (!mends(call, arn)) return undefined;
  const calls = callsUnder(subject, policy, statement, (of) => {
    const caller = callerOf(of);
    return slipsFor(statement, of).length > 0 && "arn" in caller && mends(of, caller.arn);
  });
  const inWords = () => {
    const arns = [...new Set([arn, ...calls.keys()])].sort();
    const all = [...slips, ...[...calls.values()].flatMap((of) => slipsFor(statement, of))];
    return pasted(
      `replace ${place.words} of ${policy} by one that names the role${arns.length > 1 ? "s" : ""}`,
      naming(statement, all, "AWS", arns),
    );
  };
  return calls.has(arn) ? subject.index.fixes.changed(statement, inWords) : inWords();
}

/** What is wrong with its principals for the call; a statement for whole accounts only where it is about replication. */
function slipsFor(statement: PolicyStatement, call: RoleCall): readonly Slip[] {
  const slips = slipsIn(statement.Principal, callerOf(call), call.resourceAccount);
  return slips.every(({ isAccount }) => isAccount) && isBroad(statement) ? [] : slips;
}

/** The statement with more principals, in place of those that match no principal; all other principals keep their access. */
export function naming(
  statement: PolicyStatement,
  slips: readonly Slip[],
  kind: "AWS" | "Service",
  added: readonly string[],
): PolicyStatement {
  const { Principal } = statement;
  const isKept = (of: string, written: string) =>
    !slips.some((slip) => slip.isNobody && slip.kind === of && slip.name === written);
  const kept = Object.entries(typeof Principal === "object" ? Principal : {}).flatMap(
    ([of, names]): [string, readonly string[]][] => {
      const left = listOf(names).filter((written) => isKept(of, written));
      return left.length === 0 ? [] : [[of, left]];
    },
  );
  const principals = new Map(kept);
  principals.set(kind, [...new Set([...(principals.get(kind) ?? []), ...added])]);
  const entries = [...principals].map(([of, names]): [string, OneOrMany] => [of, one(names)]);
  return { ...statement, Principal: Object.fromEntries(entries) };
}

/** A statement for a whole account may be about something else, and then gives more than replication needs. */
function isBroad({ Action }: PolicyStatement): boolean {
  return Action === undefined || listOf(Action).some((action) => action.includes("*"));
}
