import { bucketNameProblems, MAX_BUCKET_NAME_CHARACTERS } from "../bucketNames";
import { ownBucketName, replicaName } from "../defaults";
import { replicaBucketName, replicationRoleName } from "../names";
import { type Problem, shown } from "../problems";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import type { Check } from "./context";

const MAX_ROLE_NAME_CHARACTERS = 64;
const MAX_ALIAS_CHARACTERS = 256;

/** The primary's name, and every name made of it, must be one that S3 takes. */
export const bucketNamesAreAllowed: Check = (args, names) => {
  const { bucketName } = args;
  if (typeof bucketName !== "string") return [];
  const problems = bucketNameProblems(names.bucketName, bucketName, "choose another name");
  return [
    ...problems,
    ...(problems.length === 0 ? replicaNameProblems(args, bucketName, names.bucketName) : []),
  ];
};

function replicaNameProblems(
  { replicas }: ReplicatedBucketArgs,
  primaryName: string,
  primaryPath: string,
): readonly Problem[] {
  return replicas.flatMap((replica, index) => {
    if (replica.bucketArn !== undefined) return [];
    if (typeof replica.bucketName === "string") {
      return bucketNameProblems(`replicas[${index}].bucketName`, replica.bucketName, "choose another name");
    }
    const name = replicaBucketName(primaryName, replicaName(replica));
    const surplus = name.length - MAX_BUCKET_NAME_CHARACTERS;
    const fix =
      surplus > 0
        ? `shorten it by ${surplus} or give replicas[${index}] a bucketName of its own`
        : `give replicas[${index}] a bucketName of its own`;
    return bucketNameProblems(primaryPath, name, fix);
  });
}

/** One bucket can be only one site's; replicas of the same name are reported as such elsewhere. */
export const bucketNamesAreUnique: Check = ({ bucketName, replicas }, names) => {
  const pathOf = new Map<string, string>();
  if (typeof bucketName === "string") pathOf.set(bucketName, names.bucketName);
  const derived = new Set<string>();
  const problems: Problem[] = [];
  replicas.forEach((replica, index) => {
    const own = ownBucketName(replica);
    const name =
      own ?? (typeof bucketName === "string" ? replicaBucketName(bucketName, replicaName(replica)) : own);
    if (typeof name !== "string") return;
    const other = pathOf.get(name);
    if (own === undefined && derived.has(name)) return;
    if (own === undefined) derived.add(name);
    const setting = replica.bucketArn === undefined ? "bucketName" : "bucketArn";
    const path = own === undefined ? `replicas[${index}]` : `replicas[${index}].${setting}`;
    if (other === undefined) {
      pathOf.set(name, path);
      return;
    }
    problems.push({
      path,
      expected: `a bucket other than that of ${other}`,
      found: shown(name),
      fix: "s3 replicates neither a bucket to itself nor twice to one bucket; choose another name",
    });
  });
  return problems;
};

/** Access logs of a bucket must not fill that bucket, nor what it replicates to. */
export const accessLogsGoElsewhere: Check = ({ bucketName, primary, replicas }, names) => {
  const ownNames = new Set<string>();
  if (typeof bucketName === "string") {
    ownNames.add(bucketName);
    for (const replica of replicas) ownNames.add(replicaBucketName(bucketName, replicaName(replica)));
  }
  for (const own of replicas.map(ownBucketName)) if (typeof own === "string") ownNames.add(own);
  const targets = [
    { path: names.primaryAccessLogBucket, target: primary.accessLogBucket },
    ...replicas.map(({ accessLogBucket }, index) => ({
      path: `replicas[${index}].accessLogBucket`,
      target: accessLogBucket,
    })),
  ];
  return targets.flatMap(({ path, target }): readonly Problem[] => {
    if (typeof target !== "string") return [];
    if (!ownNames.has(target))
      return bucketNameProblems(path, target, "name the bucket that receives access logs");
    return [
      {
        path,
        expected: "a bucket outside of this replication",
        found: shown(target),
        fix: "every delivered log would cause another one; name a bucket kept for logs",
      },
    ];
  });
};

/** Role and alias names are made of the bucket's name and have limits of their own. */
export const otherNamesFit: Check = ({ bucketName, roleName, keyAlias, replicas }, names) => {
  const problems: Problem[] = [];
  const role = roleName ?? (typeof bucketName === "string" ? replicationRoleName(bucketName) : undefined);
  if (typeof role === "string" && !/^[\w+=,.@-]{1,64}$/.test(role)) {
    problems.push({
      path: roleName === undefined ? names.bucketName : "roleName",
      expected: `a role name of 1 to ${MAX_ROLE_NAME_CHARACTERS} letters, digits and +=,.@_-`,
      found: shown(role),
      fix: roleName === undefined ? "shorten it, or choose a roleName" : "choose another name",
    });
  }
  return [...problems, ...aliasProblems(keyAlias, replicas.map(replicaName))];
};

/** Whether every alias made of `keyAlias` is one that KMS takes. */
export function aliasProblems(
  keyAlias: string | undefined,
  replicaNames: readonly string[],
): readonly Problem[] {
  if (keyAlias === undefined || isAlias(keyAlias, replicaNames)) return [];
  return [
    {
      path: "keyAlias",
      expected: "letters, digits, / _ and -, not beginning with aws/",
      found: shown(keyAlias),
      fix: "write it without the leading alias/, e.g. archive",
    },
  ];
}

function isAlias(keyAlias: string, replicaNames: readonly string[]): boolean {
  const longest = Math.max(0, ...replicaNames.map((name) => name.length));
  const characters = "alias/".length + keyAlias.length + "/replication/".length + longest;
  const reserved = keyAlias.startsWith("aws/") || keyAlias.startsWith("alias/");
  return /^[a-zA-Z0-9/_-]+$/.test(keyAlias) && !reserved && characters <= MAX_ALIAS_CHARACTERS;
}
