import type { BucketAccess } from "../access";
import { otherAccountId } from "../accounts";
import { bucketArn, replicationRoleArn } from "../arn";
import { replicaDeleteMarkers, replicaName } from "../defaults";
import { bucketPolicy } from "../documents/bucketPolicy";
import { keyPolicy } from "../documents/keyPolicy";
import {
  BUCKET_POLICY_LIMIT_BYTES,
  KEY_POLICY_LIMIT_BYTES,
  type PolicyDocument,
} from "../documents/policyDocument";
import { primaryPolicies, replicaPolicies } from "../endPolicies";
import { replicaBucketName, replicationRoleName } from "../names";
import type { Problem } from "../problems";
import type { Check } from "./context";

/** Stands for accounts that are not known yet; every account id is as long. */
const ANY_ACCOUNT = "000000000000";

/** The policies of every bucket and key must fit; how long they get depends on readers, writers and names. */
export const policiesFit: Check = (args, names) => {
  const { bucketName, primary, replicas, roleName } = args;
  if (typeof bucketName !== "string") return [];
  const accountId = primary.accountId ?? ANY_ACCOUNT;
  const ownRoleName = typeof roleName === "string" ? roleName : replicationRoleName(bucketName);
  const roleArn = replicationRoleArn(primary.region, accountId, ownRoleName);
  const at = (name: string, region: string) => ({ bucketArn: bucketArn(region, name), region });
  const primaryBucket = at(bucketName, primary.region);
  return [
    ...sizeProblems(
      names.bucketName,
      primaryBucket,
      primaryPolicies(args, roleArn, { ...primaryBucket, accountId }),
    ),
    ...replicas.flatMap((replica, index): readonly Problem[] => {
      if (replica.bucketArn !== undefined) return [];
      const { bucketName: own } = replica;
      const name = replicaName(replica);
      const bucket = at(typeof own === "string" ? own : replicaBucketName(bucketName, name), replica.region);
      const route = {
        name,
        deleteMarkers: replicaDeleteMarkers(args, replica),
        otherAccountId: otherAccountId(primary, replica),
      };
      return sizeProblems(`replicas[${index}]`, bucket, replicaPolicies(args, route, roleArn, bucket));
    }),
  ];
};

/** Whether the policies of one bucket and its key are longer than S3 and KMS take. */
export function sizeProblems(
  path: string,
  bucket: { readonly bucketArn: string; readonly region: string },
  policies: BucketAccess,
): readonly Problem[] {
  return [
    ...tooLong(path, "bucket", bucketPolicy(bucket.bucketArn, policies.bucket), BUCKET_POLICY_LIMIT_BYTES),
    ...tooLong(path, "key", keyPolicy(bucket.region, ANY_ACCOUNT, policies.key), KEY_POLICY_LIMIT_BYTES),
  ];
}

function tooLong(path: string, what: string, document: PolicyDocument, limit: number): readonly Problem[] {
  const bytes = Buffer.byteLength(JSON.stringify(document));
  if (bytes <= limit) return [];
  return [
    {
      path,
      expected: `a policy of the ${what} of at most ${limit} bytes`,
      found: `${bytes}`,
      fix: "name fewer readers and writers, or put them behind one role or account",
    },
  ];
}
