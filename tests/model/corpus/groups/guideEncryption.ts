/** What the User Guide publishes about encrypted objects, and what its pages name as failures. */
import { broken, type Group, works } from "../entry";
import * as p from "../parts";

const ENCRYPTED = "S3 User Guide, Replicating encrypted objects";
const TROUBLE = "S3 User Guide, Troubleshooting replication";
const PAGE = "the page publishes it as sufficient";

const sseCondition = (...algorithms: readonly string[]) => ({
  StringLikeIfExists: {
    "s3:x-amz-server-side-encryption": algorithms,
    "s3:x-amz-server-side-encryption-aws-kms-key-id": [p.REPLICA_KEY],
  },
});

/** The walkthrough's role: the kinds of encryption are listed in a condition on the writes. */
const walkthrough = (...algorithms: readonly string[]) => [
  p.allow(
    [
      "s3:ListBucket",
      "s3:GetReplicationConfiguration",
      "s3:GetObjectVersionForReplication",
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionTagging",
    ],
    p.all(p.SOURCE),
  ),
  { ...p.write(p.REPLICA), Condition: sseCondition(...algorithms) },
  p.decrypt(p.through(p.SOURCE_REGION, p.objects(p.SOURCE))),
  p.encrypt(p.REPLICA_KEY, p.through(p.REPLICA_REGION, p.objects(p.REPLICA))),
];

const dsse = (key: string) => ({ encryption: { algorithm: "aws:kms:dsse", key } }) as const;
const kmsRole = [...p.basic(p.REPLICA), p.decrypt(), p.encryptAll(p.REPLICA_KEY)];

export const GUIDE_ENCRYPTION: Group = {
  name: "S3 User Guide: encrypted objects",
  entries: [
    {
      id: "complete-policy",
      origin: `${ENCRYPTED}, complete IAM policy`,
      setUp: p.same({
        kms: true,
        role: [
          p.CONFIGURATION,
          p.allow(
            ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl"],
            p.objects(p.SOURCE, "Tax"),
          ),
          p.allow(["s3:ReplicateObject", "s3:ReplicateDelete"], p.objects(p.REPLICA, "Tax")),
          p.decrypt(p.through(p.SOURCE_REGION, p.objects(p.SOURCE, "Tax"))),
          p.encrypt(p.REPLICA_KEY, p.through(p.REPLICA_REGION, p.objects(p.REPLICA, "Tax"))),
        ],
        rule: { filter: { prefix: "Tax" }, deleteMarkers: "Disabled" },
      }),
      truth: works(PAGE),
    },
    {
      id: "separate-destinations",
      origin: `${ENCRYPTED}, separate destination buckets`,
      setUp: p.cross({
        kms: true,
        role: [
          p.CONFIGURATION,
          p.READ,
          p.write(p.PARTNERS),
          p.write(p.REPLICA),
          p.decrypt(p.through(p.SOURCE_REGION, p.objects(p.SOURCE))),
          p.encrypt(p.PARTNER_KEY, p.through(p.PARTNER_REGION, p.objects(p.PARTNERS))),
          p.encrypt(p.REPLICA_KEY, p.through(p.REPLICA_REGION, p.objects(p.REPLICA))),
        ],
        destination: { policy: p.lettingIn(p.ROLE) },
        replicaKey: {
          policy: [p.delegated(p.PARTNER), p.letIn(p.root(p.OWN), ["kms:Encrypt", "kms:Decrypt"], "*")],
        },
        rules: [
          {
            to: p.PARTNERS,
            kmsObjects: "Enabled",
            replicaKey: p.PARTNER_KEY,
            destination: { account: p.PARTNER },
          },
          { to: p.REPLICA, kmsObjects: "Enabled", replicaKey: p.REPLICA_KEY },
        ],
        also: {
          buckets: [
            {
              name: p.REPLICA,
              account: p.OWN,
              region: p.REPLICA_REGION,
              encryption: { algorithm: "aws:kms", key: p.REPLICA_KEY },
            },
          ],
          keys: [{ arn: p.REPLICA_KEY }],
        },
      }),
      truth: works(PAGE),
    },
    {
      id: "walkthrough",
      origin: `${ENCRYPTED}, Enabling replication for encrypted objects`,
      setUp: p.same({ kms: true, role: walkthrough("aws:kms", "AES256") }),
      truth: works("AWS's own walkthrough ends with a replicated object"),
    },
    {
      id: "walkthrough-with-dsse",
      origin: `${ENCRYPTED}, Enabling replication for encrypted objects (newer copies)`,
      setUp: p.same({
        kms: true,
        role: walkthrough("aws:kms", "aws:kms:dsse", "AES256"),
        source: dsse(p.SOURCE_KEY),
      }),
      truth: works(PAGE),
    },
    {
      id: "walkthrough-on-dsse-source",
      origin: `${ENCRYPTED} (a DSSE-KMS object becomes a DSSE-KMS replica)`,
      setUp: p.same({
        kms: true,
        role: walkthrough("aws:kms", "AES256"),
        source: dsse(p.SOURCE_KEY),
      }),
      truth: broken(
        "the replica is DSSE-KMS, which the condition leaves out",
        "destination-replicate-object",
      ),
    },
    {
      id: "walkthrough-on-sse-s3-source",
      origin: `${ENCRYPTED}, Enabling replication for encrypted objects`,
      setUp: p.same({ role: walkthrough("aws:kms", "AES256").slice(0, 2) }),
      truth: works("AES256 is in the list, and no key id is sent"),
    },
    {
      id: "dsse",
      origin: `${ENCRYPTED} (DSSE-KMS uses the same opt-in)`,
      setUp: p.same({
        kms: true,
        role: kmsRole,
        source: dsse(p.SOURCE_KEY),
        destination: dsse(p.REPLICA_KEY),
      }),
      truth: works(PAGE),
    },
    {
      id: "bucket-keys",
      origin: `${ENCRYPTED}, Amazon S3 Bucket Keys and replication`,
      setUp: p.same({
        kms: true,
        bucketKeys: true,
        role: [
          ...p.basic(p.REPLICA),
          p.decrypt(p.through(p.SOURCE_REGION, p.arn(p.SOURCE))),
          p.encrypt(p.REPLICA_KEY, p.through(p.REPLICA_REGION, p.arn(p.REPLICA))),
        ],
        replicaKey: { policy: [p.delegated(p.OWN), p.letIn(p.ROLE, "kms:Decrypt", "*")] },
      }),
      truth: works("the page asks for kms:Decrypt in the replica key's policy, where it stands"),
    },
    {
      id: "bucket-keys-without-decrypt",
      origin: `${ENCRYPTED}, IAM policy sample for S3 Bucket Keys`,
      setUp: p.same({
        kms: true,
        bucketKeys: true,
        role: [
          ...p.basic(p.REPLICA),
          p.decrypt(p.through(p.SOURCE_REGION, p.arn(p.SOURCE))),
          p.encrypt(p.REPLICA_KEY, p.through(p.REPLICA_REGION, p.arn(p.REPLICA))),
        ],
      }),
      truth: works("the sample leaves Decrypt out, and several estates run without it"),
    },
    {
      id: "bucket-keys-with-object-context",
      origin: `${ENCRYPTED}; awsdocs/amazon-s3-userguide pull request 116`,
      setUp: p.same({
        kms: true,
        bucketKeys: true,
        role: [
          ...p.basic(p.REPLICA),
          p.decrypt(p.through(p.SOURCE_REGION, p.objects(p.SOURCE))),
          p.encryptAll(p.REPLICA_KEY, p.through(p.REPLICA_REGION, p.objects(p.REPLICA))),
        ],
      }),
      truth: broken(
        "with Bucket Keys the context is the bucket's ARN: deployed, and nothing replicated",
        "source-key-decrypt",
        "replica-key-encrypt",
      ),
    },
    {
      id: "bucket-context-without-bucket-keys",
      origin: ENCRYPTED,
      setUp: p.same({
        kms: true,
        role: [
          ...p.basic(p.REPLICA),
          p.decrypt(p.through(p.SOURCE_REGION, p.arn(p.SOURCE))),
          p.encryptAll(p.REPLICA_KEY, p.through(p.REPLICA_REGION, p.arn(p.REPLICA))),
        ],
      }),
      truth: broken("without Bucket Keys the context is the object's ARN", "source-key-decrypt"),
    },
    {
      id: "get-object-version-with-kms",
      origin: ENCRYPTED,
      setUp: p.same({
        kms: true,
        role: [
          p.CONFIGURATION,
          p.allow(
            ["s3:GetObjectVersion", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
            p.objects(p.SOURCE),
          ),
          p.write(p.REPLICA),
          p.decrypt(),
          p.encryptAll(p.REPLICA_KEY),
        ],
      }),
      truth: broken("GetObjectVersion does not replicate SSE-KMS objects", "source-read-object"),
    },
    {
      id: "no-opt-in",
      origin: ENCRYPTED,
      setUp: p.same({
        kms: true,
        role: kmsRole,
        rules: [{ to: p.REPLICA }],
      }),
      truth: broken(
        "without the opt-in KMS objects are skipped without a failure",
        "rule-selects-kms-objects",
      ),
    },
    {
      id: "sse-s3-to-kms-default",
      origin: ENCRYPTED,
      setUp: p.same({
        destination: { encryption: { algorithm: "aws:kms", key: p.REPLICA_KEY } },
        replicaKey: {},
      }),
      truth: works("an SSE-S3 object stays SSE-S3: the destination's default is not applied"),
    },
    {
      id: "cross-account-by-account",
      origin: `${ENCRYPTED}, cross-account scenarios (Other AWS accounts of the key's console page)`,
      setUp: p.cross({
        kms: true,
        role: [...p.basic(p.PARTNERS), p.decrypt(), p.encryptAll(p.PARTNER_KEY)],
        destination: { policy: p.lettingIn(p.ROLE) },
        replicaKey: {
          policy: [
            p.delegated(p.PARTNER),
            p.letIn(
              p.root(p.OWN),
              ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
              "*",
            ),
            p.letIn(p.root(p.OWN), ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"], "*", {
              Bool: { "kms:GrantIsForAWSResource": "true" },
            }),
          ],
        },
      }),
      truth: works(PAGE),
    },
    {
      id: "cross-account-key-policy-silent",
      origin: `${ENCRYPTED}, cross-account scenarios`,
      setUp: p.cross({
        kms: true,
        role: [...p.basic(p.PARTNERS), p.decrypt(), p.encryptAll(p.PARTNER_KEY)],
        destination: { policy: p.lettingIn(p.ROLE) },
      }),
      truth: broken("the key's owner must let the role in", "replica-key-policy"),
    },
    {
      id: "cross-account-role-silent",
      origin: "KMS Developer Guide, Allowing users in other accounts to use a KMS key",
      setUp: p.cross({
        kms: true,
        role: [...p.basic(p.PARTNERS), p.decrypt()],
        destination: { policy: p.lettingIn(p.ROLE) },
        replicaKey: {
          policy: [
            p.delegated(p.PARTNER),
            p.letIn(p.ROLE, ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"], "*"),
          ],
        },
      }),
      truth: broken("across accounts the role's own policy must allow it too", "replica-key-encrypt"),
    },
    {
      id: "cross-account-aws-managed",
      origin: TROUBLE,
      setUp: p.cross({
        role: [...p.basic(p.PARTNERS), p.decrypt(), p.encryptAll("*")],
        kms: true,
        destination: { encryption: { algorithm: "aws:kms" }, policy: p.lettingIn(p.ROLE) },
        rule: { replicaKey: `arn:aws:kms:${p.PARTNER_REGION}:${p.PARTNER}:alias/aws/s3` },
      }),
      truth: broken("the policy of aws/s3 cannot be changed", "replica-key-customer-managed"),
    },
    {
      id: "key-of-the-sources-region",
      origin: `${TROUBLE}; ${ENCRYPTED}`,
      setUp: p.same({
        kms: true,
        role: [...p.basic(p.REPLICA), p.decrypt(), p.encryptAll(p.SOURCE_KEY)],
        destination: { encryption: undefined },
        rule: { replicaKey: p.SOURCE_KEY },
      }),
      truth: broken("the key must be in the destination's region", "replica-key-region"),
    },
    {
      id: "key-policy-for-a-vpc-endpoint",
      origin: TROUBLE,
      setUp: p.same({
        kms: true,
        role: kmsRole,
        replicaKey: {
          policy: [
            p.delegated(p.OWN),
            p.deny("kms:*", "*", { StringNotEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } }),
          ],
        },
      }),
      truth: broken("the page names policies limited to an endpoint", "replica-key-policy"),
    },
    {
      id: "key-policy-for-addresses",
      origin: TROUBLE,
      setUp: p.same({
        kms: true,
        role: kmsRole,
        sourceKey: {
          policy: [
            p.delegated(p.OWN),
            p.deny("kms:Decrypt", "*", { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
          ],
        },
      }),
      truth: broken("the page names policies limited to source addresses", "source-key-policy"),
    },
    {
      id: "disabled-replica-key",
      origin: "S3 User Guide, failure code DstKmsKeyInvalidState",
      setUp: p.same({ kms: true, role: kmsRole, replicaKey: { disabled: true } }),
      truth: broken("S3 accepts the configuration and fails later", "replica-key-enabled"),
    },
    {
      id: "source-key-pending-deletion",
      origin: "KMS Developer Guide, Key states of KMS keys",
      setUp: p.same({ kms: true, role: kmsRole, sourceKey: { pendingDeletion: true } }),
      truth: broken("such a key decrypts nothing", "source-key-enabled"),
    },
    {
      id: "asymmetric-replica-key",
      origin: "S3 API Reference, EncryptionConfiguration (symmetric keys only)",
      setUp: p.same({ kms: true, role: kmsRole, replicaKey: { spec: "RSA_2048" } }),
      truth: broken("S3 works with symmetric keys only", "replica-key-usage"),
    },
    {
      id: "multi-region-keys",
      origin: `${ENCRYPTED} (multi-Region keys are treated as single-Region ones)`,
      setUp: multiRegion(["eu-west-1", "eu-central-1"]),
      truth: works("each side decrypts and encrypts with the key of its own region"),
    },
    {
      id: "multi-region-key-of-one-region",
      origin: `${ENCRYPTED} (multi-Region keys are treated as single-Region ones)`,
      setUp: multiRegion(["eu-west-1"]),
      truth: broken("the policy names the primary's ARN only", "replica-key-encrypt"),
    },
    {
      id: "replica-key-by-id",
      origin: "S3 User Guide, Replicating encrypted objects; S3 API Reference, EncryptionConfiguration",
      setUp: p.same({
        kms: true,
        role: kmsRole,
        rule: { replicaKey: p.REPLICA_KEY.split("/").at(-1) ?? "" },
      }),
      truth: broken("ReplicaKmsKeyID takes the ARN of a key or an alias", "replica-key-arn"),
    },
  ],
};

function multiRegion(regions: readonly string[]) {
  const id = "key/mrk-44444444444444444444444444444444";
  const keyIn = (region: string) => `arn:aws:kms:${region}:${p.OWN}:${id}`;
  const [ofSource, ofReplica] = [keyIn(p.SOURCE_REGION), keyIn(p.REPLICA_REGION)];
  return p.same({
    role: [
      ...p.basic(p.REPLICA),
      p.allow(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], regions.map(keyIn)),
    ],
    source: { encryption: { algorithm: "aws:kms", key: ofSource } },
    destination: { encryption: { algorithm: "aws:kms", key: ofReplica } },
    rule: { kmsObjects: "Enabled", replicaKey: ofReplica },
    also: { keys: [{ arn: ofSource }, { arn: ofReplica }] },
  });
}
