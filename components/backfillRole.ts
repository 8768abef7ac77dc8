/** The component of what a backfill needs: the role of the S3 Batch Replication job, and a place for its reports. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bucketArn } from "../aws/arns";
import { partitionOfRegion } from "../aws/partitions";
import type { BackfillArgs } from "./backfillArgs";
import { backfillReportPrefix, backfillRoleName, REPLICATION_ROLE_PATH } from "./backfillNames";
import type { ResourceOptions } from "./bucketOptions";
import { replicationRoleArn } from "./defaults";
import { backfillPolicy, backfillTrustPolicy } from "./documents/backfillRole";
import type { EncryptedBucket } from "./encryptedBucket";
import type { ReplicatedBucketArgs, RoleOptions } from "./replicatedBucketArgs";
import { reportBucket } from "./reportBucket";
import type { Site } from "./site";

/** Type token of {@link BackfillRole}. */
const TYPE = "s3-replication:index:BackfillRole";

export interface BackfillRoleArgs
  extends ResourceOptions,
    BackfillArgs,
    Pick<RoleOptions, "rolePath" | "permissionsBoundary"> {
  /** Site of the primary: a job runs in the source bucket's Region, with a role of its account. */
  readonly site: Site;
  /** Name of the source bucket. */
  readonly sourceBucketName: pulumi.Output<string>;
  /** ARN of the key that encrypts the source bucket. */
  readonly keyArn: pulumi.Input<string>;
}

/**
 * The role that S3 Batch Operations assumes to replicate existing and failed objects of one bucket, and a bucket for the completion
 * reports unless there is one. The job itself is no resource: `npx s3-replication backfill` makes it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-batch.html
 */
export class BackfillRole extends pulumi.ComponentResource {
  /** The role's ARN with its path; made of account and name, so that it is known in a preview. */
  public readonly arn: pulumi.Output<string>;
  /** Where the completion reports go, as `s3://bucket/prefix`. */
  public readonly report: pulumi.Output<string>;

  constructor(name: string, args: BackfillRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    const { site, sourceBucketName, permissionsBoundary, tags = {} } = args;
    const { rolePath = REPLICATION_ROLE_PATH } = args;
    super(TYPE, name, { region: site.region }, opts);
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: sourceBucketName.apply(backfillRoleName),
        path: rolePath,
        description: pulumi.interpolate`lets s3 batch operations replicate existing objects of ${sourceBucketName}`,
        assumeRolePolicy: JSON.stringify(backfillTrustPolicy()),
        ...(permissionsBoundary !== undefined && { permissionsBoundary }),
        tags,
      },
      { parent: this, provider: site.provider },
    );
    const bucketName =
      args.reportBucket === undefined ? reportBucket(name, args, this) : pulumi.output(args.reportBucket);
    const partition = partitionOfRegion(site.region);
    const prefix = sourceBucketName.apply(backfillReportPrefix);
    const document = pulumi
      .all([sourceBucketName, bucketName, prefix])
      .apply(([source, reports, reportPrefix]) =>
        JSON.stringify(
          backfillPolicy({
            sourceArn: bucketArn(partition, source),
            reportBucketArn: bucketArn(partition, reports),
            reportPrefix,
          }),
        ),
      );
    new aws.iam.RolePolicy(
      `${name}-job`,
      { name: "job", role: role.name, policy: document },
      { parent: this, provider: site.provider },
    );
    this.arn = pulumi
      .all([site.accountId, role.name])
      .apply(([accountId, roleName]) => replicationRoleArn(site.region, accountId, roleName, rolePath));
    this.report = pulumi.interpolate`s3://${bucketName}/${prefix}`;
    this.registerOutputs({ arn: this.arn, report: this.report });
  }
}

/** What the arguments of a replication ask for; undefined without `backfill`. */
export function backfillOf(
  name: string,
  { backfill = false, ...args }: ReplicatedBucketArgs,
  { site, bucket, key }: EncryptedBucket,
  parent: pulumi.Resource,
): BackfillRole | undefined {
  if (backfill === false) return undefined;
  const { tags, protect, retainOnDelete, rolePath, permissionsBoundary } = args;
  return new BackfillRole(
    `${name}-backfill`,
    {
      ...(backfill === true ? {} : backfill),
      site,
      sourceBucketName: bucket.bucketName,
      keyArn: key.arn,
      tags,
      protect,
      retainOnDelete,
      rolePath,
      permissionsBoundary,
    },
    { parent },
  );
}
