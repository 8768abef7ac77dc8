/** Allows that were meant for the role, or for S3, and name somebody else by a slip. */
import { type Slip, slipsIn } from "../evaluation";
import type { Decision, OneOrMany, PolicyStatement } from "../evaluation/types";
import { listOf } from "./exceptions";
import { arnOfRole, one, pasted } from "./fixes";
import { callerOf, isLetInBy, type RoleCall } from "./sides";
import { alone, placeOfStatement } from "./statementPlace";
import type { Subject } from "./subject";

/** The statement that was meant to let a call in, changed so that it names the role; undefined where there is none. */
export function changedToNameRole(
  subject: Subject,
  call: RoleCall,
  { statement: found }: Decision,
): string | undefined {
  if (found === undefined || found.statement.Effect !== "Allow") return undefined;
  const { policy, statement } = found;
  const slips = slipsIn(statement, callerOf(call), call.resourceAccount);
  if (slips.length === 0 || (slips.every(({ isAccount }) => isAccount) && isBroad(statement)))
    return undefined;
  const changed = naming(statement, slips, "AWS", arnOfRole(subject));
  const place = placeOfStatement(subject, policy, statement);
  if (!isLetInBy(call, alone(changed, place.document))) return undefined;
  return pasted(`replace ${place.words} of ${policy} by one that names the role`, changed);
}

/** The statement with one more principal, in place of those that no one can be; everybody else keeps what it gives. */
export function naming(
  statement: PolicyStatement,
  slips: readonly Slip[],
  kind: "AWS" | "Service",
  name: string,
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
  principals.set(kind, [...new Set([...(principals.get(kind) ?? []), name])]);
  const entries = [...principals].map(([of, names]): [string, OneOrMany] => [of, one(names)]);
  return { ...statement, Principal: Object.fromEntries(entries) };
}

/** A statement for a whole account may be about something else, and then gives more than replication needs. */
function isBroad({ Action }: PolicyStatement): boolean {
  return Action === undefined || listOf(Action).some((action) => action.includes("*"));
}
