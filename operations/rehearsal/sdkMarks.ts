/** Marks a promise, so that the SDK can name it should it never end. */
type MarkPromise = (promise: Promise<unknown>, what: string) => Promise<unknown>;

/**
 * Has the SDK leave out the marks that a rehearsal shows nowhere, and which cost more than the rest of it: where in the program each
 * resource was made, and what each promise is for. Only registrations stay marked: a value that never comes leaves one open.
 *
 * @returns has it mark everything again.
 */
export function withFewMarks(): () => void {
  const promises: { debuggablePromise: MarkPromise } = require("@pulumi/pulumi/runtime/debuggable");
  const { Resource }: { Resource: { callsites: () => readonly object[] } } =
    require("@pulumi/pulumi/resource");
  const { debuggablePromise } = promises;
  const { callsites } = Resource;
  promises.debuggablePromise = (promise, what) =>
    what.startsWith("resource:") ? debuggablePromise(promise, what) : promise;
  Resource.callsites = () => [];
  return () => {
    promises.debuggablePromise = debuggablePromise;
    Resource.callsites = callsites;
  };
}
