/** A backfill as text. */
import { dollars, PRICES_USD } from "../backfill/cost";
import type { Backfill } from "../backfill/result";
import type { Paint } from "./paint";
import { colourOf, type ReportedOutcome, symbol } from "./symbols";

const OUTCOMES: { readonly [outcome in Backfill["outcome"]]: ReportedOutcome } = {
  replicated: "good",
  "nothing to do": "good",
  "dry run": "good",
  failed: "bad",
  refused: "bad",
  declined: "unsure",
  started: "unsure",
  pending: "unsure",
  interrupted: "unsure",
};

export function backfillText(result: Backfill, paint: Paint): string {
  const { outcome, because, bucket, notes } = result;
  const kind = OUTCOMES[outcome];
  const headline = `${symbol(kind, paint)} backfill of ${bucket}: ${colourOf(kind, paint)(outcome)}`;
  return [
    paint.bold(because === "" ? headline : `${headline}: ${because}`),
    ...jobLines(result),
    ...routeLines(result, paint),
    ...reportLines(result),
    ...result.failures.flatMap((failure) => failureLines(failure, paint)),
    ...sampleLines(result),
    ...notes.map((note) => paint.dim(`note: ${note}`)),
    "",
  ].join("\n");
}

function jobLines({ jobId, jobStatus, made, versions, costUsd }: Backfill): readonly string[] {
  if (jobId === null) return [];
  return [
    `  job ${jobId}: ${jobStatus ?? "not read yet"}${made ? "" : ", there before"}`,
    ...(versions === null || costUsd === null
      ? []
      : [
          `  ${versions} versions, ${dollars(costUsd)} by prices of 2023, and USD ${PRICES_USD.perMillionListed} for each million objects that are listed`,
        ]),
  ];
}

function routeLines({ brokenRoutes, unprovenRoutes }: Backfill, paint: Paint): readonly string[] {
  return [
    ...brokenRoutes.flatMap(({ rule, destination, requirements }) => [
      `  ${symbol("bad", paint)} ${rule} to ${destination} is broken`,
      ...requirements.map((requirement) => `      ${requirement}`),
    ]),
    ...unprovenRoutes.map(
      ({ rule, destination }) => `  ${symbol("unsure", paint)} ${rule} to ${destination} is not proven`,
    ),
  ];
}

function reportLines({ report }: Backfill): readonly string[] {
  if (report === null) return [];
  const { bucket, key, succeeded, failed } = report;
  return [`  report s3://${bucket}/${key}: ${succeeded} started, ${failed} failed`];
}

function failureLines(failure: Backfill["failures"][number], paint: Paint): readonly string[] {
  const { code, count, meaning, requirements, remedy, examples } = failure;
  return [
    `  ${symbol("bad", paint)} ${code}: ${count}: ${meaning}`,
    ...(requirements.length === 0 ? [] : [`      look at ${requirements.join(", ")}`]),
    `      ${remedy}`,
    `      for example ${examples.join(", ")}`,
  ];
}

function sampleLines({ sample }: Backfill): readonly string[] {
  if (sample === null || sample.looked === 0) return [];
  const { looked, completed, failed, pending, gone, unread } = sample;
  return [
    `  of ${looked} versions that were looked at: ${completed} completed, ${failed} failed, ${pending} pending, ${gone} gone, ${unread} not seen`,
  ];
}
