/** Which account each provider's credentials belong to in the rehearsal. */
import { isAccountId } from "../../aws/accounts";
import { accountOfArn } from "../../aws/arns";
import type { Plan } from "../rehearsal/plan";
import { isMadeInAws } from "./plan";
import type { ProviderSettings } from "./providers";

/** The account of a rehearsal that names none. */
export const ANY_ACCOUNT = "000000000000";

/**
 * The account that the ambient credentials are assumed to belong to: the one that the first provider
 * without an assumed role allows, else the one that the plan's own ARNs name.
 */
export function callersAccount(plan: Plan, providers: ReadonlyMap<string, ProviderSettings>): string {
  const direct = [...providers.values()].filter(
    ({ assumeRoles, profile }) => assumeRoles.length === 0 && !profile,
  );
  const allowed = direct.flatMap(({ allowedAccountIds }) => allowedAccountIds)[0];
  return allowed ?? accountOfArns(plan, providers) ?? ANY_ACCOUNT;
}

function accountOfArns(plan: Plan, providers: ReadonlyMap<string, ProviderSettings>): string | undefined {
  for (const resource of plan.resources) {
    const provider = resource.provider === undefined ? undefined : providers.get(resource.provider);
    if (!isMadeInAws(resource) || (provider?.assumeRoles.length ?? 0) > 0) continue;
    const account = accountOfArn(String(resource.outputs["arn"]));
    if (account !== undefined) return account;
  }
  return undefined;
}

/** The account whose credentials a provider starts from, before it assumes a role. */
export function startingAccount(provider: ProviderSettings, caller: string): string {
  if (provider.accessKey !== undefined && isAccountId(provider.accessKey)) return provider.accessKey;
  // A named profile holds credentials of its own; only the allowed accounts say of which account.
  if (provider.profile !== undefined) return provider.allowedAccountIds[0] ?? caller;
  return caller;
}
