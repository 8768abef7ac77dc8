/** What Node notes of a stack when nobody asks for more or less. */
const USUAL_LIMIT = 10;

/**
 * Takes no stack traces from now on: where errors or promises are many, noting them takes longer than all the rest. Whoever asks
 * Node for other traces than its usual ones (`--stack-trace-limit`) gets them.
 *
 * @returns takes them again.
 */
export function withoutStackTraces(): () => void {
  const { stackTraceLimit, prepareStackTrace } = Error;
  if (stackTraceLimit !== USUAL_LIMIT) return () => undefined;
  Error.stackTraceLimit = 0;
  // The SDK asks for the whole stack of every resource whatever the limit, and reads the text of it.
  Error.prepareStackTrace = String;
  return () => {
    Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  };
}
