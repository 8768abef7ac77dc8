/** What each route leads to: the replica's key and region. */
import {
  type AccountRegion,
  type Bucket,
  isDisabled,
  type Known,
  knownValue,
  possible,
  type Resolved,
  type Route,
  routesOf,
  type Topology,
  topologyFromPolicyResources,
  unreadableConfigurations,
} from "../../model";
import {
  about,
  allowing,
  type PolicyFinding,
  type PolicyFindings,
  undecided,
  violation,
} from "./support/finding";
import { nist } from "./support/frameworks";
import { stackPolicy } from "./support/policy";
import { CROSS_REGION } from "./support/replicationRules";
import { flag } from "./support/settings";

export const replicaKeyRegion = stackPolicy({
  name: "replica-key-region",
  displayName: "Replica keys are in the region of their replica",
  description:
    "S3 accepts a replica key of any region and then fails every object: the key must be in the destination bucket's region.",
  severity: "critical",
  enforcementLevel: "mandatory",
  framework: CROSS_REGION,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-troubleshoot.html",
  remediationSteps: "Name a key that is in the destination bucket's region as replicaKmsKeyId.",
  tags: ["s3", "replication", "kms"],
  judge: (resources) => forEachRoute(topologyFromPolicyResources(resources), judgeKeyRegion),
});

function* judgeKeyRegion({ replicaKey, destination, ruleName }: Route): PolicyFindings {
  const where = `replica key of rule ${JSON.stringify(ruleName)}`;
  const keys = regionsOfKey(replicaKey);
  // A rule without a key, or with AWS's own, is judged elsewhere.
  if (keys === undefined) return;
  const buckets = regionsOf(destination);
  if ("unknown" in keys) yield undecided(`the region of the ${where}`, keys.unknown);
  else if ("unknown" in buckets) yield undecided(`the region that the ${where} must be in`, buckets.unknown);
  else if (!keys.known.some((region) => buckets.known.includes(region)))
    yield violation(
      where,
      `a key in ${buckets.known.join(" or ")}, where the destination is`,
      `one in ${keys.known.join(" or ")}`,
      `name a key in ${buckets.known.join(" or ")}`,
    );
  else if (keys.known.length > 1 || buckets.known.length > 1)
    yield undecided(
      `the region of the ${where}`,
      `it may be in ${keys.known.join(" or ")}, and the destination in ${buckets.known.join(" or ")}`,
    );
}

/** The regions that the key may be in; undefined where no key of a region takes part. */
function regionsOfKey(key: Route["replicaKey"]): Known<readonly string[]> | undefined {
  if ("found" in key || "candidates" in key) return regionsOf(key);
  const region = "outside" in key ? key.outside.split(":")[3] : undefined;
  return region === undefined || region === "" ? undefined : { known: [region] };
}

const sameRegion = flag(
  "sameRegionAllowed",
  false,
  "Whether a replica may be in the region and account of its source, as for a backup bucket of collected logs.",
);

export const replicaRegion = stackPolicy({
  name: "replica-in-another-region",
  displayName: "Replicas are in another region than their source, or in another account",
  description:
    "A copy in the same region and account survives the loss of neither. One in another account survives the loss of the account.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: CROSS_REGION,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
  remediationSteps:
    "Put the destination into another region or account. Where a backup in the same region is intended, set sameRegionAllowed, as policy-pack/presets/same-region-backup.json does.",
  tags: ["s3", "replication", "resilience"],
  fields: [sameRegion],
  *judge(resources, settings) {
    if (settings.get(sameRegion)) return;
    const providers = new Map(resources.map(({ urn, provider }) => [urn, provider?.urn]));
    yield* forEachRoute(topologyFromPolicyResources(resources), function* (route) {
      const another = isInAnotherAccount(route, providers);
      if ("known" in another && another.known) return;
      const from = regionsOf(route.source);
      const to = regionsOf(route.destination);
      const where = `destination of rule ${JSON.stringify(route.ruleName)}`;
      if ("unknown" in from) yield undecided("the region of the source", from.unknown);
      else if ("unknown" in to) yield undecided(`the region of the ${where}`, to.unknown);
      else if (to.known.every((region) => from.known.includes(region)) && from.known.length === 1)
        yield "unknown" in another
          ? undecided(`whether the ${where}, in the source's region, is in its account`, another.unknown)
          : violation(
              where,
              `another region than ${from.known.join()}, or another account`,
              "one in the source's region and account",
              "replicate to another region or account",
              {
                ...allowing(sameRegion, true),
                file: "policy-pack/presets/same-region-backup.json",
              },
            );
      else if (to.known.some((region) => from.known.includes(region)))
        yield undecided(`the region of the ${where}`, `it may be in ${to.known.join(" or ")}`);
    });
  },
});

/** @param providers URN of a bucket -> URN of its provider, which reaches one account only */
function isInAnotherAccount(
  { source, destination }: Route,
  providers: ReadonlyMap<string, string | undefined>,
): Known<boolean> {
  const sources = possible(source);
  const answers = possible(destination).flatMap((to) =>
    sources.map((from) => haveOtherAccounts(from, to, providers)),
  );
  const open = answers.find((answer) => "unknown" in answer);
  if (open !== undefined) return open;
  const known = new Set(answers.map(knownValue));
  return known.size > 1 ? { unknown: "it may be one of several" } : { known: known.has(true) };
}

function haveOtherAccounts(
  from: Bucket,
  to: Bucket,
  providers: ReadonlyMap<string, string | undefined>,
): Known<boolean> {
  const provider = providers.get(from.label);
  if (provider !== undefined && provider === providers.get(to.label)) return { known: false };
  const [own, other] = [from.site.account, to.site.account];
  if ("unknown" in own) return own;
  return "unknown" in other ? other : { known: own.known !== other.known };
}

export const oneConfiguration = stackPolicy({
  name: "one-replication-configuration",
  displayName: "A bucket has one replication configuration",
  description:
    "A bucket holds one replication configuration: two resources for one bucket overwrite each other at every deployment.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: nist("CM-2, CM-6", "Keep one configuration under control"),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html",
  remediationSteps: "Put all rules of the bucket into one aws.s3.BucketReplicationConfig.",
  tags: ["s3", "replication"],
  *judge(resources) {
    const seen = new Map<string, string>();
    for (const { label, source } of topologyFromPolicyResources(resources).configurations) {
      const bucket = "to" in source ? source.to : "outside" in source ? source.outside : undefined;
      if (bucket === undefined) continue;
      const first = seen.get(bucket);
      if (first === undefined) seen.set(bucket, label);
      else
        yield about(
          label,
          violation(
            "bucket",
            "one replication configuration",
            `another one, ${first}`,
            "put all rules into one of them and remove the other",
          ),
        );
    }
  },
});

/** Every route of an enabled rule, and the configurations whose rules cannot be read. */
export function* forEachRoute(
  topology: Topology,
  judge: (route: Route) => PolicyFindings,
): Iterable<PolicyFinding> {
  for (const route of routesOf(topology).filter(isEnabled))
    for (const finding of judge(route)) yield about(route.configuration.label, finding);
  yield* unreadable(topology);
}

export function* unreadable(topology: Topology): PolicyFindings {
  for (const { configuration, unknown } of unreadableConfigurations(topology))
    yield about(configuration.label, undecided("rules", unknown));
}

export function isEnabled({ rule }: Route): boolean {
  return !isDisabled(rule);
}

/** The regions that something may be in: one, or those of all candidates. */
function regionsOf(item: Resolved<{ readonly site: AccountRegion }>): Known<readonly string[]> {
  if ("outside" in item) return { unknown: `${item.outside} is not part of the stack` };
  const regions = new Set<string>();
  for (const { site } of possible(item)) {
    const { region } = site;
    if ("unknown" in region) return region;
    regions.add(region.known);
  }
  return "unknown" in item && regions.size === 0 ? { unknown: item.unknown } : { known: [...regions] };
}
