/** The number of stack frames that Node records by default. */
const USUAL_LIMIT = 10;

/**
 * Stops recording stack traces: where errors or promises are many, recording them takes longer than everything else. A user
 * who sets another limit than the default (`--stack-trace-limit`) still gets them.
 *
 * @returns restores the limit.
 */
export function withoutStackTraces(): () => void {
  const { stackTraceLimit } = Error;
  if (stackTraceLimit === USUAL_LIMIT) Error.stackTraceLimit = 0;
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
  };
}
