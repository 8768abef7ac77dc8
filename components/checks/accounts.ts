/** Checks of how sites are reached: roles, profiles, credentials, and which account each site is in. */
import { accountOfArn, isRoleArn } from "../../aws/arns";
import { partitionOfRegion } from "../../aws/partitions";
import { isBuiltHere, statedAccount, withCredentials } from "../accounts";
import { shownValue } from "../problems";
import type { AssumeRoleArgs, ReplicaArgs, ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { eachReplica, type NamedSite, namedSites, type ReplicatedPaths } from "./paths";
import { type Checked, check, type Row } from "./rows";

/** The role that a site assumes, and what it must agree with. */
interface AssumedRole {
  readonly role: AssumeRoleArgs;
  readonly partition: string;
  readonly account: { readonly id: string | undefined; readonly path: string };
}

export const ASSUMED_ROLE_ROWS: readonly Row<AssumedRole>[] = [
  {
    condition: ({ role: { roleArn }, partition }) =>
      typeof roleArn === "string" && !isRoleArn(roleArn, partition),
    expected: ({ partition }) => `the arn of a role, arn:${partition}:iam::<account>:role/<name>`,
    found: ({ role }) => shownValue(role.roleArn),
    fix: "copy it from the role in iam, its path included",
  },
  {
    condition: ({ role: { roleArn }, partition, account }) =>
      typeof roleArn === "string" &&
      isRoleArn(roleArn, partition) &&
      account.id !== undefined &&
      accountOfArn(roleArn) !== account.id,
    expected: ({ account }) => `a role of account ${account.id}, which ${account.path} names`,
    found: ({ role }) => `${shownValue(role.roleArn)} of ${accountOfArn(String(role.roleArn))}`,
    fix: "correct one of the two",
  },
  {
    condition: ({ role: { sessionName } }) =>
      sessionName !== undefined && !/^[\w+=,.@-]{2,64}$/.test(sessionName),
    where: (_, path) => `${path}.sessionName`,
    expected: "2 to 64 letters, digits and +=,.@_-",
    found: ({ role }) => shownValue(role.sessionName),
    fix: "choose a name such as s3-replication, or leave it out",
  },
  {
    condition: ({ role: { externalId } }) =>
      externalId !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(externalId),
    where: (_, path) => `${path}.externalId`,
    expected: "2 to 1224 letters, digits and +=,.@:/_-",
    found: ({ role }) => shownValue(role.externalId),
    fix: "use the external id that the role's trust policy names, or leave it out",
  },
];

/** The role of a site, where it assumes one. */
export function assumedRole({ site, paths }: NamedSite): readonly Checked<AssumedRole>[] {
  const { accountId, assumeRole: role, region } = site;
  if (role === undefined) return [];
  const account = { id: accountId, path: paths.accountId };
  return [{ path: paths.assumeRole, value: { role, partition: partitionOfRegion(region), account } }];
}

/** An assumed role is one of the account that the site names, in the partition of its region. */
export const assumedRoles = check(
  (args: ReplicatedBucketArgs, paths: ReplicatedPaths) => namedSites(args, paths).flatMap(assumedRole),
  ASSUMED_ROLE_ROWS,
);

export const CREDENTIAL_SOURCE_ROWS: readonly Row<readonly string[]>[] = [
  {
    condition: ({ length }) => length > 1,
    expected: "one way to reach the account",
    found: (sources) => sources.join(" and "),
    fix: "keep one: a profile can name the role that it assumes itself",
  },
];

/** The arguments that say where the credentials of a site come from. */
export function credentialSources({ site, paths }: NamedSite): Checked<readonly string[]> {
  const { assumeRole, profile, provider } = site;
  const sources = [
    ...(assumeRole === undefined ? [] : [paths.assumeRole]),
    ...(profile === undefined ? [] : [paths.profile]),
    ...(provider === undefined ? [] : ["a provider"]),
  ];
  return { path: sources[0] ?? "", value: sources };
}

export const oneCredentialSource = check(
  (args: ReplicatedBucketArgs, paths: ReplicatedPaths) => namedSites(args, paths).map(credentialSources),
  CREDENTIAL_SOURCE_ROWS,
);

/** The account of a profile is in a file that the program does not read. */
export const profileAccounts = check(
  ({ replicas }: ReplicatedBucketArgs) =>
    eachReplica(replicas, (replica, path) => ({ path: `${path}.accountId`, value: replica })),
  [
    {
      condition: (replica) => replica.profile !== undefined && statedAccount(replica) === undefined,
      expected: "the account of the profile",
      found: "nothing",
      fix: "add the 12 digits: rules and policies depend on it",
    },
  ],
);

/** The account of a role that is an output is known too late. */
export const roleAccounts = check(
  ({ replicas }: ReplicatedBucketArgs) =>
    eachReplica(replicas, (replica, path) => ({ path: `${path}.accountId`, value: replica })),
  [
    {
      condition: ({ assumeRole, accountId }) =>
        assumeRole !== undefined && typeof assumeRole.roleArn !== "string" && accountId === undefined,
      expected: "the account of the role, because assumeRole.roleArn is an output",
      found: "nothing",
      fix: "add the 12 digits: rules and policies depend on it before an output is known",
    },
  ],
);

/** Rules and policies depend on which replicas are in another account, before any resource exists. */
export const primaryAccount = check(
  ({ primary, replicas }: ReplicatedBucketArgs, paths: ReplicatedPaths) => [
    {
      path: paths.primary.accountId,
      value: {
        account: statedAccount(primary),
        deciding: replicas.findIndex((replica) => statedAccount(replica) !== undefined),
      },
    },
  ],
  [
    {
      condition: ({ account, deciding }) => account === undefined && deciding !== -1,
      expected: ({ deciding }) => `the account of the primary, because replicas[${deciding}] names its own`,
      found: "nothing",
      fix: "add the 12 digits: whether a replica is in another account is decided before anything is made",
    },
  ],
);

/** A site that is reached with the credentials of the environment, and the first such site. */
interface SharedCredentials {
  readonly accountId: string | undefined;
  readonly first: { readonly path: string; readonly accountId: string };
}

/** Credentials belong to one account, so sites without a role, profile or provider are all in it. */
export const sharedCredentials = check(sharingSites, [
  {
    condition: ({ accountId, first }) => accountId !== first.accountId,
    expected: ({ first }) => `account ${first.accountId}, as in ${first.path}, or a way to reach another one`,
    found: ({ accountId }) => shownValue(accountId),
    fix: "add assumeRole with the arn of a role there, or a profile",
  },
]);

function sharingSites(
  { primary, replicas }: ReplicatedBucketArgs,
  paths: ReplicatedPaths,
): readonly Checked<SharedCredentials>[] {
  const sites: readonly { readonly path: string; readonly site: ReplicaArgs }[] = [
    { path: paths.primary.accountId, site: { ...primary, bucketArn: undefined } },
    ...eachReplica(replicas, (replica, path) => ({
      path: `${path}.accountId`,
      site: withCredentials(primary, replica),
    })),
  ];
  const [first, ...rest] = sites
    .filter(
      ({ site }) =>
        isBuiltHere(site) &&
        [site.assumeRole, site.profile, site.provider].every((other) => other === undefined),
    )
    .map(({ path, site }) => ({ path, accountId: statedAccount(site) ?? statedAccount(primary) }));
  if (first?.accountId === undefined) return [];
  const { path: firstPath, accountId: firstAccount } = first;
  return rest.map(({ path, accountId }) => ({
    path,
    value: { accountId, first: { path: firstPath, accountId: firstAccount } },
  }));
}
