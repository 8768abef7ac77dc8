/** Sites: one account and region each, with the provider that reaches it. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { statedAccount } from "./accounts";
import type { SiteArgs } from "./replicatedBucketArgs";

/** One account and region, with the provider that reaches it. */
export interface Site {
  /** Names the site among those of one component: `primary`, or the replica's name. */
  readonly name: string;
  readonly region: string;
  /** Known in a preview: stated in the arguments, or looked up with the credentials. */
  readonly accountId: pulumi.Output<string>;
  readonly provider: aws.Provider;
  /** Whether `region` is another one than the provider's, so that each resource has to state it. @default false */
  readonly isForeign?: boolean | undefined;
}

/** What all sites of one component share. */
export interface SiteContext {
  /** Name of the component that owns the sites. */
  readonly owner: string;
  readonly parent: pulumi.Resource;
  readonly endpoint?: string | undefined;
}

/** Names the session in the CloudTrail of the other account. */
const DEFAULT_SESSION_NAME = "s3-replication";

/** Services that the program calls; an emulator has to implement each of them. */
const EMULATED_SERVICES = ["cloudwatch", "iam", "kms", "s3", "s3control", "sns", "sqs", "sts"] as const;

/**
 * The site that the arguments describe. Makes its provider unless the arguments contain one.
 *
 * @param primarySite its account applies where the arguments name none.
 */
export function makeSite(context: SiteContext, name: string, args: SiteArgs, primarySite?: Site): Site {
  const { owner, parent } = context;
  const accountId = statedAccount(args) ?? primarySite?.accountId;
  const provider =
    args.provider ??
    new aws.Provider(
      `${owner}-${name}`,
      {
        region: args.region,
        ...(accountId !== undefined && { allowedAccountIds: [accountId] }),
        ...credentials(args),
        ...emulation(context.endpoint),
      },
      { parent },
    );
  return {
    name,
    region: args.region,
    accountId: accountId === undefined ? callerAccountId(provider, parent) : pulumi.output(accountId),
    provider,
  };
}

/** A site in another region of the same account, through the same provider. */
export function siteInRegion(site: Site, region: string): Site {
  return { ...site, region, isForeign: true };
}

/** The argument `region` of a resource at a site: only where its provider is of another region. */
export function inStatedRegion({ region, isForeign = false }: Site): { readonly region?: string } {
  return isForeign ? { region } : {};
}

/** Where the provider gets its credentials from: the environment, unless the site states a role or a profile. */
function credentials({ assumeRole, profile }: SiteArgs): Partial<aws.ProviderArgs> {
  if (assumeRole === undefined) return profile === undefined ? {} : { profile };
  const { roleArn, sessionName = DEFAULT_SESSION_NAME, externalId } = assumeRole;
  return { assumeRoles: [{ roleArn, sessionName, ...(externalId !== undefined && { externalId }) }] };
}

function callerAccountId(provider: aws.Provider, parent: pulumi.Resource): pulumi.Output<string> {
  return aws.getCallerIdentityOutput({}, { provider, parent }).accountId;
}

/** Sends every call to the emulator, and skips the checks that only AWS passes. */
function emulation(endpoint: string | undefined): Partial<aws.ProviderArgs> {
  if (endpoint === undefined) return {};
  return {
    endpoints: [Object.fromEntries(EMULATED_SERVICES.map((service) => [service, endpoint]))],
    s3UsePathStyle: true,
    skipCredentialsValidation: true,
    skipMetadataApiCheck: true,
    skipRegionValidation: true,
  };
}
