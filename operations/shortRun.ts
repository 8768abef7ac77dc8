/** Settings of V8 for a process that runs a second or two. */
import { setFlagsFromString } from "node:v8";

/** Ten times V8's own value, which it counts in another unit since Node 22. */
const LATER = process.versions.node.startsWith("20.")
  ? "--interrupt-budget=660000"
  : "--invocation-count-for-turbofan=30000";

/**
 * Has V8 optimise only what runs far longer than usual. It does so on a thread of its own, which in a run of a second or two takes
 * more than it gives back.
 */
export function optimiseLate(): void {
  setFlagsFromString(LATER);
}
