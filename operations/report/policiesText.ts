/** The results of the policy pack as text. */
import type { PackResult, PolicyResult, Violation } from "../policy/packResult";
import type { Paint } from "./paint";
import { symbol } from "./symbols";

/** What the pack found; with `verbose`, every policy. */
export function policiesText({ pack, policies }: PackResult, paint: Paint, verbose: boolean): string {
  const enabled = policies.filter(({ enforcementLevel }) => enforcementLevel !== "disabled");
  const violated = enabled.filter(({ violations }) => violations.length > 0);
  const headline = violated.length === 0 ? "none violated" : `${violated.length} violated`;
  return [
    paint.bold(`policies: ${enabled.length} of ${pack.name} ${pack.version}, ${headline}`),
    ...(verbose ? enabled : violated).flatMap((policy) => policyLines(policy, paint)),
    "",
  ].join("\n");
}

function policyLines(policy: PolicyResult, paint: Paint): readonly string[] {
  const { name, enforcementLevel, violations } = policy;
  if (violations.length === 0) return [`  ${symbol("good", paint)} ${name} (${enforcementLevel})`];
  return violations.map((violation) => {
    const outcome = violation.enforcementLevel === "mandatory" ? "bad" : "unsure";
    const [first, ...rest] = violation.message.trimEnd().split("\n");
    return [
      `  ${symbol(outcome, paint)} ${name} (${violation.enforcementLevel})${where(violation)}: ${first ?? ""}`,
      ...rest.map((line) => `      ${line}`),
    ].join("\n");
  });
}

function where({ urn }: Violation): string {
  const name = urn?.split("::").at(-1);
  return name === undefined || name === "" ? "" : ` ${name}`;
}
