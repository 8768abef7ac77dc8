/** A resource as a stack policy is given it. */

/** What is read of a `PolicyResource` of `@pulumi/policy`. */
export interface PolicyResourceLike {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  /** Outputs; reading one that is not known throws, so that it is only read by property descriptor. */
  readonly props: unknown;
  readonly provider?: { readonly urn: string; readonly props: unknown };
  readonly propertyDependencies: { readonly [property: string]: readonly { readonly urn: string }[] };
}
