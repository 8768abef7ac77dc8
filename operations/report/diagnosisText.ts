/** The parts of a diagnosis that a proof does not have, as text. */
import type { Diagnosis } from "../diagnose/result";
import type { Paint } from "./paint";
import { symbol } from "./symbols";

export function differencesText(differences: NonNullable<Diagnosis["differences"]>, paint: Paint): string {
  const differing = differences.filter(({ verdict }) => verdict === "differs").length;
  const unknown = differences.length - differing;
  const headline =
    differences.length === 0
      ? "the account is as the stack made it"
      : [
          ...(differing > 0 ? [`${differing} differ`] : []),
          ...(unknown > 0 ? [`${unknown} not known`] : []),
        ].join(", ");
  return [
    "",
    paint.bold(`stack and account: ${headline}`),
    ...differences.flatMap(({ resource, what, stack, account, verdict }) => [
      `  ${symbol(verdict === "differs" ? "bad" : "unsure", paint)} ${resource}: ${what}`,
      ...indented("stack", stack),
      ...indented("account", account),
    ]),
    "",
  ].join("\n");
}

export function failedText(failed: NonNullable<Diagnosis["failed"]>, paint: Paint): string {
  const { requests, searches, groups } = failed;
  const count = groups.reduce((sum, { objects }) => sum + objects, 0);
  return [
    "",
    paint.bold(`failed objects: ${count === 0 ? "none found" : `${count} found`}`),
    ...searches.map(({ where, bucket, outcome }) => paint.dim(`  ${where} of ${bucket}: ${outcome}`)),
    paint.dim(`  ${requests.used} of ${requests.limit} requests used (--failed-requests)`),
    ...groups.flatMap(({ reason, meaning, objects, requirements, remedy, examples, rules }) => [
      `  ${symbol("bad", paint)} ${objects} objects: ${reason === null ? "" : `${reason}: `}${meaning}${rules.length === 0 ? "" : ` (${rules.join(", ")})`}`,
      ...requirements.flatMap(({ id, rule, because, fix, verdict }) => [
        `      ${symbol(verdict === "unmet" ? "bad" : "unsure", paint)} ${rule}: ${id}: ${because}`,
        ...(fix === null ? [] : fix.split("\n").map((line) => paint.dim(`          ${line}`))),
      ]),
      `      ${remedy}`,
      ...examples.map((example) => paint.dim(`      ${example}`)),
    ]),
    "",
  ].join("\n");
}

export function unreadText(unread: Diagnosis["unread"], paint: Paint): string {
  if (unread.length === 0) return "";
  return [
    "",
    paint.bold(`not allowed to read: ${unread.length}`),
    ...unread.map(({ action, resource, caller }) => `  ${action} on ${resource}, for ${caller}`),
    paint.dim("  npx s3-replication diagnose --policy prints a policy that allows all of it"),
    "",
  ].join("\n");
}

function indented(side: string, text: string): readonly string[] {
  const [first = "", ...rest] = text.split("\n");
  return [`      ${side}: ${first}`, ...rest.map((line) => `        ${line}`)];
}
