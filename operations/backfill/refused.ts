/** Calls of AWS that a backfill makes, and what it means that one is refused. */
import { InputError } from "../inputError";
import { type Refusal, refusalOf, unusableCredentials } from "../live/refusals";

/** A call that AWS did not answer as it should. The message says which permission it needs. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly refusal: Refusal;
  constructor(refusal: Refusal, message: string) {
    super(message);
    this.refusal = refusal;
  }
}

export interface Asked {
  /** IAM action, e.g. `s3:CreateJob`. */
  readonly action: string;
  /** ARN of the resource, or `*`. */
  readonly resource: string;
}

/**
 * Makes one call.
 *
 * @throws RefusedError where AWS refuses it, InputError where the credentials cannot be used, the signal's reason where it is aborted.
 */
export async function asking<T>(asked: Asked, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof InputError) throw error;
    const refusal = refusalOf(error);
    const unusable = unusableCredentials("credentials", refusal);
    if (unusable !== undefined) throw new InputError(unusable);
    throw new RefusedError(refusal, words(asked, refusal));
  }
}

function words({ action, resource }: Asked, { kind, code, message }: Refusal): string {
  const said = message === "" ? code : `${code}: ${message}`;
  switch (kind) {
    case "denied":
      return `needs ${action} on ${resource} (${said})`;
    case "throttled":
      return `AWS throttled ${action} on ${resource} (${said}); try again later`;
    case "unanswered":
      return `no answer arrived to ${action} on ${resource} (${said})`;
    case "absent":
      return `${action}: ${resource} does not exist (${said})`;
    default:
      return `AWS refused ${action} on ${resource} (${said})`;
  }
}
