/** Generates the sections on what `verify` does besides writing small objects. */
import { verifyPolicy } from "../verify/permissions";

/** What the options add to the policy. */
export function statementsOfOptions(): readonly object[] {
  const plain = new Set(verifyPolicy().Statement.map((statement) => JSON.stringify(statement)));
  const whole = verifyPolicy(undefined, { deleteMarkers: true, multipart: true }).Statement;
  return whole.filter((statement) => !plain.has(JSON.stringify(statement)) && !isOfKeys(statement));
}

function isOfKeys(statement: object): boolean {
  return JSON.stringify(statement).includes("kms:");
}

export const VERIFY_OPTIONS: readonly string[] = [
  "## Delete markers, multipart uploads, and canaries that stay",
  "",
  "| option | what it does |",
  "| --- | --- |",
  "| `--delete-markers` | deletes each canary without a version id once its copies have arrived, and compares where the delete marker arrives with what `explain --delete` foretells |",
  "| `--multipart` | writes each canary as a multipart upload of two parts, 5 MiB and one byte, and compares the size of the copies |",
  "| `--keep` | removes no canary; the report lists the command that removes each version |",
  "",
  "A rule replicates delete markers only where it says so, and never where it filters by tags. Where a marker has to stay away, it is looked",
  "for during at least the time that the copies took, and the report says for how long. A later one would not be seen. Markers are removed",
  "by their version ids on every side, like the canaries. Where the copies have not arrived, no marker is written.",
  "",
  "A multipart upload that is interrupted or refused is aborted, and the uploads of its key are listed once more, so that no part is left.",
  "With `--keep` an interruption removes nothing either, except for an upload that is not complete.",
  "",
  "## Reasons",
  "",
  "Where S3 failed, these places are asked in this order. None of them ends the command, whatever it answers.",
  "",
  "1. The queue that the bucket sends `s3:Replication:*` events to, as `diagnose --failed` reads it: up to three times within 20 seconds,",
  "   with at most 30 requests for each bucket. Messages stay in the queue; other readers do not see them for 15 seconds. The calls need",
  "   `s3:GetBucketNotification`, `sqs:GetQueueUrl` and `sqs:ReceiveMessage`, which `diagnose --failed --policy` prints.",
  "2. The requirements that the model finds unmet on the route.",
  "3. Where there are none and an export was given, the accounts are read as `diagnose` reads them, with at most 150 questions: what is",
  "   unmet now was changed since the export.",
  "4. Where still nothing is unmet, the model and S3 disagree. The report names what was not read: organization policies always, and each",
  "   value that the caller may not read.",
  "",
];
