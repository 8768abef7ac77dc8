/** Plans of the shape that the rehearsal gives: resources of @pulumi/aws 7 with invented ids, in a valid order. */
import type { Plan, PlannedResource } from "../../../operations/rehearsal/plan";

export const ACCOUNT = "111122223333";

type Values = { readonly [property: string]: unknown };

export interface ResourceFixture {
  readonly type: string;
  readonly name: string;
  readonly inputs?: Values;
  readonly outputs?: Values;
  readonly id?: string;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: { readonly [property: string]: readonly string[] };
  readonly custom?: boolean;
  readonly parent?: string;
}

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:dev::s3-replication::${type}::${name}`;
}

export function resource(fixture: ResourceFixture): PlannedResource {
  const { type, name, inputs = {}, outputs = {}, id = name } = fixture;
  return {
    urn: urnOf(type, name),
    type,
    name,
    custom: fixture.custom ?? true,
    id,
    parent: fixture.parent,
    provider: fixture.provider,
    inputs,
    outputs: { ...inputs, ...outputs },
    secretInputs: [],
    dependencies: fixture.dependencies ?? [],
    propertyDependencies: fixture.propertyDependencies ?? {},
    protect: false,
    retainOnDelete: false,
  };
}

export function planOf(resources: readonly PlannedResource[]): Plan {
  return { project: "s3-replication", stack: "dev", resources, outputs: {} };
}

/** An explicit provider, its lists as JSON text as the SDK hands them over. */
export function provider(name: string, inputs: Values): PlannedResource {
  const encoded = Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  return resource({ type: "pulumi:providers:aws", name, inputs: encoded, id: `id-of-${name}` });
}

export interface SiteFixture {
  readonly region: string;
  readonly account?: string;
  readonly providerInputs?: Values;
}

export interface ReplicaFixture extends SiteFixture {
  /** Whether the bucket's policy leaves the replication role out. @default false */
  readonly closed?: boolean;
  /** Merged into the replication rule. */
  readonly rule?: Values;
  readonly destination?: Values;
  readonly encryption?: Values | undefined;
}

export interface TopologyFixture {
  /** The primary's bucket; every other physical name begins with it. @default "acme-archive" */
  readonly bucketName?: string;
  readonly primary?: SiteFixture;
  readonly replicas?: readonly ReplicaFixture[];
  /** Merged into the primary's default encryption. */
  readonly primaryEncryption?: Values;
  readonly objectLock?: Values;
  readonly blockedEncryptionTypes?: readonly string[];
  readonly bucketExtra?: (bucket: string, providerUrn: string) => readonly PlannedResource[];
}

/** A primary and its replicas, each bucket with all its parts and a KMS key: what the program makes. */
export function topology(fixture: TopologyFixture = {}): Plan {
  const primary = fixture.primary ?? { region: "eu-west-1" };
  const replicas = fixture.replicas ?? [{ region: "eu-central-1" }, { region: "us-east-1" }];
  const account = primary.account ?? ACCOUNT;
  const name = fixture.bucketName ?? "acme-archive";
  const roleName = `${name}-replication`;
  const main = siteParts("archive", name, { ...primary, encryption: fixture.primaryEncryption }, fixture, 0);
  const roleArn = `arn:aws:iam::${account}:role/service-role/${roleName}`;
  const role = resource({
    type: "aws:iam/role:Role",
    name: "archive-role",
    id: roleName,
    provider: main.provider.urn,
    inputs: {
      name: roleName,
      path: "/service-role/",
      assumeRolePolicy: document({
        Sid: "S3",
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
    },
    outputs: { arn: roleArn, uniqueId: "AROAINVENTEDBYREHEARSAL" },
  });
  const parts = replicas.map((replica, index) => {
    const suffix = `${replica.region}${replica.account === undefined ? "" : `-${replica.account}`}`;
    return siteParts(
      `archive-${suffix}`,
      `${name}-${suffix}`,
      replica,
      { ...fixture, role: { arn: roleArn, urn: role.urn }, account },
      index + 1,
    );
  });
  const rolePolicy = resource({
    type: "aws:iam/rolePolicy:RolePolicy",
    name: "archive-role-policy",
    id: `${roleName}:replicate`,
    provider: main.provider.urn,
    inputs: {
      name: "replicate",
      role: roleName,
      policy: document(
        {
          Sid: "Read",
          Effect: "Allow",
          Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
          Resource: `arn:aws:s3:::${name}`,
        },
        {
          Sid: "ReadObjects",
          Effect: "Allow",
          Action: [
            "s3:GetObjectVersionForReplication",
            "s3:GetObjectVersionAcl",
            "s3:GetObjectVersionTagging",
            "s3:GetObjectRetention",
            "s3:GetObjectLegalHold",
          ],
          Resource: `arn:aws:s3:::${name}/*`,
        },
        {
          Sid: "Write",
          Effect: "Allow",
          Action: [
            "s3:ReplicateObject",
            "s3:ReplicateDelete",
            "s3:ReplicateTags",
            "s3:ObjectOwnerOverrideToBucketOwner",
          ],
          Resource: parts.map(({ bucketName }) => `arn:aws:s3:::${bucketName}/*`),
        },
        { Sid: "Decrypt", Effect: "Allow", Action: "kms:Decrypt", Resource: main.keyArn },
        {
          Sid: "Encrypt",
          Effect: "Allow",
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"],
          Resource: parts.map(({ keyArn }) => keyArn),
        },
      ),
    },
    dependencies: [role.urn, main.keyUrn, ...parts.map(({ keyUrn }) => keyUrn)],
  });
  const rules = replicas.map((replica, index) => {
    const part = parts[index];
    if (part === undefined) throw new Error("no parts");
    const crossAccount = replica.account !== undefined && replica.account !== account;
    return {
      id: part.name,
      status: "Enabled",
      priority: index,
      filter: { prefix: "" },
      deleteMarkerReplication: { status: "Enabled" },
      sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
      ...replica.rule,
      destination: {
        bucket: `arn:aws:s3:::${part.bucketName}`,
        encryptionConfiguration: { replicaKmsKeyId: part.keyArn },
        metrics: { status: "Enabled" },
        ...(crossAccount && { account: replica.account, accessControlTranslation: { owner: "Destination" } }),
        ...replica.destination,
      },
    };
  });
  const configuration = resource({
    type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    name: "archive-replication",
    id: name,
    provider: main.provider.urn,
    inputs: { bucket: name, role: roleArn, rules },
    dependencies: [
      rolePolicy.urn,
      main.versioningUrn,
      ...parts.flatMap((part) => [part.versioningUrn, part.policyUrn]),
    ],
  });
  return planOf([
    resource({ type: "pulumi:pulumi:Stack", name: "s3-replication-dev", custom: false }),
    main.provider,
    ...parts.map(({ provider: one }) => one),
    role,
    ...main.resources,
    ...parts.flatMap(({ resources }) => resources),
    rolePolicy,
    configuration,
  ]);
}

interface PartsContext extends TopologyFixture {
  readonly role?: { readonly arn: string; readonly urn: string };
  readonly account?: string;
}

function siteParts(
  name: string,
  bucketName: string,
  site: ReplicaFixture,
  context: PartsContext,
  place: number,
) {
  const account = site.account ?? ACCOUNT;
  const own = provider(name, { region: site.region, allowedAccountIds: [account], ...site.providerInputs });
  const keyId = `0000000${place}-aaaa-4bbb-8ccc-0123456789ab`;
  const keyArn = `arn:aws:kms:${site.region}:${account}:key/${keyId}`;
  const at = { provider: own.urn };
  const key = resource({
    ...at,
    type: "aws:kms/key:Key",
    name: `${name}-key`,
    id: keyId,
    inputs: {
      description: `encrypts ${bucketName}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: document(
        {
          Sid: "Account",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: "kms:*",
          Resource: "*",
        },
        ...(context.role !== undefined && account !== context.account
          ? [
              {
                Sid: "Replicas",
                Effect: "Allow",
                Principal: { AWS: context.role.arn },
                Action: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"],
                Resource: "*",
              },
            ]
          : []),
      ),
      tags: { team: "storage" },
    },
    outputs: { arn: keyArn, keyId },
    dependencies: context.role ? [context.role.urn] : [],
  });
  const bucket = resource({
    ...at,
    type: "aws:s3/bucket:Bucket",
    name: `${name}-bucket`,
    id: bucketName,
    inputs: {
      bucket: bucketName,
      forceDestroy: true,
      tags: { team: "storage" },
      ...(context.objectLock && { objectLockEnabled: true }),
    },
    outputs: { arn: `arn:aws:s3:::${bucketName}`, region: site.region },
  });
  const needs = [bucket.urn];
  const part = (type: string, suffix: string, inputs: Values, dependencies: readonly string[] = needs) =>
    resource({
      ...at,
      type: `aws:s3/${type}`,
      name: `${name}-${suffix}`,
      id: bucketName,
      inputs: { bucket: bucketName, ...inputs },
      dependencies,
    });
  const versioning = part("bucketVersioning:BucketVersioning", "versioning", {
    versioningConfiguration: { status: "Enabled" },
  });
  const statements = [
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [`arn:aws:s3:::${bucketName}`, `arn:aws:s3:::${bucketName}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    ...(context.role !== undefined && account !== context.account && site.closed !== true
      ? [
          {
            Sid: "Replicas",
            Effect: "Allow",
            Principal: { AWS: context.role.arn },
            Action: [
              "s3:ReplicateObject",
              "s3:ReplicateDelete",
              "s3:ReplicateTags",
              "s3:ObjectOwnerOverrideToBucketOwner",
            ],
            Resource: `arn:aws:s3:::${bucketName}/*`,
          },
        ]
      : []),
  ];
  const policy = part("bucketPolicy:BucketPolicy", "policy", { policy: document(...statements) });
  const resources = [
    key,
    resource({
      ...at,
      type: "aws:kms/alias:Alias",
      name: `${name}-alias`,
      id: `alias/${bucketName}`,
      inputs: { name: `alias/${bucketName}`, targetKeyId: keyId },
      dependencies: [key.urn],
    }),
    bucket,
    versioning,
    part(
      "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "encryption",
      {
        rules: [
          {
            applyServerSideEncryptionByDefault: {
              sseAlgorithm: "aws:kms",
              kmsMasterKeyId: keyArn,
              ...site.encryption,
            },
            bucketKeyEnabled: true,
            blockedEncryptionTypes: context.blockedEncryptionTypes ?? ["SSE-C"],
          },
        ],
      },
      [bucket.urn, key.urn],
    ),
    part("bucketPublicAccessBlock:BucketPublicAccessBlock", "public-access", {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    }),
    part("bucketOwnershipControls:BucketOwnershipControls", "ownership", {
      rule: { objectOwnership: "BucketOwnerEnforced" },
    }),
    part(
      "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "lifecycle",
      {
        rules: [
          {
            id: "tidy",
            status: "Enabled",
            filter: { prefix: "" },
            noncurrentVersionExpiration: { noncurrentDays: 90 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      [versioning.urn],
    ),
    policy,
    ...(context.objectLock
      ? [
          part(
            "bucketObjectLockConfiguration:BucketObjectLockConfiguration",
            "lock",
            { rule: { defaultRetention: context.objectLock } },
            [versioning.urn],
          ),
        ]
      : []),
    ...(context.bucketExtra?.(bucketName, own.urn) ?? []),
  ];
  return {
    name,
    bucketName,
    provider: own,
    keyArn,
    keyUrn: key.urn,
    versioningUrn: versioning.urn,
    policyUrn: policy.urn,
    resources,
  };
}

export function document(...statements: readonly Values[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
