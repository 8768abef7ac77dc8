/** The first three lines of a report: what works, what policies say, what was judged. */
import type { PackResult } from "../policy/packResult";
import type { Paint } from "./paint";
import { outcomeOfViolation } from "./policiesText";
import { marked, type ReportedOutcome, worst } from "./symbols";
import { fitting, wrap } from "./wrap";

/** One line of a verdict, in words of its own where one text would be too long. */
export interface VerdictLine {
  readonly outcome: ReportedOutcome;
  /** From the longest; the first one that fits is shown, so the last one has to be short. */
  readonly candidates: readonly string[];
}

/** What a verdict says. */
export interface Verdicts {
  readonly routes: VerdictLine;
  readonly policies: VerdictLine;
  /** What was judged, from the longest text. Where none fits, the last one is wrapped. */
  readonly judged: readonly string[];
}

/** The verdict: a line each for routes, policies and what was judged. */
export function verdictText({ routes, policies, judged }: Verdicts, paint: Paint): string {
  return [
    ...[routes, policies].flatMap(({ outcome, candidates }) =>
      marked(outcome, fitting(candidates, 2), paint).map(paint.bold),
    ),
    ...wrap(
      fitting(
        judged.map((text) => `judged: ${text}`),
        2,
      ),
      { indent: "  ", hanging: "    " },
    ),
    "",
  ].join("\n");
}

/** Adds to the verdict on routes what another judge says of them. */
export function withMore(
  { outcome, candidates }: VerdictLine,
  more: { readonly outcome: ReportedOutcome; readonly text: string },
): VerdictLine {
  return {
    outcome: worst([outcome, more.outcome]),
    candidates: [
      ...candidates.map((text) => `${text}; ${more.text}`),
      // The shortest text says of both only that there is more to read.
      `${candidates.at(-1)?.replace(/, see below$/, "")}; see "emulator" below`,
    ],
  };
}

/** What the policies of a pack say. */
export function policiesVerdict({ pack, policies }: PackResult): VerdictLine {
  const enabled = policies.filter(({ enforcementLevel }) => enforcementLevel !== "disabled");
  const violated = enabled.filter(({ violations }) => violations.length > 0);
  const violations = violated.flatMap((policy) => policy.violations);
  if (enabled.length === 0) {
    return { outcome: "none", candidates: [`policies: all ${policies.length} are disabled`] };
  }
  if (violated.length === 0) {
    return {
      outcome: "good",
      candidates: [
        `policies: ${enabled.length} of ${pack.name} ${pack.version}, none violated`,
        `policies: ${enabled.length}, none violated`,
      ],
    };
  }
  const blocking = violated.filter((policy) =>
    policy.violations.some((violation) => outcomeOfViolation(violation) === "bad"),
  ).length;
  const count = `policies: ${violated.length} of ${enabled.length} violated`;
  const levels = blocking === 0 ? "none of them mandatory" : `${blocking} mandatory`;
  const names = violated.map(({ name }) => name).join(", ");
  return {
    outcome: worst(violations.map(outcomeOfViolation)),
    candidates: [`${count}, ${levels}: ${names}; see below`, `${count}, ${levels}, see below`],
  };
}

/** That a command does not ask the policies. */
export function policiesNotJudged(command: string): VerdictLine {
  return {
    outcome: "none",
    candidates: [`policies: not judged by ${command}; rehearse and pulumi preview do`],
  };
}
