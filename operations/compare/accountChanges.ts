/** Which accounts a stack builds in or replicates to, and whether that changes. */
import { type Change, change } from "./change";
import type { State } from "./state";

/** The account of credentials that no setting names. */
const OF_CREDENTIALS = "of the credentials";
const UNKNOWN = "unknown";

export function accountChanges(base: State, head: State): readonly Change[] {
  const [before, after] = [accountsOf(base), accountsOf(head)];
  const added = [...after].filter(([account]) => !before.has(account));
  const gone = [...before.keys()].filter((account) => !after.has(account));
  // The account that a setting names now may be the one that the credentials belong to anyway.
  const isStated = gone.includes(OF_CREDENTIALS);
  const built = new Set(head.sites.map(({ accountId }) => accountId));
  return [
    ...added
      .filter(([account]) => account !== OF_CREDENTIALS)
      .map(([account, what]) =>
        isStated && built.has(account)
          ? change(
              "account-stated",
              "different",
              account,
              `account ${account} is named now; before, it was that of the credentials`,
            )
          : change("account-added", "worse", account, `account ${account} is new: ${what}`),
      ),
    ...gone
      .filter((account) => account !== OF_CREDENTIALS)
      .map((account) =>
        change("account-removed", "different", account, `account ${account} has no part in it any more`),
      ),
  ];
}

/** Account -> what it is there for. */
function accountsOf({ sites, routes }: State): ReadonlyMap<string, string> {
  const accounts = new Map<string, string>();
  for (const { accountId, accountAssumed, name } of sites) {
    const account = accountAssumed ? OF_CREDENTIALS : accountId;
    if (!accounts.has(account)) accounts.set(account, `the stack builds there (${name})`);
  }
  const assumed = new Set(sites.filter((site) => site.accountAssumed).map(({ accountId }) => accountId));
  for (const { destinationAccount, destination } of routes) {
    if (destinationAccount === UNKNOWN || assumed.has(destinationAccount)) continue;
    if (!accounts.has(destinationAccount))
      accounts.set(destinationAccount, `data is replicated there (${destination})`);
  }
  return accounts;
}
