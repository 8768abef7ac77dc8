/** Sites: one account and region each, with the provider that reaches it. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { statedAccount } from "./accounts";
import type { ReplicaArgs, ReplicatedBucketArgs, SiteArgs } from "./replicatedBucketArgs";

/** One account and region, with the provider that reaches it. */
export interface Site {
  /** Names the site among those of one component: `primary`, or the replica's name. */
  readonly name: string;
  readonly region: string;
  /** Known in a preview: stated in the arguments, or looked up with the credentials. */
  readonly accountId: pulumi.Output<string>;
  readonly provider: aws.Provider;
  /** What each resource with a region states: its region where sites share a provider, else nothing. */
  readonly regional: { readonly region?: string };
}

/** What all sites of one component share. */
export interface SiteContext {
  /** Name of the component that owns the sites. */
  readonly owner: string;
  readonly parent: pulumi.Resource;
  readonly endpoint?: string | undefined;
  /** Account other than the primary's -> its provider, where the sites of an account share one. @default - each has its own */
  readonly shared?: Map<string, aws.Provider> | undefined;
}

/** Names the session in the CloudTrail of the other account. */
const DEFAULT_SESSION_NAME = "s3-replication";

/** Services that the program calls; an emulator has to implement each of them. */
const EMULATED_SERVICES = ["cloudwatch", "iam", "kms", "s3", "s3control", "sns", "sqs", "sts"] as const;

/** The context of the sites of a replication. */
export function siteContext(
  owner: string,
  { endpoint, providers }: Pick<ReplicatedBucketArgs, "endpoint" | "providers">,
  parent: pulumi.Resource,
): SiteContext {
  const shared = providers === "account" ? new Map<string, aws.Provider>() : undefined;
  return { owner, parent, endpoint, shared };
}

/**
 * The site that the arguments describe. Makes its provider unless the arguments contain one.
 *
 * @param primarySite its account applies where the arguments name none.
 * @param otherAccount the account of the site where it is another one than the primary's.
 */
export function makeSite(
  context: SiteContext,
  name: string,
  args: SiteArgs & Pick<ReplicaArgs, "bucketArn" | "keyArn">,
  primarySite?: Site,
  otherAccount?: string,
): Site {
  const { owner, parent } = context;
  const accountId = statedAccount(args) ?? primarySite?.accountId;
  const make = (ending: string, region: string) =>
    new aws.Provider(
      `${owner}-${ending}`,
      {
        region,
        ...(accountId !== undefined && { allowedAccountIds: [accountId] }),
        ...credentials(args),
        ...emulation(context.endpoint),
      },
      { parent },
    );
  const provider =
    args.provider ??
    (context.shared === undefined || primarySite === undefined
      ? make(name, args.region)
      : sharedProvider(context.shared, primarySite, otherAccount, make));
  return {
    name,
    region: args.region,
    accountId: accountId === undefined ? callerAccountId(provider, parent) : pulumi.output(accountId),
    provider,
    regional: context.shared === undefined ? {} : { region: args.region },
  };
}

/** A site in another region of the same account, through the same provider. */
export function siteInRegion(site: Site, region: string): Site {
  return { ...site, region, regional: { region } };
}

/**
 * The provider of all sites of one account: the primary's, or one that is made for the first of them. Its region is the primary's,
 * which stays the same whichever replicas come and go: another one would replace the provider and all that it has made.
 */
function sharedProvider(
  shared: Map<string, aws.Provider>,
  primarySite: Site,
  otherAccount: string | undefined,
  make: (ending: string, region: string) => aws.Provider,
): aws.Provider {
  if (otherAccount === undefined) return primarySite.provider;
  const provider = shared.get(otherAccount) ?? make(otherAccount, primarySite.region);
  shared.set(otherAccount, provider);
  return provider;
}

/**
 * The id by which a resource of the site is imported: with its region where the provider is of another one.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
 */
export function importId({ regional: { region } }: Pick<Site, "regional">, id: string): string {
  return region === undefined ? id : `${id}@${region}`;
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
