/** Accounts block public access to S3, all four ways. */
import type { PolicyResource } from "@pulumi/policy";
import { accountOfOne, anyIsTrue, type Known, topologyFromPolicyResources } from "../../model";
import { ACCOUNT_PUBLIC_ACCESS_BLOCKS } from "./support/awsTypes";
import { about, unless, violation } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { inputsOf, type PolicyDescription, resourcePolicy, stackPolicy } from "./support/policy";
import { BLOCKS, judgeBlock } from "./support/publicAccessBlocks";
import { flag } from "./support/settings";

const FIX = "set all four blocks of an AccountPublicAccessBlock to true";

const COMMON = {
  severity: "medium",
  enforcementLevel: "mandatory",
  framework: securityHub(
    "S3.1",
    "S3 general purpose buckets should have block public access settings enabled",
    [
      "CIS AWS Foundations 5.0 2.1.4",
      "NIST SP 800-53 Rev. 5 AC-3, AC-4, AC-6, AC-21, SC-7",
      "PCI DSS v4.0.1 1.4.4",
    ],
  ),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-account.html",
  remediationSteps:
    "Add an aws.s3.AccountPublicAccessBlock with blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets all true, once for the account.",
  tags: ["s3", "public-access", "account"],
} satisfies Partial<PolicyDescription>;

export const accountPublicAccess = resourcePolicy({
  ...COMMON,
  name: "account-public-access",
  displayName: "All four public access blocks of the account are on",
  description:
    "An AccountPublicAccessBlock must set all four blocks; one that is left out is off, for every bucket of the account.",
  judges: ACCOUNT_PUBLIC_ACCESS_BLOCKS,
  *judge(resource) {
    for (const block of BLOCKS) yield* judgeBlock(block, resource.input(block).flag(), FIX);
  },
});

const required = flag(
  "required",
  false,
  "Whether the stack itself must set the public access block of every account in which it has buckets. It is one setting of the account, which is often set by another stack.",
);

export const everyAccountBlocksPublicAccess = stackPolicy({
  ...COMMON,
  name: "every-account-blocks-public-access",
  displayName: "Every account blocks public access, where the stack must say so",
  description:
    "With required, the stack must have an AccountPublicAccessBlock for every account in which it has buckets. Without, nothing is asked: the block is one setting of the account, and another stack may set it.",
  fields: [required],
  *judge(resources, settings) {
    if (!settings.get(required)) return;
    const blocks = resources.filter(({ type }) => ACCOUNT_PUBLIC_ACCESS_BLOCKS.includes(type)).map(ownerOf);
    for (const owner of ownersOfBuckets(resources)) {
      const covered = isCovered(owner, blocks);
      if ("known" in covered && covered.known) continue;
      const where = `public access block of account ${"known" in owner.account ? owner.account.known : "(not known)"}`;
      const findings = [violation(where, "an AccountPublicAccessBlock in the stack", "none", FIX)];
      for (const finding of "known" in covered ? findings : unless(covered, where, findings))
        yield owner.provider === undefined ? finding : about(owner.provider, finding);
    }
  },
});

/** What a resource belongs to. */
interface Owner {
  /** URN of its provider; undefined where the engine tells none. */
  readonly provider: string | undefined;
  readonly account: Known<string>;
}

function ownerOf(resource: PolicyResource): Owner {
  const written = inputsOf(resource.props)("accountId").text();
  const isWritten = "known" in written && written.known !== undefined;
  return {
    provider: resource.provider?.urn,
    account: isWritten ? { known: written.known } : accountOfOne(resource),
  };
}

/** One for each account that buckets are in; one for each provider where its account is not known. */
function ownersOfBuckets(resources: readonly PolicyResource[]): readonly Owner[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const owners = new Map<string, Owner>();
  for (const { label, site } of topologyFromPolicyResources(resources).buckets) {
    const provider = byUrn.get(label)?.provider?.urn;
    const key = "known" in site.account ? site.account.known : (provider ?? "");
    if (!owners.has(key)) owners.set(key, { provider, account: site.account });
  }
  return [...owners.values()];
}

/** Whether one of the blocks is that of the account: blocks and buckets of one provider are of one account. */
function isCovered({ provider, account }: Owner, blocks: readonly Owner[]): Known<boolean> {
  return anyIsTrue(
    blocks.map((block): Known<boolean> => {
      if ("known" in block.account && "known" in account)
        return { known: block.account.known === account.known };
      if (block.provider === provider) return { known: true };
      return { unknown: "the account of a provider is not known" };
    }),
  );
}
