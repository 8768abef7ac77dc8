/** The lines of the report on principals that may set the tags that trigger replication. */
import { type AccessReport, groupBy, WAYS } from "../../model";
import { type AccessLine, sentence } from "./accessLine";

/** Who may set the tags that make rules act: one line for each set of tags, regardless of the number of rules. */
export function triggerLines(reports: readonly AccessReport[]): readonly AccessLine[] {
  const byTags = groupBy(reports, ({ resource, tags }) => `${tags} ${resource}`);
  return [...byTags.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const rules = [...new Set(group.map(({ rule }) => rule ?? ""))];
    const ofOne = group.filter(({ rule }) => rule === first.rule);
    return [triggerLine(ofOne, `${rules.length === 1 ? "rule" : "rules"} ${sentence(rules, "and")}`, first)];
  });
}

function triggerLine(
  reports: readonly AccessReport[],
  rules: string,
  { tags, resource, bucket }: AccessReport,
): AccessLine {
  const unnamed = reports.filter((report) => report.unnamed === true);
  const named = reports.filter(({ unnamed, verdict }) => unnamed !== true && verdict === "may");
  const those = [...new Set(named.filter(triggers).map(({ principal }) => principal))];
  const open = unnamed.filter(({ verdict }) => verdict === "may");
  const unsure = unnamed.filter(({ verdict }) => verdict === "unknown");
  const creating = open.filter(triggers);
  const fixes = [...new Set(open.flatMap(({ fix }) => fix ?? []))];
  const only = those.length === 0 ? "no principal" : `only ${sentence(those, "and")}`;
  const what = `${tags} on ${resource} (${rules})`;
  if (creating.length > 0) {
    const guarded = unnamed.some(
      (report) => triggers(report) && report.verdict !== "may" && isOf(report, creating),
    );
    const because = [...new Set(creating.map((report) => report.because))].slice(0, 1);
    if (!guarded) {
      return {
        outcome: those.length > 0 ? "bad" : "advice",
        text: `every principal that may put objects into ${bucket} may trigger replication by ${rules}: no statement guards ${tags}`,
        // Where no principal is named, a guard may not be intended.
        because:
          those.length > 0
            ? because
            : [...because, "the statements that would guard it are in the report of --json"],
        fixes: those.length > 0 ? fixes : [],
      };
    }
    return { outcome: "bad", text: `${waysOf(creating)} may set ${what}`, because, fixes };
  }
  if (open.length > 0) {
    return {
      outcome: "advice",
      text: `${only} may put ${what}, but ${waysOf(open)} may change it later`,
      because: [...new Set(open.map((report) => report.because))].slice(0, 1),
      fixes,
    };
  }
  if (unsure.length > 0) {
    return {
      outcome: "unsure",
      text: `whether ${those.length === 0 ? "any principal" : `any principal other than ${sentence(those, "and")}`} may set ${what} is not known`,
      because: [...new Set(unsure.map((report) => report.because))].slice(0, 1),
      fixes,
    };
  }
  return { outcome: "good", text: `${only} may set, change or remove ${what}`, because: [], fixes: [] };
}

const TRIGGERING: ReadonlySet<string> = new Set(WAYS.filter((way) => way.triggers).map(({ id }) => id));

function triggers({ action }: AccessReport): boolean {
  return TRIGGERING.has(action);
}

/** Whether the report is about a principal that may set the tags in another way. */
function isOf({ principal }: AccessReport, open: readonly AccessReport[]): boolean {
  return open.some((report) => report.principal === principal);
}

/** `any other principal in account 1, by a copy or by tagging an object`. */
function waysOf(reports: readonly AccessReport[]): string {
  const people = [...new Set(reports.map(({ principal }) => principal))];
  const actions = new Set<string>(reports.map(({ action }) => action));
  const ways = WAYS.filter(({ id }) => actions.has(id)).map(({ words }) => words);
  return `${sentence(people, "and")}, ${sentence(ways, "or")},`;
}
