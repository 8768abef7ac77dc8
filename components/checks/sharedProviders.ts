/** Checks of one provider for each account: all sites of an account are reached in one way. */
import { otherAccountId, withCredentials } from "../accounts";
import { shownValue } from "../problems";
import type { ReplicatedBucketArgs, SiteArgs } from "../replicatedBucketArgs";
import { eachReplica, type ReplicatedPaths, sitePaths } from "./paths";
import { type Checked, check } from "./rows";

/** A site, and the first one of its account. */
interface SharingSite {
  readonly site: SiteArgs;
  readonly first: { readonly site: SiteArgs; readonly path: string };
}

/** With `providers: account`, a second role or profile for an account would be ignored. */
export const sharedProviders = check(sharingSites, [
  {
    condition: ({ site, first }) => !isSameWay(site, first.site),
    expected: ({ first }) => `the role or profile of ${first.path}, since one provider reaches the account`,
    found: ({ site: { assumeRole, profile } }) =>
      assumeRole !== undefined && typeof assumeRole.roleArn !== "string"
        ? "another role"
        : shownValue(assumeRole ?? profile),
    fix: "use one role or profile for the account, or set providers to site",
  },
]);

function sharingSites(
  { primary, replicas, providers }: ReplicatedBucketArgs,
  paths: ReplicatedPaths,
): readonly Checked<SharingSite>[] {
  if (providers !== "account") return [];
  const firsts = new Map([["", { site: primary, path: paths.primary.region }]]);
  return eachReplica(replicas, (replica, path): readonly Checked<SharingSite>[] => {
    if (replica.bucketArn !== undefined || replica.provider !== undefined) return [];
    const account = otherAccountId(primary, replica) ?? "";
    const site = withCredentials(primary, replica);
    const first = firsts.get(account);
    if (first === undefined) firsts.set(account, { site, path });
    const { assumeRole, profile } = sitePaths(path);
    return first === undefined
      ? []
      : [{ path: site.profile === undefined ? assumeRole : profile, value: { site, first } }];
  }).flat();
}

/** Whether two sites are reached in one way; the name of the session makes no difference. */
function isSameWay(one: SiteArgs, other: SiteArgs): boolean {
  return (
    one.assumeRole?.roleArn === other.assumeRole?.roleArn &&
    one.assumeRole?.externalId === other.assumeRole?.externalId &&
    one.profile === other.profile
  );
}
