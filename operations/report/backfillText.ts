/** A backfill as text. */
import { dollars, PRICES_USD } from "../backfill/cost";
import type { Backfill } from "../backfill/result";
import { backfillRoleLines } from "./backfillsText";
import { unreadText } from "./diagnosisText";
import { counted } from "./judged";
import type { Paint } from "./paint";
import { colourOf, marked, type ReportedOutcome } from "./symbols";
import { WIDTH, wrap } from "./wrap";

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
  unproven: "unsure",
};

/** The outcome first, then the job, what was proven, the report with its failures, and what to do next. */
export function backfillText(result: Backfill, paint: Paint): string {
  const { outcome, because, bucket, notes, unread } = result;
  const kind = OUTCOMES[outcome];
  const words = outcome.split(" ").map(colourOf(kind, paint)).join(" ");
  const headline = `backfill of ${bucket}: ${words}${because === "" ? "" : `: ${plain(because)}`}`;
  return [
    ...marked(kind, headline, paint).map(paint.bold),
    ...jobLines(result),
    ...routeLines(result, paint),
    ...roleLines(result, paint),
    ...reportLines(result),
    ...result.failures.flatMap((failure) => failureLines(failure, paint)),
    ...sampleLines(result),
    ...notes.flatMap((note) => noteLines(note).map(paint.dim)),
    ...(unread.length === 0 ? [""] : ["", unreadText(unread, paint)]),
  ].join("\n");
}

/** Words of AWS, and keys of objects, may have line breaks. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

function jobLines({ jobId, jobStatus, made, versions, costUsd }: Backfill): readonly string[] {
  if (jobId === null) return [];
  const price = (cost: number) =>
    `${counted(versions ?? 0, "version")}, ${dollars(cost)} by prices of 2023, and USD ${PRICES_USD.perMillionListed} for each million objects that are listed`;
  return [
    `job ${jobId}: ${jobStatus ?? "not read yet"}${made ? "" : ", there before"}`,
    ...(versions === null || costUsd === null ? [] : [price(costUsd)]),
  ].flatMap((line) => wrap(line, { indent: "  ", hanging: "    " }));
}

function routeLines({ brokenRoutes, unprovenRoutes }: Backfill, paint: Paint): readonly string[] {
  const of = (routes: Backfill["brokenRoutes"], outcome: ReportedOutcome, words: string) =>
    routes.flatMap(({ rule, destination, requirements }) => [
      ...marked(outcome, `${rule} to ${destination} is ${words}`, paint, "  "),
      ...requirements.flatMap((requirement) => marked(outcome, plain(requirement), paint, "      ")),
    ]);
  return [...of(brokenRoutes, "bad", "broken"), ...of(unprovenRoutes, "unsure", "not proven")];
}

/** A role that works needs no words. */
function roleLines({ role }: Backfill, paint: Paint): readonly string[] {
  return role === null || role.verdict === "works" ? [] : backfillRoleLines(role, paint, false);
}

function reportLines({ report }: Backfill): readonly string[] {
  if (report === null) return [];
  const { bucket, key, succeeded, failed } = report;
  return wrap(`report s3://${bucket}/${key}: ${succeeded} started, ${failed} failed`, {
    indent: "  ",
    hanging: "    ",
  });
}

function failureLines(failure: Backfill["failures"][number], paint: Paint): readonly string[] {
  const { code, count, meaning, requirements, remedy, examples } = failure;
  return [
    ...marked("bad", `${code}: ${count}: ${meaning}`, paint, "  "),
    ...[
      ...(requirements.length === 0 ? [] : [`look at ${requirements.join(", ")}`]),
      remedy,
      `for example ${examples.map(plain).join(", ")}`,
    ].flatMap((line) => wrap(line, { indent: "      ", hanging: "        " })),
  ];
}

function sampleLines({ sample }: Backfill): readonly string[] {
  if (sample === null || sample.looked === 0) return [];
  const { looked, completed, failed, pending, gone, unread } = sample;
  return wrap(
    `${counted(looked, "version")} looked at: ${completed} completed, ${failed} failed, ${pending} pending, ${gone} gone, ${unread} not seen`,
    { indent: "  ", hanging: "    " },
  );
}

/** What a command does, and the command below it, so that it can be copied. */
function noteLines(note: string): readonly string[] {
  const [, command, does] = /^((?:npx|aws) .*) (goes on with it|ends it)$/.exec(note) ?? [];
  if (command === undefined || does === undefined) return wrap(`note: ${plain(note)}`, { hanging: "  " });
  return [`note: this ${does}:`, ...commandLines(command)];
}

/** A shell takes lines that end with a backslash for one. */
function commandLines(command: string): readonly string[] {
  const lines = wrap(command, { indent: "  ", hanging: "    ", width: WIDTH - 2 });
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line));
}
