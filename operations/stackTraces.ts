/** What Node notes of a stack when nobody asks for more or less. */
const USUAL_LIMIT = 10;

/**
 * Takes no stack traces from now on: where errors or promises are many, noting them takes longer than all the rest. Whoever asks
 * Node for other traces than its usual ones (`--stack-trace-limit`) gets them.
 *
 * @returns takes them again.
 */
export function withoutStackTraces(): () => void {
  const { stackTraceLimit } = Error;
  if (stackTraceLimit === USUAL_LIMIT) Error.stackTraceLimit = 0;
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
  };
}
