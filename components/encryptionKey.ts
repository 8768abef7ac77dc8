/** The component of a KMS key. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { KeyOptions, OwnBucketOptions } from "./bucketOptions";
import { DEFAULT_KEY_DELETION_WINDOW_IN_DAYS } from "./defaults";
import { keyPolicyDocument } from "./documents/keyPolicy";
import type { BuiltPolicyStatement } from "./documents/policyDocument";
import { importId, type Site } from "./site";

/** Type token of {@link EncryptionKey}. */
const TYPE = "s3-replication:index:EncryptionKey";

export interface EncryptionKeyArgs extends KeyOptions, Pick<OwnBucketOptions, "adopt"> {
  /** Account and region that own the key. */
  readonly site: Site;
  /** With `alias/` in front; plain text with `adopt`. @example "alias/archive" */
  readonly alias: pulumi.Input<string>;
  readonly description: pulumi.Input<string>;
  /** Statements of the key policy, in addition to the account's administration. @default - none */
  readonly grants?: pulumi.Input<readonly BuiltPolicyStatement[]> | undefined;
}

/**
 * A symmetric KMS key that rotates every year, with an alias and a policy that leaves its administration to the account.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
 */
export class EncryptionKey extends pulumi.ComponentResource {
  /** ARN of the key; unknown until the key exists. */
  public readonly arn: pulumi.Output<string>;
  public readonly key: aws.kms.Key;

  /** @param opts `dependsOn` the roles that the policy names: KMS refuses a principal that does not exist. */
  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    const { site, alias, description, grants = [], tags = {} } = args;
    const { keyDeletionWindowInDays = DEFAULT_KEY_DELETION_WINDOW_IN_DAYS } = args;
    const { protect = false, retainOnDelete = true, adopt } = args;
    super(TYPE, name, { region: site.region, alias }, opts);

    const here: pulumi.CustomResourceOptions = { parent: this, provider: site.provider, retainOnDelete };
    this.key = new aws.kms.Key(
      `${name}-key`,
      {
        ...site.regional,
        description,
        enableKeyRotation: true,
        deletionWindowInDays: keyDeletionWindowInDays,
        policy: pulumi
          .all([site.accountId, grants])
          .apply(([accountId, statements]) =>
            JSON.stringify(keyPolicyDocument(site.region, accountId, statements)),
          ),
        tags,
      },
      { ...here, protect, ...(adopt?.keyId !== undefined && { import: importId(site, adopt.keyId) }) },
    );
    new aws.kms.Alias(
      `${name}-alias`,
      { ...site.regional, name: alias, targetKeyId: this.key.keyId },
      {
        ...here,
        ...(adopt?.keyId !== undefined &&
          adopt.alias !== false &&
          typeof alias === "string" && { import: importId(site, alias) }),
      },
    );

    this.arn = this.key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
