/** Runs the Pulumi program without an engine and without AWS. */
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { InputError } from "../inputError";
import { withoutStackTraces } from "../stackTraces";
import type { Plan } from "./plan";
import { Recorder, type RunKind } from "./recorder";
import { namingItsSource } from "./settingsErrors";
import type { StackConfiguration } from "./stackFiles";

/**
 * Runs the project's real program with the settings of a stack, without an engine and without AWS.
 *
 * @param directory folder of the project, with its `index.ts`.
 * @param kind `update` gives every resource the outputs that AWS would give; in a `first preview` nothing exists yet, so
 * that every value that AWS computes is unknown.
 * @throws InputError when the program refuses its settings.
 */
export async function rehearse(
  directory: string,
  configuration: StackConfiguration,
  kind: RunKind = "update",
): Promise<Plan> {
  const { project, stack, values, secretKeys } = configuration;
  try {
    return await recordProgram(join(directory, "index.ts"), { project, stack, kind }, () =>
      pulumi.runtime.setAllConfig(values, [...secretKeys]),
    );
  } catch (error) {
    throw namingItsSource(error, configuration);
  }
}

/** What a program can read about the run. */
export interface RunContext {
  readonly project: string;
  readonly stack: string;
  readonly kind: RunKind;
}

async function recordProgram(entry: string, context: RunContext, configure: () => void): Promise<Plan> {
  return record(context, () => {
    configure();
    // A program registers its resources while it is loaded, so that each rehearsal has to load it anew.
    delete require.cache[require.resolve(entry)];
    return require(entry);
  });
}

/**
 * Acts as the engine for everything that `program` registers.
 *
 * @throws InputError when the program ends with an error for its user; the program's own error otherwise.
 */
export async function record({ project, stack, kind }: RunContext, program: () => unknown): Promise<Plan> {
  const recorder = new Recorder(kind);
  const preview = kind === "first preview";
  await pulumi.runtime.setMocks(
    { call: () => ({}), newResource: () => ({ id: "", state: {} }) },
    project,
    stack,
    preview,
  );
  pulumi.runtime.setMockOptions(recorder, project, stack, preview);
  // What goes wrong inside an output surfaces as an unhandled rejection.
  const stray: unknown[] = [];
  const collect = (error: unknown) => stray.push(error);
  process.on("unhandledRejection", collect);
  const withTracesAgain = withoutStackTraces();
  try {
    await pulumi.runtime.runInPulumiStack(async () => program());
    await pulumi.runtime.disconnect();
  } catch (error) {
    stray.unshift(error);
  } finally {
    // The stack resource rejects too when the program does, a moment later.
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", collect);
    withTracesAgain();
  }
  const error = recorder.refusal ?? stray[0];
  if (error !== undefined)
    throw meantForUser(error) ? new InputError(error.message, { cause: error }) : error;
  return { project, stack, resources: recorder.planned, outputs: recorder.outputs };
}

function meantForUser(error: unknown): error is Error {
  return pulumi.RunError.isInstance(error) || pulumi.InputPropertiesError.isInstance(error);
}
