/** The component of the role that S3 assumes to replicate. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ResourceOptions } from "./bucketOptions";
import { REPLICATION_ROLE_PATH, replicationRoleArn } from "./defaults";
import type { BuiltPolicyDocument } from "./documents/policyDocument";
import { replicationTrustPolicy } from "./documents/rolePolicy";
import type { Site } from "./site";

/** Type token of {@link ReplicationRole}. */
const TYPE = "s3-replication:index:ReplicationRole";

export interface ReplicationRoleArgs extends Pick<ResourceOptions, "tags" | "protect"> {
  /** Site of the primary: the role lives in its account. */
  readonly site: Site;
  /** Stable, because policies elsewhere name the role. @example "acme-archive-replication" */
  readonly roleName: pulumi.Input<string>;
}

/**
 * The role that S3 assumes to replicate. It exists before the keys and buckets whose policies name it; its permissions are
 * attached once they exist.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export class ReplicationRole extends pulumi.ComponentResource {
  /** The role's ARN with its path; made of account and name, so that it is known in a preview. */
  public readonly arn: pulumi.Output<string>;
  public readonly role: aws.iam.Role;

  readonly #name: string;
  readonly #site: Site;

  constructor(name: string, args: ReplicationRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    const { site, roleName, tags = {}, protect = false } = args;
    super(TYPE, name, { region: site.region }, opts);
    this.#name = name;
    this.#site = site;

    this.role = new aws.iam.Role(
      `${name}-role`,
      {
        name: roleName,
        path: REPLICATION_ROLE_PATH,
        description: pulumi.interpolate`lets s3 replicate (${roleName})`,
        assumeRolePolicy: JSON.stringify(replicationTrustPolicy()),
        tags,
      },
      { parent: this, provider: site.provider, protect },
    );
    this.arn = pulumi
      .all([site.accountId, this.role.name])
      .apply(([accountId, physicalName]) => replicationRoleArn(site.region, accountId, physicalName));
    this.registerOutputs({ arn: this.arn });
  }

  /**
   * Adds permissions to the role.
   *
   * @param what names the policy, unique in the role.
   */
  attach(what: string, document: pulumi.Input<BuiltPolicyDocument>): aws.iam.RolePolicy {
    return new aws.iam.RolePolicy(
      `${this.#name}-${what}`,
      {
        name: what,
        role: this.role.name,
        policy: pulumi.output(document).apply((resolved) => JSON.stringify(resolved)),
      },
      { parent: this, provider: this.#site.provider },
    );
  }
}
