/** Checks of the length of policies, which depends on the number and the names of replicas, readers and writers. */
import {
  MAX_BUCKET_POLICY_BYTES,
  MAX_INLINE_POLICY_CHARACTERS,
  MAX_KEY_POLICY_BYTES,
  MAX_MANAGED_POLICY_CHARACTERS,
} from "../../aws/limits";
import { isBuiltHere, otherAccountId } from "../accounts";
import { replicationRoleArn, replicationRoleName } from "../defaults";
import { bucketPolicyDocument } from "../documents/bucketPolicy";
import { type BucketInRegion, keyPolicyDocument } from "../documents/keyPolicy";
import type { BuiltPolicyDocument } from "../documents/policyDocument";
import { bucketInRegion, foreseenBucketName, foreseenNeeds, PLACEHOLDER_ACCOUNT } from "../foreseenRole";
import { type BucketStatements, primaryStatements, replicaStatements } from "../policyStatements";
import type { Problem } from "../problems";
import { replicaName } from "../replicaName";
import { ownerOverrideOf, rulesInEffect } from "../replicaRules";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import {
  inlineCharacters,
  inlineDocumentsBesideManaged,
  managedDocuments,
  needsManagedPolicies,
} from "../rolePermissions";
import { eachReplica, type ReplicatedPaths } from "./paths";
import { type Checked, check, problemsIn, type Row } from "./rows";

/** A policy document and its limit. */
interface Sized {
  readonly of: "bucket" | "key";
  readonly bytes: number;
  readonly limit: number;
}

const SIZE_ROWS: readonly Row<Sized>[] = [
  {
    condition: ({ bytes, limit }) => bytes > limit,
    expected: ({ of, limit }) => `a policy of the ${of} of at most ${limit} bytes`,
    found: ({ bytes }) => `${bytes}`,
    fix: "name fewer readers and writers, or put them behind one role or account",
  },
];

/** Problems of the policies of one bucket and its key. */
export function sizeProblems(
  path: string,
  { bucketArn: arn, region }: BucketInRegion,
  { bucket, key }: BucketStatements,
): readonly Problem[] {
  const sized = (of: Sized["of"], document: BuiltPolicyDocument, limit: number): Checked<Sized> => ({
    path,
    value: { of, bytes: Buffer.byteLength(JSON.stringify(document)), limit },
  });
  return problemsIn(
    [
      sized("bucket", bucketPolicyDocument(arn, bucket), MAX_BUCKET_POLICY_BYTES),
      sized("key", keyPolicyDocument(region, PLACEHOLDER_ACCOUNT, key), MAX_KEY_POLICY_BYTES),
    ],
    SIZE_ROWS,
  );
}

/** S3 and KMS accept the policies of every bucket and key. */
export function resourcePolicyLengths(
  args: ReplicatedBucketArgs,
  paths: ReplicatedPaths,
): readonly Problem[] {
  const { bucketName, primary, replicas, roleName, rolePath } = args;
  if (typeof bucketName !== "string") return [];
  const accountId = primary.accountId ?? PLACEHOLDER_ACCOUNT;
  const ownRoleName = typeof roleName === "string" ? roleName : replicationRoleName(bucketName);
  const made = replicationRoleArn(primary.region, accountId, ownRoleName, rolePath);
  const roleArn = typeof args.roleArn === "string" ? args.roleArn : made;
  const bucket = bucketInRegion(primary.region, bucketName);
  return [
    ...sizeProblems(paths.bucketName, bucket, primaryStatements(args, roleArn, { ...bucket, accountId })),
    ...eachReplica(replicas, (replica, path): readonly Problem[] => {
      if (!isBuiltHere(replica)) return [];
      const facts = {
        name: replicaName(replica),
        rules: rulesInEffect(args, replica),
        ownerOverride: ownerOverrideOf(args, replica),
        otherAccountId: otherAccountId(primary, replica),
      };
      const own = bucketInRegion(replica.region, foreseenBucketName(replica, bucketName));
      return sizeProblems(path, own, replicaStatements(args, facts, roleArn, own));
    }).flat(),
  ];
}

/** IAM accepts the policies of the role: the inline ones, whose limit is for all of them together, and each managed one. */
export const rolePolicyLength = check(
  (args: ReplicatedBucketArgs) => {
    const needs = foreseenNeeds(args);
    const replicas = args.replicas.length;
    if (!needsManagedPolicies(needs)) return [];
    const inline = Object.values(inlineDocumentsBesideManaged(needs));
    const managed = [...managedDocuments(needs).values()].map((document) => inlineCharacters([document]));
    return [
      { characters: inlineCharacters(inline), limit: MAX_INLINE_POLICY_CHARACTERS, kind: "inline policies" },
      {
        characters: Math.max(...managed),
        limit: MAX_MANAGED_POLICY_CHARACTERS,
        kind: "each managed policy",
      },
    ].map((sizes) => ({ path: "replicas", value: { ...sizes, replicas } }));
  },
  [
    {
      condition: ({ characters, limit }) => characters > limit,
      expected: ({ kind, limit }) => `${kind} of the replication role of at most ${limit} characters`,
      found: ({ characters, replicas }) => `${characters} for ${replicas} replicas`,
      fix: "iam takes no more; use fewer replicas or shorter bucket names",
    },
  ],
);
