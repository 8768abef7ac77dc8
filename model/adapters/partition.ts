/** Partitions and accounts: what can be read off their text. */

/** Region prefix -> partition, for every partition but `aws`. */
const partitionPrefixes: readonly (readonly [string, string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-isob-", "aws-iso-b"],
  ["us-isof-", "aws-iso-f"],
  ["us-iso-", "aws-iso"],
  ["eu-isoe-", "aws-iso-e"],
  ["eusc-", "aws-eusc"],
];

/**
 * The partition that a region belongs to.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOfRegion(region: string): string {
  return partitionPrefixes.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}

/** True for the twelve digits of an account id. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}
