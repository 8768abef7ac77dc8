/** The control of a compliance framework that a policy serves. */
import type { PolicyComplianceFramework } from "@pulumi/policy";

const FOUNDATIONAL = "AWS Foundational Security Best Practices v1.0.0";

/**
 * Controls that are no longer part of {@link FOUNDATIONAL} but still of the standard for NIST SP 800-53.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference-nist-800-53.html
 */
const IN_NIST_STANDARD: ReadonlySet<string> = new Set(["S3.7", "S3.10", "S3.14", "S3.15"]);

/** A control of AWS Security Hub CSPM, with what it corresponds to in other frameworks. */
export function securityHub(
  control: string,
  specification: string,
  others: readonly string[] = [],
): PolicyComplianceFramework {
  return {
    name: "AWS Security Hub CSPM",
    version: IN_NIST_STANDARD.has(control) ? "NIST SP 800-53 Rev. 5" : FOUNDATIONAL,
    reference: [control, ...others].join("; "),
    specification,
  };
}

/** A control of NIST SP 800-53, for what Security Hub has no control for. */
export function nist(controls: string, specification: string): PolicyComplianceFramework {
  return { name: "NIST SP 800-53", version: "Rev. 5", reference: controls, specification };
}
