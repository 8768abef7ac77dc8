/** Makes policies of the engine out of pure judgements: config, exemptions and unknown values are handled here, once. */
import type {
  EnforcementLevel,
  PolicyComplianceFramework,
  PolicyResource,
  ResourceValidation,
  ResourceValidationPolicy,
  Severity,
  StackValidationPolicy,
} from "@pulumi/policy";
import {
  accountOfOne,
  configurationsOfOne,
  type Known,
  ownValue,
  Property,
  type ReplicationConfiguration,
} from "../../../model";
import { exempt, exemptionOf } from "./exemptions";
import type { Allowance, PolicyFinding, PolicyFindings } from "./finding";
import { type Field, type PolicyConfig, readSettings, schemaOf } from "./settings";

/** What every policy says about itself. */
export interface PolicyDescription {
  /** Unique in the pack, kebab case. */
  readonly name: string;
  readonly displayName: string;
  /** What is asked and why. */
  readonly description: string;
  readonly severity: Severity;
  readonly enforcementLevel: EnforcementLevel;
  readonly framework: PolicyComplianceFramework;
  /** The AWS page that explains it. */
  readonly url: string;
  readonly remediationSteps: string;
  readonly tags: readonly string[];
  /** The config of the policy, in addition to `exempt`. */
  readonly fields?: readonly Field<unknown>[];
}

/** One resource as the engine is about to create or update it. */
export interface JudgedResource {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  /** Reads an input, without failing where the engine does not know it yet. */
  readonly input: (name: string) => Property;
  readonly provider: JudgedProvider | undefined;
  /** The account that its provider reaches, as the model reads it. */
  readonly account: () => Known<string>;
  /** The replication configurations that the resource states, as the model reads them. */
  readonly configurations: () => readonly ReplicationConfiguration[];
}

export interface JudgedProvider {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly input: (name: string) => Property;
}

export interface ResourcePolicyDefinition extends PolicyDescription {
  /** Type tokens that it judges; others are not applicable. */
  readonly judges: readonly string[] | ((type: string) => boolean);
  readonly judge: (resource: JudgedResource, settings: PolicyConfig) => PolicyFindings;
}

export interface StackPolicyDefinition extends PolicyDescription {
  readonly judge: (resources: readonly PolicyResource[], settings: PolicyConfig) => PolicyFindings;
}

/** Every deployment has one resource of this type: config that is wrong is reported there, once. */
const STACK = "pulumi:pulumi:Stack";

/** A policy that judges one resource before it is created or updated. */
export function resourcePolicy(definition: ResourcePolicyDefinition): ResourceValidationPolicy {
  const { judges, judge } = definition;
  const applies = typeof judges === "function" ? judges : (type: string) => judges.includes(type);
  const validate: ResourceValidation = (args, reportViolation) => {
    if (args.type === STACK) {
      const { problems } = settingsOf(definition, args.getConfig<{ [key: string]: unknown }>());
      for (const problem of problems) reportViolation(problem);
    }
    // Saying of every policy that it is not for this type would only fill the engine's report.
    if (!applies(args.type)) return;
    const settings = settingsOf(definition, args.getConfig<{ [key: string]: unknown }>());
    const { provider } = args;
    const findings = judge(
      {
        type: args.type,
        urn: args.urn,
        name: args.name,
        input: inputsOf(args.props),
        provider: provider && { ...provider, input: inputsOf(provider.props) },
        account: () => accountOfOne(args),
        configurations: () => configurationsOfOne(args),
      },
      settings,
    );
    const open = report(definition.name, settings, findings, { say: reportViolation }, args.urn);
    if (open.length > 0) args.notApplicable(open.join("\n"));
  };
  return { ...described(definition), validateResource: validate };
}

/** A policy that judges all resources of the stack together, so that what is missing is seen. */
export function stackPolicy(definition: StackPolicyDefinition): StackValidationPolicy {
  return {
    ...described(definition),
    validateStack: (args, reportViolation) => {
      const settings = settingsOf(definition, args.getConfig<{ [key: string]: unknown }>());
      for (const problem of settings.problems) reportViolation(problem);
      const findings = definition.judge(args.resources, settings);
      const open = report(definition.name, settings, findings, { say: reportViolation });
      if (open.length > 0) args.notApplicable(open.join("\n"));
    },
  };
}

/**
 * The SDK's `reportViolation`. It also takes an object that sets the level of one report, which its type leaves out;
 * declared as a method, so that the type accepts both.
 */
interface Reporter {
  say(
    message: string | { message: string; urn?: string; enforcementLevel: EnforcementLevel },
    urn?: string,
  ): void;
}

/** Reports violations, and exempted ones as advisory; returns what cannot be decided yet. */
function report(
  policy: string,
  settings: PolicyConfig,
  findings: PolicyFindings,
  reporter: Reporter,
  judged?: string,
): string[] {
  const open: string[] = [];
  const exemptions = settings.get(exempt);
  for (const finding of findings) {
    const urn = finding.urn ?? judged;
    if ("undecided" in finding) {
      open.push(named(finding, finding.undecided));
      continue;
    }
    if ("advice" in finding) {
      advise(finding.advice, urn, reporter);
      continue;
    }
    const exemption = urn === undefined ? undefined : exemptionOf(exemptions, urn);
    if (exemption === undefined) reporter.say(`${finding.violation}${orConfig(policy, finding)}`, urn);
    else advise(`exempt because ${exemption.reason}: ${finding.violation}`, urn, reporter);
  }
  return open;
}

/** How config allows what is refused: what to write, and where to pass it. */
function orConfig(
  policy: string,
  { violation, allowance }: { readonly violation: string; readonly allowance?: Allowance },
): string {
  if (allowance === undefined) return "";
  const { field, value, file = "<file>" } = allowance;
  const config = JSON.stringify({ [policy]: { [field]: value } });
  const words = `or set ${config} in the policy pack's config (--policy-pack-config ${file})`;
  return violation.includes("\n") ? `\n  ${words}` : `, ${words}`;
}

function advise(message: string, urn: string | undefined, reporter: Reporter): void {
  reporter.say({ message, ...(urn !== undefined && { urn }), enforcementLevel: "advisory" });
}

/** A stack policy names the resource in its text: a reason carries no URN. */
function named(finding: PolicyFinding, words: string): string {
  return finding.urn === undefined ? words : `${finding.urn}: ${words}`;
}

/** For a single resource the engine does not say which one an unknown input comes from: only stack policies see that. */
export function inputsOf(props: object): (name: string) => Property {
  return (name) => new Property(ownValue(props, name), name, ["another resource"]);
}

function settingsOf(
  definition: PolicyDescription,
  config: { readonly [key: string]: unknown },
): PolicyConfig {
  return readSettings(fieldsOf(definition), config);
}

function fieldsOf(definition: PolicyDescription): readonly Field<unknown>[] {
  return [...(definition.fields ?? []), exempt];
}

function described(definition: PolicyDescription) {
  const { name, displayName, description, severity, enforcementLevel, framework, url, remediationSteps } =
    definition;
  return {
    name,
    displayName,
    description,
    severity,
    enforcementLevel,
    framework,
    url,
    remediationSteps,
    tags: [...definition.tags],
    configSchema: schemaOf(fieldsOf(definition)),
  };
}
