/**
 * AWS partitions: sets of Regions that share accounts and ARNs with each other and with no other Region.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */

const PARTITIONS = [
  { partition: "aws-cn", prefix: "cn-", dnsSuffix: "amazonaws.com.cn" },
  { partition: "aws-us-gov", prefix: "us-gov-", dnsSuffix: "amazonaws.com" },
  { partition: "aws-iso-b", prefix: "us-isob-", dnsSuffix: "sc2s.sgov.gov" },
  { partition: "aws-iso-f", prefix: "us-isof-", dnsSuffix: "csp.hci.ic.gov" },
  { partition: "aws-iso", prefix: "us-iso-", dnsSuffix: "c2s.ic.gov" },
  { partition: "aws-iso-e", prefix: "eu-isoe-", dnsSuffix: "cloud.adc-e.uk" },
  { partition: "aws-eusc", prefix: "eusc-", dnsSuffix: "amazonaws.eu" },
] as const;

/** `aws` holds every Region that no other partition holds. */
const COMMERCIAL = { partition: "aws", dnsSuffix: "amazonaws.com" } as const;

/** The name of a partition, as ARNs write it. */
export type Partition = (typeof PARTITIONS)[number]["partition"] | typeof COMMERCIAL.partition;

/** The partition of a Region, by the Region's name. */
export function partitionOfRegion(region: string): Partition {
  return entryOf(region).partition;
}

/** The domain that Regional service principals end in, e.g. `amazonaws.com` of `logs.eu-west-1.amazonaws.com`. */
export function dnsSuffixOfRegion(region: string): string {
  return entryOf(region).dnsSuffix;
}

function entryOf(region: string) {
  return PARTITIONS.find(({ prefix }) => region.startsWith(prefix)) ?? COMMERCIAL;
}
