/** What was judged, in a few words: the sites of a stack or of routes. */
import { type Bucket, groupBy, type RouteReport } from "../../model";

/** One account and region; either may be the text `unknown`. */
interface Place {
  readonly account: string;
  readonly region: string;
}

/** Sites by name, else by number: the texts from the longest to the shortest. */
export function sitesInWords(places: readonly Place[]): readonly string[] {
  const known = places.filter(({ region }) => region !== "" && region !== "unknown");
  const accounts = groupBy(known, ({ account }) => account);
  const regions = [...new Set(known.map(({ region }) => region))];
  if (regions.length === 0) return ["no site that is known"];
  const byAccount = [...accounts]
    .map(
      ([account, there]) =>
        `${[...new Set(there.map(({ region }) => region))].join(", ")} in account ${account}`,
    )
    .join("; ");
  const count = `${counted(regions.length, "region")} in ${counted(accounts.size, "account")}`;
  return [
    byAccount,
    ...(accounts.size === 1 ? [regions.join(", ")] : []),
    count,
    counted(regions.length, "region"),
  ];
}

/** The sites at both ends of routes. */
export function sitesOfRoutes(routes: readonly RouteReport[]): readonly Place[] {
  return routes.flatMap((route) => [
    { account: route.sourceAccount, region: route.sourceRegion },
    { account: route.destinationAccount, region: route.destinationRegion },
  ]);
}

/** Where a bucket of a topology is. */
export function placeOf({ account, region }: Bucket["site"]): Place {
  return {
    account: "known" in account ? account.known : "unknown",
    region: "known" in region ? region.known : "unknown",
  };
}

/** `what: sites`, for each way to name the sites. */
export function judgedIn(what: string, places: readonly Place[]): readonly string[] {
  return sitesInWords(places).map((sites) => `${what}: ${sites}`);
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
