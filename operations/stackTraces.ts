/** The number of stack frames that Node records by default. */
const USUAL_LIMIT = 10;

/**
 * Takes no stack traces from now on: where errors or promises are many, recording them takes longer than all the rest. A user who sets
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
