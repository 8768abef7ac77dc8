/** Roles as people write them: managed policies, wildcards, boundaries, narrow resources and conditions on keys. */
import { broken, type Group, works } from "../entry";
import * as p from "../parts";

const MANAGED = "AWS Managed Policy Reference Guide";
const awsManaged = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const kmsPair = (key: string) => [p.decrypt(), p.encryptAll(key)];
const withKms = [...p.basic(p.REPLICA), ...kmsPair(p.REPLICA_KEY)];

/** Many statements, each with several patterns: what grows out of years of additions. */
const patterns = Array.from({ length: 12 }, (_, n) =>
  p.allow(
    ["s3:Get*", "s3:List*", "s3:Replicate*", `s3:*Object*${n}`],
    [`arn:aws:s3:::*-${n}-*`, `arn:aws:s3:::*a*${n}*/*`, `arn:aws:s3:::acme-*-${n}*/*`],
  ),
);

export const ROLES: Group = {
  name: "roles, boundaries and keys",
  entries: [
    {
      id: "s3-full-access",
      origin: `${MANAGED}, AmazonS3FullAccess`,
      setUp: p.same({ role: [], roleIs: { attached: [awsManaged("AmazonS3FullAccess")] } }),
      truth: works("everything in S3, which is enough for SSE-S3"),
    },
    {
      id: "s3-full-access-with-kms",
      origin: `${MANAGED}, AmazonS3FullAccess`,
      setUp: p.same({
        kms: true,
        role: [],
        roleIs: { attached: [awsManaged("AmazonS3FullAccess")] },
      }),
      truth: broken("it has no KMS permission", "source-key-decrypt", "replica-key-encrypt"),
    },
    {
      id: "s3-read-only",
      origin: `${MANAGED}, AmazonS3ReadOnlyAccess`,
      setUp: p.same({ role: [], roleIs: { attached: [awsManaged("AmazonS3ReadOnlyAccess")] } }),
      truth: broken("it reads only", "destination-replicate-object"),
    },
    {
      id: "administrator",
      origin: `${MANAGED}, AdministratorAccess`,
      setUp: p.same({
        kms: true,
        bucketKeys: true,
        role: [],
        roleIs: { attached: [awsManaged("AdministratorAccess")] },
      }),
      truth: works("everything, and the keys' policies delegate"),
    },
    {
      id: "power-user",
      origin: `${MANAGED}, PowerUserAccess`,
      setUp: p.same({ kms: true, role: [], roleIs: { attached: [awsManaged("PowerUserAccess")] } }),
      truth: works("everything but IAM, organisations and account"),
    },
    {
      id: "deny-all",
      origin: `${MANAGED}, AWSDenyAll`,
      setUp: p.same({ roleIs: { attached: [awsManaged("AWSDenyAll")] } }),
      truth: broken("a deny goes before every allow", "source-read-object"),
    },
    {
      id: "other-managed-policies-beside",
      origin: `${MANAGED}, CloudWatchAgentServerPolicy and AmazonSSMManagedInstanceCore (no Deny in them)`,
      setUp: p.same({
        roleIs: {
          attached: [awsManaged("CloudWatchAgentServerPolicy"), awsManaged("AmazonSSMManagedInstanceCore")],
        },
      }),
      truth: works("the role's own policy is enough, and neither takes anything away"),
    },
    {
      id: "wide-by-action",
      origin: "kubernetes/k8s.io pull request 3955 (a role for s3:*)",
      setUp: p.same({ kms: true, role: [p.allow(["s3:*", "kms:*"], "*")] }),
      truth: works("everything in S3 and KMS"),
    },
    {
      id: "wide-by-patterns",
      origin: "public roles with s3:Get*, s3:List* and s3:Replicate* on a pattern of names",
      setUp: p.same({
        role: [
          p.allow(["s3:Get*", "s3:List*"], ["arn:aws:s3:::acme-*", "arn:aws:s3:::acme-*/*"]),
          p.allow("s3:Replicate*", "arn:aws:s3:::*copy*/*"),
        ],
      }),
      truth: works("the patterns cover both buckets"),
    },
    {
      id: "many-patterns-and-one-wide",
      origin: "roles that grew: many narrow statements beside one wide one",
      setUp: p.same({ role: [...patterns, p.allow("s3:*", ["arn:aws:s3:::*", "arn:aws:s3:::*/*"])] }),
      truth: works("one Allow covers everything, and nothing is denied"),
    },
    {
      id: "not-action",
      origin: "public roles with NotAction",
      setUp: p.same({
        role: [{ Effect: "Allow", NotAction: ["iam:*", "s3:DeleteBucket*"], Resource: "*" }],
      }),
      truth: works("everything but what is listed"),
    },
    {
      id: "objects-without-asterisk",
      origin: "AWS re:Post, troubleshoot replication; IAM User Guide, Resource",
      setUp: p.same({
        role: [
          p.CONFIGURATION,
          { ...p.READ, Resource: p.arn(p.SOURCE) },
          { ...p.write(p.REPLICA), Resource: p.arn(p.REPLICA) },
        ],
      }),
      truth: broken(
        "the actions are on objects, the resources are buckets",
        "source-read-object",
        "destination-replicate-object",
      ),
    },
    {
      id: "one-prefix-of-all",
      origin:
        "S3 User Guide, Replicating encrypted objects (key-prefix1*), used without a prefix in the rule",
      setUp: p.same({
        role: [p.CONFIGURATION, p.read("logs/"), p.write(p.REPLICA)],
      }),
      truth: broken("the rule selects every object, the role reads one prefix", "source-read-object"),
    },
    {
      id: "role-of-another-name",
      origin: "S3 User Guide, failure code AssumeRoleNotPermitted (the API takes any ARN)",
      setUp: p.same({
        roleIs: { path: "/replication/" },
        roleArn: p.ROLE,
      }),
      truth: broken("the configuration leaves the role's path out", "role-exists"),
    },
    {
      id: "trusts-ec2",
      origin: "S3 User Guide, failure code AssumeRoleNotPermitted",
      setUp: p.same({
        roleIs: {
          trust: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
        },
      }),
      truth: broken("S3 may not assume the role", "role-trusts-s3"),
    },
    {
      id: "trusts-s3-and-backup",
      origin: "public disaster-recovery stacks (one role for S3 and AWS Backup)",
      setUp: p.same({
        roleIs: {
          trust: [
            {
              Effect: "Allow",
              Principal: { Service: ["s3.amazonaws.com", "backup.amazonaws.com"] },
              Action: "sts:AssumeRole",
            },
          ],
        },
      }),
      truth: works("S3 is among the services"),
    },
    {
      id: "boundary-that-covers",
      origin: "cloudposse/terraform-aws-s3-bucket, s3_replication_permissions_boundary_arn",
      setUp: p.same({
        kms: true,
        role: withKms,
        roleIs: { boundary: [p.allow(["s3:*", "kms:*", "logs:*"], "*")] },
      }),
      truth: works("the boundary allows all that the role does"),
    },
    {
      id: "boundary-without-kms",
      origin: "cloudposse/terraform-aws-s3-bucket, s3_replication_permissions_boundary_arn",
      setUp: p.same({
        kms: true,
        role: withKms,
        roleIs: { boundary: [p.allow(["s3:*", "logs:*"], "*")] },
      }),
      truth: broken(
        "what the boundary leaves out the role may not",
        "source-key-decrypt",
        "replica-key-encrypt",
      ),
    },
    {
      id: "boundary-with-denies-of-iam",
      origin: "IAM User Guide, Permissions boundaries (delegated administrators)",
      setUp: p.same({
        roleIs: {
          boundary: [
            p.allow("*", "*"),
            p.forbid(["iam:CreateUser", "iam:*AccessKey*", "organizations:*"], "*"),
          ],
        },
      }),
      truth: works("none of the denies concerns replication"),
    },
    {
      id: "through-s3-of-the-wrong-region",
      origin: "S3 User Guide, Replicating encrypted objects (ViaService of each key's region)",
      setUp: p.same({
        kms: true,
        role: [
          ...p.basic(p.REPLICA),
          p.decrypt(p.through(p.SOURCE_REGION)),
          p.encryptAll(p.REPLICA_KEY, p.through(p.SOURCE_REGION)),
        ],
      }),
      truth: broken("S3 calls the replica key in the destination's region", "replica-key-encrypt"),
    },
    {
      id: "through-s3-of-any-region",
      origin: "KMS Developer Guide, kms:ViaService",
      setUp: p.same({
        kms: true,
        role: [
          ...p.basic(p.REPLICA),
          p.allow(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*"], "*", {
            StringLike: { "kms:ViaService": "s3.*.amazonaws.com" },
          }),
        ],
      }),
      truth: works("both regions are of the pattern"),
    },
    {
      id: "pattern-for-both-contexts",
      origin: "public modules with arn:aws:s3:::bucket* as encryption context",
      setUp: p.same({
        kms: true,
        bucketKeys: true,
        role: [
          ...p.basic(p.REPLICA),
          p.decrypt(p.through(p.SOURCE_REGION, `${p.arn(p.SOURCE)}*`)),
          p.encryptAll(p.REPLICA_KEY, p.through(p.REPLICA_REGION, `${p.arn(p.REPLICA)}*`)),
        ],
      }),
      truth: works("the pattern covers bucket and objects"),
    },
    {
      id: "context-under-string-equals",
      origin: "slashdevops/idp-scim-sync pull request 540; IAM User Guide, string operators",
      setUp: p.same({
        kms: true,
        role: [
          ...p.basic(p.REPLICA),
          p.decrypt({
            StringEquals: { "kms:EncryptionContext:aws:s3:arn": p.objects(p.SOURCE) },
          }),
          p.encryptAll(p.REPLICA_KEY),
        ],
      }),
      truth: broken("StringEquals takes the asterisk literally", "source-key-decrypt"),
    },
    {
      id: "data-keys-only",
      origin: "S3 User Guide, Replicating encrypted objects (kms:Encrypt is required)",
      setUp: p.same({
        kms: true,
        role: [
          ...p.basic(p.REPLICA),
          p.decrypt(),
          p.allow(["kms:GenerateDataKey", "kms:Decrypt"], p.REPLICA_KEY),
        ],
      }),
      truth: broken("what uploads need is not what replication needs", "replica-key-encrypt"),
    },
    {
      id: "keys-by-tag",
      origin: "KMS Developer Guide, Using tags to control access to KMS keys",
      setUp: p.same({
        kms: true,
        role: [
          ...p.basic(p.REPLICA),
          p.allow(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], "*", {
            StringEquals: { "aws:ResourceTag/purpose": "replication" },
          }),
        ],
        sourceKey: { tags: { purpose: "replication" } },
        replicaKey: { tags: { purpose: "replication" } },
      }),
      truth: works("both keys carry the tag"),
    },
    {
      id: "keys-by-another-tag",
      origin: "KMS Developer Guide, Using tags to control access to KMS keys",
      setUp: p.same({
        kms: true,
        role: [
          ...p.basic(p.REPLICA),
          p.allow(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], "*", {
            StringEquals: { "aws:ResourceTag/purpose": "replication" },
          }),
        ],
        sourceKey: { tags: { purpose: "replication" } },
        replicaKey: { tags: { purpose: "backup" } },
      }),
      truth: broken("the replica key has another value", "replica-key-encrypt"),
    },
    {
      id: "role-by-its-tag",
      origin: "IAM User Guide, attribute-based access control (aws:PrincipalTag in a bucket policy)",
      setUp: p.cross({
        roleIs: { tags: { purpose: "replication" } },
        destination: {
          policy: [
            p.letIn(
              p.root(p.OWN),
              ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
              p.objects(p.PARTNERS),
              { StringEquals: { "aws:PrincipalTag/purpose": "replication" } },
            ),
          ],
        },
      }),
      truth: works("the role carries the tag"),
    },
    {
      id: "account-with-principal-arn",
      origin: "IAM User Guide, Principal (an account with aws:PrincipalArn survives a recreated role)",
      setUp: p.cross({
        destination: {
          policy: [
            p.letIn(
              p.root(p.OWN),
              ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
              p.objects(p.PARTNERS),
              { ArnEquals: { "aws:PrincipalArn": p.ROLE } },
            ),
          ],
        },
      }),
      truth: works("the account is let in where the role calls"),
    },
    {
      id: "aws-managed-key-in-one-account",
      origin: "S3 User Guide, Using server-side encryption with AWS KMS keys (aws/s3 within an account)",
      setUp: p.same({
        kms: true,
        role: [
          ...p.basic(p.REPLICA),
          p.allow(["kms:Decrypt"], "*", p.through(p.SOURCE_REGION)),
          p.encryptAll(p.REPLICA_KEY),
        ],
        source: { encryption: { algorithm: "aws:kms" } },
      }),
      truth: works("every principal of the account may use aws/s3 through S3"),
    },
  ],
};
