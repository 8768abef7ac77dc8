/** What receiving stacks of the same project hand over, worked out from their own settings. */
import type { Answer } from "./answers";
import type { Plan } from "./plan";
import { hasStackFile, type StackConfiguration } from "./stackFiles";
import { isProperties } from "./values";

const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/**
 * The outputs of the receiving stacks that the settings name, where a stack is one of this project with a file of its own. The
 * engine reads them from the backend instead.
 *
 * @param rehearseStack the plan of another stack of the project.
 */
export async function handOvers(
  directory: string,
  { project, stack, values }: StackConfiguration,
  rehearseStack: (stack: string) => Promise<Plan>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const name of receiversIn(values[`${project}:replicas`])) {
    const other = stackOfProject(name, project);
    if (other === undefined || other === stack || !hasStackFile(directory, other)) continue;
    const { outputs } = await rehearseStack(other);
    answers.push({ token: STACK_REFERENCE, args: { name }, result: { name, outputs } });
  }
  return answers;
}

/** The stacks that the setting `replicas` names, each once. */
function receiversIn(text: string | undefined): readonly string[] {
  const entries = parsed(text ?? "[]");
  const named = Array.isArray(entries)
    ? entries.map((entry: unknown) => (isProperties(entry) ? entry["receiver"] : undefined))
    : [];
  return [...new Set(named.filter((name) => typeof name === "string"))];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The program says what is wrong with its settings.
    return [];
  }
}

/** The name of a stack within its project: of `<stack>`, `<organization>/<stack>` or `<organization>/<project>/<stack>`. */
function stackOfProject(name: string, project: string): string | undefined {
  const parts = name.split("/");
  return parts.length === 3 && parts[1] !== project ? undefined : parts.at(-1);
}
