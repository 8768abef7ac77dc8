/** Object versions that S3 does not replicate, regardless of the rule. */
import { PAGES } from "../awsPages";
import type { ObjectEvent, ObjectVersion } from "./event";
import { type Ruling, ruling } from "./journey";

const archiveClasses: ReadonlySet<string> = new Set(["GLACIER", "DEEP_ARCHIVE"]);

/** Why the version is left out; `undefined` where it is not. */
export function exclusionOf({ kind, object }: ObjectEvent): Ruling | undefined {
  const isBackfill = kind === "backfill";
  return (
    (isBackfill ? removedAtDestination(object) : liveExclusion(object)) ??
    // A version that was replicated before it was archived still has a replica whose tags can follow.
    (kind === "put" || isBackfill ? archived(object) : undefined) ??
    foreignOwner(object)
  );
}

/** What only live replication leaves out: a Batch Replication job takes these up. */
function liveExclusion(object: ObjectVersion): Ruling | undefined {
  if (object.isReplica === true) {
    return no("the version is itself a replica, and live replication does not pass replicas on");
  }
  if (object.isReplicatedElsewhere === true) {
    return no("the version was replicated before, and a changed destination does not make a second copy");
  }
  if (object.written === "before the rule") {
    return no("the version is older than the rule: only Batch Replication takes it up");
  }
  if (object.written === "while the rule was disabled") {
    const because = "the version was written while the rule was disabled: only Batch Replication takes it up";
    return ruling("not replicated", because, PAGES.whatReplicates, "inferred");
  }
  return undefined;
}

function removedAtDestination(object: ObjectVersion): Ruling | undefined {
  if (object.wasRemovedAtDestination !== true) return undefined;
  const because =
    "the copy was deleted at the destination by its version id and cannot be sent again (DstObjectHardDeleted); " +
    "copy the object in place at the source";
  return ruling("fails", because, PAGES.failureCodes);
}

function archived(object: ObjectVersion): Ruling | undefined {
  const storageClass = object.storageClass ?? "STANDARD";
  const tier = storageClass === "INTELLIGENT_TIERING" ? object.archiveTier : undefined;
  if (!archiveClasses.has(storageClass) && tier === undefined) return undefined;
  const where = tier === undefined ? storageClass : `the tier ${tier} of INTELLIGENT_TIERING`;
  return no(`the version is in ${where}: restore it and copy it to another storage class first`);
}

function foreignOwner({ foreignOwner: owner }: ObjectVersion): Ruling | undefined {
  if (owner === undefined || owner.bucketOwnerMayRead) return undefined;
  const because = "another account owns the version and has not given the bucket's owner READ and READ_ACP";
  return ruling("not replicated", because, PAGES.requirements);
}

function no(because: string): Ruling {
  return ruling("not replicated", because, PAGES.whatReplicates);
}
