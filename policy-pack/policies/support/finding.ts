/** What a policy says of one resource. */
import type { Known, Property, Unknown } from "../../../model";
import type { Field } from "./settings";

/** A violation, a piece of advice, or why neither can be decided yet. */
export type PolicyFinding =
  | {
      /** Lower case: where, expected, found; then how to fix it. */
      readonly violation: string;
      /** The config of the policy that allows it, where there is one. */
      readonly allowance?: Allowance;
      /** The resource; by default the one being judged. */
      readonly urn?: string;
    }
  | {
      /** Reported as advisory, regardless of the policy's level. */
      readonly advice: string;
      readonly urn?: string;
    }
  | {
      /** Names the value that is not known and where it will come from. */
      readonly undecided: string;
      readonly urn?: string;
    };

export type PolicyFindings = Iterable<PolicyFinding>;

/** A value of a policy's config. */
export interface Allowance {
  readonly field: string;
  readonly value: unknown;
  /** File of the pack that sets it. */
  readonly file?: string;
}

/** The value of a field that allows what the policy refuses. */
export function allowing<T>(field: Field<T>, value: T): Allowance {
  return { field: field.name, value };
}

/** "where: expected X, found Y; do Z", the form that every violation has. */
export function violation(
  where: string,
  expected: string,
  found: string,
  fix: string,
  allowance?: Allowance,
): PolicyFinding {
  return {
    violation: `${where}: expected ${expected}, found ${found}; ${fix}`,
    ...(allowance !== undefined && { allowance }),
  };
}

/** A value that a policy needs is not known before the deployment. */
export function undecided(where: string, because: string): PolicyFinding {
  return { undecided: `${where} is not known: ${because}` };
}

/** A value that is not known: a violation where no deployment will tell it, since what is written is wrong in itself. */
export function notKnown(where: string, { unknown, wrong }: Unknown): PolicyFinding {
  return wrong
    ? violation(where, "one valid value", unknown, "correct it, and let one resource alone set it")
    : undecided(where, unknown);
}

export function isViolation(finding: PolicyFinding): boolean {
  return "violation" in finding;
}

/** Findings that hold only if something that is not known is so: instead of any violation, that it is not known. */
export function* unless(doubt: Unknown, where: string, findings: PolicyFindings): PolicyFindings {
  let isSaid = false;
  for (const finding of findings) {
    if (!("violation" in finding)) yield finding;
    else if (!isSaid) {
      isSaid = true;
      yield undecided(where, doubt.unknown);
    }
  }
}

/** The same finding about another resource. */
export function about(urn: string, finding: PolicyFinding): PolicyFinding {
  return { ...finding, urn };
}

/** Nothing where the value is as it should be; else a violation, or that it is not known yet. */
export function* expect<T>(
  { path }: Pick<Property, "path">,
  value: Known<T>,
  right: (value: T) => boolean,
  expected: string,
  fix: string,
  allowance?: Allowance,
): PolicyFindings {
  if ("unknown" in value) yield notKnown(path, value);
  else if (!right(value.known)) yield violation(path, expected, shown(value.known), fix, allowance);
}

/** How a report shows a value that was found. */
export function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
