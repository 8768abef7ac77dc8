/** What all canaries of a verification share. */
import type { Reader } from "../live/reader";
import type { Written } from "./clean";
import type { Diagnose } from "./diagnosis";
import type { Ends } from "./ends";
import type { FailureQueue } from "./failureQueue";
import type { VerifyOptions } from "./verifyOptions";

export interface CanaryRun extends Omit<VerifyOptions, "plan"> {
  readonly ends: Ends;
  /** What has to be removed again; a canary is added before anything else is done with it. */
  readonly written: Written[];
  readonly reader: Reader;
  /** Not interrupted by the user. */
  readonly writer: Reader;
  readonly signal: AbortSignal;
  readonly queue: FailureQueue;
  readonly diagnose: Diagnose;
  /** What was said already. */
  readonly warned: Set<string>;
}
