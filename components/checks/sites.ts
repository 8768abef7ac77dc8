/** Checks of sites: regions, partitions, accounts, and the names of replicas. */
import { isAccountId } from "../../aws/accounts";
import { partitionOfRegion } from "../../aws/partitions";
import { KNOWN_REGIONS, regionOfPlace } from "../../aws/regions";
import { otherAccountId } from "../accounts";
import { PRIMARY_NAME } from "../defaults";
import { shownValue, suggestion } from "../problems";
import { replicaName } from "../replicaName";
import type { ReplicaArgs, ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { eachReplica, namedSites, type ReplicatedPaths } from "./paths";
import { type Checked, check, given, type Row } from "./rows";

export const REGION_ROWS: readonly Row<string>[] = [
  {
    condition: (region) => !KNOWN_REGIONS.includes(region),
    expected: "an AWS region",
    fix: regionFix,
  },
];

/** A place is no slip of the keys, so that it is looked up before the distance to the names of regions counts. */
function regionFix(region: string): string {
  const placed = regionOfPlace(region);
  return placed === undefined ? suggestion(region, KNOWN_REGIONS) : `did you mean "${placed}"?`;
}

export const regions = check(
  (args: ReplicatedBucketArgs, named: ReplicatedPaths) =>
    namedSites(args, named).map(({ site, paths }) => ({ path: paths.region, value: site.region })),
  REGION_ROWS,
);

/** Buckets of different partitions cannot see each other. */
export const partitions = check(
  ({ primary, replicas }: ReplicatedBucketArgs, paths: ReplicatedPaths) =>
    eachReplica(replicas, ({ region }, path) => ({
      path: `${path}.region`,
      value: { region, primary: { region: primary.region, path: paths.primary.region } },
    })),
  [
    {
      condition: ({ region, primary }) => partitionOfRegion(region) !== partitionOfRegion(primary.region),
      expected: ({ primary }) =>
        `a region of the partition ${partitionOfRegion(primary.region)}, where ${primary.path} is`,
      found: ({ region }) => `${shownValue(region)} of ${partitionOfRegion(region)}`,
      fix: "s3 does not replicate between partitions; choose another region",
    },
  ],
);

export const replicaCount = check(
  ({ replicas }: ReplicatedBucketArgs) => [{ path: "replicas", value: replicas }],
  [
    {
      condition: ({ length }) => length === 0,
      expected: "at least one replica",
      found: "an empty list",
      fix: "name a region, e.g. eu-central-1",
    },
  ],
);

/** The names of replicas become parts of resource names, rule ids and bucket names. */
export const replicaNameCharacters = check(
  ({ replicas }: ReplicatedBucketArgs) =>
    eachReplica(replicas, ({ name }, path) => given(`${path}.name`, name)).flat(),
  [
    {
      condition: (name) => !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name),
      expected: "lower-case letters, digits and hyphens",
      fix: "choose a short name such as backup",
    },
  ],
);

/** Facts that tell one replica from the others and from the primary. */
interface Identity {
  readonly replica: ReplicaArgs;
  /** Index of the first replica of the same name, where that is another one. */
  readonly first: number | undefined;
  readonly isBesidePrimary: boolean;
  readonly primaryRegion: string;
}

/** Names identify resources and rules, so they are unique, and a replica beside the primary needs one of its own. */
export const replicaNames = check(identities, [
  {
    condition: ({ first }) => first !== undefined,
    where: ({ replica }, path) => (replica.name === undefined ? `${path}.region` : `${path}.name`),
    expected: ({ first }) => `a replica other than replicas[${first}]`,
    found: ({ replica }) => `${shownValue(replicaName(replica))} again`,
    fix: "remove it, or give it a name of its own (name: ...)",
  },
  {
    condition: ({ first, replica, isBesidePrimary }) =>
      first === undefined && isBesidePrimary && replicaName(replica) === replica.region,
    where: (_, path) => `${path}.region`,
    expected: ({ primaryRegion }) =>
      `a region other than ${primaryRegion}, or a replica with a name of its own`,
    found: ({ replica }) => shownValue(replica.region),
    fix: "choose another region, or add a name to replicate within the region (name: backup)",
  },
]);

function identities(args: ReplicatedBucketArgs, paths: ReplicatedPaths): readonly Checked<Identity>[] {
  const { primary, replicas } = args;
  const names = replicas.map(replicaName);
  return eachReplica(replicas, (replica, path, index) => {
    const first = names.indexOf(replicaName(replica));
    const isBesidePrimary =
      replica.region === primary.region && otherAccountId(primary, replica) === undefined;
    return {
      path,
      value: {
        replica,
        first: first < index ? first : undefined,
        isBesidePrimary,
        primaryRegion: paths.primary.region,
      },
    };
  });
}

export const reservedReplicaNames = check(
  ({ replicas }: ReplicatedBucketArgs) =>
    eachReplica(replicas, (replica, path) => ({ path: `${path}.name`, value: replicaName(replica) })),
  [
    {
      condition: (name) => name === PRIMARY_NAME,
      expected: `a name other than ${PRIMARY_NAME}`,
      fix: "choose a name such as backup",
    },
  ],
);

export const ACCOUNT_ROWS: readonly Row<string>[] = [
  {
    condition: (accountId) => !isAccountId(accountId),
    expected: "the 12 digits of an aws account",
    fix: "write the digits without hyphens, in quotes",
  },
];

export const accountIds = check(
  (args: ReplicatedBucketArgs, named: ReplicatedPaths) =>
    namedSites(args, named).flatMap(({ site, paths }) => given(paths.accountId, site.accountId)),
  ACCOUNT_ROWS,
);
