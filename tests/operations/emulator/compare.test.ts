import assert from "node:assert/strict";
import { PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateKeyCommand,
  DisableKeyRotationCommand,
  PutKeyPolicyCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import {
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import type { Clients, EmulatorSite } from "../../../operations/emulator/clients";
import { compare } from "../../../operations/emulator/compare";
import type { EmulatorDeployment } from "../../../operations/emulator/deploy";
import type { EmulatorServer } from "../../../operations/emulator/server";
import { deployed, INSTALL_TIMEOUT_MS, started } from "./emulator";
import { ACCOUNT, document, topology } from "./planFixture";

const NAME = "acme-compared";
const open = document({
  Sid: "Open",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: "s3:GetObject",
  Resource: `arn:aws:s3:::${NAME}/*`,
});

interface Fault {
  readonly what: string;
  readonly spoil: (
    site: EmulatorSite,
    ids: { readonly key: string; readonly replicaKey: string },
  ) => Promise<unknown>;
  readonly differs: {
    readonly resource: string;
    readonly what: string;
    readonly expected: string;
    readonly found: string;
  };
}

const bucket = `bucket ${NAME}`;
const FAULTS: readonly Fault[] = [
  {
    what: "suspended versioning",
    spoil: ({ s3 }) =>
      s3.send(
        new PutBucketVersioningCommand({ Bucket: NAME, VersioningConfiguration: { Status: "Suspended" } }),
      ),
    differs: { resource: bucket, what: "versioning", expected: "Enabled", found: "Suspended" },
  },
  {
    what: "another tag",
    spoil: ({ s3 }) =>
      s3.send(
        new PutBucketTaggingCommand({ Bucket: NAME, Tagging: { TagSet: [{ Key: "team", Value: "sales" }] } }),
      ),
    differs: { resource: bucket, what: "tags", expected: '{"team":"storage"}', found: '{"team":"sales"}' },
  },
  {
    what: "another key",
    spoil: ({ s3 }, { replicaKey }) =>
      s3.send(
        new PutBucketEncryptionCommand({
          Bucket: NAME,
          ServerSideEncryptionConfiguration: {
            Rules: [
              {
                ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: replicaKey },
                BucketKeyEnabled: true,
                BlockedEncryptionTypes: { EncryptionType: ["SSE-C"] },
              },
            ],
          },
        }),
      ),
    differs: {
      resource: bucket,
      what: "default encryption",
      expected: "aws:kms with key archive-key",
      found: "aws:kms with key archive-eu-central-1-key",
    },
  },
  {
    what: "an opened public access block",
    spoil: ({ s3 }) =>
      s3.send(
        new PutPublicAccessBlockCommand({
          Bucket: NAME,
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            BlockPublicPolicy: false,
            RestrictPublicBuckets: true,
          },
        }),
      ),
    differs: {
      resource: bucket,
      what: "public access block",
      expected: "all four on",
      found: "only BlockPublicAcls, IgnorePublicAcls, RestrictPublicBuckets on",
    },
  },
  {
    what: "ACLs switched on",
    spoil: ({ s3 }) =>
      s3.send(
        new PutBucketOwnershipControlsCommand({
          Bucket: NAME,
          OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
        }),
      ),
    differs: {
      resource: bucket,
      what: "object ownership",
      expected: "BucketOwnerEnforced",
      found: "ObjectWriter",
    },
  },
  {
    what: "another bucket policy",
    spoil: ({ s3 }) => s3.send(new PutBucketPolicyCommand({ Bucket: NAME, Policy: open })),
    differs: {
      resource: bucket,
      what: "bucket policy",
      expected: "1 statement: TlsOnly",
      found: "1 statement: Open",
    },
  },
  {
    what: "another lifecycle",
    spoil: ({ s3 }) =>
      s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket: NAME,
          LifecycleConfiguration: {
            Rules: [
              {
                ID: "tidy",
                Status: "Enabled",
                Filter: { Prefix: "" },
                NoncurrentVersionExpiration: { NoncurrentDays: 9 },
                AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
              },
            ],
          },
        }),
      ),
    differs: {
      resource: bucket,
      what: "lifecycle rule tidy",
      expected:
        '{"AbortIncompleteMultipartUpload":{"DaysAfterInitiation":7},"Filter":{"Prefix":""},"ID":"tidy","NoncurrentVersionExpiration":{"NoncurrentDays":90},"Status":"Enabled"}',
      found:
        '{"AbortIncompleteMultipartUpload":{"DaysAfterInitiation":7},"Filter":{"Prefix":""},"ID":"tidy","NoncurrentVersionExpiration":{"NoncurrentDays":9},"Status":"Enabled"}',
    },
  },
  {
    what: "another replication rule",
    spoil: ({ s3 }, { replicaKey }) =>
      s3.send(
        new PutBucketReplicationCommand({
          Bucket: NAME,
          ReplicationConfiguration: {
            Role: `arn:aws:iam::${ACCOUNT}:role/service-role/${NAME}-replication`,
            Rules: [
              {
                ID: "archive-eu-central-1",
                Status: "Disabled",
                Priority: 0,
                Filter: { Prefix: "" },
                DeleteMarkerReplication: { Status: "Enabled" },
                SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: "Enabled" } },
                Destination: {
                  Bucket: `arn:aws:s3:::${NAME}-eu-central-1`,
                  EncryptionConfiguration: { ReplicaKmsKeyID: replicaKey },
                  Metrics: { Status: "Enabled" },
                },
              },
            ],
          },
        }),
      ),
    differs: {
      resource: bucket,
      what: "replication rule archive-eu-central-1",
      expected: `to ${NAME}-eu-central-1, priority 0, Enabled`,
      found: `to ${NAME}-eu-central-1, priority 0, Disabled`,
    },
  },
  {
    what: "no rotation",
    spoil: ({ kms }, { key }) => kms.send(new DisableKeyRotationCommand({ KeyId: key })),
    differs: {
      resource: "key archive-key",
      what: "yearly rotation",
      expected: "every 365 days",
      found: "off",
    },
  },
  {
    what: "another key policy",
    spoil: ({ kms }, { key }) =>
      kms.send(
        new PutKeyPolicyCommand({
          KeyId: key,
          Policy: document({
            Sid: "Anyone",
            Effect: "Allow",
            Principal: "*",
            Action: "kms:*",
            Resource: "*",
          }),
        }),
      ),
    differs: {
      resource: "key archive-key",
      what: "key policy",
      expected: "1 statement: Account",
      found: "1 statement: Anyone",
    },
  },
  {
    what: "another trust policy",
    spoil: ({ iam }) =>
      iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: `${NAME}-replication`,
          PolicyDocument: document({
            Sid: "S3",
            Effect: "Allow",
            Principal: { Service: "ec2.amazonaws.com" },
            Action: "sts:AssumeRole",
          }),
        }),
      ),
    differs: {
      resource: `role ${NAME}-replication`,
      what: "trust policy",
      // Said alike in brief; so it is said in full.
      expected:
        '{"Statement":[{"Action":["sts:AssumeRole"],"Effect":"Allow","Principal":{"Service":["s3.amazonaws.com"]},"Sid":"S3"}],"Version":"2012-10-17"}',
      found:
        '{"Statement":[{"Action":["sts:AssumeRole"],"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com"]},"Sid":"S3"}],"Version":"2012-10-17"}',
    },
  },
  {
    what: "another role policy",
    spoil: ({ iam }) =>
      iam.send(
        new PutRolePolicyCommand({
          RoleName: `${NAME}-replication`,
          PolicyName: "replicate",
          PolicyDocument: document({ Sid: "All", Effect: "Allow", Action: "s3:*", Resource: "*" }),
        }),
      ),
    differs: {
      resource: `role ${NAME}-replication`,
      what: "role policy replicate",
      expected: "5 statements: Encrypt, Decrypt, ReadObjects, Read, Write",
      found: "1 statement: All",
    },
  },
];

describe("comparing what the emulator holds with what was asked for", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(2000);
  let server: EmulatorServer;
  let clients: Clients;
  let deployment: EmulatorDeployment;
  const deployAnew = async () => {
    ({ clients, deployment } = await deployed(
      server,
      topology({ bucketName: NAME, replicas: [{ region: "eu-central-1" }] }),
    ));
  };
  beforeEach(async () => {
    server = await started();
    await deployAnew();
  });
  afterEach(async () => {
    clients.close();
    await server.stop();
  });

  it("finds every setting of every bucket, key and role as it was asked for", async () => {
    const comparisons = await compare(deployment);
    assert.deepEqual(
      comparisons.filter(({ verdict }) => verdict !== "as expected"),
      [],
    );
    const of = (resource: string) =>
      comparisons.filter((one) => one.resource === resource).map(({ what }) => what);
    assert.deepEqual(of(bucket), [
      "region",
      "tags",
      "object lock",
      "versioning",
      "default encryption",
      "bucket key",
      "blocked encryption types",
      "public access block",
      "object ownership",
      "lifecycle rule tidy",
      "bucket policy",
      "replication role",
      "replication rule archive-eu-central-1",
    ]);
    assert.deepEqual(of("key archive-key"), [
      "state",
      "yearly rotation",
      "tags",
      "key policy",
      `alias alias/${NAME}`,
    ]);
    assert.deepEqual(of(`role ${NAME}-replication`), [
      "trust policy",
      "path",
      "tags",
      "permissions boundary",
      "role policy replicate",
    ]);
  });

  it("never shows an id that the emulator chose", async () => {
    const text = JSON.stringify(await compare(deployment));
    for (const { computed } of deployment.resources) {
      const id = computed["keyId"];
      if (id !== undefined) assert.ok(!text.includes(id));
    }
  });

  it("never shows what is secret", async () => {
    const plan = topology({ bucketName: "acme-secretive", replicas: [] });
    const resources = plan.resources.map((one) => ({
      ...one,
      secretInputs: one.name === "archive-bucket" ? ["tags"] : [],
    }));
    const made = await deployed(server, {
      ...plan,
      resources: resources.filter(({ name }) => name !== "archive-replication"),
    });
    try {
      const tags = (await compare(made.deployment)).find(
        ({ resource, what }) => resource === "bucket acme-secretive" && what === "tags",
      );
      assert.deepEqual([tags?.expected, tags?.found], ['{"team":"[secret]"}', '{"team":"[secret]"}']);
    } finally {
      made.clients.close();
    }
  });

  it("tells the alias of another key", async () => {
    const site = siteOf(deployment, "archive-key");
    const { KeyMetadata: other } = await site.kms.send(new CreateKeyCommand({}));
    await site.kms.send(new UpdateAliasCommand({ AliasName: `alias/${NAME}`, TargetKeyId: other?.KeyId }));
    const differing = (await compare(deployment)).filter(({ verdict }) => verdict === "differs");
    assert.deepEqual(
      differing.map(({ what, expected }) => [what, expected]),
      [[`alias alias/${NAME}`, "key archive-key"]],
    );
  });

  for (const { what, spoil, differs } of FAULTS) {
    it(`tells ${what}, and nothing else`, async () => {
      const key = computedOf(deployment, "archive-key");
      const replicaKey = computedOf(deployment, "archive-eu-central-1-key");
      await spoil(siteOf(deployment, "archive-key"), { key, replicaKey });
      const differing = (await compare(deployment)).filter(({ verdict }) => verdict === "differs");
      assert.deepEqual(differing, [{ ...differs, verdict: "differs" }]);
    });
  }
});

function find({ resources }: EmulatorDeployment, name: string) {
  const found = resources.find(({ resource }) => resource.name === name);
  assert.ok(found);
  return found;
}

function siteOf(deployment: EmulatorDeployment, name: string): EmulatorSite {
  return find(deployment, name).site;
}

function computedOf(deployment: EmulatorDeployment, name: string): string {
  return find(deployment, name).computed["arn"] ?? "";
}
