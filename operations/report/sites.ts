/** The sites of a plan: accounts and Regions, with their providers. */
import { groupBy } from "../../model";
import type { Plan, PlannedResource } from "../rehearsal/plan";
import { ASSUMED_ACCOUNT_ID } from "../rehearsal/sites";

/** One account and region, with the provider of the plan that reaches it. */
export interface PlannedSite {
  readonly provider: string;
  /** Name of the provider resource. */
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  /** Whether nothing in the settings names the account, so that the rehearsal had to assume one. */
  readonly accountAssumed: boolean;
}

const PROVIDER_TYPE = "pulumi:providers:aws";

/** The sites of a plan, the primary's first, then in the order of their names. */
export function sitesOf(plan: Plan): readonly PlannedSite[] {
  const providers = plan.resources.filter(({ type }) => type === PROVIDER_TYPE);
  // A replica without an account of its own gets the account of its primary's credentials.
  const assumed = providers.some(({ inputs }) => accountOf(inputs) === undefined)
    ? ASSUMED_ACCOUNT_ID
    : undefined;
  const sites = providers.flatMap((provider) =>
    regionsOf(plan, provider).map((region) => ({ ...siteOf(provider, assumed), region })),
  );
  const source = replicationConfigurations(plan)[0]?.provider;
  return sites.sort((a, b) => rank(a, source) - rank(b, source) || compareText(a.name, b.name));
}

/** The regions that a provider's resources are in: its own, and those that they state; its own where it has no resources. */
function regionsOf({ resources }: Plan, { urn, inputs }: PlannedResource): readonly string[] {
  const own = String(inputs["region"] ?? "");
  const stated = resources.filter(({ provider }) => provider === urn).map(statedRegion);
  const isUsed = stated.length === 0 || stated.some((region) => region === undefined || region === own);
  return [...new Set([...(isUsed ? [own] : []), ...stated.filter((region) => region !== undefined)])];
}

function statedRegion({ inputs }: PlannedResource): string | undefined {
  const region = inputs["region"];
  return typeof region === "string" && region !== "" ? region : undefined;
}

/** Finds the site of a resource; none for components and providers. */
export function siteFinder(
  sites: readonly PlannedSite[],
): (resource: PlannedResource) => PlannedSite | undefined {
  const byProvider = groupBy(sites, ({ provider }) => provider);
  return (resource) => {
    const there = byProvider.get(resource.provider ?? "") ?? [];
    const stated = statedRegion(resource);
    return there.find(({ region }) => region === stated) ?? there[0];
  };
}

function rank(site: PlannedSite, source: string | undefined): number {
  return site.provider === source ? 0 : 1;
}

function siteOf({ urn, name, inputs }: PlannedResource, assumed: string | undefined): PlannedSite {
  const accountId = accountOf(inputs) ?? ASSUMED_ACCOUNT_ID;
  return {
    provider: urn,
    name,
    region: String(inputs["region"] ?? ""),
    accountId,
    accountAssumed: accountId === assumed,
  };
}

function accountOf(inputs: PlannedResource["inputs"]): string | undefined {
  return textList(inputs["allowedAccountIds"])[0];
}

/** Every replication configuration of a plan. */
export function replicationConfigurations(plan: Plan): readonly PlannedResource[] {
  return plan.resources.filter(
    ({ type }) => type === "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
  );
}

/** A list that a provider may take as JSON text. */
function textList(value: unknown): readonly string[] {
  const list: unknown = typeof value === "string" && value !== "" ? JSON.parse(value) : value;
  return Array.isArray(list) ? list.map(String) : [];
}

/** Orders text by its characters, the same everywhere. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
