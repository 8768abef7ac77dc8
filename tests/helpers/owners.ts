/** Programs of owners: buckets and keys that exist, which another stack replicates from, to or with. */
import * as aws from "@pulumi/aws";
import type { Plan } from "../../operations/rehearsal/plan";
import { record } from "../../operations/rehearsal/rehearse";
import type { ResourceProperties } from "../../operations/rehearsal/values";

/** What exists in one account and region. */
export interface Owned {
  readonly region: string;
  readonly account: string;
  /** A bucket beside the key, encrypted with it. */
  readonly bucket?: string;
}

/** Statements that the owner has been asked to add, as `othersMustGrant` has them. */
export interface Grants {
  readonly bucketPolicy: readonly ResourceProperties[];
  readonly keyPolicy: readonly ResourceProperties[];
}

/** The owner's own program: a key, a versioned bucket where one is named, and their policies with the grants. */
export function ownersPlan({ region, account, bucket }: Owned, grants?: Grants): Promise<Plan> {
  return record({ project: `owner-${account}-${region}`, stack: "test", kind: "update" }, () => {
    const provider = new aws.Provider("owner", { region, allowedAccountIds: [account] });
    const here = { provider };
    const key = new aws.kms.Key(
      "key",
      { policy: keyPolicyOf(account, grants), enableKeyRotation: true },
      here,
    );
    if (bucket === undefined) return;
    const made = new aws.s3.Bucket("bucket", { bucket }, here);
    new aws.s3.BucketVersioning(
      "versioning",
      { bucket: made.bucket, versioningConfiguration: { status: "Enabled" } },
      here,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      "encryption",
      {
        bucket: made.bucket,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
            bucketKeyEnabled: true,
          },
        ],
      },
      here,
    );
    if ((grants?.bucketPolicy ?? []).length > 0)
      new aws.s3.BucketPolicy(
        "policy",
        { bucket: made.bucket, policy: policyText(grants?.bucketPolicy) },
        here,
      );
  });
}

/** The policy of an owner's key. */
export function keyPolicyOf(account: string, grants?: Grants): string {
  return policyText([
    {
      Sid: "Owner",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    ...(grants?.keyPolicy ?? []),
  ]);
}

function policyText(statements: readonly ResourceProperties[] = []): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The ARN of the key in an owner's plan. */
export function keyArnIn({ resources }: Plan): string {
  const key = resources.find(({ type }) => type === "aws:kms/key:Key");
  return String(key?.outputs["arn"]);
}

/** What a stack asks the owner of `name` for. */
export function grantsOf({ outputs }: Plan, name: string): Grants {
  return Object(Object(outputs["othersMustGrant"])[name]);
}
