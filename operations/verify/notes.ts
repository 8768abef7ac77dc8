/** What is to be said of a verification as a whole. */
import type { LiveAccess } from "../live/access";
import type { CanaryResult } from "./result";

/** One lower-case sentence each. */
export function notesOn(canaries: readonly CanaryResult[], { isEmulator }: LiveAccess): string[] {
  const destinations = canaries.flatMap((canary) => canary.destinations);
  const isNotEmulated = destinations.some(({ checks }) =>
    checks.some(({ verdict }) => verdict === "not emulated"),
  );
  return [
    ...canaries.flatMap(disagreements),
    ...(destinations.some(({ diagnosis }) => diagnosis?.read === "now" && diagnosis.unmet.length > 0)
      ? [
          "the accounts do not meet now what the export says that they meet: npx s3-replication diagnose --diff <export> says what was changed",
        ]
      : []),
    ...canaries.flatMap(({ bucket, foretoldRefusal, versionId }) =>
      foretoldRefusal === undefined || versionId === null
        ? []
        : [`${bucket} accepted the canary although by the model it refuses the caller`],
    ),
    ...(isEmulator && isNotEmulated
      ? [
          "an emulator keeps neither the version id nor the encryption settings of a copy, so that these prove nothing here",
        ]
      : []),
  ];
}

function disagreements({ bucket, destinations }: CanaryResult): readonly string[] {
  const unexplained = destinations.flatMap(({ rule, diagnosis }) =>
    diagnosis !== undefined && diagnosis.unmet.length === 0 ? [{ rule, ...diagnosis }] : [],
  );
  return unexplained.map(({ rule, read, notRead }) => {
    const about =
      read === "not read"
        ? "the model and S3 disagree, and the accounts could not be read again"
        : "the model and S3 disagree: nothing is unmet";
    return `${rule} of ${bucket}: ${about}; not read: ${notRead.join("; ")}`;
  });
}
