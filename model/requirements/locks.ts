/** Object Lock at both ends. */

import { PAGES } from "../awsPages";
import { knownValue } from "../known";
import { nameOfEnd, type RouteFacts } from "../routeFacts";
import { COPIES_AND_LOCKS } from "./eventConcern";
import { type Finding, met, type Requirement, unknown, unmet } from "./requirement";

export const LOCKS: readonly Requirement[] = [
  {
    id: "locks-destination",
    title: "A source with Object Lock has a destination with Object Lock",
    area: "locks",
    strength: "required",
    url: PAGES.events,
    events: { on: { ...COPIES_AND_LOCKS.on, delete: "unknown" } },
    checks: "Object Lock is enabled at the destination where it is at the source",
    check: destinationLocks,
  },
];

function destinationLocks({ source, destination }: RouteFacts): Finding | undefined {
  const atSource = source.bucket && knownValue(source.bucket.objectLock);
  if (atSource === false) return undefined;
  const name = nameOfEnd(destination);
  const fix = `enable Object Lock on ${name} (BucketObjectLockConfiguration: objectLockEnabled = "Enabled")`;
  const { bucket } = destination;
  if (bucket !== undefined && "known" in bucket.objectLock && bucket.objectLock.known) {
    return met(`${name} has Object Lock`);
  }
  if (atSource === undefined) {
    return unknown(`whether ${nameOfEnd(source)} has Object Lock is not known, and ${name} may lack it`, fix);
  }
  if (bucket === undefined) {
    return unknown(`${destination.missing}, so whether it has Object Lock is not known`, fix);
  }
  if ("unknown" in bucket.objectLock) {
    return unknown(`whether ${name} has Object Lock is not known: ${bucket.objectLock.unknown}`, fix);
  }
  return unmet(`${nameOfEnd(source)} has Object Lock and ${name} has not`, fix);
}
