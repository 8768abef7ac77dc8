/** The parts of a diagnosis that a proof does not have, as text. */
import type { Diagnosis } from "../diagnose/result";
import { fixText } from "./fixText";
import { counted } from "./judged";
import type { Paint } from "./paint";
import { marked } from "./symbols";
import { wrap } from "./wrap";

type Failed = NonNullable<Diagnosis["failed"]>;

/** Where the accounts differ from the stack. */
export function stackDifferencesText(
  differences: NonNullable<Diagnosis["differences"]>,
  paint: Paint,
): string {
  const differing = differences.filter(({ verdict }) => verdict === "differs").length;
  const unknown = differences.length - differing;
  const headline =
    differences.length === 0
      ? "the accounts are as the stack made them"
      : [
          ...(differing > 0 ? [`${differing} differ`] : []),
          ...(unknown > 0 ? [`${unknown} unknown`] : []),
        ].join(", ");
  return [
    paint.bold(`stack and accounts: ${headline}`),
    ...differences.flatMap(({ resource, what, stack, account, verdict }) => [
      ...marked(verdict === "differs" ? "bad" : "unsure", `${resource}: ${what}`, paint, "  "),
      ...sideLines("stack", stack),
      ...sideLines("account", account),
    ]),
    "",
  ].join("\n");
}

/** Statements are on lines of their own. */
function sideLines(side: string, text: string): readonly string[] {
  const [first = "", ...rest] = text.split("\n");
  return [
    ...wrap(`${side}: ${first}`, { indent: "      ", hanging: "        " }),
    ...rest.flatMap((line) => wrap(line, { indent: "        ", hanging: "        " })),
  ];
}

/** The objects that failed, and where they were looked for. */
export function failedText({ requests, searches, groups }: Failed, paint: Paint): string {
  const count = groups.reduce((sum, { objects }) => sum + objects, 0);
  return [
    paint.bold(`failed objects: ${count === 0 ? "none found" : `${count} found`}`),
    ...groups.flatMap((group) => groupLines(group, paint)),
    ...[
      ...searches.map(({ where, bucket, outcome }) => `${where} of ${bucket}: ${outcome}`),
      `${requests.used} of ${requests.limit} requests used (--failed-requests)`,
    ].flatMap((line) => wrap(line, { indent: "  ", hanging: "    " }).map(paint.dim)),
    "",
  ].join("\n");
}

function groupLines(group: Failed["groups"][number], paint: Paint): readonly string[] {
  const { reason, meaning, objects, requirements, remedy, examples, rules } = group;
  const of = rules.length === 0 ? "" : ` (${rules.join(", ")})`;
  const title = `${counted(objects, "object")}: ${reason === null ? "" : `${reason}: `}${meaning}${of}`;
  return [
    ...marked("bad", title, paint, "  "),
    ...requirements.flatMap(({ id, rule, because, fix, verdict }) => [
      ...marked(verdict === "unmet" ? "bad" : "unsure", `${rule}: ${id}: ${because}`, paint, "      "),
      ...(fix === null ? [] : fixText(fix, "        ", paint)),
    ]),
    ...wrap(remedy, { indent: "      ", hanging: "      " }),
    ...examples.map((example) => paint.dim(`      ${example}`)),
  ];
}

/** What was refused; empty where nothing was. */
export function unreadText(unread: Diagnosis["unread"], paint: Paint): string {
  if (unread.length === 0) return "";
  const howTo = "npx s3-replication diagnose --policy prints a policy that allows all of it";
  return [
    paint.bold(`not allowed to read: ${unread.length}`),
    ...unread.flatMap(({ action, resource, caller }) =>
      wrap(`${action} on ${resource}, for ${caller}`, { indent: "  ", hanging: "    " }),
    ),
    ...wrap(howTo, { indent: "  " }).map(paint.dim),
    "",
  ].join("\n");
}
