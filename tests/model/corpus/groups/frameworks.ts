/** What the CDK, CloudFormation, Pulumi, Crossplane, ACK and Serverless make, and AWS's samples for them. */
import { broken, type Group, works } from "../entry";
import * as p from "../parts";

const CDK = "aws/aws-cdk, aws-s3 Bucket.replicationRules";
const CDK_SAMPLE = "aws-samples/aws-cdk-examples, s3-kms-cross-account-replication";
const owner = { account: p.PARTNER, accessControlTranslation: { owner: "Destination" } };

/** The grants that the construct makes; the replica key becomes "*" where it belongs to another stack's account. */
const cdkGrants = (to: string, key: string) => [
  p.CONFIGURATION,
  p.READ,
  p.allow(["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags", p.OVERRIDE], p.objects(to)),
  p.allow(["kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"], key),
  p.decrypt(),
];

const addReplicationPolicy = [
  p.letIn(p.ROLE, ["s3:ReplicateObject", "s3:ReplicateDelete"], p.objects(p.PARTNERS)),
  p.letIn(p.ROLE, ["s3:GetBucketVersioning", "s3:PutBucketVersioning"], p.arn(p.PARTNERS)),
];

const sampleKeyPolicy = [
  p.delegated(p.PARTNER),
  p.letIn(
    p.ROLE,
    ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    "*",
  ),
];

/** The sample's bucket policy says the same several times, which is allowed. */
const sampleBucketPolicy = [
  p.letIn(p.root(p.PARTNER), "s3:*", p.all(p.PARTNERS)),
  p.letIn(p.ROLE, ["s3:ReplicateObject", "s3:ReplicateDelete"], p.objects(p.PARTNERS)),
  p.letIn(p.ROLE, ["s3:List*", "s3:GetBucketVersioning", "s3:PutBucketVersioning"], p.arn(p.PARTNERS)),
  p.letIn(
    p.ROLE,
    [
      "s3:ReplicateObject",
      "s3:ReplicateDelete",
      p.OVERRIDE,
      "s3:ReplicateTags",
      "s3:GetObjectVersionTagging",
    ],
    p.objects(p.PARTNERS),
  ),
];

const sampleRole = [
  p.allow(
    [
      "s3:ListBucket",
      "s3:GetReplicationConfiguration",
      "s3:GetObjectVersionForReplication",
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionTagging",
      ...p.LOCK_READS,
    ],
    [...p.all(p.SOURCE), ...p.all(p.PARTNERS)],
  ),
  p.allow(
    ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags", p.OVERRIDE],
    [p.objects(p.SOURCE), p.objects(p.PARTNERS)],
  ),
  p.allow("kms:Decrypt", `arn:aws:kms:${p.SOURCE_REGION}:${p.OWN}:key/*`),
  p.allow("kms:Encrypt", `arn:aws:kms:${p.PARTNER_REGION}:${p.PARTNER}:key/*`),
];

export const FRAMEWORKS: Group = {
  name: "CDK, CloudFormation, Pulumi, Crossplane, ACK, Serverless",
  entries: [
    {
      id: "cdk-same-account",
      origin: `${CDK}, pull requests 30966 and 34138`,
      setUp: p.same({ kms: true, role: cdkGrants(p.REPLICA, p.REPLICA_KEY) }),
      truth: works("its integration test replicates an object, Bucket Keys off"),
    },
    {
      id: "cdk-key-of-another-stack",
      origin: `${CDK} (key of another region's stack)`,
      setUp: p.cross({
        kms: true,
        role: cdkGrants(p.PARTNERS, "*"),
        destination: { policy: [...addReplicationPolicy, p.TLS_ONLY(p.PARTNERS)] },
        replicaKey: {
          policy: [
            p.delegated(p.PARTNER),
            p.letIn(p.ROLE, ["kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"], "*"),
          ],
        },
      }),
      truth: works("wide, and sufficient with Bucket Keys off"),
    },
    {
      id: "cdk-without-add-replication-policy",
      origin: "aws/aws-cdk issues 35825 and 38349, pull request 30966",
      setUp: p.cross({ role: [p.CONFIGURATION, p.READ, p.write(p.PARTNERS, p.OVERRIDE)] }),
      truth: broken("the destination's stack has to call addReplicationPolicy", "destination-bucket-policy"),
    },
    {
      id: "cdk-replica-key-without-opt-in",
      origin: `${CDK} (accepted by the synthesis)`,
      setUp: p.same({
        kms: true,
        role: cdkGrants(p.REPLICA, p.REPLICA_KEY),
        rules: [{ to: p.REPLICA, replicaKey: p.REPLICA_KEY }],
      }),
      truth: broken("refused by the API", "rule-kms-pair"),
    },
    {
      id: "cdk-kms-source-without-opt-in",
      origin: `${CDK} (accepted by the synthesis)`,
      setUp: p.same({
        kms: true,
        role: cdkGrants(p.REPLICA, p.REPLICA_KEY),
        rules: [{ to: p.REPLICA }],
      }),
      truth: broken("KMS objects are skipped without a failure", "rule-selects-kms-objects"),
    },
    {
      id: "cdk-with-object-lock",
      origin: `${CDK} (the grants have no reads of retention and legal hold)`,
      setUp: p.same({
        role: [p.CONFIGURATION, p.READ, p.write(p.REPLICA, p.OVERRIDE)],
        source: { objectLock: true },
        destination: { objectLock: true },
      }),
      truth: broken("Object Lock needs two further reads", "source-read-retention", "source-read-legal-hold"),
    },
    {
      id: "cdk-v1-construct",
      origin: "rogerchi/cdk-s3-bucketreplication",
      setUp: p.same({
        role: [
          p.CONFIGURATION,
          p.allow(["s3:GetObjectVersion", "s3:GetObjectVersionAcl"], p.objects(p.SOURCE)),
          p.allow(["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"], p.objects(p.REPLICA)),
        ],
      }),
      truth: works("SSE-S3 only; tags stay behind"),
    },
    {
      id: "cdk-sample-two-accounts-kms",
      origin: `${CDK_SAMPLE}; CloudFormation twin Solutions/S3CrossAccountReplicationWithKMS`,
      setUp: p.cross({
        kms: true,
        role: sampleRole,
        destination: {
          encryption: { algorithm: "aws:kms", key: p.PARTNER_KEY, bucketKeys: true },
          ownership: "BucketOwnerPreferred",
          policy: sampleBucketPolicy,
        },
        replicaKey: { policy: sampleKeyPolicy },
        rule: { deleteMarkers: "Disabled", destination: owner },
      }),
      truth: works("AWS's sample; Bucket Keys at the destination"),
    },
    {
      id: "cdk-sample-with-bucket-keys-at-both-ends",
      origin: CDK_SAMPLE,
      setUp: p.cross({
        kms: true,
        bucketKeys: true,
        role: sampleRole,
        destination: { ownership: "BucketOwnerPreferred", policy: sampleBucketPolicy },
        replicaKey: { policy: sampleKeyPolicy },
        rule: { deleteMarkers: "Disabled", destination: owner },
      }),
      truth: works("AWS's sample: Decrypt stands in the replica key's policy, as the guide asks"),
    },
    {
      id: "runbook",
      origin: "Systems Manager, AWSSupport-ConfigureS3ReplicationSameAndCrossAccount",
      setUp: p.cross({
        kms: true,
        role: [
          p.allow(
            ["s3:GetReplicationConfiguration", "s3:ListBucket", "s3:GetBucketLocation"],
            p.arn(p.SOURCE),
          ),
          p.read("", "s3:GetObjectTagging"),
          p.write(p.PARTNERS, p.OVERRIDE),
          p.decrypt(),
          p.allow(["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncrypt*"], p.PARTNER_KEY),
        ],
        sourceKey: { policy: [p.delegated(p.OWN), p.letIn(p.ROLE, "kms:Decrypt", "*")] },
        destination: { policy: p.lettingIn(p.ROLE, p.OVERRIDE) },
        replicaKey: {
          policy: [
            p.delegated(p.PARTNER),
            p.letIn(p.ROLE, ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncrypt*"], "*"),
          ],
        },
      }),
      truth: works("AWS's runbook makes these policies"),
    },
    {
      id: "cloudformation-reference",
      origin: "CloudFormation User Guide, AWS::S3::Bucket ReplicationConfiguration, example",
      setUp: p.same({
        role: [
          p.CONFIGURATION,
          p.allow(["s3:GetObjectVersion", "s3:GetObjectVersionAcl"], p.objects(p.SOURCE)),
          p.allow(["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"], p.objects(p.REPLICA)),
        ],
        rules: [
          { to: p.REPLICA, filter: "none", legacyPrefix: "MyPrefix", id: "Backup" },
          { to: p.REPLICA, filter: "none", legacyPrefix: "MyOtherPrefix", id: "Other" },
        ],
      }),
      truth: works("the reference's example of V1"),
    },
    {
      id: "cloudformation-access-logs-to-consumer",
      origin: "CloudFormation template that sends access logs to a consumer's account",
      setUp: p.cross({
        destination: {
          policy: [
            p.letIn(p.ROLE, ["s3:ReplicateObject", "s3:ReplicateDelete", p.OVERRIDE], p.objects(p.PARTNERS)),
          ],
        },
        source: {
          policy: [p.serve("logging.s3.amazonaws.com", "s3:PutObject", p.objects(p.SOURCE, "access-logs"))],
        },
        rule: { filter: { prefix: "access-logs" } },
      }),
      truth: works("objects of AWS's log delivery replicate like any other"),
    },
    {
      id: "cfn-destination-in-own-template",
      origin: "CloudFormation samples with both buckets in one account and V2 rules",
      setUp: p.same({ rule: { filter: { prefix: "" }, deleteMarkers: "Disabled", priority: 1 } }),
      truth: works("plain same-account replication"),
    },
    {
      id: "pulumi-replicated-bucket",
      origin: "pulumi/pulumi-aws-s3-replicated-bucket, bucket.go",
      setUp: p.same({
        role: [
          p.CONFIGURATION,
          p.allow(["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl"], p.objects(p.SOURCE)),
          p.write(p.REPLICA, "s3:GetObjectVersionTagging"),
        ],
        roleIs: { managed: true },
      }),
      truth: works("tagging stands on the wrong side, so that tags stay behind"),
    },
    {
      id: "pulumi-backup-store",
      origin: "truvity/cnpg, pkg/aws/backupstore",
      setUp: p.same({
        kms: true,
        role: [
          p.CONFIGURATION,
          p.read("", ...p.LOCK_READS),
          p.write(p.REPLICA),
          p.decrypt(),
          p.allow(["kms:Encrypt", "kms:GenerateDataKey*"], p.REPLICA_KEY),
        ],
        source: {
          objectLock: true,
          encryption: { algorithm: "aws:kms", key: p.SOURCE_KEY },
        },
        destination: { objectLock: true },
        rule: { destination: { storageClass: "STANDARD_IA" } },
      }),
      truth: works("in use; the replica's bucket has no KMS default, and the rule names the key"),
    },
    {
      id: "archive-construct-with-aliases",
      origin: "sbstjn/archive (alias ARNs in the role, the replica key's policy names the role)",
      setUp: p.same({
        kms: true,
        role: [
          ...p.basic(p.REPLICA),
          p.decrypt(),
          p.encrypt(`arn:aws:kms:${p.REPLICA_REGION}:${p.OWN}:alias/archive`),
        ],
        replicaKey: {
          alias: "alias/archive",
          policy: [
            p.delegated(p.OWN),
            p.letIn(p.ROLE, ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"], "*"),
          ],
        },
      }),
      truth: works("within an account a key policy that names the role is enough"),
    },
    {
      id: "alias-as-resource",
      origin: "KMS Developer Guide, Controlling access with aliases; design article with alias ARNs",
      setUp: p.same({
        kms: true,
        role: [
          ...p.basic(p.REPLICA),
          p.decrypt(),
          p.encryptAll(`arn:aws:kms:${p.REPLICA_REGION}:${p.OWN}:alias/archive`),
        ],
        replicaKey: { alias: "alias/archive" },
      }),
      truth: broken("an alias as Resource grants nothing on the key", "replica-key-encrypt"),
    },
    {
      id: "alias-as-condition",
      origin: "KMS Developer Guide, Controlling access with aliases",
      setUp: p.same({
        kms: true,
        role: [
          ...p.basic(p.REPLICA),
          p.decrypt(),
          p.encryptAll("*", { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/archive" } }),
        ],
        replicaKey: { alias: "alias/archive" },
      }),
      truth: works("the page's way to name a key by its alias"),
    },
    {
      id: "crossplane-admin-role",
      origin: "crossplane-contrib/provider-aws pull request 763",
      setUp: p.same({
        role: [p.allow("s3:*", "*")],
        rule: { deleteMarkers: "Disabled", priority: 0, destination: { storageClass: "STANDARD" } },
      }),
      truth: works("tested by its author with a role for everything in S3"),
    },
    {
      id: "crossplane-metrics",
      origin: "crossplane-contrib issue 1117",
      setUp: p.same({
        rule: { destination: { metrics: { status: "Enabled", eventThreshold: { minutes: 15 } } } },
      }),
      truth: broken("refused without time control", "rule-metrics"),
    },
    {
      id: "ack-two-accounts",
      origin: "aws-controllers-k8s/community issue 1993",
      setUp: p.cross({
        role: [
          p.allow("iam:PassRole", p.ROLE),
          p.allow(
            [
              "s3:ListBucket",
              "s3:GetReplicationConfiguration",
              "s3:GetObjectVersionForReplication",
              "s3:GetObjectVersionAcl",
              "s3:GetObjectVersionTagging",
              ...p.LOCK_READS,
            ],
            p.all(p.SOURCE),
          ),
          p.write(p.PARTNERS, p.OVERRIDE),
        ],
        destination: { policy: p.lettingIn(p.ROLE, p.OVERRIDE) },
      }),
      truth: works("the same configuration works from the console; the controller's caller lacked a right"),
    },
    {
      id: "serverless-plugin-two-way",
      origin: "stefmorren/serverless-s3-replication-plugin",
      setUp: p.same({
        role: [
          p.allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], [p.arn(p.SOURCE), p.arn(p.REPLICA)]),
          p.allow(
            ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
            [p.objects(p.SOURCE), p.objects(p.REPLICA)],
          ),
          p.allow(
            ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
            [p.objects(p.SOURCE), p.objects(p.REPLICA)],
          ),
        ],
        also: { replication: [{ from: p.REPLICA, role: p.ROLE, rules: [{ to: p.SOURCE }] }] },
      }),
      truth: works("one role may serve both directions"),
    },
  ],
};
