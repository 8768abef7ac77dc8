/** What happens to changes of a version that is there already. */

import { PAGES } from "../awsPages";
import type { Route } from "../route";
import type { Known } from "../topology";
import type { ObjectEvent } from "./event";
import { type Ruling, ruling } from "./journey";
import { changesOwner } from "./replica";
import { matchRule } from "./ruleMatching";

/** Changes that are never replicated, regardless of the rule. */
export const neverReplicatedChanges: ReadonlyMap<string, Ruling> = new Map([
  [
    "change-encryption",
    ruling(
      "not replicated",
      "changing the encryption of an existing version does not replicate it again",
      PAGES.updateEncryption,
    ),
  ],
  [
    "delete-annotation",
    ruling("not replicated", "removing an annotation is not replicated", PAGES.whatReplicates),
  ],
  [
    "change-bucket",
    ruling("not replicated", "settings of the bucket itself are not replicated", PAGES.whatReplicates),
  ],
]);

/** A change of an admitted version, made in the source bucket. */
export function sourceChangeRuling(event: ObjectEvent, route: Route): Ruling {
  if (event.kind === "change-acl") return aclRuling(route);
  if (event.kind === "put-annotation") {
    const because =
      "annotations of an admitted version are replicated, separately from it; the role needs s3:GetObjectVersionAnnotationForReplication";
    return ruling("replicated", because, PAGES.whatReplicates);
  }
  const what = event.kind === "change-tags" ? "tags" : "retention and legal holds";
  return ruling(
    "replicated",
    `changes of an admitted version's ${what} are replicated`,
    PAGES.whatReplicates,
  );
}

/** Why a version that no rule admitted stays so. */
export function lateTagRuling(event: ObjectEvent, route: Route, mismatch: string): Ruling | undefined {
  if (event.kind !== "change-tags" || event.newTags === undefined) return undefined;
  if (matchRule(route.rule, { key: event.object.key, tags: event.newTags }).matches !== true)
    return undefined;
  const because = `${mismatch}; tags that are added later do not count`;
  return ruling("not replicated", because, PAGES.whatReplicates);
}

function aclRuling(route: Route): Ruling {
  const changes = changesOwner(route);
  if ("unknown" in changes) {
    return ruling("unknown", `it is not known who owns the copy: ${changes.unknown}`, PAGES.owner);
  }
  const { ownerTranslation } = route.rule.destination;
  if ("known" in ownerTranslation && ownerTranslation.known === "Destination") {
    return ruling("not replicated", "the rule overrides the owner, and ACLs then stay behind", PAGES.owner);
  }
  return changes.known
    ? ruling(
        "not replicated",
        "the destination bucket has ACLs switched off (BucketOwnerEnforced)",
        PAGES.ownership,
        "inferred",
      )
    : ruling("replicated", "ACL changes of an admitted version are replicated", PAGES.whatReplicates);
}

/**
 * A change made on the replica: it comes back only where both buckets have rules pointing at each other with
 * replica modification sync enabled.
 *
 * @param mirrors enabled routes in the opposite direction that admit the object
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-for-metadata-changes.html
 */
export function replicaChangeRuling(route: Route, mirrors: readonly Route[]): Ruling {
  if (mirrors.length === 0) {
    const because =
      "a change on the replica comes back only where the replica's bucket has a rule pointing at the source, and none admits the object";
    return ruling("not replicated", because, PAGES.metadataSync);
  }
  const own = syncOf(route);
  const opposite = mirrors.map(syncOf);
  if (own.known === true && opposite.some(({ known }) => known === true)) {
    const because = "both buckets have rules pointing at each other with replica modification sync enabled";
    return ruling("replicated", because, PAGES.metadataSync);
  }
  if (own.known === false || opposite.every(({ known }) => known === false)) {
    const because =
      "a change on the replica comes back only where both rules have replicaModifications enabled";
    return ruling("not replicated", because, PAGES.metadataSync);
  }
  return ruling(
    "unknown",
    "it is not known whether both rules have replicaModifications enabled",
    PAGES.metadataSync,
  );
}

function syncOf(route: Route): { readonly known: boolean | undefined } {
  const sync: Known<string | undefined> = route.rule.replicaModifications;
  return { known: "unknown" in sync ? undefined : sync.known === "Enabled" };
}
