/** The results of the policy pack as text. */
import type { PackResult, PolicyResult, Violation } from "../policy/packResult";
import type { Paint } from "./paint";
import { marked, type ReportedOutcome } from "./symbols";
import { wrap } from "./wrap";

/** What the policies found, those that block first; with `verbose`, every policy. Empty where there is nothing to show. */
export function policiesText({ policies }: PackResult, paint: Paint, verbose: boolean): string {
  const enabled = policies.filter(({ enforcementLevel }) => enforcementLevel !== "disabled");
  const blocking = enabled.filter(({ violations }) => violations.some(blocks));
  const advised = enabled.filter((one) => one.violations.length > 0 && !blocking.includes(one));
  const kept = verbose ? enabled.filter(({ violations }) => violations.length === 0) : [];
  const shown = [...blocking, ...advised, ...kept];
  if (shown.length === 0) return "";
  return [
    paint.bold(verbose ? "policies" : "policies violated"),
    ...shown.flatMap((policy) => policyLines(policy, paint)),
    "",
  ].join("\n");
}

/** A violation that blocks is bad; what is only advised is no fault. */
export function outcomeOfViolation(violation: Violation): ReportedOutcome {
  return blocks(violation) ? "bad" : "advice";
}

function blocks({ enforcementLevel }: Violation): boolean {
  return enforcementLevel === "mandatory";
}

function policyLines(policy: PolicyResult, paint: Paint): readonly string[] {
  const { name, enforcementLevel, violations } = policy;
  if (violations.length === 0) return marked("good", `${name} (${enforcementLevel})`, paint, "  ");
  return violations.flatMap((violation) => {
    const [first = "", ...rest] = violation.message.trimEnd().split("\n");
    const head = `${name} (${violation.enforcementLevel})${where(violation)}: ${first}`;
    return [
      ...marked(outcomeOfViolation(violation), head, paint, "  "),
      ...rest.flatMap((line) => {
        const indent = `      ${/^\s*/.exec(line)?.[0] ?? ""}`;
        return wrap(line, { indent, hanging: line.trimStart().startsWith("- ") ? `${indent}  ` : indent });
      }),
    ];
  });
}

function where({ urn }: Violation): string {
  const name = urn?.split("::").at(-1);
  return name === undefined || name === "" ? "" : ` ${name}`;
}
