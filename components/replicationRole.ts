/** The component of the role that S3 assumes to replicate. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { friendlyName } from "../aws/arns";
import { REPLICATION_ROLE_PATH } from "./backfillNames";
import type { ResourceOptions } from "./bucketOptions";
import { replicationRoleArn } from "./defaults";
import type { BuiltPolicyDocument } from "./documents/policyDocument";
import { replicationTrustPolicy } from "./documents/rolePolicy";
import type { RoleOptions } from "./replicatedBucketArgs";
import type { Site } from "./site";

/** Type token of {@link ReplicationRole}. */
const TYPE = "s3-replication:index:ReplicationRole";

export interface ReplicationRoleArgs
  extends Pick<ResourceOptions, "tags" | "protect">,
    Omit<RoleOptions, "roleName"> {
  /** Site of the primary: the role lives in its account. */
  readonly site: Site;
  /**
   * Stable, because policies elsewhere name the role. With `roleArn` it begins the names of the policies alone.
   * @example "acme-archive-replication"
   */
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
  /** The role that was built; undefined with `roleArn`. */
  public readonly role: aws.iam.Role | undefined;

  readonly #name: string;
  readonly #site: Site;
  readonly #roleName: pulumi.Output<string>;
  readonly #path: string;
  /** Begins the names of policies where other policies may have the same: in an account, and on a role that others use as well. */
  readonly #policyPrefix: pulumi.Output<string>;

  constructor(name: string, args: ReplicationRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    const { site, roleArn, rolePath = REPLICATION_ROLE_PATH } = args;
    super(TYPE, name, { region: site.region }, opts);
    this.#name = name;
    this.#site = site;
    this.#path = rolePath;
    if (roleArn === undefined) {
      this.role = this.build(args);
      this.#roleName = this.role.name;
      this.#policyPrefix = this.role.name;
      this.arn = pulumi
        .all([site.accountId, this.role.name])
        .apply(([accountId, physicalName]) =>
          replicationRoleArn(site.region, accountId, physicalName, rolePath),
        );
    } else {
      this.arn = pulumi.output(roleArn);
      this.#roleName = this.arn.apply(friendlyName);
      this.#policyPrefix = pulumi.output(args.roleName);
    }
    this.registerOutputs({ arn: this.arn });
  }

  /** What has to exist before a policy may name the role as a principal. */
  get prerequisites(): readonly pulumi.Resource[] {
    return this.role === undefined ? [] : [this.role];
  }

  private build({ site, roleName, permissionsBoundary, tags = {}, protect = false }: ReplicationRoleArgs) {
    return new aws.iam.Role(
      `${this.#name}-role`,
      {
        name: roleName,
        path: this.#path,
        description: pulumi.interpolate`lets s3 replicate (${roleName})`,
        assumeRolePolicy: JSON.stringify(replicationTrustPolicy()),
        ...(permissionsBoundary !== undefined && { permissionsBoundary }),
        tags,
      },
      { parent: this, provider: site.provider, protect },
    );
  }

  /**
   * Adds permissions to the role, inline.
   *
   * @param what names the policy, unique in the role.
   * @param after what has to exist before these permissions change.
   */
  attach(
    what: string,
    document: pulumi.Input<BuiltPolicyDocument>,
    after: readonly pulumi.Resource[] = [],
  ): aws.iam.RolePolicy {
    const name = this.role === undefined ? pulumi.interpolate`${this.#policyPrefix}-${what}` : what;
    return new aws.iam.RolePolicy(
      `${this.#name}-${what}`,
      { name, role: this.#roleName, policy: textOf(document) },
      { parent: this, provider: this.#site.provider, dependsOn: [...after] },
    );
  }

  /** Adds permissions to the role in a managed policy of their own, for what inline policies are too small for. */
  attachManaged(
    what: string,
    document: pulumi.Input<BuiltPolicyDocument>,
    tags: { readonly [key: string]: string } = {},
  ): aws.iam.RolePolicyAttachment {
    const here = { parent: this, provider: this.#site.provider };
    const policy = new aws.iam.Policy(
      `${this.#name}-${what}`,
      {
        name: pulumi.interpolate`${this.#policyPrefix}-${what}`,
        path: this.#path,
        description: pulumi.interpolate`what ${this.#roleName} may do to replicate`,
        policy: textOf(document),
        tags,
      },
      here,
    );
    return new aws.iam.RolePolicyAttachment(
      `${this.#name}-${what}`,
      { role: this.#roleName, policyArn: policy.arn },
      here,
    );
  }
}

function textOf(document: pulumi.Input<BuiltPolicyDocument>): pulumi.Output<string> {
  return pulumi.output(document).apply((resolved) => JSON.stringify(resolved));
}
