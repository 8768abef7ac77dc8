/** What a policy pack said. */

export type EnforcementLevel = "advisory" | "mandatory" | "remediate" | "disabled";

export interface PackResult {
  /** The pack's name and version. */
  readonly pack: { readonly name: string; readonly version: string };
  /** Every policy of the pack, in its order. */
  readonly policies: readonly PolicyResult[];
}

export interface PolicyResult {
  readonly name: string;
  readonly displayName: string;
  readonly kind: "resource" | "stack";
  /** As configured, else as the pack says. */
  readonly enforcementLevel: EnforcementLevel;
  readonly severity: "low" | "medium" | "high" | "critical" | undefined;
  readonly violations: readonly Violation[];
  /** Why the policy did not judge, or not all: other types of resources, and values that are not known yet. */
  readonly notApplicable: readonly { readonly urn: string | undefined; readonly reason: string }[];
}

export interface Violation {
  /** Undefined where the stack as a whole violates the policy. */
  readonly urn: string | undefined;
  readonly message: string;
  /** Differs from the policy's where one report does, as that of an exemption. */
  readonly enforcementLevel: EnforcementLevel;
}

/** True when something blocks the deployment. */
export function isBlocking({ policies }: PackResult): boolean {
  return policies.some(({ violations }) =>
    violations.some(({ enforcementLevel }) => enforcementLevel === "mandatory"),
  );
}
