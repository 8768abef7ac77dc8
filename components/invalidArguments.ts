import * as pulumi from "@pulumi/pulumi";
import { type Problem, problemLine } from "./problems";

/**
 * Throws one error that lists every problem, as the program prints it and as a provider host reports it.
 *
 * @throws pulumi.InputPropertiesError when there is any problem.
 */
export function throwIfAny(what: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `  ${problemLine(problem)}`);
  throw new pulumi.InputPropertiesError({
    message: [`${what}: ${problems.length} ${problems.length === 1 ? "problem" : "problems"}`, ...lines].join(
      "\n",
    ),
    errors: problems.map((problem) => ({
      propertyPath: problem.path,
      reason: problemLine(problem).slice(problem.path.length + 2),
    })),
  });
}
