/** Checks of the names of buckets and of the keys. */
import { BUCKET_NAME_CHARACTERS, BUCKET_NAME_RULES } from "../../aws/bucketNames";
import { MAX_ALIAS_CHARACTERS } from "../../aws/limits";
import { ownBucketName, replicaBucketName } from "../defaults";
import { shownValue } from "../problems";
import { replicaName } from "../replicaName";
import type { ReplicaArgs, ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { eachReplica, type ReplicatedPaths } from "./paths";
import { type Checked, check, type Row } from "./rows";

/** The name of a bucket, and what to do where S3 would refuse it. */
interface BucketName {
  readonly name: string;
  readonly fix: string;
}

/** The rules of S3 for the names of buckets. */
export const BUCKET_NAME_ROWS: readonly Row<BucketName>[] = BUCKET_NAME_RULES.map(
  ({ expected, isBroken, countsCharacters = false }) => ({
    condition: ({ name }) => isBroken(name),
    expected,
    found: ({ name }) => (countsCharacters ? `${shownValue(name)} with ${name.length}` : shownValue(name)),
    fix: ({ fix }) => fix,
  }),
);

/** A bucket name that is known before anything is made. */
export function plainBucketName(
  path: string,
  name: unknown,
  fix = "choose another name",
): readonly Checked<BucketName>[] {
  return typeof name === "string" ? [{ path, value: { name, fix } }] : [];
}

/** S3 accepts the primary's name and every name made of it. */
export const bucketNames = check(({ bucketName, replicas }: ReplicatedBucketArgs, paths: ReplicatedPaths) => {
  if (typeof bucketName !== "string") return [];
  const primary = plainBucketName(paths.bucketName, bucketName);
  // Names made of a wrong name would repeat its problems.
  if (BUCKET_NAME_RULES.some(({ isBroken }) => isBroken(bucketName))) return primary;
  return [
    ...primary,
    ...eachReplica(replicas, (replica, path) =>
      newBucketName(replica, path, { name: bucketName, path: paths.bucketName }),
    ).flat(),
  ];
}, BUCKET_NAME_ROWS);

/** The name of a replica's new bucket: its own, or one made of the primary's, which is where it can be shortened. */
function newBucketName(
  replica: ReplicaArgs,
  path: string,
  primary: { readonly name: string; readonly path: string },
): readonly Checked<BucketName>[] {
  if (replica.bucketArn !== undefined) return [];
  if (typeof replica.bucketName === "string") {
    return plainBucketName(`${path}.bucketName`, replica.bucketName);
  }
  const name = replicaBucketName(primary.name, replicaName(replica));
  const surplus = name.length - BUCKET_NAME_CHARACTERS.max;
  const own = `give ${path} a bucketName of its own`;
  return plainBucketName(primary.path, name, surplus > 0 ? `shorten it by ${surplus} or ${own}` : own);
}

/** A bucket of a replica, and the path of an earlier one with the same name. */
interface BucketIdentity {
  readonly name: string;
  readonly other: string | undefined;
}

/** Two sites cannot share a bucket. Two replicas whose names are equal are reported by another check. */
export const uniqueBuckets = check(bucketIdentities, [
  {
    condition: ({ other }) => other !== undefined,
    expected: ({ other }) => `a bucket other than that of ${other}`,
    found: ({ name }) => shownValue(name),
    fix: "choose another name; for several rules to one bucket, give one replica a list of rules",
  },
]);

function bucketIdentities(
  { bucketName, replicas }: ReplicatedBucketArgs,
  paths: ReplicatedPaths,
): readonly Checked<BucketIdentity>[] {
  const pathOf = new Map<string, string>();
  if (typeof bucketName === "string") pathOf.set(bucketName, paths.bucketName);
  const derived = new Set<string>();
  return eachReplica(replicas, (replica, replicaPath): readonly Checked<BucketIdentity>[] => {
    const own = ownBucketName(replica);
    const isDerived = own === undefined && typeof bucketName === "string";
    const name = isDerived ? replicaBucketName(bucketName, replicaName(replica)) : own;
    if (typeof name !== "string" || (isDerived && derived.has(name))) return [];
    if (isDerived) derived.add(name);
    const setting = replica.bucketArn === undefined ? "bucketName" : "bucketArn";
    const path = isDerived ? replicaPath : `${replicaPath}.${setting}`;
    const other = pathOf.get(name);
    if (other === undefined) pathOf.set(name, path);
    return [{ path, value: { name, other } }];
  }).flat();
}

/** A bucket that receives access logs. */
interface LogTarget extends BucketName {
  /** Whether it is one of the replication. */
  readonly isOwn: boolean;
}

const LOG_TARGET_ROWS: readonly Row<LogTarget>[] = [
  {
    condition: ({ isOwn }) => isOwn,
    expected: "a bucket outside of this replication",
    found: ({ name }) => shownValue(name),
    fix: "every delivered log would cause another one; name a bucket kept for logs",
  },
  ...BUCKET_NAME_ROWS.map(
    (row): Row<LogTarget> => ({
      ...row,
      condition: (target) => !target.isOwn && row.condition(target),
    }),
  ),
];

/** Access logs of a bucket go neither to that bucket nor to one that it replicates to. */
export const accessLogTargets = check(
  ({ bucketName, primary, replicas }: ReplicatedBucketArgs, paths: ReplicatedPaths) => {
    const made =
      typeof bucketName === "string"
        ? [bucketName, ...replicas.map((replica) => replicaBucketName(bucketName, replicaName(replica)))]
        : [];
    const ownNames: readonly unknown[] = [...made, ...replicas.map(ownBucketName)];
    const target = (path: string, name: unknown) =>
      plainBucketName(path, name, "name the bucket that receives access logs").map(({ value }) => ({
        path,
        value: { ...value, isOwn: ownNames.includes(name) },
      }));
    return [
      ...target(paths.primary.accessLogBucket, primary.accessLogBucket),
      ...eachReplica(replicas, ({ accessLogBucket }, path) =>
        target(`${path}.accessLogBucket`, accessLogBucket),
      ).flat(),
    ];
  },
  LOG_TARGET_ROWS,
);

/** What the aliases of the keys are made of. */
interface AliasParts {
  readonly keyAlias: string;
  /** Names of the replicas whose aliases are made of it; undefined where no other alias is. */
  readonly replicaNames: readonly string[] | undefined;
}

export const ALIAS_ROWS: readonly Row<AliasParts>[] = [
  {
    condition: ({ keyAlias }) => !/^[a-zA-Z0-9/_-]+$/.test(keyAlias) || /^(aws|alias)\//.test(keyAlias),
    expected: "letters, digits, / _ and -, not beginning with aws/",
    found: ({ keyAlias }) => shownValue(keyAlias),
    fix: "write it without the leading alias/, e.g. archive",
  },
  {
    condition: (parts) => longestAlias(parts).length > MAX_ALIAS_CHARACTERS,
    expected: `aliases of at most ${MAX_ALIAS_CHARACTERS} characters`,
    found: (parts) => `${shownValue(longestAlias(parts))} with ${longestAlias(parts).length}`,
    fix: "shorten keyAlias or the name of the replica",
  },
];

function longestAlias({ keyAlias, replicaNames }: AliasParts): string {
  if (replicaNames === undefined) return `alias/${keyAlias}`;
  const [longest = ""] = [...replicaNames].sort((a, b) => b.length - a.length);
  return `alias/${keyAlias}/replication/${longest}`;
}

export function aliasParts(
  path: string,
  keyAlias: string,
  replicas: readonly ReplicaArgs[] = [],
): readonly Checked<AliasParts>[] {
  const replicaNames = replicas.filter(({ bucketArn }) => bucketArn === undefined).map(replicaName);
  return [{ path, value: { keyAlias, replicaNames } }];
}
