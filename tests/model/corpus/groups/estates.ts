/** Landing zones and estates whose repositories and issues tell what they run and what failed. */
import { broken, type Group, undecidable, works } from "../entry";
import * as p from "../parts";

const LZA = "awslabs/landing-zone-accelerator-on-aws";
const AFT = "aws-ia/terraform-aws-control_tower_account_factory";
const MOJ = "ministryofjustice/modernisation-platform";
const SECURITY_LAKE = "Security Lake User Guide, Configuring rollup Regions";
const owner = { account: p.PARTNER, accessControlTranslation: { owner: "Destination" } };

const lzaRole = (to: string, key: string) => [
  p.allow(
    [
      "s3:GetObjectLegalHold",
      "s3:GetObjectRetention",
      "s3:GetObjectVersion",
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionForReplication",
      "s3:GetObjectVersionTagging",
      "s3:GetReplicationConfiguration",
      "s3:ListBucket",
      "s3:ReplicateDelete",
      "s3:ReplicateObject",
      "s3:ReplicateTags",
    ],
    p.all(p.SOURCE),
  ),
  p.allow(
    [
      "s3:GetBucketVersioning",
      "s3:GetObjectVersionTagging",
      p.OVERRIDE,
      "s3:PutBucketVersioning",
      "s3:ReplicateDelete",
      "s3:ReplicateObject",
      "s3:ReplicateTags",
    ],
    p.objects(to),
  ),
  p.allow(["kms:Decrypt", "kms:DescribeKey"], p.SOURCE_KEY),
  p.allow(["kms:Encrypt", "kms:DescribeKey"], key),
];

const ORGANISATION = { StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } };
const central = (principal: string) =>
  p.letIn(
    principal,
    ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags", p.OVERRIDE],
    p.objects(p.PARTNERS),
  );

const aftRole = [
  p.CONFIGURATION,
  p.READ,
  {
    ...p.write(p.REPLICA),
    Condition: {
      StringLikeIfExists: {
        "s3:x-amz-server-side-encryption": ["aws:kms", "AES256"],
        "s3:x-amz-server-side-encryption-aws-kms-key-id": [p.REPLICA_KEY],
      },
    },
  },
  p.decrypt(p.through(p.SOURCE_REGION, p.objects(p.SOURCE))),
  p.encrypt(p.SOURCE_KEY, p.through(p.SOURCE_REGION, p.objects(p.SOURCE))),
  p.encrypt(p.REPLICA_KEY, p.through(p.REPLICA_REGION, p.objects(p.REPLICA))),
];

/** Module: no KMS in the role; the writes ask for KMS objects by a condition. */
const mojRole = (condition?: readonly string[]) => [
  p.CONFIGURATION,
  p.read("", "s3:GetObjectVersion", ...p.LOCK_READS),
  {
    ...p.write(p.REPLICA, "s3:GetObjectVersionTagging", p.OVERRIDE),
    ...(condition && {
      Condition: { StringLikeIfExists: { "s3:x-amz-server-side-encryption": condition } },
    }),
  },
];
const KEY_USE = ["kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
const namesRole = { policy: [p.delegated(p.OWN), p.letIn(p.ROLE, KEY_USE, "*")] };

const lake = (condition: boolean) => [
  p.allow(
    [
      "s3:ListBucket",
      "s3:GetReplicationConfiguration",
      "s3:GetObjectVersionForReplication",
      "s3:GetObjectVersion",
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionTagging",
      ...p.LOCK_READS,
    ],
    [`${p.arn(p.SOURCE)}*`, `${p.arn(p.SOURCE)}*/*`],
    { StringEquals: { "s3:ResourceAccount": [p.OWN] } },
  ),
  p.allow(
    ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags", "s3:GetObjectVersionTagging"],
    [`${p.arn(p.REPLICA)}*/*`],
    { StringEquals: { "s3:ResourceAccount": [p.OWN] } },
  ),
  ...(condition
    ? [
        p.decrypt(p.through(p.SOURCE_REGION, `${p.arn(p.SOURCE)}*`)),
        p.encrypt(p.REPLICA_KEY, p.through(p.REPLICA_REGION, `${p.arn(p.REPLICA)}*`)),
      ]
    : []),
];

export const ESTATES: Group = {
  name: "landing zones and estates",
  entries: [
    {
      id: "lza-encrypt-only",
      origin: `${LZA} issue 1144 (maintainers' test: COMPLETED)`,
      setUp: p.same({
        kms: true,
        role: lzaRole(p.REPLICA, p.REPLICA_KEY),
        rules: [{ to: p.REPLICA, filter: "none", kmsObjects: "Enabled", replicaKey: p.REPLICA_KEY }],
      }),
      truth: works("Encrypt is enough with Bucket Keys off, as the maintainers tested"),
    },
    {
      id: "lza-central-bucket-by-organisation",
      origin: `${LZA}, central logs bucket`,
      setUp: p.cross({
        kms: true,
        role: lzaRole(p.PARTNERS, p.PARTNER_KEY),
        destination: {
          ownership: "BucketOwnerPreferred",
          policy: [{ ...central("*"), Condition: ORGANISATION }, p.TLS_ONLY(p.PARTNERS)],
        },
        replicaKey: {
          policy: [p.delegated(p.PARTNER), { ...p.letIn("*", KEY_USE, "*"), Condition: ORGANISATION }],
        },
        rule: { destination: owner },
      }),
      truth: undecidable(
        "what the landing zone deploys",
        "no export says which organisation the source's account belongs to",
      ),
    },
    {
      id: "lza-central-bucket-by-role",
      origin: `${LZA}, central logs bucket with the role as principal`,
      setUp: p.cross({
        kms: true,
        role: lzaRole(p.PARTNERS, p.PARTNER_KEY),
        destination: {
          ownership: "BucketOwnerPreferred",
          policy: [central(p.ROLE), p.TLS_ONLY(p.PARTNERS)],
        },
        replicaKey: { policy: [p.delegated(p.PARTNER), p.letIn(p.ROLE, KEY_USE, "*")] },
        rule: { destination: owner },
      }),
      truth: works("both owners let the role in"),
    },
    {
      id: "lza-organisation-in-key-policy-missing",
      origin: `${LZA} issue 1144 (silently failing in all accounts is what a missing grant looks like)`,
      setUp: p.cross({
        kms: true,
        role: lzaRole(p.PARTNERS, p.PARTNER_KEY).slice(0, 3),
        destination: { ownership: "BucketOwnerPreferred", policy: [central(p.ROLE)] },
        replicaKey: { policy: [p.delegated(p.PARTNER), p.letIn(p.ROLE, KEY_USE, "*")] },
        rule: { destination: owner },
      }),
      truth: broken("the role's own policy lacks the replica key", "replica-key-encrypt"),
    },
    {
      id: "aft-backend",
      origin: `${AFT}, modules/aft-backend/main.tf before 1.20.1`,
      setUp: p.same({
        kms: true,
        role: aftRole,
        roleIs: { managed: true },
        rules: [{ to: p.REPLICA, filter: "none", kmsObjects: "Enabled", replicaKey: p.REPLICA_KEY }],
      }),
      truth: works("issue 639 says that 1.20.0 and earlier replicate"),
    },
    {
      id: "aft-backend-with-bucket-keys",
      origin: `${AFT} issue 639 (open)`,
      setUp: p.same({
        kms: true,
        bucketKeys: true,
        role: aftRole,
        rules: [{ to: p.REPLICA, filter: "none", kmsObjects: "Enabled", replicaKey: p.REPLICA_KEY }],
      }),
      truth: broken(
        "kms:Decrypt denied since Bucket Keys were switched on: nothing replicated",
        "source-key-decrypt",
      ),
    },
    {
      id: "aft-first-apply",
      origin: `${AFT} issues 260 and 550`,
      setUp: p.same({
        kms: true,
        role: [...p.basic(p.REPLICA), p.decrypt(), p.encryptAll(p.REPLICA_KEY)],
        destination: { versioning: "Never" },
      }),
      truth: broken("Destination bucket must have versioning enabled", "destination-versioning"),
    },
    {
      id: "moj-logging-buckets",
      origin: `${MOJ} pull request 13504 (the working buckets' key policies)`,
      setUp: p.same({
        kms: true,
        role: mojRole(),
        sourceKey: namesRole,
        replicaKey: namesRole,
      }),
      truth: works("within an account key policies that name the role are enough"),
    },
    {
      id: "moj-state-bucket",
      origin: `${MOJ} pull request 13498`,
      setUp: p.same({ kms: true, role: mojRole(), replicaKey: {} }),
      truth: broken(
        "the role had no explicit KMS permission: no recent objects in the replica",
        "source-key-decrypt",
        "replica-key-encrypt",
      ),
    },
    {
      id: "moj-config-logs",
      origin: `${MOJ} pull request 13504`,
      setUp: p.same({
        kms: true,
        role: [...mojRole(), p.encryptAll(p.REPLICA_KEY)],
        sourceKey: {
          policy: [
            p.delegated(p.OWN),
            p.letIn(p.ROLE, ["kms:Encrypt", "kms:GenerateDataKey*", "kms:DescribeKey"], "*"),
          ],
        },
      }),
      truth: broken("the source key's policy lacked actions for the role", "source-key-decrypt"),
    },
    {
      id: "moj-state-with-both-contexts",
      origin: `${MOJ} pull requests 13498 and 13520`,
      setUp: p.same({
        kms: true,
        bucketKeys: true,
        role: [
          ...mojRole(),
          p.allow(
            ["kms:Decrypt", "kms:DescribeKey"],
            p.SOURCE_KEY,
            p.through(p.SOURCE_REGION, ...p.all(p.SOURCE)),
          ),
          p.allow(KEY_USE, p.REPLICA_KEY, p.through(p.REPLICA_REGION, ...p.all(p.REPLICA))),
        ],
      }),
      truth: works("what the estate settled on"),
    },
    {
      id: "moj-module-condition-on-sse-s3-source",
      origin: `${MOJ} pull request 13596; modernisation-platform-terraform-s3-bucket before v10.2.1`,
      setUp: p.same({ role: mojRole(["aws:kms"]) }),
      truth: broken(
        "CloudTrail shows ReplicateObject denied: the replica is AES256, which the condition excludes",
        "destination-replicate-object",
      ),
    },
    {
      id: "moj-fire-drill",
      origin: `${MOJ} pull requests 13774 and 13775 (status FAILED, alarm raised)`,
      setUp: p.same({
        role: [
          ...p.basic(p.REPLICA),
          p.forbid(["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"], "*"),
        ],
      }),
      truth: broken("an explicit deny of the role, on purpose", "destination-replicate-object"),
    },
    {
      id: "moj-logging-not-versioned",
      origin: `${MOJ} pull request 1223`,
      setUp: p.same({ destination: { versioning: "Never" } }),
      truth: broken("versioning must be enabled at the destination", "destination-versioning"),
    },
    {
      id: "moj-reports-two-accounts",
      origin: `${MOJ} pull request 8250; ministryofjustice/aws-root-account pull request 1014`,
      setUp: p.cross({
        kms: true,
        role: [...p.basic(p.PARTNERS), p.decrypt(), p.allow(KEY_USE, p.PARTNER_KEY)],
        destination: {
          policy: [
            ...p.lettingIn(p.ROLE),
            p.letIn(
              p.ROLE,
              ["s3:List*", "s3:GetBucketVersioning", "s3:PutBucketVersioning"],
              p.arn(p.PARTNERS),
            ),
          ],
        },
        replicaKey: { policy: [p.delegated(p.PARTNER), p.letIn(p.ROLE, KEY_USE, "*")] },
      }),
      truth: works("merged and applied; the key policy names the role of the other account"),
    },
    {
      id: "recreated-role",
      origin: "IAM User Guide, Principal (a deleted role leaves its unique id); DataDog pull request 43",
      setUp: p.cross({ destination: { policy: p.lettingIn("AROAEXAMPLEOFANOLDONE") } }),
      truth: broken("the policy goes on naming the role that was deleted", "destination-bucket-policy"),
    },
    {
      id: "recreated-role-in-key-policy",
      origin: "IAM User Guide, Principal (a deleted role leaves its unique id)",
      setUp: p.cross({
        kms: true,
        role: [...p.basic(p.PARTNERS), p.decrypt(), p.encryptAll(p.PARTNER_KEY)],
        destination: { policy: p.lettingIn(p.ROLE) },
        replicaKey: {
          policy: [p.delegated(p.PARTNER), p.letIn("AROAEXAMPLEOFANOLDONE", KEY_USE, "*")],
        },
      }),
      truth: broken("the same in a key policy", "replica-key-policy"),
    },
    {
      id: "assumed-role-session",
      origin: "AWS samples and production policies that name the session s3-replication",
      setUp: p.cross({ destination: { policy: p.lettingIn(p.ROLE_SESSION) } }),
      truth: works("S3 assumes the role with the session name s3-replication, as observed in production"),
    },
    {
      id: "assumed-role-session-of-another-name",
      origin: "IAM User Guide, Principal (a session principal names one session)",
      setUp: p.cross({
        destination: {
          policy: p.lettingIn(`arn:aws:sts::${p.OWN}:assumed-role/somebody-else/s3-replication`),
        },
      }),
      truth: broken("the session of another role lets nobody in", "destination-bucket-policy"),
    },
    {
      id: "security-lake",
      origin: SECURITY_LAKE,
      setUp: p.same({ role: lake(false) }),
      truth: works("the page publishes it as sufficient"),
    },
    {
      id: "security-lake-with-kms",
      origin: `${SECURITY_LAKE}, customer managed keys`,
      setUp: p.same({ kms: true, role: lake(true) }),
      truth: works("the page publishes it as sufficient"),
    },
    {
      id: "security-lake-to-another-account",
      origin: `${SECURITY_LAKE} (s3:ResourceAccount is the bucket owner's)`,
      setUp: p.cross({
        role: [
          ...lake(false),
          p.allow(["s3:ReplicateObject", "s3:ReplicateDelete"], p.objects(p.PARTNERS), {
            StringEquals: { "s3:ResourceAccount": [p.OWN] },
          }),
        ],
        destination: { policy: p.lettingIn(p.ROLE) },
      }),
      truth: broken("the destination belongs to another account", "destination-replicate-object"),
    },
    {
      id: "region-list-without-the-source",
      origin: "schubergphilis/terraform-aws-mcaf-landing-zone pull request 234, as a boundary",
      setUp: p.same({
        roleIs: { boundary: [p.allow("*", "*"), regionList("eu-central-1", "eu-north-1")] },
      }),
      truth: broken("replication failed until the region's actions were spared", "source-read-object"),
    },
    {
      id: "region-list-without-the-destination",
      origin: "schubergphilis/terraform-aws-mcaf-landing-zone pull request 234, as a boundary",
      setUp: p.same({
        roleIs: { boundary: [p.allow("*", "*"), regionList("eu-west-1", "eu-north-1")] },
      }),
      truth: broken("the writes go to a region that is not in the list", "destination-replicate-object"),
    },
    {
      id: "region-list-with-both",
      origin: "Organizations User Guide, example SCP that denies regions, as a boundary",
      setUp: p.same({
        roleIs: { boundary: [p.allow("*", "*"), regionList("eu-west-1", "eu-central-1")] },
      }),
      truth: works("both regions are in the list"),
    },
    {
      id: "siem-logs",
      origin: "cds-snc, cds_siem_logs_replication_policy",
      setUp: p.cross({
        destination: {
          policy: [
            p.letIn(p.ROLE, ["s3:GetBucketVersioning", "s3:PutBucketVersioning"], p.arn(p.PARTNERS)),
            p.letIn(p.ROLE, ["s3:ReplicateObject", "s3:ReplicateDelete", p.OVERRIDE], p.objects(p.PARTNERS)),
          ],
        },
      }),
      truth: works("in production"),
    },
    {
      id: "everything-in-one-statement",
      origin: "ZiG-Z/Terraform_Projects and the console's generated role",
      setUp: p.same({
        role: [
          p.allow(
            [
              "s3:ListBucket",
              "s3:GetReplicationConfiguration",
              "s3:GetObjectVersionForReplication",
              "s3:GetObjectVersionAcl",
              "s3:GetObjectVersionTagging",
              ...p.LOCK_READS,
            ],
            [...p.all(p.SOURCE), ...p.all(p.REPLICA)],
          ),
          p.allow(
            ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags", p.OVERRIDE],
            [p.objects(p.SOURCE), p.objects(p.REPLICA)],
          ),
        ],
      }),
      truth: works("what the S3 console makes"),
    },
    {
      id: "batch-and-live-in-one-role",
      origin: "nbailey20/CloudCopyCat and a public blog, one role for Batch and live replication",
      setUp: p.cross({
        kms: true,
        role: [
          p.allow(["s3:InitiateReplication", "s3:*"], p.objects(p.SOURCE)),
          p.allow(
            ["s3:GetReplicationConfiguration", "s3:PutInventoryConfiguration", "s3:*"],
            p.arn(p.SOURCE),
          ),
          p.allow(["s3:GetObject*", "s3:PutObject*", "s3:Replicate*", p.OVERRIDE, "s3:*"], p.all(p.PARTNERS)),
          p.allow(["kms:Encrypt", "kms:GenerateDataKey*"], p.PARTNER_KEY),
          p.decrypt(),
        ],
        roleIs: {
          trust: [
            {
              Effect: "Allow",
              Principal: { Service: ["batchoperations.s3.amazonaws.com", "s3.amazonaws.com"] },
              Action: "sts:AssumeRole",
            },
          ],
        },
        destination: { policy: p.lettingIn(p.root(p.OWN)) },
        replicaKey: {
          policy: [p.delegated(p.PARTNER), p.letIn(p.root(p.OWN), KEY_USE, "*")],
        },
      }),
      truth: works("wide, and sufficient with Bucket Keys off"),
    },
    {
      id: "two-destinations-one-forgotten",
      origin: "cloudposse/terraform-aws-s3-bucket issue 93 (several destinations)",
      setUp: p.same({
        rules: [{ to: p.REPLICA }, { to: "acme-second-copy", priority: 5 }],
        also: { buckets: [{ name: "acme-second-copy", account: p.OWN, region: "eu-north-1" }] },
      }),
      truth: broken("the role covers the first destination only", "destination-replicate-object"),
    },
  ],
};

function regionList(...regions: readonly string[]) {
  return {
    Effect: "Deny" as const,
    NotAction: ["iam:*", "organizations:*", "route53:*", "sts:*", "support:*", "cloudfront:*"],
    Resource: "*",
    Condition: { StringNotEquals: { "aws:RequestedRegion": regions } },
  };
}
