/** What the pack is, for the engine and for a rehearsal. */
import type { PolicyPackArgs } from "@pulumi/policy";
import { policies } from "./policies";

export const NAME = "s3-replication";

export const pack: PolicyPackArgs = {
  displayName: "S3 replication",
  description: "Proves that S3 replication will work, and keeps every bucket and key in it safe.",
  provider: "aws",
  tags: ["s3", "kms", "replication"],
  policies: [...policies],
};
