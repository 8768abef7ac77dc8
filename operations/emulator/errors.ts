/** What can go wrong with the emulator. Each message is one line that says where, what was found and what to do. */

/** An error whose message is shown to the user as it is, without a stack trace. */
export class EmulatorError extends Error {
  public override readonly name: string = "EmulatorError";
}

/** No Python that can run the emulator was found. The rehearsal without the emulator still works. */
export class PythonMissingError extends EmulatorError {
  public override readonly name = "PythonMissingError";
}

/** The emulator's packages could not be fetched or put in place. */
export class InstallError extends EmulatorError {
  public override readonly name = "InstallError";
}

/** The emulator did not start, or stopped while it was needed. */
export class ServerError extends EmulatorError {
  public override readonly name = "ServerError";
}

/** The credentials of a provider belong to an account that the provider does not allow. */
export class WrongAccountError extends EmulatorError {
  public override readonly name = "WrongAccountError";
}

/** A resource, or a value of one, that cannot be given to the emulator. */
export class UnsupportedResourceError extends EmulatorError {
  public override readonly name = "UnsupportedResourceError";
}

/** An API call that was refused, with the service's own code and message. */
export class AwsRefusal extends EmulatorError {
  public override readonly name = "AwsRefusal";

  constructor(
    /** E.g. `PutBucketReplication`. */
    public readonly call: string,
    /** AWS's error code, e.g. `InvalidRequest`. */
    public readonly code: string,
    /** AWS's own message. */
    public readonly awsMessage: string,
    /** HTTP status; undefined when no answer came. */
    public readonly httpStatus: number | undefined,
  ) {
    super(`${call} was refused: ${code}: ${awsMessage}`);
  }
}

/** A resource that AWS refused to make, with the call it refused. */
export class RefusedResourceError extends EmulatorError {
  public override readonly name = "RefusedResourceError";

  constructor(
    public readonly resourceName: string,
    public readonly resourceType: string,
    public readonly refusal: AwsRefusal,
  ) {
    super(`${resourceName} (${resourceType}): ${refusal.message}`);
  }
}

/** The text of an error inside another error's message. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the call gives, or undefined where AWS answers that there is none. */
export async function unlessAbsent<T>(call: Promise<T>, ...codes: readonly string[]): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsRefusal && (codes.includes(error.code) || error.httpStatus === 404))
      return undefined;
    throw error;
  }
}
