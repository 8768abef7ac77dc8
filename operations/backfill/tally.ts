/** Counts the rows of a report and keeps an even sample of those that succeeded. */
import { failureReason } from "../../model";
import type { ReportRow } from "./reportRows";
import type { FailureGroup } from "./result";

export interface Tally {
  readonly add: (rows: readonly ReportRow[]) => void;
  readonly succeeded: () => number;
  readonly failed: () => number;
  /** The most frequent first. */
  readonly groups: () => FailureGroup[];
  readonly sample: () => readonly ReportRow[];
}

const EXAMPLES = 5;
const UNKNOWN_REMEDY =
  "look it up at https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-failure-codes.html";

/** @param most rows of the sample. */
export function tallyOf(most: number): Tally {
  const groups = new Map<string, { count: number; message: string; examples: string[] }>();
  let succeeded = 0;
  let stride = 1;
  let kept: ReportRow[] = [];
  const keep = (row: ReportRow) => {
    if (succeeded % stride === 0) kept.push(row);
    succeeded += 1;
    if (kept.length < most * 2) return;
    kept = kept.filter((_, index) => index % 2 === 0);
    stride *= 2;
  };
  const count = ({ code, message, key }: ReportRow) => {
    const name = code === "" ? "none" : code;
    const group = groups.get(name) ?? { count: 0, message, examples: [] };
    group.count += 1;
    if (group.examples.length < EXAMPLES) group.examples.push(key);
    groups.set(name, group);
  };
  return {
    add: (rows) => {
      for (const row of rows) row.succeeded ? keep(row) : count(row);
    },
    succeeded: () => succeeded,
    failed: () => [...groups.values()].reduce((sum, group) => sum + group.count, 0),
    groups: () =>
      [...groups]
        .sort(([, a], [, b]) => b.count - a.count)
        .map(([code, { count: times, message, examples }]) => {
          const reason = failureReason(code);
          return {
            code,
            count: times,
            meaning: reason?.meaning ?? (message === "" ? "AWS says nothing about it" : message),
            requirements: [...(reason?.requirements ?? [])],
            remedy: reason?.remedy ?? UNKNOWN_REMEDY,
            examples,
          };
        }),
    sample: () => {
      const step = Math.max(1, Math.ceil(kept.length / most));
      return kept.filter((_, index) => index % step === 0);
    },
  };
}
