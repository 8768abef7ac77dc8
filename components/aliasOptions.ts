/** The arguments about aliases of keys. */

/** Aliases of the keys. */
export interface AliasOptions {
  /**
   * The key of a primary gets the alias `alias/<keyAlias>`, that of a replica `alias/<keyAlias>/replication`. KMS takes an alias once
   * in each account and region: two replications there need different ones.
   * @default "archive"
   */
  readonly keyAlias?: string | undefined;
}
