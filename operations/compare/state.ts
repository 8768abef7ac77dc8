/** The state of a stack that a comparison looks at: what `rehearse --json` prints of it. */
import { z } from "zod";

const route = z.looseObject({
  rule: z.string(),
  source: z.string(),
  destination: z.string(),
  destinationAccount: z.string(),
  verdict: z.enum(["works", "broken", "unproven"]),
  status: z.string().exactOptional(),
  requirements: z.array(
    z.looseObject({
      id: z.string(),
      strength: z.enum(["required", "advised"]),
      verdict: z.enum(["met", "unmet", "unknown"]),
      because: z.string(),
    }),
  ),
});

const site = z.looseObject({
  name: z.string(),
  region: z.string(),
  accountId: z.string(),
  accountAssumed: z.boolean(),
});

const access = z.looseObject({
  bucket: z.string(),
  principal: z.string(),
  action: z.string(),
  resource: z.string(),
  verdict: z.enum(["may", "may not", "unknown"]),
  rule: z.string().exactOptional(),
  tags: z.string().exactOptional(),
});

const level = z.enum(["advisory", "mandatory", "remediate", "disabled"]);

const policy = z.looseObject({
  name: z.string(),
  enforcementLevel: level,
  violations: z.array(
    z.looseObject({ urn: z.string().exactOptional(), message: z.string(), enforcementLevel: level }),
  ),
});

const resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  name: z.string(),
  /** URN of the provider; empty for components, providers, and what is left to the default provider. */
  provider: z.string(),
  /** Left out by versions before `--compare`, as what follows. */
  id: z.string().exactOptional(),
  protect: z.boolean().exactOptional(),
  retainOnDelete: z.boolean().exactOptional(),
  inputs: z.record(z.string(), z.unknown()).exactOptional(),
});

/** A report of `rehearse --json`, as far as a comparison reads it. */
export const stateSchema = z.looseObject({
  stack: z.string(),
  verdict: z.enum(["works", "broken", "unproven"]),
  sites: z.array(site),
  routes: z.array(route),
  access: z.array(access),
  policies: z.array(policy),
  resources: z.array(resource),
});

export type State = z.infer<typeof stateSchema>;
export type StateRoute = z.infer<typeof route>;
export type StateAccess = z.infer<typeof access>;
export type StatePolicy = z.infer<typeof policy>;
export type StateResource = z.infer<typeof resource>;

/** The site that a resource is built in; undefined where its provider is not known. */
function siteOf(
  { provider, inputs }: StateResource,
  { sites, resources }: State,
): State["sites"][number] | undefined {
  const name = resources.find(({ urn }) => urn === provider)?.name;
  const there = sites.filter((one) => one.name === name);
  // Sites share a provider where resources state regions of their own.
  return there.find(({ region }) => region === inputs?.["region"]) ?? there[0];
}

/** The account that a resource is built in. */
export function accountOf(resource: StateResource, state: State): string | undefined {
  return siteOf(resource, state)?.accountId;
}

/** E.g. `eu-west-1 of account 111122223333`; the Region alone where no setting names the account. */
export function placeOf(resource: StateResource, state: State): string | undefined {
  const site = siteOf(resource, state);
  if (site === undefined) return undefined;
  return site.accountAssumed ? site.region : `${site.region} of account ${site.accountId}`;
}

/** Whether a resource is in another Region or account; an account that no setting names may be any. */
export function isElsewhere(old: StateResource, base: State, now: StateResource, head: State): boolean {
  const [was, is] = [siteOf(old, base), siteOf(now, head)];
  if (was === undefined || is === undefined) return false;
  if (was.region !== is.region) return true;
  return !was.accountAssumed && !is.accountAssumed && was.accountId !== is.accountId;
}

/** The project's own resources: neither the stack, nor components, nor providers. */
export function ownResources({ resources }: State): readonly StateResource[] {
  return resources.filter(({ provider }) => provider !== "");
}
