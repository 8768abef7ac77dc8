/** Reads a setting that may be absent. */
import { AwsRefusal } from "../errors";

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
