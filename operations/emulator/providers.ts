/** What the program's AWS providers say about how to reach which account and region. */
import type { Plan, PlannedResource } from "../rehearsal/plan";
import { isProvider } from "./plan";
import { isRecord, nonEmptyText } from "./values";

/** One role that the provider assumes. */
export interface AssumedRole {
  readonly roleArn: string;
  readonly sessionName: string | undefined;
  readonly externalId: string | undefined;
}

export interface ProviderSettings {
  /** URN of the provider resource; undefined for the default provider. */
  readonly urn: string | undefined;
  readonly name: string;
  readonly region: string | undefined;
  readonly allowedAccountIds: readonly string[];
  readonly forbiddenAccountIds: readonly string[];
  /** Assumed one after the other. */
  readonly assumeRoles: readonly AssumedRole[];
  readonly profile: string | undefined;
  readonly accessKey: string | undefined;
  /** Tags that the provider adds to every resource that takes tags. */
  readonly defaultTags: { readonly [key: string]: string };
}

/** The default provider: what the engine uses where the program names none. */
export const DEFAULT_PROVIDER: ProviderSettings = {
  urn: undefined,
  name: "default provider",
  region: undefined,
  allowedAccountIds: [],
  forbiddenAccountIds: [],
  assumeRoles: [],
  profile: undefined,
  accessKey: undefined,
  defaultTags: {},
};

/** The settings of every AWS provider of the plan, by URN. */
export function readProviders(plan: Plan): ReadonlyMap<string, ProviderSettings> {
  const providers = plan.resources.filter(
    (resource) => isProvider(resource) && resource.type.endsWith(":aws"),
  );
  return new Map(providers.map((provider) => [provider.urn, readProvider(provider)]));
}

function readProvider({ urn, name, inputs }: PlannedResource): ProviderSettings {
  return {
    urn,
    name,
    region: nonEmptyText(inputs["region"]),
    allowedAccountIds: texts(inputs["allowedAccountIds"]),
    forbiddenAccountIds: texts(inputs["forbiddenAccountIds"]),
    assumeRoles: list(inputs["assumeRoles"]).flatMap(readAssumedRole),
    profile: nonEmptyText(inputs["profile"]),
    accessKey: nonEmptyText(inputs["accessKey"]),
    defaultTags: readDefaultTags(inputs["defaultTags"]),
  };
}

function readAssumedRole(value: unknown): readonly AssumedRole[] {
  if (!isRecord(value)) return [];
  const roleArn = nonEmptyText(value["roleArn"]);
  if (roleArn === undefined) return [];
  return [
    {
      roleArn,
      sessionName: nonEmptyText(value["sessionName"]),
      externalId: nonEmptyText(value["externalId"]),
    },
  ];
}

function readDefaultTags(value: unknown): { readonly [key: string]: string } {
  const settings = decoded(value);
  const tags = isRecord(settings) ? decoded(settings["tags"]) : undefined;
  if (!isRecord(tags)) return {};
  return Object.fromEntries(Object.entries(tags).map(([key, tag]) => [key, String(tag)]));
}

function texts(value: unknown): readonly string[] {
  return list(value).flatMap((item) => nonEmptyText(item) ?? []);
}

function list(value: unknown): readonly unknown[] {
  const content = decoded(value);
  return Array.isArray(content) ? content : [];
}

/** The SDK hands a provider's lists and objects to the engine as JSON text. */
function decoded(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
