/** Makes every resource of a plan in the emulator. */
import type { Plan, PlannedResource } from "../rehearsal/plan";
import { type Clients, type EmulatorSite, FALLBACK_REGION, providerOf } from "./clients";
import { AwsRefusal, EmulatorError, RefusedResourceError } from "./errors";
import { isMadeInAws, prerequisites, valueSources } from "./plan";
import type { Progress } from "./progress";
import type { ProviderSettings } from "./providers";
import { createReferences, type References } from "./references";
import type { Computed, Handler, Making } from "./resources/handler";
import { HANDLERS } from "./resources/table";
import { runInOrder } from "./schedule";
import type { NotEmulated } from "./types";
import { isRecord, nonEmptyText } from "./values";

/** A resource as it is in the emulator. */
export interface DeployedResource {
  readonly resource: PlannedResource;
  readonly handler: Handler;
  readonly site: EmulatorSite;
  readonly provider: ProviderSettings;
  /** Its inputs with the emulator's ids in the place of the planned ones. */
  readonly inputs: unknown;
  readonly computed: Computed;
}

export interface EmulatorDeployment {
  /** In the plan's order. */
  readonly resources: readonly DeployedResource[];
  readonly references: References;
  readonly notEmulated: readonly NotEmulated[];
}

export interface DeployOptions {
  readonly plan: Plan;
  readonly clients: Clients;
  readonly providers: ReadonlyMap<string, ProviderSettings>;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Each resource is made as soon as those it depends on exist; independent ones at once. A type without a handler is
 * not emulated; a resource that takes a value from it is made with the planned value, and where the emulator refuses
 * that, it is not emulated either.
 *
 * @throws {UnsupportedResourceError} for a value that cannot be given to the emulator
 * @throws {WrongAccountError} for credentials of the wrong account, before anything is made
 * @throws {RefusedResourceError} for a refused API call: nothing new is started then
 */
export async function deploy(options: DeployOptions): Promise<EmulatorDeployment> {
  const { plan, providers, progress, signal } = options;
  const wanted = plan.resources.filter(isMadeInAws);
  const tasks = wanted.flatMap((resource) => {
    const handler = HANDLERS.get(resource.type);
    return handler === undefined ? [] : [{ resource, handler }];
  });
  const siteOf = await reachSites(
    options,
    tasks.map(({ resource }) => resource),
  );

  const references = createReferences();
  const deployed = new Map<string, DeployedResource>();
  const missing = new Map(
    wanted
      .filter(({ type }) => !HANDLERS.has(type))
      .map((resource) => [resource.urn, allOf(resource, "the rehearsal has no handler for this type")]),
  );
  const dropped = new Map<string, NotEmulated[]>();
  const waitsFor = prerequisites(plan);
  const takesValuesFrom = valueSources(plan);
  await runInOrder({
    tasks,
    key: ({ resource }) => resource.urn,
    waitsFor: ({ resource }) => waitsFor(resource),
    signal,
    run: async ({ resource, handler }) => {
      const { urn, name, type, outputs } = resource;
      const site = siteOf(resource);
      const provider = providerOf(providers, resource.provider);
      const inputs = references.toReal(resource.inputs, waitsFor(resource));
      const notes: NotEmulated[] = [];
      dropped.set(urn, notes);
      const making: Making = {
        name,
        type,
        site,
        planned: { id: resource.id, ...outputs },
        defaultTags: provider.defaultTags,
        notEmulated: (what, because) => notes.push({ resource: label(resource), what, because }),
      };
      const needed = takesValuesFrom(resource).flatMap((source) => missing.get(source) ?? []);
      const computed = await createOrExplain(resource, needed, () => handler.create(inputs, making));
      if (!("values" in computed)) {
        missing.set(urn, allOf(resource, computed.because));
        return;
      }
      for (const [output, real] of Object.entries(computed.values)) {
        references.add(urn, nonEmptyText(output === "id" ? resource.id : outputs[output]) ?? "", real);
      }
      deployed.set(urn, { resource, handler, site, provider, inputs, computed: computed.values });
      progress?.({ step: "creating", done: deployed.size, total: tasks.length, name });
    },
  });

  return {
    resources: tasks.flatMap(({ resource }) => deployed.get(resource.urn) ?? []),
    references,
    notEmulated: wanted.flatMap(({ urn }) => missing.get(urn) ?? dropped.get(urn) ?? []),
  };
}

function label({ name, type }: PlannedResource): string {
  return `${name} (${type})`;
}

function allOf(resource: PlannedResource, because: string): NotEmulated {
  return { resource: label(resource), what: "all of it", because };
}

/** What AWS computed, or why the resource is not there although nothing is wrong with it. */
async function createOrExplain(
  { name, type }: PlannedResource,
  needed: readonly NotEmulated[],
  create: () => Promise<Computed>,
): Promise<{ readonly values: Computed } | { readonly because: string }> {
  try {
    return { values: await create() };
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    if (needed.length === 0) throw new RefusedResourceError(name, type, error);
    const sources = needed.map(({ resource }) => resource).join(", ");
    return { because: `it takes values from ${sources}, not emulated: ${error.message}` };
  }
}

/** Gets every provider's credentials and checks their accounts, as the providers do before they make anything. */
async function reachSites(
  { clients, providers }: DeployOptions,
  resources: readonly PlannedResource[],
): Promise<(resource: PlannedResource) => EmulatorSite> {
  const urns = [...new Set(resources.map(({ provider }) => provider))];
  const reached = new Map(
    await Promise.all(
      urns.map(async (urn) => {
        const provider = providerOf(providers, urn);
        try {
          return [urn, await clients.credentialsOf(provider)] as const;
        } catch (error) {
          if (!(error instanceof AwsRefusal)) throw error;
          throw new RefusedResourceError(provider.name, "pulumi:providers:aws", error);
        }
      }),
    ),
  );
  return (resource) => {
    const credentials = reached.get(resource.provider);
    if (credentials === undefined)
      throw new EmulatorError(`${label(resource)}: its provider was not reached`);
    const provider = providerOf(providers, resource.provider);
    // Since version 7 of the provider a resource may name a region of its own.
    const region = isRecord(resource.inputs) ? nonEmptyText(resource.inputs["region"]) : undefined;
    return clients.site(credentials, region ?? provider.region ?? FALLBACK_REGION);
  };
}
