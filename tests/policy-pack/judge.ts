/** Runs one policy in this process, with the arguments that the SDK's server would give it. */
import {
  type PolicyResource,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
  unknownCheckingProxy,
} from "@pulumi/policy";
import type { AnalyzerResource, Properties } from "../../operations/policy/analyzerResource";

/** What a policy said. */
export interface Judgement {
  /** Messages that the policy's own level applies to. */
  readonly violations: readonly string[];
  /** Messages that are advisory whatever the policy's level. */
  readonly advisories: readonly string[];
  /** URNs of the violations, where a stack policy names one. */
  readonly urns: readonly (string | undefined)[];
  /** Why the policy did not decide, or not all. */
  readonly notApplicable: readonly string[];
}

export type Config = Properties;

class NotApplicable extends Error {}

const OPTIONS = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};

type Say = (message: unknown, urn?: string) => void;

export async function judgeResource(
  policy: ResourceValidationPolicy,
  resource: AnalyzerResource,
  config: Config = {},
): Promise<Judgement> {
  const { validateResource } = policy;
  if (typeof validateResource !== "function") throw new Error(`${policy.name} validates no resource`);
  const provider = resource.provider && {
    ...resource.provider,
    props: unknownCheckingProxy(resource.provider.properties),
  };
  return judged((say) =>
    validateResource(
      {
        type: resource.type,
        urn: resource.urn,
        name: resource.name,
        props: unknownCheckingProxy(resource.inputs ?? resource.properties),
        opts: { ...OPTIONS, protect: resource.options?.protect ?? false },
        ...(provider && { provider }),
        stackTags: new Map(),
        isType: () => false,
        asType: () => undefined,
        getConfig: <T extends object>() => Object.assign<object, T>({}, configOf(config)),
        notApplicable,
      },
      say,
    ),
  );
}

export async function judgeStack(
  policy: StackValidationPolicy,
  resources: readonly AnalyzerResource[],
  config: Config = {},
): Promise<Judgement> {
  const judgeable = policyResources(resources);
  return judged((say) =>
    policy.validateStack(
      {
        resources: [...judgeable],
        stackTags: new Map(),
        getConfig: <T extends object>() => Object.assign<object, T>({}, configOf(config)),
        notApplicable,
      },
      say,
    ),
  );
}

/** The SDK promises a policy whatever type it asks for; the config is whatever somebody wrote. */
function configOf<T extends object>(config: Config): T {
  return JSON.parse(JSON.stringify(config));
}

function notApplicable(reason?: string): never {
  throw new NotApplicable(reason);
}

async function judged(run: (say: Say) => Promise<void> | void): Promise<Judgement> {
  const violations: string[] = [];
  const advisories: string[] = [];
  const urns: (string | undefined)[] = [];
  const open: string[] = [];
  try {
    await run((message, urn) => {
      if (isAdvice(message)) advisories.push(message.message);
      else {
        violations.push(String(message));
        urns.push(urn);
      }
    });
  } catch (error) {
    if (!(error instanceof NotApplicable)) throw error;
    open.push(error.message);
  }
  return { violations, advisories, urns, notApplicable: open };
}

function isAdvice(message: unknown): message is { message: string; enforcementLevel: "advisory" } {
  return typeof message === "object" && message !== null && "enforcementLevel" in message;
}

function policyResources(resources: readonly AnalyzerResource[]): readonly PolicyResource[] {
  const made = new Map<string, PolicyResource>();
  for (const { type, urn, name, properties, provider, options } of resources) {
    made.set(urn, {
      type,
      urn,
      name,
      props: unknownCheckingProxy(properties),
      opts: { ...OPTIONS, protect: options?.protect ?? false },
      ...(provider && { provider: { ...provider, props: unknownCheckingProxy(provider.properties) } }),
      dependencies: [],
      propertyDependencies: {},
      isType: () => false,
      asType: () => undefined,
    });
  }
  const existing = (urns: readonly string[]) =>
    urns.flatMap((urn) => {
      const found = made.get(urn);
      return found === undefined ? [] : [found];
    });
  for (const { urn, dependencies = [], propertyDependencies = {} } of resources) {
    const resource = made.get(urn);
    if (resource === undefined) continue;
    resource.dependencies = existing(dependencies);
    for (const [property, urns] of Object.entries(propertyDependencies))
      resource.propertyDependencies[property] = existing(urns);
  }
  return [...made.values()];
}
