import type { Problem } from "../problems";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";

/** How the author of the arguments calls what the checks speak of; a stack's settings have other names than the component. */
export interface ArgumentNames {
  readonly bucketName: string;
  readonly primaryRegion: string;
  readonly primaryAccountId: string;
  readonly primaryAssumeRole: string;
  readonly primaryProfile: string;
  readonly primaryAccessLogBucket: string;
}

/** The names that {@link ReplicatedBucketArgs} gives. */
export const COMPONENT_NAMES: ArgumentNames = {
  bucketName: "bucketName",
  primaryRegion: "primary.region",
  primaryAccountId: "primary.accountId",
  primaryAssumeRole: "primary.assumeRole",
  primaryProfile: "primary.profile",
  primaryAccessLogBucket: "primary.accessLogBucket",
};

/** Finds what is wrong in one respect. */
export type Check = (args: ReplicatedBucketArgs, names: ArgumentNames) => readonly Problem[];
