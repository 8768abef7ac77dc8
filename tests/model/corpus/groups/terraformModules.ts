/** What well-known Terraform modules make, and what their issues report. */
import { broken, type Group, undecidable, works } from "../entry";
import * as p from "../parts";
import type { Statement } from "../setUp";

const TFM = "terraform-aws-modules/terraform-aws-s3-bucket";
const CP = "cloudposse/terraform-aws-s3-bucket";
const NZ = "nozaq/terraform-aws-remote-state-s3-backend";
const CT = "cloudandthings/terraform-aws-s3-bucket-replication";
const TRUSS = "trussworks/terraform-aws-s3-private-bucket";
const SOUND = "in use, and nothing in it touches replication";

const onBoth = (...statements: readonly ((bucket: string) => Statement)[]) => ({
  source: { policy: statements.map((make) => make(p.SOURCE)) },
  destination: { policy: statements.map((make) => make(p.REPLICA)) },
});

const tls = (version: string) => (bucket: string) =>
  p.deny("s3:*", p.all(bucket), { NumericLessThan: { "s3:TlsVersion": version } });

/** Module: Get* on bucket and objects, all Replicate actions and the override at the destination, no KMS. */
const cloudposse = (to: string, ...without: readonly string[]) => [
  p.allow(["s3:Get*", "s3:ListBucket"], p.all(p.SOURCE)),
  p.allow(
    [
      "s3:ReplicateTags",
      "s3:ReplicateObject",
      "s3:ReplicateDelete",
      p.OVERRIDE,
      "s3:GetObjectVersionTagging",
    ].filter((action) => !without.includes(action)),
    p.objects(to),
  ),
];

/** Module: both keys, each through S3 of its region, with the object's ARN as context. */
const nozaq = [
  p.CONFIGURATION,
  p.allow(["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl"], p.objects(p.SOURCE)),
  p.allow(["s3:ReplicateObject", "s3:ReplicateDelete"], p.objects(p.REPLICA)),
];
const nozaqKeys = [
  p.decrypt(p.through(p.SOURCE_REGION, p.objects(p.SOURCE))),
  p.allow(
    ["kms:Encrypt", "kms:GenerateDataKey"],
    p.REPLICA_KEY,
    p.through(p.REPLICA_REGION, p.objects(p.REPLICA)),
  ),
];

const cloudandthings = (to: string, key: string, region: string) => [
  p.allow(
    [
      "s3:ListBucket",
      "s3:GetReplicationConfiguration",
      "s3:GetObjectVersionForReplication",
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionTagging",
      ...p.LOCK_READS,
    ],
    [...p.all(p.SOURCE), ...p.all(to)],
  ),
  p.allow(
    ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags", "s3:GetObjectVersionTagging"],
    [p.objects(p.SOURCE), p.objects(to)],
  ),
  p.allow(p.OVERRIDE, p.objects(to)),
  p.decrypt(p.through(p.SOURCE_REGION, ...p.all(p.SOURCE))),
  p.encrypt(key, p.through(region, ...p.all(to))),
];

const tfmRole = [
  p.CONFIGURATION,
  p.allow(["s3:GetObjectVersion", "s3:GetObjectVersionAcl"], p.objects(p.SOURCE)),
  p.allow(["s3:ReplicateObject", "s3:ReplicateDelete"], p.objects(p.REPLICA)),
];

const owner = { account: p.PARTNER, accessControlTranslation: { owner: "Destination" } };

export const TERRAFORM_MODULES: Group = {
  name: "Terraform modules",
  entries: [
    {
      id: "tfm-example-role-without-kms",
      origin: `${TFM}, examples/s3-replication (rules without KMS)`,
      setUp: p.same({ role: tfmRole, rule: { filter: { prefix: "two" } } }),
      truth: works("GetObjectVersion replicates SSE-S3 objects; tags stay behind"),
    },
    {
      id: "tfm-example-rule-with-kms",
      origin: `${TFM}, examples/s3-replication (something-with-kms-and-filter)`,
      setUp: p.same({
        role: tfmRole,
        replicaKey: {},
        rule: {
          filter: { and: { prefix: "one", tags: { ReplicateMe: "Yes" } } },
          deleteMarkers: "Disabled",
          kmsObjects: "Enabled",
          replicaKey: p.REPLICA_KEY,
        },
      }),
      truth: broken(
        "the rule selects KMS objects, of which the role may neither read nor write one",
        "source-read-object",
        "replica-key-encrypt",
      ),
    },
    {
      id: "tfm-tls-1-2",
      origin: `${TFM}, attach_require_latest_tls_policy and attach_deny_insecure_transport_policy`,
      setUp: p.same(onBoth(tls("1.2"), p.TLS_ONLY)),
      truth: works("every AWS endpoint takes TLS 1.2 at least"),
    },
    {
      id: "tfm-tls-1-3",
      origin: `${TFM}, attach_require_latest_tls_policy raised to 1.3 by its user`,
      setUp: p.same(onBoth(tls("1.3"))),
      truth: undecidable("nothing reported against it", "no page says which version S3 uses for itself"),
    },
    {
      id: "tfm-deny-unencrypted",
      origin: `${TFM}, attach_deny_unencrypted_object_uploads and attach_deny_incorrect_encryption_headers`,
      setUp: p.same(
        onBoth(
          (bucket) =>
            p.deny("s3:PutObject", p.objects(bucket), {
              Null: { "s3:x-amz-server-side-encryption": "true" },
            }),
          (bucket) =>
            p.deny("s3:PutObject", p.objects(bucket), {
              StringNotEquals: { "s3:x-amz-server-side-encryption": ["aws:kms", "AES256"] },
            }),
        ),
      ),
      truth: works("replication is authorised as ReplicateObject, not as PutObject"),
    },
    {
      id: "tfm-deny-other-keys",
      origin: `${TFM}, attach_deny_incorrect_kms_key_sse and attach_deny_ssec_encrypted_object_uploads`,
      setUp: p.same({
        kms: true,
        role: [...p.basic(p.REPLICA), p.decrypt(), p.encryptAll(p.REPLICA_KEY)],
        destination: {
          encryption: { algorithm: "aws:kms", key: p.REPLICA_KEY },
          policy: [
            p.deny("s3:PutObject", p.objects(p.REPLICA), {
              StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": p.REPLICA_KEY },
            }),
            p.deny("s3:PutObject", p.objects(p.REPLICA), {
              Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" },
            }),
          ],
        },
      }),
      truth: works(SOUND),
    },
    {
      id: "tfm-log-delivery",
      origin: `${TFM}, attach_elb_log_delivery_policy, attach_cloudtrail_log_delivery_policy and others`,
      setUp: p.same({
        source: {
          policy: [
            p.letIn("arn:aws:iam::156460612806:root", "s3:PutObject", p.objects(p.SOURCE)),
            p.serve("logdelivery.elasticloadbalancing.amazonaws.com", "s3:PutObject", p.objects(p.SOURCE)),
            p.serve("cloudtrail.amazonaws.com", "s3:GetBucketAcl", p.arn(p.SOURCE)),
            p.serve("cloudtrail.amazonaws.com", "s3:PutObject", p.objects(p.SOURCE, "AWSLogs/"), {
              StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
            }),
            p.serve("logging.s3.amazonaws.com", "s3:PutObject", p.objects(p.SOURCE), {
              StringEquals: { "aws:SourceAccount": p.OWN },
            }),
            p.TLS_ONLY(p.SOURCE),
          ],
        },
      }),
      truth: works(SOUND),
    },
    {
      id: "tfm-two-way-first-apply",
      origin: `${TFM} issues 42 and 172`,
      setUp: p.same({ destination: { versioning: "Never" } }),
      truth: broken("Destination bucket must have versioning enabled", "destination-versioning"),
    },
    {
      id: "cp-sse-s3",
      origin: `${CP}, replication.tf`,
      setUp: p.same({ role: cloudposse(p.REPLICA) }),
      truth: works("the module's role is wide enough without KMS"),
    },
    {
      id: "cp-kms",
      origin: `${CP} issues 277 and 279 (open)`,
      setUp: p.same({ kms: true, role: cloudposse(p.REPLICA) }),
      truth: broken(
        "the module adds no KMS permission: reported missing",
        "source-key-decrypt",
        "replica-key-encrypt",
      ),
    },
    {
      id: "cp-kms-added-by-hand",
      origin: `${CP} issue 277, working policy`,
      setUp: p.cross({
        kms: true,
        role: [
          ...cloudposse(p.PARTNERS),
          p.allow(["kms:Decrypt", "kms:GenerateDataKey"], p.SOURCE_KEY),
          p.allow(["kms:Encrypt", "kms:GenerateDataKey"], p.PARTNER_KEY),
        ],
        destination: { policy: p.lettingIn(p.ROLE, p.OVERRIDE) },
        replicaKey: {
          policy: [
            p.delegated(p.PARTNER),
            p.letIn(p.ROLE, ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"], "*"),
          ],
        },
      }),
      truth: works("the reporter runs it, Bucket Keys off"),
    },
    {
      id: "cp-before-override",
      origin: `${CP} issue 68, pull request 69`,
      setUp: p.cross({
        role: cloudposse(p.PARTNERS, p.OVERRIDE),
        destination: {
          ownership: "BucketOwnerPreferred",
          policy: p.lettingIn(p.ROLE, p.OVERRIDE),
        },
        rule: { destination: owner },
      }),
      truth: broken(
        "replication across accounts failed until the action was added",
        "destination-override-owner",
      ),
    },
    {
      id: "cp-source-roles",
      origin: `${CP}, s3_replication_source_roles`,
      setUp: p.cross({
        role: cloudposse(p.PARTNERS),
        destination: {
          ownership: "BucketOwnerPreferred",
          policy: [
            p.letIn(
              p.ROLE,
              [
                "s3:ReplicateObject",
                "s3:ReplicateDelete",
                "s3:ReplicateTags",
                "s3:GetObjectVersionTagging",
                p.OVERRIDE,
              ],
              p.objects(p.PARTNERS),
            ),
            p.letIn(p.ROLE, ["s3:ListBucket", "s3:GetBucketVersioning"], p.arn(p.PARTNERS)),
            p.TLS_ONLY(p.PARTNERS),
          ],
        },
        rule: { destination: owner },
      }),
      truth: works("the module's own test case for two accounts"),
    },
    {
      id: "cp-uploads-must-be-encrypted",
      origin: `${CP}, allow_encrypted_uploads_only and allow_ssl_requests_only`,
      setUp: p.same({
        role: cloudposse(p.REPLICA),
        ...onBoth(
          (bucket) =>
            p.deny("s3:PutObject", p.objects(bucket), {
              StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
            }),
          (bucket) =>
            p.deny("s3:PutObject", p.objects(bucket), {
              Null: { "s3:x-amz-server-side-encryption": "true" },
            }),
          p.TLS_ONLY,
        ),
      }),
      truth: works(SOUND),
    },
    {
      id: "cp-replica-key-dropped",
      origin: `${CP}, flat replica_kms_key_id (silently dropped)`,
      setUp: p.same({ role: cloudposse(p.REPLICA), rule: { kmsObjects: "Enabled" } }),
      truth: broken("the API refuses the opt-in without a replica key", "rule-kms-pair"),
    },
    {
      id: "cp-website-masters",
      origin: "cloudposse/terraform-aws-s3-website pull request 10",
      setUp: p.cross({
        destination: {
          policy: [
            p.letIn(p.root(p.OWN), ["s3:GetBucketVersioning", "s3:PutBucketVersioning"], p.arn(p.PARTNERS)),
            p.letIn(p.root(p.OWN), ["s3:ReplicateObject", "s3:ReplicateDelete"], p.objects(p.PARTNERS)),
          ],
        },
      }),
      truth: works("the whole source account as principal, as AWS's owner page does"),
    },
    {
      id: "nozaq",
      origin: `${NZ}, replica.tf`,
      setUp: p.same({
        kms: true,
        role: [...nozaq, ...nozaqKeys],
        roleIs: { managed: true },
        destination: {
          encryption: { algorithm: "aws:kms", key: p.REPLICA_KEY },
          ownership: "BucketOwnerPreferred",
          policy: [p.TLS_ONLY(p.REPLICA), p.deny("s3:DeleteBucket", p.arn(p.REPLICA))],
        },
        rule: { filter: {}, deleteMarkers: "Disabled", destination: { storageClass: "STANDARD" } },
      }),
      truth: works("released and in use; only tags stay behind"),
    },
    {
      id: "nozaq-before-kms",
      origin: `${NZ} pull request 11`,
      setUp: p.same({ kms: true, role: nozaq, rule: { deleteMarkers: "Disabled" } }),
      truth: broken("the role could not use the keys", "source-key-decrypt", "replica-key-encrypt"),
    },
    {
      id: "nozaq-with-bucket-keys",
      origin: `${NZ}, replica.tf, Bucket Keys switched on by hand`,
      setUp: p.same({
        kms: true,
        bucketKeys: true,
        role: [...nozaq, ...nozaqKeys],
        rule: { deleteMarkers: "Disabled" },
      }),
      truth: broken("the context is the bucket's ARN then", "source-key-decrypt"),
    },
    {
      id: "nozaq-replica-not-versioned",
      origin: `${NZ} issue 107`,
      setUp: p.same({ role: nozaq, destination: { versioning: "Never" } }),
      truth: broken("Destination bucket must have versioning enabled", "destination-versioning"),
    },
    {
      id: "cloudandthings",
      origin: `${CT}, data.tf (its test waits for COMPLETED)`,
      setUp: p.same({ kms: true, role: cloudandthings(p.REPLICA, p.REPLICA_KEY, p.REPLICA_REGION) }),
      truth: works("the module's test replicates an object"),
    },
    {
      id: "cloudandthings-two-accounts",
      origin: `${CT}, data.tf`,
      setUp: p.cross({
        kms: true,
        role: cloudandthings(p.PARTNERS, p.PARTNER_KEY, p.PARTNER_REGION),
        destination: {
          ownership: "BucketOwnerPreferred",
          policy: p.lettingIn(p.ROLE, p.OVERRIDE),
        },
        replicaKey: {
          policy: [p.delegated(p.PARTNER), p.letIn(p.ROLE, ["kms:Encrypt", "kms:Decrypt"], "*")],
        },
        rule: { destination: owner },
      }),
      truth: works("documented set-up of the module, Bucket Keys off"),
    },
    {
      id: "secure-baseline",
      origin: "ChrisMcKee/terraform-aws-secure-baseline, modules/secure-bucket/iam.tf",
      setUp: p.same({
        kms: true,
        role: [
          ...nozaq,
          p.decrypt(p.through(p.SOURCE_REGION, p.objects(p.SOURCE))),
          p.encrypt(`[${p.REPLICA_KEY}]`, p.through(p.SOURCE_REGION, p.objects(p.REPLICA))),
        ],
      }),
      truth: broken(
        "the ARN stands in brackets, and ViaService names the source's region",
        "replica-key-encrypt",
      ),
    },
    {
      id: "trussworks",
      origin: `${TRUSS}, main.tf (TLS-only policy and custom policy)`,
      setUp: p.same({
        source: {
          policy: [
            p.TLS_ONLY(p.SOURCE),
            p.letIn(p.root(p.OWN), ["s3:GetObject", "s3:ListBucket"], p.all(p.SOURCE)),
          ],
        },
        destination: { policy: [p.TLS_ONLY(p.REPLICA)] },
      }),
      truth: works(SOUND),
    },
    {
      id: "asicsdigital",
      origin: "asicsdigital/terraform-aws-s3-cross-account-replication, s3-dest.tf",
      setUp: p.cross({
        destination: {
          policy: [
            p.letIn(p.root(p.OWN), ["s3:ReplicateObject", "s3:ReplicateDelete"], p.objects(p.PARTNERS)),
          ],
        },
      }),
      truth: works("the account as principal, and the role's own policy"),
    },
    {
      id: "provider-example-of-2018",
      origin: "hashicorp/terraform issue 19450 (example of the provider's page)",
      setUp: p.same({ role: tfmRole, roleIs: { managed: true } }),
      truth: works("SSE-S3 objects replicate; their tags stay behind"),
    },
    {
      id: "source-key-not-granted",
      origin: "hashicorp/terraform issues 18966 and 26704; terraform-provider-aws issue 15833",
      setUp: p.same({ kms: true, role: [...p.basic(p.REPLICA), p.encryptAll(p.REPLICA_KEY)] }),
      truth: broken("FAILED until the console adds kms:Decrypt on the source key", "source-key-decrypt"),
    },
    {
      id: "grant-in-place-of-a-policy",
      origin: "aws_kms_grant for a replication role, as several public repositories write it",
      setUp: p.same({
        kms: true,
        role: [...p.basic(p.REPLICA), p.decrypt()],
        replicaKey: {
          grants: [{ grantee: p.ROLE, operations: ["Encrypt", "Decrypt", "GenerateDataKey", "ReEncryptTo"] }],
        },
      }),
      truth: works("KMS grants count like a key policy that names the role (KMS Developer Guide, Grants)"),
    },
    {
      id: "replica-key-without-opt-in",
      origin: "terraform-provider-aws issue 26241; ministryofjustice/aws-root-account pull request 1014",
      setUp: p.same({
        kms: true,
        role: [...p.basic(p.REPLICA), p.decrypt(), p.encryptAll(p.REPLICA_KEY)],
        rules: [{ to: p.REPLICA, replicaKey: p.REPLICA_KEY }],
      }),
      truth: broken("InvalidRequest: SseKmsEncryptedObjects must be specified", "rule-kms-pair"),
    },
  ],
};
