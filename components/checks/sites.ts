import { otherAccountId } from "../accounts";
import { replicaName } from "../defaults";
import { type Problem, shown, suggestion } from "../problems";
import { KNOWN_REGIONS, partitionOf } from "../regions";
import type { ReplicaArgs, ReplicatedBucketArgs } from "../replicatedBucketArgs";
import type { Check } from "./context";

/** Every region must be one that AWS has, spelt as AWS spells it. */
export const regionsExist: Check = (args, names) => [
  ...regionProblems(names.primaryRegion, args.primary.region),
  ...args.replicas.flatMap(({ region }, index) => regionProblems(`replicas[${index}].region`, region)),
];

function regionProblems(path: string, region: string): readonly Problem[] {
  if (KNOWN_REGIONS.includes(region)) return [];
  return [{ path, expected: "an AWS region", found: shown(region), fix: suggestion(region, KNOWN_REGIONS) }];
}

/** Buckets of different partitions cannot see each other. */
export const onePartition: Check = ({ primary, replicas }, names) =>
  replicas.flatMap(({ region }, index) => {
    const partition = partitionOf(primary.region);
    if (partitionOf(region) === partition) return [];
    return [
      {
        path: `replicas[${index}].region`,
        expected: `a region of the partition ${partition}, where ${names.primaryRegion} is`,
        found: `${shown(region)} of ${partitionOf(region)}`,
        fix: "s3 does not replicate between partitions; choose another region",
      },
    ];
  });

/** Without a replica there is nothing to replicate to. */
export const someReplica: Check = ({ replicas }) =>
  replicas.length > 0
    ? []
    : [
        {
          path: "replicas",
          expected: "at least one replica",
          found: "an empty list",
          fix: "name a region, e.g. eu-central-1",
        },
      ];

/** Names identify resources and rules, so they are unique, and a replica beside the primary needs one of its own. */
export const replicasTellApart: Check = (args, names) => {
  const { replicas } = args;
  const firstIndexOf = new Map<string, number>();
  return replicas.flatMap((replica, index): readonly Problem[] => {
    const name = replicaName(replica);
    const first = firstIndexOf.get(name);
    if (first !== undefined) {
      const path = replica.name === undefined ? `replicas[${index}].region` : `replicas[${index}].name`;
      return [
        {
          path,
          expected: `a replica other than replicas[${first}]`,
          found: `${shown(name)} again`,
          fix: "remove it, or give it a name of its own (name: ...)",
        },
      ];
    }
    firstIndexOf.set(name, index);
    if (!isBesidePrimary(args, replica) || (replica.name !== undefined && replica.name !== replica.region))
      return [];
    return [
      {
        path: `replicas[${index}].region`,
        expected: `a region other than ${names.primaryRegion}, or a replica with a name of its own`,
        found: shown(replica.region),
        fix: "choose another region, or add a name to replicate within the region (name: backup)",
      },
    ];
  });
};

/** Whether a replica shares region and account with the primary, so that its region alone does not tell the two apart. */
function isBesidePrimary({ primary }: ReplicatedBucketArgs, replica: ReplicaArgs): boolean {
  return replica.region === primary.region && otherAccountId(primary, replica) === undefined;
}

/** An account id is its 12 digits. */
export const accountIdsAreIds: Check = ({ primary, replicas }, names) => [
  ...accountProblems(names.primaryAccountId, primary.accountId),
  ...replicas.flatMap(({ accountId }, index) => accountProblems(`replicas[${index}].accountId`, accountId)),
];

export function accountProblems(path: string, accountId: string | undefined): readonly Problem[] {
  if (accountId === undefined || /^\d{12}$/.test(accountId)) return [];
  return [
    {
      path,
      expected: "the 12 digits of an aws account",
      found: shown(accountId),
      fix: "write the digits without hyphens, in quotes",
    },
  ];
}

/** The names of replicas become parts of resource names, rule ids and bucket names. */
export const replicaNamesAreNames: Check = ({ replicas }) =>
  replicas.flatMap(({ name }, index) =>
    name === undefined || /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)
      ? []
      : [
          {
            path: `replicas[${index}].name`,
            expected: "lower-case letters, digits and hyphens",
            found: shown(name),
            fix: "choose a short name such as backup",
          },
        ],
  );
