/** Access points block public access, in one Region and in several. */
import { ACCESS_POINTS, MULTI_REGION_ACCESS_POINTS } from "./support/awsTypes";
import { expect } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { resourcePolicy } from "./support/policy";
import { BLOCKS } from "./support/publicAccessBlocks";

export const accessPointPublicAccess = resourcePolicy({
  name: "access-point-public-access",
  displayName: "Access points block public access",
  description:
    "An access point, also a Multi-Region Access Point, must not switch any of the four public access blocks off. S3 switches all of them on by default, and none can be changed after the creation.",
  severity: "critical",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.19", "S3 access points should have block public access settings enabled", [
    "S3.24",
    "NIST SP 800-53 Rev. 5 AC-3, AC-4, AC-6, AC-21, SC-7",
    "PCI DSS v4.0.1 1.4.4",
  ]),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html",
  remediationSteps:
    "Leave publicAccessBlockConfiguration out (of a Multi-Region Access Point details.publicAccessBlock), or set all four blocks to true. The access point is replaced.",
  tags: ["s3", "public-access", "access-point"],
  judges: [...ACCESS_POINTS, ...MULTI_REGION_ACCESS_POINTS],
  *judge(resource) {
    const written = MULTI_REGION_ACCESS_POINTS.includes(resource.type)
      ? resource.input("details").single().at("publicAccessBlock")
      : resource.input("publicAccessBlockConfiguration");
    for (const name of BLOCKS) {
      const block = written.single().at(name);
      yield* expect(
        block,
        block.flag(),
        (isOn) => isOn !== false,
        "true",
        "leave it out, or set it to true: S3 switches all four blocks on by default",
      );
    }
  },
});
