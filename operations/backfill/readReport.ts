/** Reads the completion report of a job. */
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { bucketNameOfArn } from "../../aws/arns";
import type { Clock } from "./clock";
import { asking, RefusedError } from "./refused";
import { reportRows } from "./reportRows";
import type { ReportPlace } from "./request";
import type { Tally } from "./tally";

export interface ReportReading {
  readonly s3: S3Client;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** S3 writes the report while the job completes, so that it may not be there at once. */
const WAITS_MS = [5_000, 10_000, 20_000, 40_000, 60_000];

const manifestSchema = z.object({
  Results: z.array(z.object({ Bucket: z.string(), Key: z.string() })).default([]),
});

/**
 * Adds every row of the report to the tally.
 *
 * @returns the key of the report, or undefined where there is none.
 * @throws RefusedError where it may not be read or its bucket is gone; see `asking`.
 */
export async function readReport(
  place: ReportPlace,
  id: string,
  tally: Tally,
  reading: ReportReading,
): Promise<string | undefined> {
  const { clock, signal } = reading;
  const folder = place.prefix === "" ? "" : `${place.prefix.replace(/\/$/, "")}/`;
  const key = `${folder}job-${id}/manifest.json`;
  for (const waitMs of [...WAITS_MS, undefined]) {
    const text = await textOf(place.bucket, key, reading);
    if (text !== undefined) {
      for (const file of filesIn(text, key)) {
        const rows = await textOf(bucketNameOfArn(file.Bucket), file.Key, reading);
        if (rows !== undefined) tally.add(reportRows(rows));
      }
      return key;
    }
    if (waitMs !== undefined) await clock.sleep(waitMs, signal);
  }
  return undefined;
}

function filesIn(text: string, key: string): readonly { readonly Bucket: string; readonly Key: string }[] {
  try {
    return manifestSchema.parse(JSON.parse(text)).Results;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${key}: expected the manifest of a completion report, found another file (${reason})`);
  }
}

/** Undefined where there is no such object. */
async function textOf(bucket: string, key: string, { s3, signal }: ReportReading): Promise<string | undefined> {
  try {
    return await asking({ action: "s3:GetObject", resource: `${bucket}/${key}` }, signal, async () => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), {
        abortSignal: signal,
      });
      return Body === undefined ? "" : await Body.transformToString();
    });
  } catch (error) {
    if (error instanceof RefusedError && error.refusal.code === "NoSuchKey") return undefined;
    throw error;
  }
}
