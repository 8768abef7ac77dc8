/** Regions that stand in for ones that cannot be used, so that everything else can be checked. */
import { partitionOfRegion } from "../../aws/partitions";
import { KNOWN_REGIONS } from "../../aws/regions";
import { type Problem, problemsInAll } from "../problems";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";

/** Sets of stand-ins: a problem that comes with every one of them does not come from the stand-ins. */
export const STAND_IN_CHOICES = [0, 1, 2] as const;

/** Which of the sets. */
export type StandInChoice = (typeof STAND_IN_CHOICES)[number];

/**
 * A region in place of one that cannot be used, in the partition of those that can.
 *
 * @param used regions that are in use, known or not.
 * @param place tells the places that need a stand-in apart.
 */
export function standInRegion(used: readonly unknown[], choice: StandInChoice, place = 0): string {
  const names = used.filter((region) => typeof region === "string");
  const partition = partitionOfRegion(names.find(isKnown) ?? names[0] ?? "eu-west-1");
  const inPartition = KNOWN_REGIONS.filter((region) => partitionOfRegion(region) === partition);
  const free = inPartition.filter((region) => !names.includes(region));
  const choices = free.length > 0 ? free : inPartition;
  return choices[(place * STAND_IN_CHOICES.length + choice) % choices.length] ?? "eu-west-1";
}

function isKnown(region: string): boolean {
  return KNOWN_REGIONS.includes(region);
}

/**
 * The problems that arguments have whichever regions they mean by those that do not exist. Without such regions: all.
 *
 * @param problemsOf finds problems of arguments with regions that exist.
 */
export function problemsWhateverRegions(
  args: ReplicatedBucketArgs,
  problemsOf: (args: ReplicatedBucketArgs) => readonly Problem[],
): readonly Problem[] {
  const used = [args.primary.region, ...args.replicas.map(({ region }) => region)];
  if (used.every(isKnown)) return problemsOf(args);
  return problemsInAll(
    STAND_IN_CHOICES.map((choice) => {
      const existing = (region: string, place: number) =>
        isKnown(region) ? region : standInRegion(used, choice, place);
      return problemsOf({
        ...args,
        primary: { ...args.primary, region: existing(args.primary.region, 0) },
        replicas: args.replicas.map((replica, index) => ({
          ...replica,
          region: existing(replica.region, index + 1),
        })),
      });
    }),
  );
}
