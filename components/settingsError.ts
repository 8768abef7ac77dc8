/** The error of a program whose stack has wrong settings. */
import * as pulumi from "@pulumi/pulumi";
import { type Problem, problemList } from "./problems";

/** Every problem of a stack's settings. Pulumi prints the message without a stack trace. */
export class SettingsError extends pulumi.RunError {
  /** @param problems one at least. */
  constructor(
    stack: string,
    readonly problems: readonly Problem[],
  ) {
    super(settingsMessage(`of stack ${stack}`, problems));
  }
}

/**
 * Every problem of settings, below a headline.
 *
 * @param which continues "the settings", e.g. `of stack dev`.
 */
export function settingsMessage(which: string, problems: readonly Problem[]): string {
  return problemList((count) => `the settings ${which} have ${count}:`, problems);
}
