/** What S3 reads from the source bucket. */
import {
  LIST,
  READ_ACL,
  READ_CONFIGURATION,
  READ_LEGAL_HOLD,
  READ_RETENTION,
  READ_TAGS,
  READ_VERSION,
} from "./bucketCalls";
import { PAGES } from "./pages";
import type { Requirement } from "./requirement";
import { bucketPolicyLetsIn, roleMay } from "./roleMay";
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
    checks: "versioning of the source bucket is Enabled",
    check: ({ source }) => versioningOf(source),
  },
  roleMay(
    {
      id: "source-read-configuration",
      title: "The role may read the replication configuration",
      area,
      strength,
      url: PAGES.permissions,
    },
    READ_CONFIGURATION,
  ),
  roleMay(
    {
      id: "source-list",
      title: "The role may list the source bucket",
      area,
      strength,
      url: PAGES.permissions,
    },
    LIST,
  ),
  roleMay(
    {
      id: "source-read-object",
      title: "The role may read the object versions that the rule selects",
      area,
      strength,
      url: PAGES.permissions,
    },
    READ_VERSION,
  ),
  roleMay(
    {
      id: "source-read-acl",
      title: "The role may read their access control lists",
      area,
      strength,
      url: PAGES.permissions,
    },
    READ_ACL,
  ),
  roleMay(
    {
      id: "source-read-tags",
      title: "The role may read their tags",
      area,
      strength,
      url: PAGES.permissions,
    },
    READ_TAGS,
  ),
  roleMay(
    {
      id: "source-read-retention",
      title: "The role may read their retention, where the source has Object Lock",
      area: "locks",
      strength,
      url: PAGES.requirements,
    },
    READ_RETENTION,
  ),
  roleMay(
    {
      id: "source-read-legal-hold",
      title: "The role may read their legal hold, where the source has Object Lock",
      area: "locks",
      strength,
      url: PAGES.requirements,
    },
    READ_LEGAL_HOLD,
  ),
  bucketPolicyLetsIn(
    {
      id: "source-bucket-policy",
      title: "The source bucket's policy denies none of the reads",
      area,
      strength,
      url: PAGES.troubleshooting,
    },
    [READ_CONFIGURATION, LIST, READ_VERSION, READ_ACL, READ_TAGS, READ_RETENTION, READ_LEGAL_HOLD],
  ),
];
