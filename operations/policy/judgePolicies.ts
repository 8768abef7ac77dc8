/** Judges the resources of a stack by the policies of a pack, in this process, as Pulumi's engine and policy SDK do. */
import {
  type PolicyProviderResource,
  type PolicyResource,
  type ReportViolation,
  type ResourceValidationArgs,
  UnknownValueError,
  unknownCheckingProxy,
} from "@pulumi/policy";
import { isMarked, plainProperties, type ResourceProperties } from "../rehearsal/values";
import type { AnalyzerProvider, AnalyzerResource } from "./analyzerResource";
import type { EnforcementLevel, PackResult, PolicyResult, Violation } from "./packResult";
import { type Policy, type PolicySettings, policySettings } from "./policySettings";

/** What a policy pack exports, in addition to its name and version. */
export interface Pack {
  readonly name: string;
  readonly version: string;
  readonly policies: readonly Policy[];
}

/**
 * Judges each resource, then all of them together.
 *
 * Policies are given the same objects one after the other, so they must not change them. The engine hands each policy a copy;
 * with the same objects, a pack reads a stack once for all its policies.
 *
 * @param settings level and config of each policy; what the pack says when not given
 * @throws Error with the name of the policy, where a policy fails
 * @see https://www.pulumi.com/docs/iac/crossguard/core-concepts/
 */
export async function judgePolicies(
  pack: Pack,
  resources: readonly AnalyzerResource[],
  settings: PolicySettings = policySettings(pack.policies),
): Promise<PackResult> {
  const alone = resources.map(resourceArguments);
  const together = stackResources(resources);
  const policies: PolicyResult[] = [];
  for (const policy of pack.policies) {
    const { level, config } = settings.of(policy);
    const said: Said = { violations: [], notApplicable: [] };
    const run = { pack, policy, level, said };
    const ofPolicy = {
      getConfig: <T extends object>(): T => JSON.parse(JSON.stringify(config)),
      notApplicable: (reason?: string): never => {
        throw new NotApplicable(reason);
      },
    };
    if (level === "disabled") {
      // Listed, but not asked.
    } else if ("validateStack" in policy) {
      const args = { resources: together, stackTags: NO_TAGS, ...ofPolicy };
      await judged(run, undefined, (report) => policy.validateStack(args, report));
    } else {
      const { validateResource = [] } = policy;
      const validations = Array.isArray(validateResource) ? validateResource : [validateResource];
      if (policy.validateResource === undefined) {
        for (const { urn } of alone) said.notApplicable.push({ urn, reason: NO_VALIDATION });
      }
      for (const resource of alone) {
        const args: ResourceValidationArgs = { ...resource, ...ofPolicy };
        for (const validate of validations)
          await judged(run, resource.urn, (report) => validate(args, report));
      }
    }
    policies.push({
      name: policy.name,
      displayName: policy.displayName ?? "",
      kind: "validateStack" in policy ? "stack" : "resource",
      enforcementLevel: level,
      severity: policy.severity,
      ...said,
    });
  }
  return { pack: { name: pack.name, version: pack.version }, policies };
}

/** No stack has tags here: they are kept by Pulumi's service. */
const NO_TAGS: ReadonlyMap<string, string> = new Map();
const NO_VALIDATION = "Policy does not implement validateResource";

class NotApplicable extends Error {
  constructor(readonly reason: string = "") {
    super(reason);
  }
}

interface Said {
  readonly violations: Violation[];
  readonly notApplicable: { readonly urn: string | undefined; readonly reason: string }[];
}

interface Run {
  readonly pack: Pack;
  readonly policy: Policy;
  readonly level: EnforcementLevel;
  readonly said: Said;
}

/** @param urn of the resource that is judged alone */
async function judged(
  { pack, policy, level, said }: Run,
  urn: string | undefined,
  validate: (report: ReportViolation) => Promise<void> | void,
): Promise<void> {
  // A violation that no remediation has taken away blocks.
  const enforcementLevel = level === "remediate" ? "mandatory" : level;
  const name = `policy '${policy.name}' from policy pack '${pack.name}@v${pack.version}'`;
  const report = (message: unknown, of?: string) => {
    said.violations.push(
      isReport(message)
        ? {
            urn: message.urn ?? urn,
            message: message.message ?? policy.description,
            enforcementLevel: message.enforcementLevel ?? enforcementLevel,
          }
        : {
            urn: of ?? urn,
            message: message ? `${policy.description}\n${String(message)}` : policy.description,
            enforcementLevel,
          },
    );
  };
  try {
    await validate(report);
  } catch (error) {
    if (error instanceof NotApplicable) said.notApplicable.push({ urn, reason: error.reason });
    else if (error instanceof UnknownValueError)
      said.violations.push({
        urn,
        message: `can't run ${name} during preview: ${messageOf(error)}`,
        enforcementLevel: "advisory",
      });
    else throw new Error(`${name}: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The SDK also takes an object, which its type leaves out. */
interface Report {
  readonly message?: string;
  readonly urn?: string;
  readonly enforcementLevel?: EnforcementLevel;
}

function isReport(message: unknown): message is Report {
  return typeof message === "object" && message !== null;
}

type OfResource = Omit<ResourceValidationArgs, "getConfig" | "notApplicable">;

function resourceArguments(resource: AnalyzerResource): OfResource {
  return { ...described(resource, resource.inputs ?? resource.properties), stackTags: NO_TAGS };
}

/** All resources, each with those that it refers to; what is not among them is left out. */
function stackResources(resources: readonly AnalyzerResource[]): PolicyResource[] {
  const made = resources.map((resource) => ({
    ...described(resource, resource.properties),
    dependencies: [],
    propertyDependencies: {},
  }));
  const byUrn = new Map<string, PolicyResource>(made.map((resource) => [resource.urn, resource]));
  const found = (urns: readonly string[]) => urns.flatMap((urn) => byUrn.get(urn) ?? []);
  return resources.flatMap(({ urn, parent = "", dependencies = [], propertyDependencies = {} }) => {
    const resource = byUrn.get(urn);
    if (resource === undefined) return [];
    const parentResource = byUrn.get(parent);
    if (parentResource !== undefined) resource.parent = parentResource;
    resource.dependencies = found(dependencies);
    for (const [property, urns] of Object.entries(propertyDependencies))
      resource.propertyDependencies[property] = found(urns);
    return [resource];
  });
}

/** What both kinds of policies see of a resource. */
function described(resource: AnalyzerResource, properties: ResourceProperties) {
  const { type, urn, name, options, parent, provider } = resource;
  const props = readable(properties);
  return {
    type,
    urn,
    name,
    props,
    opts: {
      protect: options?.protect ?? false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
      ...(parent !== undefined && { parent }),
    },
    ...(provider && { provider: providerOf(provider) }),
    isType: (resourceClass: object) => isTypeOf(type, resourceClass),
    asType: (resourceClass: object) => (isTypeOf(type, resourceClass) ? props : undefined),
  };
}

function providerOf({ type, urn, name, properties }: AnalyzerProvider): PolicyProviderResource {
  return { type, urn, name, props: readable(properties) };
}

/** Secrets in the clear; reading a value that is not known fails. */
function readable(properties: ResourceProperties) {
  return unknownCheckingProxy(isMarked(properties) ? plainProperties(properties) : properties);
}

/** Classes of generated SDKs name their type; others tell whether an object is of theirs. */
function isTypeOf(type: string, resourceClass: object): boolean {
  const own: unknown = Reflect.get(resourceClass, "__pulumiType");
  if (typeof own === "string" && own !== "") return own === type;
  const isInstance: unknown = Reflect.get(resourceClass, "isInstance");
  return (
    typeof isInstance === "function" &&
    Reflect.apply(isInstance, resourceClass, [{ __pulumiType: type }]) === true
  );
}
