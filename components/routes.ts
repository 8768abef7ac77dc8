/** Where the rules lead, and what the role and the owners of the destinations must grant for it. */
import * as pulumi from "@pulumi/pulumi";
import { bucketNameOfArn } from "../aws/arns";
import { type ExistingReplica, statedAccount } from "./accounts";
import type { RouteTarget } from "./defaults";
import type { BucketInRegion } from "./documents/keyPolicy";
import {
  type BuiltPolicyDocument,
  type BuiltPolicyStatement,
  policyDocument,
} from "./documents/policyDocument";
import { type KeyedBucket, replicationObjectPolicy } from "./documents/rolePolicy";
import type { EncryptedBucket } from "./encryptedBucket";
import { destinationGrants, useOf } from "./policyStatements";
import { objectUse } from "./replicaRules";
import type { ReplicationRole } from "./replicationRole";
import {
  inlineDocuments,
  inlineDocumentsBesideManaged,
  keyPolicyMembers,
  managedDocuments,
  needsManagedPolicies,
  type RoleNeeds,
} from "./rolePermissions";
import type { Site } from "./site";

/** The destination of a rule, built in this stack or existing already. */
export interface ReplicationDestination {
  readonly region: string;
  readonly accountId: pulumi.Output<string>;
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;
}

/** Statements that the owner of an existing bucket has to add to its policies. */
export interface RequestedGrants {
  readonly bucketPolicy: readonly BuiltPolicyStatement[];
  readonly keyPolicy: readonly BuiltPolicyStatement[];
}

/** Rules to one bucket: from the primary to a replica, or from a two-way replica to the primary. */
export interface ReplicationRoute {
  readonly target: RouteTarget;
  readonly destination: ReplicationDestination;
  /** Bucket and key, where they were built in this stack. */
  readonly built?: EncryptedBucket;
}

/** The destination that a bucket built in this stack is. */
export function builtDestination({ site, bucket, key }: EncryptedBucket): ReplicationDestination {
  return {
    region: site.region,
    accountId: site.accountId,
    bucketName: bucket.bucketName,
    bucketArn: bucket.arn,
    keyArn: key.arn,
  };
}

/** The destination that the arguments name. */
export function existingDestination(replica: ExistingReplica, primarySite: Site): ReplicationDestination {
  const { region, bucketArn, keyArn } = replica;
  return {
    region,
    accountId: pulumi.output(statedAccount(replica) ?? primarySite.accountId),
    bucketName: pulumi.output(bucketNameOfArn(bucketArn)),
    bucketArn: pulumi.output(bucketArn),
    keyArn: pulumi.output(keyArn),
  };
}

/** What the owner of the destination must grant the role. */
export function requestedGrants(
  roleArn: pulumi.Output<string>,
  { target, destination: { bucketArn, region } }: ReplicationRoute,
): pulumi.Output<RequestedGrants> {
  return pulumi.all([roleArn, bucketArn]).apply(([role, arn]) => {
    const bucket: BucketInRegion = { bucketArn: arn, region };
    const grants = destinationGrants(role, bucket, useOf(target));
    return { bucketPolicy: grants.bucket, keyPolicy: grants.key };
  });
}

/**
 * Grants the role what the routes need. The keys have policies of their own, so that a first preview shows the one that names no
 * key: the ARN of a key is unknown until the key exists.
 *
 * @param foreseen what is foreseen of the role's needs, which decides the kinds of its policies before anything is known.
 */
export function attachPermissions(
  role: ReplicationRole,
  source: EncryptedBucket,
  routes: readonly ReplicationRoute[],
  foreseen: RoleNeeds,
  tags: { readonly [key: string]: string } | undefined,
): readonly pulumi.Resource[] {
  const objects = objectPolicy(source, routes, foreseen);
  const needs = roleNeeds(source, routes, foreseen);
  if (!needsManagedPolicies(foreseen))
    return [
      role.attach("objects", objects),
      role.attach(
        "keys",
        needs.apply((known) => inlineDocuments(known).keys),
      ),
    ];
  const attachments = [...keyPolicyMembers(routes.map(({ target }) => target.name)).keys()].map((name) =>
    role.attachManaged(
      name,
      needs.apply((known) => managedDocuments(known).get(name) ?? policyDocument([])),
      tags,
    ),
  );
  return [
    ...attachments,
    role.attach("objects", objects),
    role.attach(
      "keys",
      needs.apply((known) => inlineDocumentsBesideManaged(known).keys),
      attachments,
    ),
  ];
}

/** What the role's permissions on objects depend on, which needs no key. */
function objectPolicy(
  source: EncryptedBucket,
  routes: readonly ReplicationRoute[],
  foreseen: RoleNeeds,
): pulumi.Output<BuiltPolicyDocument> {
  const destinations = routes.map(({ target, destination }) =>
    destination.bucketArn.apply((bucketArn) => ({
      ...objectUse(target.rules, target.ownerOverride),
      bucketArn,
    })),
  );
  return pulumi
    .all([source.bucket.arn, pulumi.all(destinations)])
    .apply(([bucketArn, known]) => replicationObjectPolicy({ ...foreseen.source, bucketArn }, known));
}

/** What is foreseen of the role's needs, with what AWS has named. */
function roleNeeds(
  source: EncryptedBucket,
  routes: readonly ReplicationRoute[],
  foreseen: RoleNeeds,
): pulumi.Output<RoleNeeds> {
  const destinations = routes.map(({ target, destination }) =>
    keyed(destination).apply((known) => ({
      ...objectUse(target.rules, target.ownerOverride),
      ...known,
      name: target.name,
    })),
  );
  return pulumi
    .all([keyed(builtDestination(source)), pulumi.all(destinations)])
    .apply(([from, known]) => ({ source: { ...foreseen.source, ...from }, destinations: known }));
}

function keyed({ bucketArn, keyArn, region }: ReplicationDestination): pulumi.Output<KeyedBucket> {
  return pulumi
    .all([bucketArn, keyArn])
    .apply(([resolvedArn, resolvedKey]) => ({ bucketArn: resolvedArn, keyArn: resolvedKey, region }));
}
