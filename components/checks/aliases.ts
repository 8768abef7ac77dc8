/** Checks of the aliases of keys: KMS takes each once in an account and region. */
import { isBuiltHere, otherAccountId } from "../accounts";
import { DEFAULT_KEY_ALIAS, replicaAlias } from "../defaults";
import { type Problem, shownValue } from "../problems";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { ALIAS_ROWS, aliasParts } from "./names";
import { eachReplica } from "./paths";
import { given, problemsIn, type Row } from "./rows";

/** The alias of a key, where it is, and the path of an earlier key with the same one. */
interface KeyAlias {
  readonly alias: string;
  readonly region: string;
  readonly other: string | undefined;
}

const UNIQUE_ROWS: readonly Row<KeyAlias>[] = [
  {
    condition: ({ other }) => other !== undefined,
    expected: ({ other, region }) =>
      `an alias other than that of ${other}, whose key is in ${region} as well`,
    found: ({ alias }) => shownValue(alias),
    fix: "kms takes an alias once in an account and region; choose another keyAlias",
  },
];

/** KMS accepts every alias, and has none of them twice in one account and region. */
export function keyAliases(args: ReplicatedBucketArgs): readonly Problem[] {
  const { keyAlias = DEFAULT_KEY_ALIAS, replicas } = args;
  return [
    ...problemsIn(
      aliasParts(
        "keyAlias",
        keyAlias,
        replicas.filter((replica) => replica.keyAlias === undefined),
      ),
      ALIAS_ROWS,
    ),
    ...problemsIn(
      eachReplica(replicas, (replica, path) =>
        given(`${path}.keyAlias`, replica.keyAlias).map((own) => ({
          path: own.path,
          value: { keyAlias: own.value, replicaNames: undefined },
        })),
      ).flat(),
      ALIAS_ROWS,
    ),
    ...problemsIn(aliasesOfReplicas(args), UNIQUE_ROWS),
  ];
}

/** Aliases of replicas' keys. Two that are made of equal names are reported as names of replicas. */
function aliasesOfReplicas({ primary, replicas, keyAlias = DEFAULT_KEY_ALIAS }: ReplicatedBucketArgs) {
  const keys = [
    { path: "keyAlias", alias: `alias/${keyAlias}`, region: primary.region, account: "", isOwn: false },
    ...eachReplica(replicas, (replica, path) => ({
      path: replica.keyAlias === undefined ? path : `${path}.keyAlias`,
      alias: replicaAlias(keyAlias, replica),
      region: replica.region,
      account: otherAccountId(primary, replica) ?? "",
      isOwn: replica.keyAlias !== undefined,
      isExisting: !isBuiltHere(replica) || replica.keyArn !== undefined,
    })).filter(({ isExisting }) => !isExisting),
  ];
  return keys.map((key, index) => {
    const { path, alias, region } = key;
    const first = keys.slice(0, index).find((other) => isSame(key, other) && (key.isOwn || other.isOwn));
    return { path, value: { alias, region, other: first?.path } };
  });
}

interface PlacedAlias {
  readonly alias: string;
  readonly region: string;
  readonly account: string;
}

function isSame(one: PlacedAlias, other: PlacedAlias): boolean {
  return one.alias === other.alias && one.region === other.region && one.account === other.account;
}
