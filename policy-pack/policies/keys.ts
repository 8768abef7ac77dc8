/** KMS keys rotate, and leave time to notice before they are gone. */
import type { Known, Unknown } from "../../model";
import { ALL_KEYS, KEYS } from "./support/awsTypes";
import { type Allowance, allowing, expect, type PolicyFindings, unless } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { type JudgedResource, resourcePolicy } from "./support/policy";
import { type Field, integer, type PolicyConfig } from "./support/settings";

const longestPeriod = integer(
  "maximumRotationPeriodInDays",
  { minimum: 90, maximum: 2560, fallback: 365 },
  "The longest time between two rotations.",
);

export const keyRotation = resourcePolicy({
  name: "key-rotation",
  displayName: "KMS keys rotate",
  description:
    "Symmetric KMS keys must rotate at least once a year. Rotation changes neither ARN nor policy, so replication goes on.",
  severity: "medium",
  enforcementLevel: "mandatory",
  framework: securityHub("KMS.4", "AWS KMS key rotation should be enabled", [
    "CIS AWS Foundations 5.0 3.6",
    "NIST SP 800-53 Rev. 5 SC-12, SC-12(2), SC-28(3)",
  ]),
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  remediationSteps: "Set enableKeyRotation to true.",
  tags: ["kms", "rotation"],
  fields: [longestPeriod],
  judges: KEYS,
  *judge(resource, settings) {
    const able = canRotate(resource);
    if ("unknown" in able) yield* unless(able, "whether the key can rotate", rotation(resource, settings));
    else if (able.known) yield* rotation(resource, settings);
  },
});

function* rotation(resource: JudgedResource, settings: PolicyConfig): PolicyFindings {
  const enabled = resource.input("enableKeyRotation");
  yield* expect(enabled, enabled.flag(), (value) => value === true, "true", "set enableKeyRotation to true");
  const period = resource.input("rotationPeriodInDays");
  const longest = settings.get(longestPeriod);
  yield* expect(
    period,
    period.number(),
    (days) => days === undefined || days <= longest,
    `at most ${longest}`,
    `set rotationPeriodInDays to ${longest} or less`,
    inRange(longestPeriod, period.number(), 90, 2560),
  );
}

/** The found number as config, where config takes it. */
function inRange(
  field: Field<number>,
  found: Known<number | undefined>,
  least: number,
  most: number,
): Allowance | undefined {
  const days = "known" in found ? found.known : undefined;
  return days !== undefined && Number.isInteger(days) && days >= least && days <= most
    ? allowing(field, days)
    : undefined;
}

/** KMS rotates only symmetric encryption keys whose material it made itself. */
function canRotate(resource: JudgedResource): Known<boolean> {
  let open: Unknown | undefined;
  for (const [name, needed] of [
    ["keyUsage", "ENCRYPT_DECRYPT"],
    ["customerMasterKeySpec", "SYMMETRIC_DEFAULT"],
    ["customKeyStoreId", undefined],
  ] as const) {
    const trait = resource.input(name).text();
    if ("unknown" in trait) open = trait;
    else if (trait.known !== undefined && trait.known !== needed) return { known: false };
  }
  return open ?? { known: true };
}

const shortestWindow = integer(
  "minimumDays",
  { minimum: 7, maximum: 30, fallback: 14 },
  "The shortest time between the request to delete a key and its deletion.",
);

export const keyDeletionWindow = resourcePolicy({
  name: "key-deletion-window",
  displayName: "Deleting a KMS key leaves time to notice",
  description:
    "Once a key is gone, everything encrypted with it is lost, in every replica that uses it. The waiting time must be long enough to notice.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: securityHub("KMS.3", "AWS KMS keys should not be deleted unintentionally", [
    "NIST SP 800-53 Rev. 5 SC-12, SC-12(2)",
  ]),
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
  remediationSteps: "Set deletionWindowInDays to 30, or leave it out: 30 days is the default.",
  tags: ["kms", "retention"],
  fields: [shortestWindow],
  judges: ALL_KEYS,
  judge: (resource, settings): PolicyFindings => {
    const window = resource.input("deletionWindowInDays");
    const shortest = settings.get(shortestWindow);
    return expect(
      window,
      window.number(),
      (days) => days === undefined || days >= shortest,
      `at least ${shortest}`,
      "set deletionWindowInDays to 30",
      inRange(shortestWindow, window.number(), 7, 30),
    );
  },
});
