/** What a replication rule does: the options of a rule, of a replica and of a whole replication. */

/** Which objects a rule replicates: those that match all that is given. @example { prefix: "reports/", tags: { tier: "gold" } } */
export interface ReplicationFilter {
  /** Literal beginning of the object's key: no wildcard, no leading slash; 1,024 bytes at most. @default - every key */
  readonly prefix?: string | undefined;
  /** Tags that the object must have when it is written, 10 at most. @default - no tags */
  readonly tags?: { readonly [key: string]: string } | undefined;
}

/** Settings of every replication rule. */
export interface RuleOptions {
  /** S3 Replication Time Control: copies within 15 minutes, charged by the gigabyte. @default false */
  readonly replicationTimeControl?: boolean | undefined;
  /** CloudWatch metrics of each rule. Replication Time Control requires them. @default true */
  readonly metrics?: boolean | undefined;
}

/** What a rule does. Where a rule leaves an option out, that of its replica applies, then that of the whole replication. */
export interface ReplicaRuleOptions extends RuleOptions {
  /** Storage class of the copies. @default - the class of each source object @example "STANDARD_IA" */
  readonly storageClass?: string | undefined;
  /** @default - the filter of the whole replication */
  readonly filter?: ReplicationFilter | undefined;
  /**
   * Unique among the rules, 0 to 2147483647. Where rules for one destination share objects, the rule with the larger number
   * applies.
   * @default - by name
   */
  readonly priority?: number | undefined;
  /** Whether deletes without a version id replicate. @default - as for the whole replication */
  readonly deleteMarkers?: boolean | undefined;
  /**
   * Whether the rule is disabled: S3 keeps it and copies nothing. Objects that are written meanwhile do not replicate afterwards.
   * @default false
   */
  readonly paused?: boolean | undefined;
}

/** One of several rules to one replica. @example { name: "reports", filter: { prefix: "reports/" }, priority: 2 } */
export interface RuleArgs extends ReplicaRuleOptions {
  /** Unique in the replica: the rule's id is `<replica>.<name>`. Lower-case letters, digits and hyphens. */
  readonly name: string;
}
