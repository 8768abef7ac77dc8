/** The pack as the engine loads it: it only lists the policies. */
import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

new PolicyPack("s3-replication", {
  displayName: "S3 replication",
  description: "Proves that S3 replication will work, and keeps every bucket and key in it safe.",
  provider: "aws",
  tags: ["s3", "kms", "replication"],
  policies: [...policies],
});
