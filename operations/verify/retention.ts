/** Whether a canary could be removed again. */
import type { Canary } from "./canaries";
import type { Ends } from "./ends";

/** Why the canary could not be removed again, or why that is not known. */
export function retentionIn(canary: Canary, ends: Ends): string | undefined {
  const names = [canary.source, ...canary.expectations.map(({ destination }) => destination)];
  for (const { name } of names) {
    const end = ends.get(name);
    if (end === undefined || end === "missing") continue;
    const { retains } = end;
    if ("unknown" in retains) {
      return `whether ${name} has a default retention, so that the canary could not be removed, is not known: ${retains.unknown}; --accept-leftovers writes it all the same`;
    }
    if (retains.known) {
      return `${name} has a default retention, so that the canary could not be removed; --accept-leftovers writes it all the same`;
    }
  }
  return undefined;
}
