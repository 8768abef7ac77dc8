/** Marks a promise, so that the SDK can name it should it never end. */
type Mark = (promise: Promise<unknown>, what: string) => Promise<unknown>;

/**
 * Has the SDK mark the registrations of resources only, not every value of each: a value that never comes leaves a registration
 * open as well, and the marks are many times as many as the resources.
 *
 * @returns has it mark them all again.
 */
export function withFewPromiseMarks(): () => void {
  const marking: { debuggablePromise: Mark } = require("@pulumi/pulumi/runtime/debuggable");
  const mark = marking.debuggablePromise;
  marking.debuggablePromise = (promise, what) =>
    what.startsWith("resource:") ? mark(promise, what) : promise;
  return () => {
    marking.debuggablePromise = mark;
  };
}
