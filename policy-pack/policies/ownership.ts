/** Buckets have their access control lists switched off: who may do what is said by policies only. */
import { BUCKET_ACLS, BUCKETS, OWNERSHIP_CONTROLS } from "./support/awsTypes";
import { bucketSettingPolicies, type SettingResource } from "./support/bucketSettingPolicies";
import { expect, type PolicyFindings, undecided, violation } from "./support/finding";
import { securityHub } from "./support/frameworks";

const FIX =
  'give it an aws.s3.BucketOwnershipControls with rule.objectOwnership "BucketOwnerEnforced", and grant access by the bucket policy';

const ACL_FIX = "remove it and grant access by the bucket policy";

const RIGHT = [
  (ownership: string | undefined) => ownership === "BucketOwnerEnforced",
  '"BucketOwnerEnforced"',
  FIX,
] as const;

export const { ofResource: bucketAclsOff, ofBucket: everyBucketAclsOff } = bucketSettingPolicies({
  severity: "medium",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.12", "ACLs should not be used to manage user access to S3 buckets", [
    "NIST SP 800-53 Rev. 5 AC-3, AC-6",
  ]),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
  remediationSteps:
    'Add an aws.s3.BucketOwnershipControls with rule.objectOwnership "BucketOwnerEnforced"; remove BucketAcl resources and the acl and grants of the bucket.',
  tags: ["s3", "acl", "ownership"],
  setting: "objectOwnership",
  ofResource: {
    name: "bucket-acls-off",
    displayName: "Access control lists are off",
    description:
      "Objects must belong to the bucket's owner (BucketOwnerEnforced): replicas then belong to the destination's account, and no ACL can open anything.",
    // What a bucket itself says of ACLs is judged here too: the model leaves ACLs out.
    judges: [...OWNERSHIP_CONTROLS, ...BUCKET_ACLS, ...BUCKETS],
    judge(resource) {
      if (!OWNERSHIP_CONTROLS.includes(resource.type)) return judgeAcl(resource);
      const ownership = resource.input("rule").single().at("objectOwnership");
      return expect(ownership, ownership.text(), ...RIGHT);
    },
  },
  ofBucket: {
    name: "every-bucket-acls-off",
    displayName: "Every bucket has access control lists off",
    description:
      "Every bucket, replicas included, must state BucketOwnerEnforced: buckets made before April 2023 keep their ACLs until it is said.",
    judge: ({ objectOwnership }) =>
      expect({ path: "object ownership of the bucket" }, objectOwnership, ...RIGHT),
  },
});

function* judgeAcl(resource: SettingResource): PolicyFindings {
  const acl = resource.input("acl");
  yield* expect(
    acl,
    acl.text(),
    (value) => value === undefined || value === "private",
    "no access control list",
    ACL_FIX,
  );
  // A bucket has its grants directly, a BucketAcl inside of its policy.
  const grants = resource.input("grants");
  const written = grants.isAbsent() ? resource.input("accessControlPolicy").single().at("grants") : grants;
  const items = written.items();
  if ("unknown" in items) yield undecided(written.path, items.unknown);
  else if (items.known.length > 0)
    yield violation(written.path, "no grants", `${items.known.length} of them`, ACL_FIX);
}
