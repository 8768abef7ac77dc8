/** The control of a compliance framework that a policy serves. */
import type { PolicyComplianceFramework } from "@pulumi/policy";

/** A control of AWS Security Hub CSPM, with what it corresponds to in other frameworks. */
export function securityHub(
  control: string,
  specification: string,
  others: readonly string[] = [],
): PolicyComplianceFramework {
  return {
    name: "AWS Security Hub CSPM",
    version: "AWS Foundational Security Best Practices v1.0.0",
    reference: [control, ...others].join("; "),
    specification,
  };
}

/** A control of NIST SP 800-53, for what Security Hub has no control for. */
export function nist(controls: string, specification: string): PolicyComplianceFramework {
  return { name: "NIST SP 800-53", version: "Rev. 5", reference: controls, specification };
}
