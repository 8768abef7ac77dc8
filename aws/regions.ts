/**
 * AWS Regions of the partitions that are open to the public, by how an account gets them.
 *
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */

/** Enabled in every account of the partition. */
export const DEFAULT_REGIONS: ReadonlySet<string> = new Set([
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "cn-north-1",
  "cn-northwest-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-gov-east-1",
  "us-gov-west-1",
  "us-west-1",
  "us-west-2",
]);

/** Disabled until the account enables them. */
export const OPT_IN_REGIONS: ReadonlySet<string> = new Set([
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "mx-central-1",
]);

/** Every Region of the partitions `aws`, `aws-cn` and `aws-us-gov`, in the order of their names. */
export const KNOWN_REGIONS: readonly string[] = [...DEFAULT_REGIONS, ...OPT_IN_REGIONS].sort();

/**
 * The places that AWS names Regions after. Two whose own name is `Central` have their country's.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const PLACES: ReadonlyMap<string, string> = new Map([
  ["af-south-1", "Cape Town"],
  ["ap-east-1", "Hong Kong"],
  ["ap-east-2", "Taipei"],
  ["ap-northeast-1", "Tokyo"],
  ["ap-northeast-2", "Seoul"],
  ["ap-northeast-3", "Osaka"],
  ["ap-south-1", "Mumbai"],
  ["ap-south-2", "Hyderabad"],
  ["ap-southeast-1", "Singapore"],
  ["ap-southeast-2", "Sydney"],
  ["ap-southeast-3", "Jakarta"],
  ["ap-southeast-4", "Melbourne"],
  ["ap-southeast-5", "Malaysia"],
  ["ap-southeast-6", "New Zealand"],
  ["ap-southeast-7", "Thailand"],
  ["ca-central-1", "Canada"],
  ["ca-west-1", "Calgary"],
  ["cn-north-1", "Beijing"],
  ["cn-northwest-1", "Ningxia"],
  ["eu-central-1", "Frankfurt"],
  ["eu-central-2", "Zurich"],
  ["eu-north-1", "Stockholm"],
  ["eu-south-1", "Milan"],
  ["eu-south-2", "Spain"],
  ["eu-west-1", "Ireland"],
  ["eu-west-2", "London"],
  ["eu-west-3", "Paris"],
  ["il-central-1", "Tel Aviv"],
  ["me-central-1", "UAE"],
  ["me-south-1", "Bahrain"],
  ["mx-central-1", "Mexico"],
  ["sa-east-1", "São Paulo"],
  ["us-east-1", "N. Virginia"],
  ["us-east-2", "Ohio"],
  ["us-gov-east-1", "US-East"],
  ["us-gov-west-1", "US-West"],
  ["us-west-1", "N. California"],
  ["us-west-2", "Oregon"],
]);

/** The Region in a place, whatever case and accents it is written in: `Frankfurt`, `sao paulo`, `Europe (Frankfurt)`. */
export function regionOfPlace(place: string): string | undefined {
  const [, inner = place] = /\((.+)\)/.exec(place) ?? [];
  const wanted = plain(inner);
  return [...PLACES].find(([, name]) => plain(name) === wanted)?.[0];
}

function plain(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[^a-zA-Z]/g, "")
    .toLowerCase();
}
