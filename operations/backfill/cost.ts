/** What S3 charges for a job, in US dollars, without what copying itself costs. */

/**
 * The prices of AWS's announcement of 2023; nothing here reads today's.
 * @see https://aws.amazon.com/s3/pricing/
 */
export const PRICES_USD = {
  job: 0.25,
  perMillionVersions: 1,
  /** Of the whole bucket, for the list of objects that S3 makes. */
  perMillionListed: 0.015,
} as const;

const MILLION = 1_000_000;

/** For the job and the versions that it tries; the list is charged by the size of the bucket, which is not known here. */
export function jobCostUsd(versions: number): number {
  return PRICES_USD.job + (versions / MILLION) * PRICES_USD.perMillionVersions;
}

export function dollars(amount: number): string {
  return `USD ${amount.toFixed(2)}`;
}
