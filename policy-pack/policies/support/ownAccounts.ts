/** Which account a resource is in, as far as the resource and its provider state it. */
import { isAccountId } from "../../../aws/accounts";
import { accountOfArn } from "../../../aws/arns";
import type { JudgedResource } from "./policy";

/** The accounts that the resource's provider may reach; none where it does not say. Providers get lists as JSON text. */
export function ownAccounts({ provider }: JudgedResource): readonly string[] {
  const written = provider?.input("allowedAccountIds");
  const listed = written?.texts();
  if (listed === undefined || "unknown" in listed) return [];
  return listed.known.flatMap((item) => item.match(/\d{12}/g) ?? []);
}

/** The account of a principal that is named by its account or by an ARN. */
export function accountOfPrincipal(value: string): string | undefined {
  return isAccountId(value) ? value : accountOfArn(value);
}
