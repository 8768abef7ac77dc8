/** The lines of the report on access: which principals may read, write or delete. */
import { type AccessReport, groupBy, type ObjectAction } from "../../model";
import { type AccessLine, sentence } from "./accessLine";
import type { ReportedOutcome } from "./symbols";
import { triggerLines } from "./triggerLines";

/** One line for each principal and part of a bucket, and one for each set of tags that makes rules act. */
export function accessLines(reports: readonly AccessReport[]): readonly AccessLine[] {
  const buckets = groupBy(reports, ({ bucket }) => bucket);
  return [...buckets.values()].flatMap((ofBucket) => {
    const objects = ofBucket.filter(({ tags }) => tags === undefined);
    const people = groupBy(objects, ({ principal, resource }) => `${principal} ${resource}`);
    return [
      ...[...people.values()].flatMap(principalLine),
      ...triggerLines(ofBucket.filter(({ tags }) => tags !== undefined)),
    ];
  });
}

const WORDS: { readonly [action in ObjectAction]: string } = {
  list: "list",
  read: "read",
  "read-version": "read versions",
  decrypt: "decrypt",
  put: "put",
  encrypt: "encrypt",
  tag: "tag",
  delete: "delete",
  "delete-version": "delete versions",
};

function principalLine(reports: readonly AccessReport[]): readonly AccessLine[] {
  const [first] = reports;
  if (first === undefined) return [];
  const may = reports.filter(({ verdict }) => verdict === "may").filter(isOfUse);
  const lacking = reports.filter(({ fix }) => fix !== undefined);
  const refused = lacking.filter(({ verdict }) => verdict === "may not");
  const open = lacking.filter(({ verdict }) => verdict === "unknown");
  const clauses = [
    ...(may.length > 0 ? [`may ${sentence(wordsOf(may), "and")}`] : []),
    ...(refused.length > 0 ? [`may not ${sentence(wordsOf(refused), "or")}`] : []),
    ...(open.length > 0
      ? [`${may.length > 0 ? "perhaps not" : "perhaps may not"} ${sentence(wordsOf(open), "or")}`]
      : []),
  ];
  const does =
    clauses.length > 0 ? sentence(clauses, "but") : "is named, and may do nothing for certain with";
  const reasons =
    clauses.length > 0 ? lacking : reports.filter(({ verdict }) => verdict === "unknown").slice(0, 1);
  const given = may.some((report) => report.given !== undefined) ? " (given its own account allows it)" : "";
  return [
    {
      outcome: outcomeOf(refused, open, may),
      text: `${first.principal} ${does} ${first.resource}${given}`,
      because: reasons.map(({ action, because }) => `${action}: ${because}`),
      fixes: lacking.flatMap(({ fix }) => fix ?? []),
    },
  ];
}

/** Access to the key alone gives no access to data, so it is reported together with the objects. */
function isOfUse({ action }: AccessReport, _: number, may: readonly AccessReport[]): boolean {
  const serves = action === "encrypt" ? ["put"] : action === "decrypt" ? ["read", "read-version"] : undefined;
  return serves === undefined || may.some((other) => serves.includes(other.action));
}

/** Who reads objects by their names alone needs no listing. */
function outcomeOf(
  refused: readonly AccessReport[],
  open: readonly AccessReport[],
  may: readonly AccessReport[],
): ReportedOutcome {
  if (refused.some(({ action }) => action !== "list")) return "bad";
  if (open.length > 0 || may.length === 0) return "unsure";
  return refused.length > 0 ? "advice" : "good";
}

/** Reading includes versions where both are allowed. */
function wordsOf(reports: readonly AccessReport[]): readonly string[] {
  const actions = new Set(reports.map(({ action }) => action));
  return Object.entries(WORDS)
    .filter(([action]) => reports.some((report) => report.action === action))
    .filter(([action]) => action !== "read-version" || !actions.has("read"))
    .map(([, words]) => words);
}
