/** The error of a component whose arguments are wrong. */
import * as pulumi from "@pulumi/pulumi";
import { type Problem, problemLine, problemList } from "./problems";

/**
 * Throws one error that lists every problem: in its message, which a program prints, and one by one for a provider host.
 *
 * @throws pulumi.InputPropertiesError when there is any problem.
 */
export function throwIfAny(what: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new pulumi.InputPropertiesError({
    message: problemList((count) => `${what}: ${count}`, problems),
    errors: problems.map((problem) => ({
      propertyPath: problem.path,
      reason: problemLine(problem).slice(problem.path.length + 2),
    })),
  });
}
