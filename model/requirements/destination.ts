/** Requirements on S3's calls to the destination bucket. */

import { PAGES } from "../awsPages";
import { OVERRIDE_OWNER, REPLICATE_DELETE, REPLICATE_OBJECT, REPLICATE_TAGS } from "../calls/bucketCalls";
import { knownValue, relationOf } from "../known";
import { nameOfEnd, type RouteFacts } from "../routeFacts";
import { bucketPolicyAllows, roleAllows } from "./bucketPermissions";
import { COPIES, COPIES_AND_CHANGES, EVERY_EVENT } from "./eventConcern";
import { type Finding, met, type Requirement, unknown, unmet } from "./requirement";
import { versioningOf } from "./versioning";

const area = "destination" as const;

const ALL_WRITES = [REPLICATE_OBJECT, REPLICATE_TAGS, REPLICATE_DELETE, OVERRIDE_OWNER];

export const DESTINATION: readonly Requirement[] = [
  {
    id: "destination-versioning",
    title: "The destination bucket is versioned",
    area,
    strength: "required",
    url: PAGES.requirements,
    events: EVERY_EVENT,
    checks: "versioning of the destination bucket is Enabled",
    check: ({ destination }) => versioningOf(destination),
  },
  roleAllows(
    {
      id: "destination-replicate-object",
      title: "The role may write replicas",
      area,
      strength: "required",
      url: PAGES.permissions,
      // AWS says of ReplicateObject that it covers ACLs, and that its conditions bound the retention of replicas.
      events: {
        on: {
          ...COPIES_AND_CHANGES.on,
          "change-lock": "fails",
          "put-annotation": "unknown",
        },
      },
    },
    REPLICATE_OBJECT,
  ),
  roleAllows(
    {
      id: "destination-replicate-tags",
      title: "The role may write the tags of replicas",
      area,
      // "Setting up permissions" says both that ReplicateObject covers tags and that they need a grant of their own.
      strength: "advised",
      url: PAGES.permissions,
      events: {
        on: { put: "unknown", backfill: "unknown", "change-tags": "fails" },
        tagged: true,
      },
    },
    REPLICATE_TAGS,
  ),
  roleAllows(
    {
      id: "destination-replicate-delete",
      title: "The role may write delete markers, where the rule replicates them",
      area,
      strength: "required",
      url: PAGES.deleteMarkers,
      events: { on: { delete: "fails" } },
    },
    REPLICATE_DELETE,
  ),
  roleAllows(
    {
      id: "destination-override-owner",
      title: "The role may hand replicas to the destination's owner, where the rule does",
      area: "ownership",
      strength: "required",
      url: PAGES.owner,
      events: COPIES,
    },
    OVERRIDE_OWNER,
  ),
  bucketPolicyAllows(
    {
      id: "destination-bucket-policy",
      title: "The destination bucket's policy lets the role write",
      area,
      strength: "required",
      url: PAGES.permissions,
    },
    [REPLICATE_OBJECT, REPLICATE_DELETE, OVERRIDE_OWNER],
    { together: ALL_WRITES },
  ),
  bucketPolicyAllows(
    {
      id: "destination-bucket-policy-tags",
      title: "The destination bucket's policy lets the role write tags",
      area,
      strength: "advised",
      url: PAGES.permissions,
    },
    [REPLICATE_TAGS],
    { together: ALL_WRITES },
  ),
  {
    id: "destination-requester-pays",
    title: "A destination in another account does not make requesters pay",
    area,
    strength: "required",
    url: PAGES.requirements,
    events: EVERY_EVENT,
    checks: "Requester Pays is off at a destination of another account",
    check: requesterPays,
  },
];

function requesterPays({ source, destination }: RouteFacts): Finding | undefined {
  const relation = relationOf(source.account, destination.account);
  if (relation === "same") return undefined;
  const name = nameOfEnd(destination);
  const fix = `let the owner of ${name} pay (BucketRequestPaymentConfiguration: payer = "BucketOwner")`;
  if (destination.bucket === undefined) {
    return unknown(`${destination.missing}, so whether it makes requesters pay is not known`, fix);
  }
  const { requesterPays: pays } = destination.bucket;
  if ("unknown" in pays) {
    return unknown(`whether ${name} makes requesters pay is not known: ${pays.unknown}`, fix);
  }
  if (!pays.known) return met(`the owner of ${name} pays`);
  const account = knownValue(destination.account);
  if (account === undefined || relation === "unknown") {
    return unknown(`${name} makes requesters pay, and whether its account differs is not known`, fix);
  }
  return unmet(`${name} of account ${account} makes requesters pay, and replication never does`, fix);
}
