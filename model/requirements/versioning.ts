/** Versioning, which replication needs at both ends. */

import { nameOfEnd, type RouteEnd } from "../routeFacts";
import { type Finding, met, unknown, unmet } from "./requirement";

export function versioningOf(end: RouteEnd): Finding {
  const fix = `set the versioning of ${nameOfEnd(end)} to Enabled (BucketVersioning: versioningConfiguration.status = "Enabled")`;
  if (end.bucket === undefined) {
    return unknown(`${end.missing}, so its versioning is not known`, `ask its owner to ${fix}`);
  }
  const { versioning } = end.bucket;
  if ("unknown" in versioning) {
    return unknown(`the versioning of ${nameOfEnd(end)} is not known: ${versioning.unknown}`, fix);
  }
  if (versioning.known === "Enabled") return met(`versioning of ${nameOfEnd(end)} is Enabled`);
  return unmet(`versioning of ${nameOfEnd(end)} is ${versioning.known}`, fix);
}
