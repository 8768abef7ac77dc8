/** What a stack file may have beside its settings. */
import { type Problem, problemList, shownValue, suggestion } from "../../components/problems";
import { isProperties, type ResourceProperties } from "./values";

/**
 * The keys of a stack file. Pulumi ignores any other, without a word.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/
 */
export const STACK_FILE_KEYS = [
  "config",
  "environment",
  "secretsprovider",
  "encryptedkey",
  "encryptionsalt",
] as const;

/** Every problem of the keys of a stack file, with its name; undefined where there is none. */
export function stackFileProblem(name: string, content: ResourceProperties): string | undefined {
  const { config } = content;
  const known: readonly string[] = STACK_FILE_KEYS;
  const problems: readonly Problem[] = [
    ...Object.keys(content)
      .filter((key) => !known.includes(key))
      .map((key) => ({
        path: key,
        expected: "a key of a stack file",
        found: shownValue(key),
        fix: suggestion(key, STACK_FILE_KEYS),
      })),
    ...(config === undefined || config === null || isProperties(config)
      ? []
      : [
          {
            path: "config",
            expected: "keys and values",
            found: shownValue(config),
            fix: "write each setting below it: <project>:<setting>: <value>",
          },
        ]),
  ];
  return problems.length === 0 ? undefined : problemList((count) => `${name} has ${count}:`, problems);
}

/**
 * The Pulumi ESC environments that a stack imports: a list of names, or a definition with `imports`. A definition has values of
 * its own as well.
 *
 * @see https://www.pulumi.com/docs/esc/environments/using-environments-with-pulumi-iac/
 */
export function environmentsOf({ environment }: ResourceProperties): readonly string[] {
  if (environment === undefined || environment === null) return [];
  if (!isProperties(environment)) return namesIn(environment);
  const { imports, values } = environment;
  return [...namesIn(imports), ...(values === undefined ? [] : ["the one defined in the stack file"])];
}

/** An import is a name, or an object whose key is the name. */
function namesIn(imports: unknown): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(imports) ? imports : [imports];
  return entries.flatMap((entry) => {
    if (isProperties(entry)) return Object.keys(entry);
    return entry === undefined || entry === null ? [] : [String(entry)];
  });
}

/** What to say where a stack takes values from environments; undefined where it does not. */
export function environmentNote(environments: readonly string[]): string | undefined {
  if (environments.length === 0) return undefined;
  const which = `pulumi esc environment${environments.length === 1 ? "" : "s"} ${environments.join(", ")}`;
  return `values from the ${which} are not known offline; write the settings among them into a copy of the stack file and give it with --config-file`;
}
