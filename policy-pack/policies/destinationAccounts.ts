/** Replicas go to allowed accounts only. */

import { bucketNameOfArn } from "../../aws/arns";
import {
  type Bucket,
  type Known,
  possible,
  type Resolved,
  type Route,
  topologyFromPolicyResources,
} from "../../model";
import { forEachRoute } from "./routes";
import { BUCKETS, REPLICATION_CONFIGURATIONS } from "./support/awsTypes";
import { allowing, type PolicyFindings, shown, undecided, violation } from "./support/finding";
import { nist } from "./support/frameworks";
import { ownAccounts } from "./support/ownAccounts";
import { resourcePolicy, stackPolicy } from "./support/policy";
import { texts } from "./support/settings";

const accounts = texts(
  "accounts",
  {
    pattern: "^[0-9]{12}$",
    what: "an account id of twelve digits",
    example: ["111122223333", "444455556666"],
  },
  "Accounts that may hold replicas, in addition to the source's own. As long as the list is empty, accounts that the stack does not deploy to are reported as advisory only.",
);
const outsideBuckets = texts(
  "buckets",
  { what: "a bucket name", example: ["partner-archive"] },
  "Names of buckets outside of the stack that may be destinations although the rule does not name their account.",
);

const ACCOUNTS = {
  severity: "critical",
  enforcementLevel: "mandatory",
  framework: nist("AC-4, SC-7(10)", "Control where information flows, and prevent its exfiltration"),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-2.html",
  remediationSteps:
    "Replicate to a bucket of an allowed account, or add the account to the config of this policy.",
  tags: ["s3", "replication", "exfiltration"],
  fields: [accounts, outsideBuckets],
} as const;

const ACCOUNT_FIX = "replicate to an allowed account";

/** What allows one more account. */
function withAccount(allowed: readonly string[], account: string) {
  return allowing(accounts, [...allowed, account]);
}

export const allowedDestinationAccounts = resourcePolicy({
  ...ACCOUNTS,
  name: "allowed-destination-accounts",
  displayName: "Rules name allowed accounts only",
  description:
    "A replication rule that names an account which is not allowed sends a copy of every object to another owner.",
  judges: [...REPLICATION_CONFIGURATIONS, ...BUCKETS],
  *judge(resource, settings) {
    const allowed = settings.get(accounts);
    if (allowed.length === 0) return;
    const own = resource.account();
    const reachable = ownAccounts(resource);
    const where = "account of a destination";
    for (const { rules } of resource.configurations()) {
      if ("unknown" in rules) yield undecided("rules", rules.unknown);
      for (const { destination } of "known" in rules ? rules.known : []) {
        const { account } = destination;
        if ("unknown" in account) yield undecided(where, account.unknown);
        else if (account.known === undefined || allowed.includes(account.known)) continue;
        else if ("known" in own && own.known === account.known) continue;
        else if ("unknown" in own && (reachable.length === 0 || reachable.includes(account.known)))
          yield undecided(`whether ${account.known} is the source's own account`, own.unknown);
        else
          yield violation(
            where,
            `one of ${allowed.join(", ")}, or the source's own`,
            shown(account.known),
            ACCOUNT_FIX,
            withAccount(allowed, account.known),
          );
      }
    }
  },
});

const EVERY = "every-destination-account-allowed";

export const everyDestinationAllowed = stackPolicy({
  ...ACCOUNTS,
  name: EVERY,
  displayName: "Every replica is in an allowed account",
  description:
    "Every replica must be in the source's own account or in an allowed one: cross-account replication is a known way to take data out. Until config lists accounts, those that are not part of the stack are only reported.",
  judge: (resources, settings) =>
    forEachRoute(topologyFromPolicyResources(resources), (route) =>
      judgeAccount(route, settings.get(accounts), settings.get(outsideBuckets)),
    ),
});

function* judgeAccount(
  { source, destination, rule, ruleName }: Route,
  allowed: readonly string[],
  buckets: readonly string[],
): PolicyFindings {
  const where = `destination of rule ${JSON.stringify(ruleName)}`;
  if (allowed.length === 0 && isOfTheStack(destination)) return;
  if ("outside" in destination && buckets.includes(bucketNameOfArn(destination.outside))) return;
  const account = accountOf(destination, rule.destination.account);
  if ("unknown" in account) {
    if ("outside" in destination && allowed.length > 0)
      yield violation(
        where,
        `a bucket in account ${allowed.join(" or ")}`,
        shown(destination.outside),
        "name its account in destination.account of the rule",
        allowing(outsideBuckets, [...buckets, bucketNameOfArn(destination.outside)]),
      );
    else yield undecided(`the account of the ${where}`, account.unknown);
    return;
  }
  if (allowed.includes(account.known)) return;
  const own: Known<string> =
    "found" in source ? source.found.site.account : { unknown: "the source is not part of the stack" };
  if ("known" in own && own.known === account.known) return;
  if ("unknown" in own) yield undecided(`whether the ${where} is in the source's own account`, own.unknown);
  else if (allowed.length > 0)
    yield violation(
      where,
      `a bucket in account ${allowed.join(" or ")}, or in the source's own`,
      `one in account ${account.known}`,
      ACCOUNT_FIX,
      withAccount(allowed, account.known),
    );
  // Only the organisation knows its accounts: until it lists them, blocking would stop every legitimate copy too.
  else
    yield {
      advice: `${where}: config does not say whether account ${account.known} may hold copies; set ${JSON.stringify({ [EVERY]: { [accounts.name]: [account.known] } })} in the policy pack's config to allow it and to refuse others`,
    };
}

/** Found, or one of several that are all of the stack. */
function isOfTheStack(destination: Resolved<Bucket>): boolean {
  return possible(destination).length > 0;
}

function accountOf(destination: Resolved<Bucket>, stated: Known<string | undefined>): Known<string> {
  if ("found" in destination && "known" in destination.found.site.account)
    return destination.found.site.account;
  if ("unknown" in stated) return stated;
  if (stated.known !== undefined) return { known: stated.known };
  if ("found" in destination) return destination.found.site.account;
  return {
    unknown:
      "outside" in destination ? "neither the rule nor the stack states its account" : destination.unknown,
  };
}
