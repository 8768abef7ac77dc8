/** The arguments of a site: one account and region, and how to reach it. */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * A role that the provider of a site assumes before it calls AWS.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export interface AssumeRoleArgs {
  /**
   * ARN of a role that trusts the credentials. Its account is the account of the site where `accountId` is not given; a replica
   * whose role is an output needs `accountId`.
   * @example "arn:aws:iam::444455556666:role/deployer"
   */
  readonly roleArn: pulumi.Input<string>;
  /** Name of the session in the CloudTrail of the role's account. @default "s3-replication" */
  readonly sessionName?: string | undefined;
  /** External id that the role's trust policy requires. @default - none */
  readonly externalId?: string | undefined;
}

/** One account and region, and how to reach it. */
export interface SiteArgs {
  /** Plain text, because it decides which provider exists. @example "eu-west-1" */
  readonly region: string;
  /**
   * The 12 digits of the account. Where it is given, the provider refuses credentials of any other account.
   * @default - the account that the credentials belong to; for a replica, the account of the primary
   * @example "111122223333"
   */
  readonly accountId?: string | undefined;
  /**
   * Role to assume before AWS is called, usually one of another account.
   * @default - none; for a replica in the primary's account, that of the primary
   */
  readonly assumeRole?: AssumeRoleArgs | undefined;
  /**
   * Profile of the AWS configuration files to take credentials from, instead of a role.
   * @default - as for `assumeRole`
   * @example "partner-admin"
   */
  readonly profile?: string | undefined;
  /** A provider to use instead of a new one. It must be for this region and account. @default - a new provider */
  readonly provider?: aws.Provider | undefined;
}
