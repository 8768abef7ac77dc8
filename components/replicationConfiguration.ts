/** Puts a replication in force, in either direction: what the role may do, and the rules of the source. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { RouteTarget } from "./defaults";
import type { EncryptedBucket } from "./encryptedBucket";
import type { ReplicationRole } from "./replicationRole";
import { replicationRule } from "./replicationRules";
import type { RoleNeeds } from "./rolePermissions";
import { attachPermissions, type ReplicationRoute } from "./routes";

/** A bucket that replicates. */
export interface ReplicationSource {
  readonly source: EncryptedBucket;
  /** The role that S3 assumes, of the account of the source. */
  readonly role: ReplicationRole;
  readonly routes: readonly ReplicationRoute[];
  /** What is foreseen of the role's needs, before AWS has named anything. */
  readonly foreseen: RoleNeeds;
  readonly tags: { readonly [key: string]: string } | undefined;
}

/** Replication that is in force. */
export interface Replication {
  readonly configuration: aws.s3.BucketReplicationConfig;
  /** Name of the source, known only once the rules are in force: S3 does not replicate objects that existed before. */
  readonly replicatedBucketName: pulumi.Output<string>;
}

/** Grants the role what the routes need, and configures the rules once S3 has everything for them. */
export function replicate(
  name: string,
  { source, role, routes, foreseen, tags }: ReplicationSource,
  parent: pulumi.Resource,
): Replication {
  const { site, bucket } = source;
  const permissions = attachPermissions(role, source, routes, foreseen, tags);
  const configuration = new aws.s3.BucketReplicationConfig(
    name,
    {
      ...site.regional,
      bucket: bucket.bucketName,
      role: role.arn,
      rules: routes.flatMap(({ target, destination }) =>
        target.rules.map((rule) =>
          replicationRule({ ...rule, destination: { ...destination, ...ownership(target) } }),
        ),
      ),
    },
    {
      parent,
      provider: site.provider,
      dependsOn: [
        ...permissions,
        ...bucket.replicationPrerequisites,
        ...routes.flatMap(({ built }) => [...(built?.bucket.replicationPrerequisites ?? [])]),
      ],
    },
  );
  return {
    configuration,
    replicatedBucketName: pulumi
      .all([bucket.bucketName, configuration.id])
      .apply(([bucketName]) => bucketName),
  };
}

function ownership({ otherAccountId, ownerOverride }: RouteTarget) {
  return { otherAccountId, ownerOverride };
}
