/** What was found at one destination of a canary, and why where S3 failed. */
import type { FailedObject } from "../diagnose/failures";
import type { Canary } from "./canaries";
import type { CanaryRun } from "./canaryRun";
import { checksOf } from "./compare";
import type { ReachedEnd } from "./ends";
import { reasonAt } from "./failureQueue";
import { destinationResult } from "./judge";
import { detailsOf, headObject } from "./objects";
import { requirementsOn } from "./requirementsOn";
import type { DestinationResult } from "./result";
import { MULTIPART_BYTES } from "./uploads";
import type { Sighting, Watched } from "./watch";

const NOT_EMULATED =
  "s3 shows no replication status: an emulator need not look at the tags of multipart uploads (ministack does not)";

export interface WrittenCanary {
  readonly versionId: string;
  readonly source: ReachedEnd;
  readonly reasons: readonly FailedObject[];
}

/** @throws where the signal is aborted or the credentials have expired */
export async function resultAt(
  sighting: Sighting,
  watched: Watched,
  { versionId, source, reasons }: WrittenCanary,
  { key, tags }: Canary,
  { reader, reports, access, multipart, diagnose, signal }: CanaryRun,
): Promise<DestinationResult> {
  const { expectation, end, copy, refused } = sighting;
  const { name } = expectation.destination;
  const route = { rule: expectation.rule, source: source.name, destination: name };
  const unmet = requirementsOn(reports, route, "unmet");
  const reason = reasonAt(reasons, name);
  const without = { checks: [], unmet, reason };
  if (end === undefined || end === "missing") return destinationResult(sighting, watched, without);
  if (refused !== undefined) await headObject(key, versionId, end, reader);
  if (copy === undefined) {
    const result = destinationResult(sighting, watched, without);
    const isTagged = Object.keys(tags).length > 0;
    const isUnseen = multipart === true && isTagged && watched.status === undefined;
    if (access.isEmulator && isUnseen && result.verdict === "broken") {
      return { ...result, verdict: "unproven", because: NOT_EMULATED };
    }
    const isUnexplained = result.verdict === "broken" && reason === undefined && unmet.length === 0;
    if (!isUnexplained || result.expected === "fails") return result;
    return { ...result, diagnosis: await diagnose(route, signal) };
  }
  const details = await detailsOf(key, copy.VersionId, end, reader);
  const checks = checksOf(copy, details, expectation.journey.replica, {
    tags,
    versionId,
    sizeBytes: multipart === true ? MULTIPART_BYTES : undefined,
    owners: [end, source].map(({ ownerId: id, account }) => ({ id, account })),
    isEmulator: access.isEmulator,
  });
  return destinationResult(sighting, watched, { checks, unmet, reason: undefined });
}
