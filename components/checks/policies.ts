/** Checks of policies: their own statements, and their length, which depends on replicas, readers, writers and statements. */
import {
  MAX_BUCKET_POLICY_BYTES,
  MAX_INLINE_POLICY_CHARACTERS,
  MAX_KEY_POLICY_BYTES,
  MAX_MANAGED_POLICY_CHARACTERS,
} from "../../aws/limits";
import { isBuiltHere, otherAccountId, statedAccount } from "../accounts";
import { ownBucketName, replicationRoleArn, replicationRoleName, wayBackRoleName } from "../defaults";
import { bucketPolicyDocument } from "../documents/bucketPolicy";
import { type BucketInRegion, keyPolicyDocument } from "../documents/keyPolicy";
import type { BuiltPolicyDocument } from "../documents/policyDocument";
import {
  bucketInRegion,
  foreseenBucketName,
  foreseenNeeds,
  foreseenNeedsBack,
  PLACEHOLDER_ACCOUNT,
} from "../foreseenRole";
import { foreseenAccess } from "../knownAccess";
import type { PolicyOptions } from "../policyOptions";
import { type BucketStatements, primaryStatements, replicaStatements, useOf } from "../policyStatements";
import type { Problem } from "../problems";
import { replicaName } from "../replicaName";
import { ownerOverrideOf, rulesInEffect } from "../replicaRules";
import type { ReplicaArgs, ReplicatedBucketArgs } from "../replicatedBucketArgs";
import {
  inlineCharacters,
  inlineDocuments,
  managedDocuments,
  needsManagedPolicies,
  type RoleNeeds,
} from "../rolePermissions";
import { eachReplica, type ReplicatedPaths, sitePaths } from "./paths";
import { type Checked, check, problemsIn, type Row } from "./rows";
import { repeatedIds, type StatementPaths, statementProblems } from "./statements";

/** A policy document and its limit. */
interface Sized {
  readonly of: "bucket" | "key";
  readonly bytes: number;
  readonly limit: number;
  /** Whether the arguments add statements. */
  readonly hasOwn: boolean;
}

const SIZE_ROWS: readonly Row<Sized>[] = [
  {
    condition: ({ bytes, limit }) => bytes > limit,
    expected: ({ of, limit }) => `a policy of the ${of} of at most ${limit} bytes`,
    found: ({ bytes }) => `${bytes}`,
    fix: ({ hasOwn }) =>
      hasOwn
        ? "shorten your own statements, name fewer readers and writers, or put them behind one role or account"
        : "name fewer readers and writers, or put them behind one role or account",
  },
];

/** The arguments whose statements the policies of a bucket and its key have, and their names. */
interface OwnStatements {
  readonly args: PolicyOptions;
  readonly paths: StatementPaths;
}

/** Problems of the policies of one bucket and its key. */
export function policyProblems(
  path: string,
  { args, paths }: OwnStatements,
  { bucketArn: arn, region }: BucketInRegion,
  { bucket, key }: BucketStatements,
): readonly Problem[] {
  const bucketPolicy = bucketPolicyDocument(arn, bucket);
  const keyPolicy = keyPolicyDocument(region, PLACEHOLDER_ACCOUNT, key);
  const { bucketPolicyStatements = [], keyPolicyStatements = [] } = args;
  const hasOwn = bucketPolicyStatements.length + keyPolicyStatements.length > 0;
  const sized = (of: Sized["of"], document: BuiltPolicyDocument, limit: number): Checked<Sized> => ({
    path,
    value: { of, bytes: Buffer.byteLength(JSON.stringify(document)), limit, hasOwn },
  });
  return [
    ...repeatedIds(paths.bucketPolicyStatements, args.bucketPolicyStatements, bucketPolicy),
    ...repeatedIds(paths.keyPolicyStatements, args.keyPolicyStatements, keyPolicy),
    ...problemsIn(
      [sized("bucket", bucketPolicy, MAX_BUCKET_POLICY_BYTES), sized("key", keyPolicy, MAX_KEY_POLICY_BYTES)],
      SIZE_ROWS,
    ),
  ];
}

/** The statements of the arguments are ones that S3 and KMS accept in the policies of their bucket and key. */
export function ownStatements(args: ReplicatedBucketArgs, paths: ReplicatedPaths): readonly Problem[] {
  const { bucketName, primary, replicas } = args;
  const arnOf = (region: string, name: string | undefined) =>
    name === undefined ? undefined : bucketInRegion(region, name).bucketArn;
  const name = typeof bucketName === "string" ? bucketName : undefined;
  return [
    ...statementProblems(paths.primary, primary, arnOf(primary.region, name)),
    ...eachReplica(replicas, (replica, path): readonly Problem[] => {
      const isUnknown = name === undefined || typeof (ownBucketName(replica) ?? name) !== "string";
      const own = isUnknown ? undefined : foreseenBucketName(replica, name);
      return statementProblems(sitePaths(path), replica, arnOf(replica.region, own));
    }).flat(),
  ];
}

/** S3 and KMS accept the policies of every bucket and key. */
export function resourcePolicies(args: ReplicatedBucketArgs, paths: ReplicatedPaths): readonly Problem[] {
  const { bucketName, primary, replicas, roleName, rolePath } = args;
  if (typeof bucketName !== "string") return [];
  const accountId = primary.accountId ?? PLACEHOLDER_ACCOUNT;
  const ownRoleName = typeof roleName === "string" ? roleName : replicationRoleName(bucketName);
  const made = replicationRoleArn(primary.region, accountId, ownRoleName, rolePath);
  const roleArn = typeof args.roleArn === "string" ? args.roleArn : made;
  const roleBackArn = (replica: ReplicaArgs) =>
    replica.twoWay === true
      ? replicationRoleArn(
          replica.region,
          statedAccount(replica) ?? accountId,
          wayBackRoleName(ownRoleName, replicaName(replica)),
          rolePath,
        )
      : undefined;
  const waysBack = replicas.flatMap((replica) => {
    const arn = roleBackArn(replica);
    // A replica is in another account than the primary where the primary is in another one than the replica.
    return arn === undefined ? [] : [{ roleArn: arn, use: useOf(replicaFacts(args, replica)) }];
  });
  const bucket = bucketInRegion(primary.region, bucketName);
  const access = foreseenAccess(args, primary.region);
  return [
    ...policyProblems(
      paths.bucketName,
      { args: primary, paths: paths.primary },
      bucket,
      primaryStatements(args, access, roleArn, { ...bucket, accountId }, waysBack),
    ),
    ...eachReplica(replicas, (replica, path): readonly Problem[] => {
      if (!isBuiltHere(replica)) return [];
      const facts = replicaFacts(args, replica);
      const own = bucketInRegion(replica.region, foreseenBucketName(replica, bucketName));
      const statements = replicaStatements(access, facts, roleArn, own, roleBackArn(replica));
      return policyProblems(path, { args: replica, paths: sitePaths(path) }, own, statements);
    }).flat(),
  ];
}

/** What the policies of a replica depend on. */
function replicaFacts(args: ReplicatedBucketArgs, replica: ReplicaArgs) {
  return {
    args: replica,
    name: replicaName(replica),
    rules: rulesInEffect(args, replica),
    ownerOverride: ownerOverrideOf(args, replica),
    otherAccountId: otherAccountId(args.primary, replica),
  };
}

/** A role, and what its permissions are for. */
interface SizedRole {
  readonly path: string;
  readonly needs: RoleNeeds;
  readonly of: string;
  readonly fix: string;
}

/** The replication role, and that of each way back. */
function sizedRoles(args: ReplicatedBucketArgs): readonly SizedRole[] {
  const { length } = args.replicas;
  return [
    {
      path: "replicas",
      needs: foreseenNeeds(args),
      of: `${length} replicas`,
      fix: "iam takes no more; use fewer replicas or shorter bucket names",
    },
    ...eachReplica(args.replicas, (replica, path) => ({
      path: `${path}.twoWay`,
      needs: foreseenNeedsBack(args, replica),
      of: "the way back",
      fix: "iam takes no more; use fewer rules, or shorter prefixes and bucket names",
    })).filter((_, index) => args.replicas[index]?.twoWay === true),
  ];
}

/** IAM accepts the policies of a role: the inline ones, whose limit is for all of them together, and each managed one. */
export const rolePolicyLength = check(
  (args: ReplicatedBucketArgs) =>
    sizedRoles(args).flatMap(({ path, needs, of, fix }) => {
      if (!needsManagedPolicies(needs)) return [];
      const inline = Object.values(inlineDocuments(needs, []));
      const managed = [...managedDocuments(needs).values()].map((document) => inlineCharacters([document]));
      return [
        {
          characters: inlineCharacters(inline),
          limit: MAX_INLINE_POLICY_CHARACTERS,
          kind: "inline policies",
        },
        {
          characters: Math.max(...managed),
          limit: MAX_MANAGED_POLICY_CHARACTERS,
          kind: "each managed policy",
        },
      ].map((sizes) => ({ path, value: { ...sizes, of, fix } }));
    }),
  [
    {
      condition: ({ characters, limit }) => characters > limit,
      expected: ({ kind, limit }) => `${kind} of the replication role of at most ${limit} characters`,
      found: ({ characters, of }) => `${characters} for ${of}`,
      fix: ({ fix }) => fix,
    },
  ],
);
