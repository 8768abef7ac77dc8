import { accountOf, reachOf } from "../accounts";
import { accountOfArn } from "../arn";
import { replicaName } from "../defaults";
import { type Problem, shown } from "../problems";
import { partitionOf } from "../regions";
import type { ReplicatedBucketArgs, SiteArgs } from "../replicatedBucketArgs";
import type { ArgumentNames, Check } from "./context";

/** How the settings of one site are called. */
export interface SiteNames {
  readonly accountId: string;
  readonly assumeRole: string;
  readonly profile: string;
}

/** Every role that is assumed is one of the account that the site says, in the partition of its region. */
export const assumedRolesAreRoles: Check = (args, names) =>
  sitesOf(args, names).flatMap(([siteNames, site]) => assumedRoleProblems(siteNames, site));

/** There is one way to reach a site, not two. */
export const oneWayToReach: Check = (args, names) =>
  sitesOf(args, names).flatMap(([siteNames, site]) => reachProblems(siteNames, site));

/** What is wrong with the role that one site assumes. */
export function assumedRoleProblems(names: SiteNames, site: SiteArgs): readonly Problem[] {
  const { accountId, assumeRole, region } = site;
  if (assumeRole === undefined) return [];
  const { roleArn, sessionName, externalId } = assumeRole;
  const path = names.assumeRole;
  const partition = partitionOf(region);
  const account = accountOfArn(roleArn);
  const problems: Problem[] = [];
  if (!new RegExp(`^arn:${partition}:iam::\\d{12}:role/[\\w+=,.@/-]+$`).test(roleArn)) {
    problems.push({
      path,
      expected: `the arn of a role, arn:${partition}:iam::<account>:role/<name>`,
      found: shown(roleArn),
      fix: "copy it from the role in iam, its path included",
    });
  } else if (accountId !== undefined && account !== accountId) {
    problems.push({
      path,
      expected: `a role of account ${accountId}, which ${names.accountId} names`,
      found: `${shown(roleArn)} of ${account}`,
      fix: "correct one of the two",
    });
  }
  if (sessionName !== undefined && !/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    problems.push({
      path: `${path}.sessionName`,
      expected: "2 to 64 letters, digits and +=,.@_-",
      found: shown(sessionName),
      fix: "choose a name such as s3-replication, or leave it out",
    });
  }
  if (externalId !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(externalId)) {
    problems.push({
      path: `${path}.externalId`,
      expected: "2 to 1224 letters, digits and +=,.@:/_-",
      found: shown(externalId),
      fix: "use the external id that the role's trust policy names, or leave it out",
    });
  }
  return problems;
}

/** Whether one site is told in two ways where its credentials come from. */
export function reachProblems(names: SiteNames, site: SiteArgs): readonly Problem[] {
  const { assumeRole, profile, provider } = site;
  const ways = [
    ...(assumeRole === undefined ? [] : [names.assumeRole]),
    ...(profile === undefined ? [] : [names.profile]),
    ...(provider === undefined ? [] : ["a provider"]),
  ];
  if (ways.length <= 1) return [];
  return [
    {
      path: ways[0] ?? "",
      expected: "one way to reach the account",
      found: ways.join(" and "),
      fix: "keep one: a profile can name the role that it assumes itself",
    },
  ];
}

/** Which replicas are in another account must be known before anything is made: rules and policies depend on it. */
export const accountsAreDecided: Check = (args, names) => {
  const { primary, replicas } = args;
  const problems = replicas.flatMap((replica, index): readonly Problem[] =>
    replica.profile === undefined || accountOf(replica) !== undefined
      ? []
      : [
          {
            path: `replicas[${index}].accountId`,
            expected: "the account of the profile",
            found: "nothing",
            fix: "add the 12 digits: rules and policies depend on it",
          },
        ],
  );
  const decider = replicas.findIndex((replica) => accountOf(replica) !== undefined);
  if (decider === -1 || accountOf(primary) !== undefined) return problems;
  return [
    ...problems,
    {
      path: names.primaryAccountId,
      expected: `the account of the primary, because replicas[${decider}] names its own`,
      found: "nothing",
      fix: "add the 12 digits: whether a replica is in another account is decided before anything is made",
    },
  ];
};

/** Credentials belong to one account, so sites without a way of their own cannot be in two. */
export const credentialsAreOfOneAccount: Check = ({ primary, replicas }, names) => {
  const [first, ...rest] = [
    { path: names.primaryAccountId, site: primary },
    ...replicas.map((replica, index) => ({
      path: `replicas[${index}].accountId`,
      site: reachOf(primary, replica),
    })),
  ]
    .filter(({ site }) => site.assumeRole === undefined && site.profile === undefined && !isReached(site))
    .map(({ path, site }) => ({ path, accountId: accountOf(site) ?? accountOf(primary) }));
  if (first?.accountId === undefined) return [];
  return rest
    .filter(({ accountId }) => accountId !== first.accountId)
    .map(({ path, accountId }) => ({
      path,
      expected: `account ${first.accountId}, as in ${first.path}, or a way to reach another one`,
      found: shown(accountId),
      fix: "add assumeRole with the arn of a role there, or a profile",
    }));
};

function isReached(site: SiteArgs & { readonly bucketArn?: string | undefined }): boolean {
  return site.provider !== undefined || site.bucketArn !== undefined;
}

/** A replica called like the primary would take its names. */
export const replicasAreNotThePrimary: Check = ({ replicas }) =>
  replicas.flatMap((replica, index): readonly Problem[] =>
    replicaName(replica) === "primary"
      ? [
          {
            path: `replicas[${index}].name`,
            expected: "a name other than primary",
            found: shown("primary"),
            fix: "choose a name such as backup",
          },
        ]
      : [],
  );

function sitesOf(
  { primary, replicas }: ReplicatedBucketArgs,
  names: ArgumentNames,
): readonly (readonly [SiteNames, SiteArgs])[] {
  return [
    [
      {
        accountId: names.primaryAccountId,
        assumeRole: names.primaryAssumeRole,
        profile: names.primaryProfile,
      },
      primary,
    ],
    ...replicas.map((replica, index): readonly [SiteNames, SiteArgs] => [
      {
        accountId: `replicas[${index}].accountId`,
        assumeRole: `replicas[${index}].assumeRole`,
        profile: `replicas[${index}].profile`,
      },
      replica,
    ]),
  ];
}
