/** What the S3 User Guide's pages about permissions, accounts and owners publish. */
import { broken, type Group, works } from "../entry";
import * as p from "../parts";

const PERMISSIONS = "S3 User Guide, Setting up permissions for live replication";
const ACCOUNTS = "S3 User Guide, Configuring replication for buckets in different accounts";
const OWNER = "S3 User Guide, Changing the replica owner";
const TROUBLE = "S3 User Guide, Troubleshooting replication";
const PAGE = "the page publishes it as sufficient";

const bucketGrant = (principal: string) => [
  p.letIn(principal, ["s3:ReplicateDelete", "s3:ReplicateObject"], p.objects(p.PARTNERS)),
  p.letIn(principal, ["s3:List*", "s3:GetBucketVersioning", "s3:PutBucketVersioning"], p.arn(p.PARTNERS)),
];
const owner = { account: p.PARTNER, accessControlTranslation: { owner: "Destination" } };

export const GUIDE_PERMISSIONS: Group = {
  name: "S3 User Guide: permissions, accounts, owner",
  entries: [
    { id: "same-account", origin: PERMISSIONS, setUp: p.same(), truth: works(PAGE) },
    {
      id: "two-accounts",
      origin: PERMISSIONS,
      setUp: p.cross({ destination: { policy: bucketGrant(p.ROLE) } }),
      truth: works(`${PAGE}; ReplicateTags is covered by ReplicateObject, as its note says`),
    },
    {
      id: "console-role-with-path",
      origin: PERMISSIONS,
      setUp: p.cross({
        roleIs: { path: "/service-role/" },
        roleArn: `arn:aws:iam::${p.OWN}:role/service-role/${p.ROLE_NAME}`,
        destination: { policy: bucketGrant(`arn:aws:iam::${p.OWN}:role/service-role/${p.ROLE_NAME}`) },
      }),
      truth: works("the page says that the console's roles carry service-role/ in their ARN"),
    },
    {
      id: "policy-names-role-without-path",
      origin: `${PERMISSIONS}; ${TROUBLE}`,
      setUp: p.cross({
        roleIs: { path: "/service-role/" },
        roleArn: `arn:aws:iam::${p.OWN}:role/service-role/${p.ROLE_NAME}`,
        destination: { policy: bucketGrant(p.ROLE) },
      }),
      truth: broken("the principal must be the role's ARN with its path", "destination-bucket-policy"),
    },
    {
      id: "walkthrough-two-accounts",
      origin: ACCOUNTS,
      setUp: p.cross({
        destination: {
          policy: [
            p.letIn(
              p.ROLE,
              ["s3:ReplicateObject", "s3:ReplicateTags", "s3:ReplicateDelete"],
              p.objects(p.PARTNERS),
            ),
            p.letIn(p.ROLE, ["s3:GetBucketVersioning", "s3:PutBucketVersioning"], p.arn(p.PARTNERS)),
          ],
        },
      }),
      truth: works(PAGE),
    },
    {
      id: "two-accounts-without-bucket-policy",
      origin: ACCOUNTS,
      setUp: p.cross(),
      truth: broken("the destination's owner must let the role in", "destination-bucket-policy"),
    },
    {
      id: "owner-walkthrough",
      origin: OWNER,
      setUp: p.cross({
        role: [
          p.CONFIGURATION,
          p.allow(["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl"], p.objects(p.SOURCE)),
          p.write(p.PARTNERS, p.OVERRIDE, "s3:GetObjectVersionTagging"),
        ],
        destination: {
          ownership: "BucketOwnerPreferred",
          policy: [
            p.letIn(
              p.root(p.OWN),
              ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags", p.OVERRIDE],
              p.objects(p.PARTNERS),
            ),
          ],
        },
        rule: { destination: owner },
      }),
      truth: works(`${PAGE}; it asks for tagging on the destination, so that only tags stay behind`),
    },
    {
      id: "owner-policy-lacks-override",
      origin: OWNER,
      setUp: p.cross({
        role: [p.CONFIGURATION, p.READ, p.write(p.PARTNERS, p.OVERRIDE)],
        destination: { ownership: "BucketOwnerPreferred", policy: p.lettingIn(p.ROLE) },
        rule: { destination: owner },
      }),
      truth: broken("the destination's policy must allow the override too", "destination-bucket-policy"),
    },
    {
      id: "owner-without-account",
      origin: "S3 API Reference, Error responses (replication)",
      setUp: p.same({
        role: [p.CONFIGURATION, p.READ, p.write(p.REPLICA, p.OVERRIDE)],
        rule: { destination: { accessControlTranslation: { owner: "Destination" } } },
      }),
      truth: broken("InvalidRequest: an owner override needs the account", "destination-account"),
    },
    {
      id: "account-of-somebody-else",
      origin: "S3 API Reference, Error responses (replication)",
      setUp: p.cross({
        destination: { policy: p.lettingIn(p.ROLE) },
        rule: { destination: { account: "777788889999" } },
      }),
      truth: broken("the stated account is not the bucket's owner", "destination-account"),
    },
    {
      id: "owner-enforced-destination",
      origin: OWNER,
      setUp: p.cross({
        destination: { ownership: "BucketOwnerEnforced", policy: p.lettingIn(p.ROLE) },
      }),
      truth: works("the owner changes by the bucket's setting, without another permission"),
    },
    {
      id: "destination-denies-replication",
      origin: TROUBLE,
      setUp: p.same({
        destination: { policy: [p.deny(["s3:ReplicateObject", "s3:ReplicateDelete"], p.objects(p.REPLICA))] },
      }),
      truth: broken("a deny of the listed actions fails replication", "destination-bucket-policy"),
    },
    {
      id: "source-denies-reads",
      origin: TROUBLE,
      setUp: p.same({
        source: { policy: [p.deny("s3:GetObjectVersion*", p.objects(p.SOURCE))] },
      }),
      truth: broken("a deny in the source's policy fails replication", "source-bucket-policy"),
    },
    {
      id: "no-list",
      origin: PERMISSIONS,
      setUp: p.same({
        role: [p.allow("s3:GetReplicationConfiguration", p.arn(p.SOURCE)), p.READ, p.write(p.REPLICA)],
      }),
      truth: broken("the page lists ListBucket among what the role must have", "source-list"),
    },
    {
      id: "no-configuration",
      origin: PERMISSIONS,
      setUp: p.same({
        role: [p.allow("s3:ListBucket", p.arn(p.SOURCE)), p.READ, p.write(p.REPLICA)],
      }),
      truth: broken("the role must read the configuration", "source-read-configuration"),
    },
    {
      id: "no-tagging",
      origin: `${PERMISSIONS} (without the tagging permission objects replicate, their tags do not)`,
      setUp: p.same({
        role: [
          p.CONFIGURATION,
          p.allow(["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl"], p.objects(p.SOURCE)),
          p.write(p.REPLICA),
        ],
      }),
      truth: works("only tags stay behind, as the page says"),
    },
    {
      id: "no-delete",
      origin: "S3 User Guide, Replicating delete markers; failure code DstDelObjNotPermitted",
      setUp: p.same({
        role: [
          p.CONFIGURATION,
          p.READ,
          p.allow(["s3:ReplicateObject", "s3:ReplicateTags"], p.objects(p.REPLICA)),
        ],
      }),
      truth: broken(
        "the rule replicates delete markers, which the role may not",
        "destination-replicate-delete",
      ),
    },
    {
      id: "no-delete-and-no-delete-markers",
      origin: "S3 User Guide, Replicating delete markers",
      setUp: p.same({
        role: [p.CONFIGURATION, p.READ, p.allow("s3:ReplicateObject", p.objects(p.REPLICA))],
        rule: { deleteMarkers: "Disabled" },
      }),
      truth: works("without delete markers ReplicateDelete is not used"),
    },
    {
      id: "plain-get-object-version",
      origin: "S3 User Guide, Replicating encrypted objects",
      setUp: p.same({
        role: [
          p.CONFIGURATION,
          p.allow(
            ["s3:GetObjectVersion", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
            p.objects(p.SOURCE),
          ),
          p.write(p.REPLICA),
        ],
      }),
      truth: works("GetObjectVersion replicates unencrypted and SSE-S3 objects, as the page says"),
    },
    {
      id: "role-in-destination-account",
      origin: "S3 User Guide, Replication configuration file elements (iam:PassRole)",
      setUp: p.cross({
        roleIs: { account: p.PARTNER },
        roleArn: `arn:aws:iam::${p.PARTNER}:role/${p.ROLE_NAME}`,
        destination: { policy: p.lettingIn(`arn:aws:iam::${p.PARTNER}:role/${p.ROLE_NAME}`) },
        source: { policy: [p.letIn(p.root(p.PARTNER), ["s3:Get*", "s3:List*"], p.all(p.SOURCE))] },
      }),
      truth: broken("the source's account passes the role, so that it lives there", "role-in-source-account"),
    },
    {
      id: "trusts-batch-only",
      origin: "S3 User Guide, Configuring an IAM role for S3 Batch Replication",
      setUp: p.same({
        roleIs: {
          trust: [
            {
              Effect: "Allow",
              Principal: { Service: "batchoperations.s3.amazonaws.com" },
              Action: "sts:AssumeRole",
            },
          ],
        },
      }),
      truth: broken("live replication assumes the role as s3.amazonaws.com", "role-trusts-s3"),
    },
    {
      id: "trusts-both-services",
      origin: "S3 User Guide, Configuring an IAM role for S3 Batch Replication",
      setUp: p.same({
        roleIs: {
          trust: [
            {
              Effect: "Allow",
              Principal: { Service: ["s3.amazonaws.com", "batchoperations.s3.amazonaws.com"] },
              Action: "sts:AssumeRole",
            },
          ],
        },
      }),
      truth: works("one role may serve both"),
    },
    {
      id: "suspended-destination",
      origin: "S3 User Guide, Requirements and considerations; failure code DstBucketUnversioned",
      setUp: p.same({ destination: { versioning: "Suspended" } }),
      truth: broken("both buckets must be versioned", "destination-versioning"),
    },
    {
      id: "unversioned-source",
      origin: "S3 User Guide, Requirements and considerations",
      setUp: p.same({ source: { versioning: "Never" } }),
      truth: broken("both buckets must be versioned", "source-versioning"),
    },
    {
      id: "requester-pays",
      origin: "S3 User Guide, Requirements and considerations",
      setUp: p.cross({ destination: { policy: p.lettingIn(p.ROLE), requesterPays: true } }),
      truth: broken("not allowed across accounts", "destination-requester-pays"),
    },
    {
      id: "object-lock-both",
      origin: "S3 User Guide, Requirements and considerations (Object Lock)",
      setUp: p.same({
        role: [p.CONFIGURATION, p.read("", ...p.LOCK_READS), p.write(p.REPLICA)],
        source: { objectLock: true },
        destination: { objectLock: true },
      }),
      truth: works(PAGE),
    },
    {
      id: "object-lock-without-reads",
      origin: "S3 User Guide, Requirements and considerations (Object Lock)",
      setUp: p.same({ source: { objectLock: true }, destination: { objectLock: true } }),
      truth: broken(
        "two further permissions are required",
        "source-read-retention",
        "source-read-legal-hold",
      ),
    },
    {
      id: "object-lock-at-source-only",
      origin: "S3 User Guide, failure code DstBucketObjectLockConfigMissing",
      setUp: p.same({
        role: [p.CONFIGURATION, p.read("", ...p.LOCK_READS), p.write(p.REPLICA)],
        source: { objectLock: true },
      }),
      truth: broken("the destination must have Object Lock where the source has", "locks-destination"),
    },
    {
      id: "object-lock-at-destination-only",
      origin: "S3 User Guide, Object Lock considerations",
      setUp: p.same({ destination: { objectLock: true } }),
      truth: works("replicas take the destination's default retention"),
    },
  ],
};
