/** Writes a set-up as `pulumi stack export` does, so that the corpus goes the whole way that `prove` goes. */
import type { BucketSetUp, KeySetUp, RoleSetUp, RuleSetUp, SetUp, Statement } from "./setUp";

type Properties = { readonly [name: string]: unknown };

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly inputs: Properties;
  /** What the provider adds. */
  readonly computed?: Properties;
}

/** The export, as an object. */
export function exportOf(setUp: SetUp): object {
  const resources = [
    ...setUp.keys.flatMap(keyResources),
    ...setUp.roles.flatMap(roleResources),
    ...setUp.buckets.flatMap(bucketResources),
    ...setUp.replication.map(({ from, role, rules }, position): Resource => {
      const source = setUp.buckets.find(({ name }) => name === from);
      return {
        type: "s3/bucketReplicationConfig:BucketReplicationConfig",
        name: `${from}-replication-${position}`,
        account: source?.account ?? "",
        region: source?.region ?? "",
        inputs: { bucket: from, role, rules: rules.map(ruleProperties) },
      };
    }),
  ];
  const sites = new Map(resources.map((one) => [siteOf(one), one]));
  return {
    version: 3,
    deployment: {
      manifest: {},
      resources: [...[...sites.values()].map(providerState), ...resources.map(resourceState)],
    },
  };
}

const urnOf = (type: string, name: string) => `urn:pulumi:corpus::corpus::${type}::${name}`;
const siteOf = ({ account, region }: Resource) => `${account}-${region}`;

function providerState(resource: Resource): object {
  const { account, region } = resource;
  const inputs = { region, allowedAccountIds: JSON.stringify([account]) };
  const type = "pulumi:providers:aws";
  return { urn: urnOf(type, siteOf(resource)), custom: true, id: "p", type, inputs, outputs: inputs };
}

function resourceState(resource: Resource): object {
  const type = `aws:${resource.type}`;
  return {
    urn: urnOf(type, resource.name),
    custom: true,
    id: resource.name,
    type,
    inputs: resource.inputs,
    outputs: { ...resource.inputs, ...resource.computed },
    provider: `${urnOf("pulumi:providers:aws", siteOf(resource))}::p`,
  };
}

const json = (statements: readonly Statement[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

function bucketResources(bucket: BucketSetUp): readonly Resource[] {
  const { name, account, region, encryption } = bucket;
  const part = (type: string, inputs: Properties): Resource => ({
    type: `s3/${type[0]?.toLowerCase()}${type.slice(1)}:${type}`,
    name: `${name}-${type}`,
    account,
    region,
    inputs: { bucket: name, ...inputs },
  });
  const when = (wanted: boolean, type: string, inputs: Properties) => (wanted ? [part(type, inputs)] : []);
  return [
    {
      ...part("Bucket", bucket.objectLock ? { objectLockEnabled: true } : {}),
      computed: { arn: `arn:${partitionOf(region)}:s3:::${name}` },
    },
    ...when(bucket.versioning !== "Never", "BucketVersioning", {
      versioningConfiguration: { status: bucket.versioning ?? "Enabled" },
    }),
    ...when(encryption !== undefined, "BucketServerSideEncryptionConfiguration", {
      rules: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: encryption?.algorithm,
            ...(encryption?.key !== undefined && { kmsMasterKeyId: encryption.key }),
          },
          bucketKeyEnabled: encryption?.bucketKeys ?? false,
        },
      ],
    }),
    ...when(bucket.ownership !== undefined, "BucketOwnershipControls", {
      rule: { objectOwnership: bucket.ownership },
    }),
    ...when(bucket.policy !== undefined, "BucketPolicy", { policy: json(bucket.policy ?? []) }),
    ...when(bucket.requesterPays === true, "BucketRequestPaymentConfiguration", { payer: "Requester" }),
  ];
}

const partitionOf = (region: string) => (region.startsWith("us-gov-") ? "aws-us-gov" : "aws");

function keyResources(key: KeySetUp): readonly Resource[] {
  const [, partition = "", , region = "", account = "", resource = ""] = key.arn.split(":");
  const id = resource.replace("key/", "");
  const root = `arn:${partition}:iam::${account}:root`;
  const policy = json(
    key.policy ?? [{ Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" }],
  );
  const part = (type: string, name: string, inputs: Properties, computed: Properties = {}): Resource => ({
    type,
    name,
    account,
    region,
    inputs,
    computed,
  });
  return [
    part(
      "kms/key:Key",
      `key-${region}-${id}`,
      {
        ...(key.policy !== undefined && { policy }),
        ...(key.disabled && { isEnabled: false }),
        ...(key.spec !== undefined && { customerMasterKeySpec: key.spec }),
        ...(key.usage !== undefined && { keyUsage: key.usage }),
        ...(key.tags !== undefined && { tags: key.tags }),
      },
      {
        arn: key.arn,
        keyId: id,
        policy,
        ...(key.tags !== undefined && { tagsAll: key.tags }),
        ...(key.pendingDeletion && { keyState: "PendingDeletion" }),
      },
    ),
    ...(key.alias === undefined
      ? []
      : [part("kms/alias:Alias", `alias-${region}-${id}`, { name: key.alias, targetKeyId: id })]),
    ...(key.grants ?? []).map(({ grantee, operations }, position) =>
      part("kms/grant:Grant", `grant-${id}-${position}`, {
        keyId: key.arn,
        granteePrincipal: grantee,
        operations,
      }),
    ),
  ];
}

/** The unique id that IAM gives a role; `aws:userid` begins with it. */
export const UNIQUE_ID = "AROAEXAMPLEID00000001";

const S3_MAY_ASSUME: readonly Statement[] = [
  { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" },
];

function roleResources(role: RoleSetUp): readonly Resource[] {
  const { name, account, path = "/", boundary } = role;
  const region = "us-east-1";
  const policyArn = (policy: string) => `arn:aws:iam::${account}:policy/${policy}`;
  const part = (type: string, label: string, inputs: Properties, computed: Properties = {}): Resource => ({
    type,
    name: label,
    account,
    region,
    inputs,
    computed,
  });
  const managed = (label: string, statements: readonly Statement[]) =>
    part(
      "iam/policy:Policy",
      label,
      { name: label, policy: json(statements) },
      { arn: policyArn(label), path: "/" },
    );
  const attach = (arn: string) =>
    part("iam/rolePolicyAttachment:RolePolicyAttachment", `${name}-${arn.split("/").at(-1)}`, {
      role: name,
      policyArn: arn,
    });
  return [
    part(
      "iam/role:Role",
      name,
      {
        name,
        path,
        assumeRolePolicy: json(role.trust ?? S3_MAY_ASSUME),
        ...(boundary !== undefined && { permissionsBoundary: policyArn(`${name}-boundary`) }),
        ...(role.tags !== undefined && { tags: role.tags }),
      },
      {
        arn: `arn:aws:iam::${account}:role${path}${name}`,
        uniqueId: UNIQUE_ID,
        ...(role.tags !== undefined && { tagsAll: role.tags }),
      },
    ),
    ...(role.statements.length === 0
      ? []
      : role.managed
        ? [managed(`${name}-policy`, role.statements), attach(policyArn(`${name}-policy`))]
        : [
            part("iam/rolePolicy:RolePolicy", `${name}-inline`, {
              role: name,
              name: "replicate",
              policy: json(role.statements),
            }),
          ]),
    ...(role.attached ?? []).map(attach),
    ...(boundary === undefined ? [] : [managed(`${name}-boundary`, boundary)]),
  ];
}

function ruleProperties(rule: RuleSetUp, position: number): Properties {
  const { filter = { prefix: "" }, kmsObjects, replicaModifications, replicaKey } = rule;
  const isV1 = filter === "none";
  const deleteMarkers = rule.deleteMarkers ?? (isV1 ? "absent" : "Enabled");
  const criteria = {
    ...(kmsObjects !== undefined && { sseKmsEncryptedObjects: { status: kmsObjects } }),
    ...(replicaModifications !== undefined && { replicaModifications: { status: replicaModifications } }),
  };
  return {
    id: rule.id ?? `rule-${position + 1}`,
    status: rule.status ?? "Enabled",
    ...(!isV1 && { filter, priority: rule.priority ?? position }),
    ...(isV1 && rule.priority !== undefined && { priority: rule.priority }),
    ...(rule.legacyPrefix !== undefined && { prefix: rule.legacyPrefix }),
    ...(deleteMarkers !== "absent" && { deleteMarkerReplication: { status: deleteMarkers } }),
    ...(Object.keys(criteria).length > 0 && { sourceSelectionCriteria: criteria }),
    ...(rule.existingObjects !== undefined && {
      existingObjectReplication: { status: rule.existingObjects },
    }),
    destination: {
      bucket: `arn:aws:s3:::${rule.to}`,
      ...(replicaKey !== undefined && { encryptionConfiguration: { replicaKmsKeyId: replicaKey } }),
      ...rule.destination,
    },
  };
}
