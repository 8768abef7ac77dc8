/** Asks what became of versions that a job started to replicate: that it started says nothing about the copies. */
import { HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Clock } from "./clock";
import { asking, RefusedError } from "./refused";
import type { ReportRow } from "./reportRows";
import type { Sample } from "./result";

export const SAMPLE_SIZE = 100;

const POLL_MS = 15_000;
/** AWS says that most objects arrive within 15 minutes. */
const LONGEST_MS = 15 * 60_000;
const MOST_AT_ONCE = 8;

export interface Sampling {
  readonly s3: S3Client;
  readonly account: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

type Fate = Exclude<keyof Sample, "looked">;

/** @throws InputError where the credentials have expired, the signal's reason where it is aborted. */
export async function sampleStatuses(rows: readonly ReportRow[], sampling: Sampling): Promise<Sample> {
  const { clock, signal, progress } = sampling;
  const fates = new Map<Fate, number>();
  const endMs = clock.nowMs() + LONGEST_MS;
  let open = rows;
  for (;;) {
    const pending: ReportRow[] = [];
    for (let at = 0; at < open.length; at += MOST_AT_ONCE) {
      const group = open.slice(at, at + MOST_AT_ONCE);
      const found = await Promise.all(group.map((row) => fateOf(row, sampling)));
      for (const [index, fate] of found.entries()) {
        const row = group[index];
        if (fate === "pending" && row !== undefined) pending.push(row);
        else fates.set(fate, (fates.get(fate) ?? 0) + 1);
      }
    }
    open = pending;
    if (open.length === 0 || clock.nowMs() >= endMs) break;
    progress(`waiting for copies: ${open.length} of ${rows.length} versions are pending`);
    await clock.sleep(POLL_MS, signal);
  }
  const count = (fate: Fate) => fates.get(fate) ?? 0;
  return {
    looked: rows.length,
    completed: count("completed"),
    failed: count("failed"),
    pending: open.length,
    gone: count("gone"),
    unread: count("unread"),
  };
}

async function fateOf({ bucket, key, versionId }: ReportRow, sampling: Sampling): Promise<Fate> {
  const { s3, account, signal } = sampling;
  try {
    const { ReplicationStatus: status } = await asking(
      { action: "s3:GetObjectVersion", resource: `${bucket}/${key}` },
      signal,
      () =>
        s3.send(
          new HeadObjectCommand({
            Bucket: bucket,
            Key: key,
            ExpectedBucketOwner: account,
            ...(versionId !== "" && { VersionId: versionId }),
          }),
          { abortSignal: signal },
        ),
    );
    // A replica that was sent on keeps saying REPLICA.
    if (status === "COMPLETED" || status === "COMPLETE" || status === "REPLICA") return "completed";
    return status === "FAILED" ? "failed" : "pending";
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    if (error.refusal.kind === "absent") return "gone";
    return error.refusal.kind === "throttled" || error.refusal.kind === "unanswered" ? "pending" : "unread";
  }
}
