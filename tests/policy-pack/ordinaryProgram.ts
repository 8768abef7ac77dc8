/** An ordinary program of one region and account: a web shop with buckets, a key and roles, all on the default provider. */
import type {
  AnalyzerProvider,
  AnalyzerResource,
  Properties,
} from "../../operations/policy/analyzerResource";

const DEFAULT: AnalyzerProvider = {
  type: "pulumi:providers:aws",
  urn: "urn:pulumi:dev::shop::pulumi:providers:aws::default_7_48_0",
  name: "default_7_48_0",
  properties: { region: "eu-west-1", version: "7.48.0" },
};

export function onDefault(type: string, name: string, properties: Properties = {}): AnalyzerResource {
  return {
    type,
    urn: `urn:pulumi:dev::shop::${type}::${name}`,
    name,
    properties,
    inputs: properties,
    provider: DEFAULT,
  };
}

const BUCKET = "aws:s3/bucket:Bucket";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const ALL_BLOCKS = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const document = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const trust = (service: string) =>
  document({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });

/** Its fourteen resources. */
export const ORDINARY: readonly AnalyzerResource[] = [
  onDefault(BUCKET, "website", { bucket: "shop-website" }),
  onDefault(BLOCK, "website", { bucket: "shop-website", ...ALL_BLOCKS }),
  onDefault("aws:s3/bucketPolicy:BucketPolicy", "website", {
    bucket: "shop-website",
    policy: document({
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::shop-website/*",
    }),
  }),
  onDefault(BUCKET, "uploads", { bucket: "shop-uploads", forceDestroy: true }),
  onDefault("aws:s3/bucketVersioning:BucketVersioning", "uploads", {
    bucket: "shop-uploads",
    versioningConfiguration: { status: "Suspended" },
  }),
  onDefault(BUCKET, "logs", { bucket: "shop-logs", acl: "log-delivery-write" }),
  onDefault("aws:kms/key:Key", "orders", { description: "orders" }),
  onDefault("aws:kms/alias:Alias", "orders", { name: "alias/orders" }),
  onDefault("aws:iam/role:Role", "function", { assumeRolePolicy: trust("lambda.amazonaws.com") }),
  onDefault("aws:iam/rolePolicy:RolePolicy", "function", {
    role: "function",
    policy: document({ Effect: "Allow", Action: "s3:*", Resource: "*" }),
  }),
  onDefault("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "function", {
    role: "function",
    policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
  }),
  onDefault("aws:iam/role:Role", "deployer", { assumeRolePolicy: trust("codebuild.amazonaws.com") }),
  onDefault("aws:iam/policy:Policy", "deployer", {
    policy: document({ Effect: "Allow", Action: "lambda:*", Resource: "*" }),
  }),
  onDefault("aws:dynamodb/table:Table", "orders", { hashKey: "id" }),
];

/** The whole stack, as the engine hands it to a policy pack. */
export function ordinaryProgram(): readonly AnalyzerResource[] {
  const stack = {
    type: "pulumi:pulumi:Stack",
    urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
    name: "shop-dev",
    properties: {},
  };
  const { type, urn, name, properties } = DEFAULT;
  return [stack, { type, urn, name, properties }, ...ORDINARY];
}
