/** Runs a Pulumi program without an engine and without AWS. */
import * as pulumi from "@pulumi/pulumi";
import { InputError } from "../inputError";
import { withoutStackTraces } from "../stackTraces";
import { Answers } from "./answers";
import { handOvers } from "./handOvers";
import { loadProgram, type Sdk, sdkOf } from "./loadProgram";
import type { Plan } from "./plan";
import { isOwnProgram, programEntry } from "./programEntry";
import { programError } from "./programError";
import { Questions } from "./questions";
import type { RunKind } from "./recorder";
import { Recorder, type RecorderContext } from "./recorder";
import { namingItsSource } from "./settingsErrors";
import { siteOfConfiguration } from "./sites";
import { readStackConfiguration, type StackConfiguration } from "./stackFiles";

/**
 * Runs the real program of a project with the settings of a stack, without an engine and without AWS.
 *
 * @param project folder of the project, with its `Pulumi.yaml`.
 * @param kind `update` gives every resource the outputs that AWS would give; in a `first preview` nothing exists yet, so
 * that every value that AWS computes is unknown.
 * @param answers for functions and resources that only a cloud knows; none when not given.
 * @throws InputError when the program refuses its settings, or fails.
 */
export async function rehearse(
  project: string,
  configuration: StackConfiguration,
  kind: RunKind = "update",
  answers: Answers = new Answers(),
): Promise<Plan> {
  const { project: name, stack, values, secretKeys } = configuration;
  const entry = programEntry(project);
  const sdk = sdkOf(entry.directory);
  const received = (other: string) => rehearse(project, readStackConfiguration(project, other));
  answers.know(await handOvers(project, configuration, received));
  const questions = new Questions(answers);
  const workingDirectory = process.cwd();
  // Where Pulumi starts a program: it may read files beside it.
  process.chdir(entry.directory);
  try {
    return await record(
      {
        project: name,
        stack,
        kind,
        questions,
        defaultSite: siteOfConfiguration(values),
        traces: !isOwnProgram(project),
      },
      () => {
        sdk.runtime.setAllConfig({ ...values }, [...secretKeys]);
        return loadProgram(entry);
      },
      sdk,
    );
  } catch (error) {
    if (error instanceof InputError) throw namingItsSource(error, configuration);
    throw programError(error, entry, questions.unanswered);
  } finally {
    process.chdir(workingDirectory);
  }
}

/** What a program can read about the run. */
export interface RunContext extends RecorderContext {
  /** Whether errors say where they come from, which takes time. @default false */
  readonly traces?: boolean;
}

/**
 * Acts as the engine for everything that `program` registers.
 *
 * @param sdk the copy of Pulumi's SDK that the program uses.
 * @throws InputError when the program ends with an error for its user; the program's own error otherwise.
 */
export async function record(
  { traces = false, ...context }: RunContext,
  program: () => unknown,
  sdk: Sdk = pulumi,
): Promise<Plan> {
  const { project, stack, kind } = context;
  const recorder = new Recorder(context);
  const preview = kind === "first preview";
  const mocks = { call: () => ({}), newResource: () => ({ id: "", state: {} }) };
  await sdk.runtime.setMocks(mocks, project, stack, preview);
  sdk.runtime.setMockOptions(recorder, project, stack, preview);
  // What goes wrong inside an output surfaces as an unhandled rejection.
  const stray: unknown[] = [];
  const collect = (error: unknown) => stray.push(error);
  process.on("unhandledRejection", collect);
  const withTracesAgain = traces ? () => {} : withoutStackTraces();
  try {
    await sdk.runtime.runInPulumiStack(async () => program());
    await sdk.runtime.disconnect();
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
  const { planned: resources, outputs, unanswered } = recorder;
  return { project, stack, resources, outputs, ...(unanswered.length > 0 && { unanswered }) };
}

function meantForUser(error: unknown): error is Error {
  return pulumi.RunError.isInstance(error) || pulumi.InputPropertiesError.isInstance(error);
}
