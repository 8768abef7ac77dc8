/** The arguments about providers. */

/** How many providers reach the sites. */
export interface ProviderOptions {
  /**
   * `site`: one provider for each site, which refuses any other account and region. `account`: one for each account, in the primary's
   * region; every bucket and key states its own region. Each provider is a process. Choose when you create the stack: Pulumi
   * replaces a resource whose provider is another one.
   * @default "site"
   */
  readonly providers?: "site" | "account" | undefined;
}
