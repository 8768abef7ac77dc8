import * as aws from "@pulumi/aws";

/** An AWS partition: a set of regions that shares accounts, ARNs and nothing else with the other partitions. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov";

/** Every region that the pinned AWS provider knows in the partitions where S3 replication is offered to the public. */
export const KNOWN_REGIONS: readonly string[] = Object.values(aws.Region)
  .filter((region) => /^(af|ap|ca|cn|eu|il|me|mx|sa|us|us-gov)-[a-z]+-\d$/.test(region))
  .sort();

/**
 * The partition of a region; regions outside of China and GovCloud belong to `aws`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** The domain that service principals of one region end in, e.g. `logs.eu-west-1.amazonaws.com`. */
export function dnsSuffixOf(region: string): string {
  return partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
