/** Where resources are in several accounts and regions, each says by its provider which one it belongs to. */
import type { PolicyResource } from "@pulumi/policy";
import { type Known, ownValue, Property, type ProviderAccount, providerAccountsOf } from "../../model";
import { about, allowing, type PolicyFindings, undecided, violation } from "./support/finding";
import { nist } from "./support/frameworks";
import { stackPolicy } from "./support/policy";
import { choice, type PolicyConfig, texts } from "./support/settings";

const packages = texts(
  "types",
  {
    fallback: ["aws:s3/", "aws:kms/", "aws:iam/"],
    pattern: "^[a-z0-9-]+:",
    what: "the beginning of a type token, such as aws:s3/",
  },
  "Beginnings of the type tokens that need an explicit provider.",
);

const demanded = choice(
  "demanded",
  ["several", "always"],
  "several",
  "`several`: where providers of the stack reach several accounts or regions. `always`: in every stack.",
);

export const explicitProviders = stackPolicy({
  name: "explicit-providers",
  displayName: "No default provider where several regions or accounts take part",
  description:
    "A resource on the default provider is created in the account and region of the deployer's environment. Where other providers of the stack reach other regions or accounts, each resource must name its provider, since one that is forgotten is created in the wrong place. A stack on one provider has none to forget.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: nist("CM-2, CM-6", "Keep the configuration independent of the deployer's environment"),
  url: "https://www.pulumi.com/docs/iac/concepts/resources/options/provider/",
  remediationSteps: "Pass an aws.Provider of the right account and region as the option provider.",
  tags: ["providers", "placement"],
  fields: [packages, demanded],
  *judge(resources, settings) {
    const beginnings = settings.get(packages);
    const governed = resources.filter(({ type }) => beginnings.some((each) => type.startsWith(each)));
    const accounts = providerAccountsOf(governed);
    const explicit = oneOfEachProvider(governed.filter(isExplicit));
    for (const resource of governed) {
      if (isExplicit(resource)) continue;
      if (settings.get(demanded) === "always") yield about(resource.urn, refusal(resource, "", settings));
      else yield* judgePlace(resource, explicit, accounts, settings);
    }
  },
});

function isExplicit({ provider }: PolicyResource): boolean {
  return provider !== undefined && !/^default(_|$)/.test(provider.name);
}

/** One resource of each provider: one that has a region, where there is one. */
function oneOfEachProvider(resources: readonly PolicyResource[]): readonly PolicyResource[] {
  const ordered = [...resources.filter(isGlobal), ...resources.filter((each) => !isGlobal(each))];
  return [...new Map(ordered.map((each) => [each.provider?.urn, each])).values()];
}

/** IAM has no regions. */
function isGlobal({ type }: PolicyResource): boolean {
  return type.startsWith("aws:iam/");
}

/** @param explicit one resource of each explicit provider */
function* judgePlace(
  resource: PolicyResource,
  explicit: readonly PolicyResource[],
  accounts: ReadonlyMap<string, ProviderAccount>,
  settings: PolicyConfig,
): PolicyFindings {
  let open: PolicyFindings = [];
  for (const other of explicit) {
    const elsewhere = reachesElsewhere(resource, other, accounts);
    const name = JSON.stringify(other.provider?.name);
    if ("unknown" in elsewhere)
      open = [
        about(
          resource.urn,
          undecided(`whether provider ${name} reaches the place of the default one`, elsewhere.unknown),
        ),
      ];
    else if (elsewhere.known !== undefined) {
      const why = `, since provider ${name} reaches ${elsewhere.known}`;
      yield about(resource.urn, refusal(resource, why, settings));
      return;
    }
  }
  yield* open;
}

function refusal({ type }: PolicyResource, why: string, settings: PolicyConfig) {
  const others = settings.get(packages).filter((beginning) => !type.startsWith(beginning));
  return violation(
    "option provider",
    `an explicit provider${why}`,
    "the default one, which takes account and region from the deployer's environment",
    "pass the provider of its account and region",
    why === "" ? allowing(demanded, "several") : allowing(packages, others),
  );
}

/** In which way a provider reaches another place than the default one; undefined where it is the same place. */
function reachesElsewhere(
  onDefault: PolicyResource,
  other: PolicyResource,
  accounts: ReadonlyMap<string, ProviderAccount>,
): Known<"another account" | "another region" | undefined> {
  const account = inAnotherAccount(accountOf(onDefault, accounts), accountOf(other, accounts));
  if ("known" in account && account.known) return { known: "another account" };
  if (!isGlobal(onDefault) && !isGlobal(other)) {
    const [own, its] = [regionOf(onDefault), regionOf(other)];
    if ("known" in own && "known" in its && own.known !== its.known) return { known: "another region" };
    if ("unknown" in own) return own;
    if ("unknown" in its) return its;
  }
  return "unknown" in account ? account : { known: undefined };
}

function accountOf(
  { provider }: PolicyResource,
  accounts: ReadonlyMap<string, ProviderAccount>,
): ProviderAccount | undefined {
  return accounts.get(provider?.urn ?? "");
}

/** Other credentials count as another account: the deployer's environment says which account the default provider reaches. */
function inAnotherAccount(
  own: ProviderAccount | undefined,
  other: ProviderAccount | undefined,
): Known<boolean> {
  if (own === undefined || other === undefined) return { known: true };
  if ("known" in own.account && "known" in other.account)
    return { known: own.account.known !== other.account.known };
  if (own.credentials === undefined || other.credentials === undefined)
    return { unknown: "the credentials of one of them are not known" };
  return { known: own.credentials !== other.credentials };
}

/** The region of a resource's provider; undefined where the provider states none. */
function regionOf({ provider }: PolicyResource): Known<string | undefined> {
  return new Property(ownValue(provider?.props ?? {}, "region"), "region", []).text();
}
