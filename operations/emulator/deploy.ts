/** Makes every resource of a plan in the emulator. */
import type { Plan, PlannedResource } from "../rehearsal/plan";
import { type Clients, FALLBACK_REGION, providerOf, type Site } from "./clients";
import { AwsRefusal, EmulatorError, RefusedResourceError, UnsupportedResourceError } from "./errors";
import { isMadeInAws, prerequisites } from "./plan";
import type { Progress } from "./progress";
import type { ProviderSettings } from "./providers";
import { createReferences, type References } from "./references";
import type { Computed, Handler } from "./resources/handler";
import { HANDLERS, NOT_EMULATED } from "./resources/table";
import { runInOrder } from "./schedule";
import type { NotEmulated } from "./types";
import { isRecord, textOf } from "./values";

/** A resource as it is in the emulator. */
export interface Deployed {
  readonly resource: PlannedResource;
  readonly handler: Handler;
  readonly site: Site;
  readonly provider: ProviderSettings;
  /** Its inputs with the emulator's ids in the place of the planned ones. */
  readonly inputs: unknown;
  readonly computed: Computed;
}

export interface Deployment {
  /** In the plan's order. */
  readonly resources: readonly Deployed[];
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
 * Each resource is made as soon as those it depends on exist; independent ones at once.
 *
 * @throws {UnsupportedResourceError} for types that the emulator cannot make, before anything is made
 * @throws {WrongAccountError} for credentials of the wrong account, before anything is made
 * @throws {RefusedResourceError} for a refused API call: nothing new is started then
 */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const { plan, providers, progress, signal } = options;
  const wanted = plan.resources.filter(isMadeInAws);
  refuseUnknownTypes(wanted);
  const skipped = wanted.filter(({ type }) => NOT_EMULATED.has(type));
  const tasks = wanted.flatMap((resource) => {
    const handler = HANDLERS.get(resource.type);
    return handler === undefined ? [] : [{ resource, handler }];
  });
  const siteOf = await reachSites(
    options,
    tasks.map(({ resource }) => resource),
  );

  const references = createReferences();
  const deployed = new Map<string, Deployed>();
  const dropped = new Map<string, NotEmulated[]>();
  const waitsFor = prerequisites(plan);
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
      const computed = await named(resource, () =>
        handler.create(inputs, {
          name,
          type,
          site,
          planned: { id: resource.id, ...outputs },
          defaultTags: provider.defaultTags,
          notEmulated: (what, because) => notes.push({ resource: label(resource), what, because }),
        }),
      );
      for (const [output, real] of Object.entries(computed)) {
        references.add(urn, textOf(output === "id" ? resource.id : outputs[output]) ?? "", real);
      }
      deployed.set(urn, { resource, handler, site, provider, inputs, computed });
      progress?.({ step: "creating", done: deployed.size, total: tasks.length, name });
    },
  });

  return {
    resources: tasks.flatMap(({ resource }) => deployed.get(resource.urn) ?? []),
    references,
    notEmulated: wanted.flatMap((resource) => [
      ...skipped
        .filter(({ urn }) => urn === resource.urn)
        .map(({ type }) => ({
          resource: label(resource),
          what: "all of it",
          because: NOT_EMULATED.get(type) ?? "",
        })),
      ...(dropped.get(resource.urn) ?? []),
    ]),
  };
}

function label({ name, type }: PlannedResource): string {
  return `${name} (${type})`;
}

function refuseUnknownTypes(resources: readonly PlannedResource[]): void {
  const unknown = resources.filter(({ type }) => !HANDLERS.has(type) && !NOT_EMULATED.has(type));
  if (unknown.length === 0) return;
  throw new UnsupportedResourceError(
    `the emulator's run cannot make ${unknown.map(label).join(", ")}; rehearse without --emulator, or without ${unknown.length === 1 ? "it" : "them"}`,
  );
}

/** Gets every provider's credentials and checks their accounts, as the providers do before they make anything. */
async function reachSites(
  { clients, providers }: DeployOptions,
  resources: readonly PlannedResource[],
): Promise<(resource: PlannedResource) => Site> {
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
    const region = isRecord(resource.inputs) ? textOf(resource.inputs["region"]) : undefined;
    return clients.site(credentials, region ?? provider.region ?? FALLBACK_REGION);
  };
}

async function named<T>(resource: PlannedResource, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AwsRefusal) throw new RefusedResourceError(resource.name, resource.type, error);
    throw error;
  }
}
