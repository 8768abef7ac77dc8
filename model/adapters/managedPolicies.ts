/** Managed policies: those of the stack and the well-known ones of AWS, by the ARN that attaches them. */
import type { AttachedPolicy, Known } from "../topology";
import { requiredPolicy } from "./documents";
import { type Candidate, referenceByOrigin } from "./origins";
import { orElse, type Property } from "./property";
import type { ProviderLookUp } from "./providerFacts";
import { accountOfSite } from "./sites";
import { property, type StackResource, textOfValue } from "./stackResource";
import { awsManagedPolicy } from "./wellKnownPolicies";

const policyType = "aws:iam/policy:Policy";

/** The policy that an ARN, or a value that is not known yet, names. */
export type ManagedPolicyLookUp = (arn: Property) => AttachedPolicy;

export function managedPolicies(
  resources: readonly StackResource[],
  providers: ProviderLookUp,
): ManagedPolicyLookUp {
  const policies = resources.filter(({ type }) => type === policyType);
  const byUrn = new Map(policies.map((policy) => [policy.urn, policy]));
  const byArn = new Map(
    policies.flatMap((policy) => {
      const arn = arnOf(policy, providers);
      return "known" in arn ? [[arn.known, policy] as const] : [];
    }),
  );
  const candidates = new Map<string, Candidate>(
    policies.map((policy) => [
      policy.urn,
      { label: policy.urn, settled: "known" in property(policy, "arn").value() },
    ]),
  );
  return (arn) => {
    const text = arn.text();
    if ("known" in text) return policyOfArn(text.known, byArn);
    const reference = referenceByOrigin(text, candidates);
    const policy = "to" in reference ? byUrn.get(reference.to) : undefined;
    if (policy !== undefined) return attached(policy);
    const unknown = "unknown" in reference ? reference : text;
    return { label: "managed policy whose ARN is not known yet", document: unknown };
  };
}

function policyOfArn(arn: string | undefined, byArn: ReadonlyMap<string, StackResource>): AttachedPolicy {
  if (arn === undefined) return { label: "managed policy", document: { unknown: "no ARN is written" } };
  const policy = byArn.get(arn);
  if (policy !== undefined) return attached(policy);
  const found = awsManagedPolicy(arn) ?? { document: { unknown: `${arn} is outside of the stack` } };
  return { label: `managed policy ${arn}`, ...found };
}

function attached(policy: StackResource): AttachedPolicy {
  const name = textOfValue(policy, "name");
  const known = "known" in name ? name.known : undefined;
  return requiredPolicy(`managed policy "${known ?? policy.name}"`, property(policy, "policy"));
}

/** AWS builds the ARN from account, path and name, so that it is known before the policy exists. */
function arnOf(policy: StackResource, providers: ProviderLookUp): Known<string> {
  const written = textOfValue(policy, "arn");
  if ("known" in written && written.known !== undefined) return { known: written.known };
  const { account, partition } = accountOfSite(policy, providers);
  const name = textOfValue(policy, "name");
  const path = orElse(textOfValue(policy, "path"), "/");
  if ("unknown" in account) return account;
  if ("unknown" in name) return name;
  if ("unknown" in path) return path;
  if (name.known === undefined) return { unknown: "the policy's name is given at deployment" };
  return { known: `arn:${partition}:iam::${account.known}:policy${path.known}${name.known}` };
}
