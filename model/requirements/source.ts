/** Requirements on S3's calls to the source bucket. */

import { PAGES } from "../awsPages";
import {
  LIST,
  READ_ACL,
  READ_ANNOTATIONS,
  READ_CONFIGURATION,
  READ_FILTER_TAGS,
  READ_LEGAL_HOLD,
  READ_RETENTION,
  READ_TAGS,
  READ_VERSION,
} from "../calls/bucketCalls";
import { bucketPolicyAllows, roleAllows } from "./bucketPermissions";
import { COPIES, COPIES_AND_CHANGES, COPIES_AND_LOCKS, EVERY_EVENT } from "./eventConcern";
import type { Requirement } from "./requirement";
import { READ_PLAINLY, READ_REQUIREMENTS } from "./sourceRead";
import { versioningOf } from "./versioning";

const area = "source" as const;
const strength = "required" as const;

export const SOURCE: readonly Requirement[] = [
  {
    id: "source-versioning",
    title: "The source bucket is versioned",
    area,
    strength,
    url: PAGES.requirements,
    events: EVERY_EVENT,
    checks: "versioning of the source bucket is Enabled",
    check: ({ source }) => versioningOf(source),
  },
  roleAllows(
    {
      id: "source-read-configuration",
      title: "The role may read the replication configuration",
      area,
      strength,
      url: PAGES.permissions,
      events: EVERY_EVENT,
    },
    READ_CONFIGURATION,
  ),
  roleAllows(
    {
      id: "source-list",
      title: "The role may list the source bucket",
      area,
      strength,
      url: PAGES.permissions,
      events: EVERY_EVENT,
    },
    LIST,
  ),
  ...READ_REQUIREMENTS,
  roleAllows(
    {
      id: "source-read-acl",
      title: "The role may read their access control lists",
      area,
      strength,
      url: PAGES.permissions,
      events: { on: { ...COPIES_AND_CHANGES.on, "change-acl": "fails" } },
    },
    READ_ACL,
  ),
  roleAllows(
    {
      id: "source-read-filter-tags",
      title: "The role may read the tags that the rule filters by",
      area,
      strength,
      url: PAGES.events,
      events: { on: { ...COPIES.on, "change-tags": "fails" } },
      why: "S3 reads the tags to hold them against the rule's filter",
    },
    READ_FILTER_TAGS,
  ),
  // "Setting up permissions" says that without it objects replicate and their tags do not. The failure code
  // SrcGetTaggingNotPermitted of "Receiving replication failure events" is left for later changes of the tags, where
  // there is nothing else to replicate.
  roleAllows(
    {
      id: "source-read-tags",
      title: "The role may read the objects' tags",
      area,
      strength: "advised",
      url: PAGES.permissions,
      events: {
        on: { put: "without tags", backfill: "without tags", "change-tags": "fails" },
        tagged: true,
      },
      why: "otherwise objects replicate without their tags, and later changes of tags fail with SrcGetTaggingNotPermitted",
    },
    READ_TAGS,
  ),
  roleAllows(
    {
      id: "source-read-retention",
      title: "The role may read their retention, where the source has Object Lock",
      area: "locks",
      strength,
      url: PAGES.requirements,
      events: COPIES_AND_LOCKS,
    },
    READ_RETENTION,
  ),
  roleAllows(
    {
      id: "source-read-legal-hold",
      title: "The role may read their legal hold, where the source has Object Lock",
      area: "locks",
      strength,
      url: PAGES.requirements,
      events: COPIES_AND_LOCKS,
    },
    READ_LEGAL_HOLD,
  ),
  bucketPolicyAllows(
    {
      id: "source-bucket-policy",
      title: "The source bucket's policy denies none of the reads",
      area,
      strength,
      url: PAGES.troubleshooting,
    },
    [
      READ_CONFIGURATION,
      LIST,
      READ_VERSION,
      READ_PLAINLY,
      READ_ACL,
      READ_FILTER_TAGS,
      READ_RETENTION,
      READ_LEGAL_HOLD,
    ],
    { onlyForEvents: [READ_ANNOTATIONS] },
  ),
  bucketPolicyAllows(
    {
      id: "source-bucket-policy-tags",
      title: "The source bucket's policy does not deny to read tags",
      area,
      strength: "advised",
      url: PAGES.permissions,
    },
    [READ_TAGS],
  ),
];
