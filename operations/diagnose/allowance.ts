/** How many requests the search for failed objects may still send. */

export interface Allowance {
  readonly limit: number;
  readonly used: () => number;
  /** False where none is left. */
  readonly take: () => boolean;
}

export function allowanceOf(limit: number): Allowance {
  let used = 0;
  return {
    limit,
    used: () => used,
    take: () => {
      if (used >= limit) return false;
      used += 1;
      return true;
    },
  };
}

/** What one way to find failed objects has found. */
export interface Search<T> {
  readonly where: "event queue" | "inventory" | "sample";
  readonly bucket: string;
  /** One lower-case sentence: what was looked at, or why nothing was. */
  readonly outcome: string;
  readonly failed: readonly T[];
  /** True where something could be looked at; a later search may find more. Left out where nothing could. */
  readonly isRead?: true;
}

/** Tells the outcome of one way to find failed objects of a bucket. */
export function searchOf<T>(where: Search<T>["where"], bucket: string) {
  return (outcome: string, failed: readonly T[] = []): Search<T> => ({ where, bucket, outcome, failed });
}
