/** The component of a bucket. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bucketArn } from "../aws/arns";
import { partitionOfRegion } from "../aws/partitions";
import type { BucketOptions, LifecycleArgs, ObjectLockArgs, OwnBucketOptions } from "./bucketOptions";
import { bucketPolicyDocument } from "./documents/bucketPolicy";
import type { BuiltPolicyStatement } from "./documents/policyDocument";
import { lifecycleRules } from "./lifecycleRules";
import { importId, type Site } from "./site";

/** Type token of {@link SecureBucket}. */
const TYPE = "s3-replication:index:SecureBucket";

export interface SecureBucketArgs extends BucketOptions, OwnBucketOptions {
  readonly site: Site;
  /** Globally unique. @example "acme-archive" */
  readonly bucketName: pulumi.Input<string>;
  /** ARN of the KMS key of the default encryption; it must be in the bucket's region. */
  readonly keyArn: pulumi.Input<string>;
  /** Statements of the bucket policy, in addition to the one that denies requests without TLS. @default - none */
  readonly policyStatements?: pulumi.Input<readonly BuiltPolicyStatement[]> | undefined;
  /** Whether the bucket stays in AWS with all of its configuration when Pulumi deletes it from the stack. @default true */
  readonly retainOnDelete?: boolean | undefined;
}

/**
 * A bucket that is private, versioned, encrypted with a customer managed KMS key and without ACLs. It blocks public access,
 * denies requests without TLS and blocks encryption with customer-provided keys (SSE-C).
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class SecureBucket extends pulumi.ComponentResource {
  /** The bucket's name; known in a preview when the argument is. */
  public readonly bucketName: pulumi.Output<string>;
  /** The bucket's ARN, made of its name; known in a preview when the name is. */
  public readonly arn: pulumi.Output<string>;
  public readonly bucket: aws.s3.Bucket;
  /** What must exist before S3 can replicate from or to the bucket: versioning, encryption, ownership and policy. */
  public readonly replicationPrerequisites: readonly pulumi.Resource[];

  /** What a setting of the bucket says of its place. */
  readonly #of: { readonly bucket: pulumi.Output<string>; readonly region?: string };

  constructor(name: string, args: SecureBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    const { site, objectLock, protect = false, retainOnDelete = true } = args;
    super(TYPE, name, { region: site.region }, opts);
    // The bucket's configuration is retained with it: deleting it would suspend versioning and unblock public access.
    const here: pulumi.CustomResourceOptions = { parent: this, provider: site.provider, retainOnDelete };

    this.bucket = new aws.s3.Bucket(
      `${name}-bucket`,
      {
        ...site.regional,
        bucket: args.bucketName,
        ...(objectLock !== undefined && { objectLockEnabled: true }),
        tags: args.tags ?? {},
      },
      { ...here, protect, ...adoption(args) },
    );
    const bucket = this.bucket.bucket;
    this.bucketName = bucket;
    this.#of = { ...site.regional, bucket };
    this.arn = bucket.apply((bucketName) => bucketArn(partitionOfRegion(site.region), bucketName));

    const publicAccessBlock = new aws.s3.BucketPublicAccessBlock(
      `${name}-public-access-block`,
      {
        ...this.#of,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      here,
    );
    const ownership = new aws.s3.BucketOwnershipControls(
      `${name}-ownership`,
      { ...this.#of, rule: { objectOwnership: "BucketOwnerEnforced" } },
      here,
    );
    const versioning = new aws.s3.BucketVersioning(
      `${name}-versioning`,
      { ...this.#of, versioningConfiguration: { status: "Enabled" } },
      here,
    );
    const encryption = this.createEncryption(name, args.keyArn, here);
    const policy = new aws.s3.BucketPolicy(
      `${name}-policy`,
      {
        ...this.#of,
        policy: pulumi
          .all([this.arn, args.policyStatements ?? []])
          .apply(([arn, statements]) => JSON.stringify(bucketPolicyDocument(arn, statements))),
      },
      { ...here, dependsOn: [publicAccessBlock] },
    );
    this.createLifecycle(name, args.lifecycle, { ...here, dependsOn: [versioning] });
    const lock = this.createObjectLock(name, objectLock, { ...here, dependsOn: [versioning] });
    this.createAccessLogs(name, args.accessLogBucket, here);

    this.replicationPrerequisites = [versioning, encryption, ownership, policy, ...lock];
    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn });
  }

  private createEncryption(
    name: string,
    keyArn: pulumi.Input<string>,
    here: pulumi.CustomResourceOptions,
  ): pulumi.Resource {
    return new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      {
        ...this.#of,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
            bucketKeyEnabled: true,
            blockedEncryptionTypes: ["SSE-C"],
          },
        ],
      },
      here,
    );
  }

  private createLifecycle(
    name: string,
    lifecycle: LifecycleArgs | undefined,
    here: pulumi.CustomResourceOptions,
  ): void {
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { ...this.#of, rules: lifecycleRules(lifecycle) },
      here,
    );
  }

  private createObjectLock(
    name: string,
    objectLock: ObjectLockArgs | undefined,
    here: pulumi.CustomResourceOptions,
  ): readonly pulumi.Resource[] {
    if (objectLock?.mode === undefined) return [];
    const { mode, days, years } = objectLock;
    return [
      new aws.s3.BucketObjectLockConfiguration(
        `${name}-object-lock`,
        {
          ...this.#of,
          rule: {
            defaultRetention: {
              mode,
              ...(days !== undefined && { days }),
              ...(years !== undefined && { years }),
            },
          },
        },
        here,
      ),
    ];
  }

  private createAccessLogs(
    name: string,
    accessLogBucket: pulumi.Input<string> | undefined,
    here: pulumi.CustomResourceOptions,
  ): void {
    if (accessLogBucket === undefined) return;
    new aws.s3.BucketLogging(
      `${name}-access-logs`,
      {
        ...this.#of,
        targetBucket: accessLogBucket,
        targetPrefix: pulumi.interpolate`${this.bucketName}/`,
      },
      here,
    );
  }
}

/** Imports the bucket by its name, which the checks require to be plain text. */
function adoption({ adopt, bucketName, site }: SecureBucketArgs): pulumi.CustomResourceOptions {
  return adopt === undefined || typeof bucketName !== "string" ? {} : { import: importId(site, bucketName) };
}
