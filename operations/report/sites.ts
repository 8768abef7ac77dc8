/** The sites of a plan: accounts and Regions, with their providers. */
import type { Plan, PlannedResource } from "../rehearsal/plan";
import { ASSUMED_ACCOUNT_ID } from "../rehearsal/sites";

/** One provider of a plan: the account and region that it reaches. */
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
  const sites = providers.map((provider) => siteOf(provider, assumed));
  const source = replicationConfigurations(plan)[0]?.provider;
  return sites.sort((a, b) => rank(a, source) - rank(b, source) || compareText(a.name, b.name));
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
