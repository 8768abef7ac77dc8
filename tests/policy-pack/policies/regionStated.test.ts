import { regionStated } from "../../../policy-pack/policies/regionStated";
import { resource, UNKNOWN } from "../stacks";
import { BUCKET, bucket, describeStacks, setter } from "./stackCases";

const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const FAR = bucket("far", { region: "us-east-1" });
const FORGOTTEN =
  /^region: expected a region, since provider "primary" has buckets in us-east-1 too, found none, so that it is created in ap-southeast-1; state it, e\.g\. region: "ap-southeast-1"$/;

describeStacks(regionStated, [
  ["a stack whose resources state no region", [bucket("a"), setter(VERSIONING, "a", {})], {}, []],
  [
    "resources that state the region of their provider, or leave it out",
    [bucket("a", { region: "ap-southeast-1" }), bucket("b")],
    {},
    [],
  ],
  [
    "a provider for two regions where every resource states its own",
    [FAR, bucket("a", { region: "ap-southeast-1" })],
    {},
    [],
  ],
  ["roles, which have no region, beside them", [FAR, resource("aws:iam/role:Role", {}, "role")], {}, []],
  [
    "the settings of an account",
    [FAR, resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", {}, "account")],
    {},
    [],
  ],
  ["a bucket that states none", [FAR, bucket("forgotten")], {}, [["forgotten", FORGOTTEN]]],
  [
    "each setting and key that states none",
    [FAR, setter(VERSIONING, "far", {}), resource("aws:kms/key:Key", {}, "key")],
    {},
    [
      ["far-setting", FORGOTTEN],
      ["key", FORGOTTEN],
    ],
  ],
  [
    "a region that only the provider computes",
    [FAR, resource(BUCKET, { region: UNKNOWN }, "computed")],
    {},
    [["computed", FORGOTTEN]],
  ],
  [
    "a region that the program takes from another resource",
    [FAR, { ...resource(BUCKET, { region: UNKNOWN }, "taken"), propertyDependencies: { region: [FAR.urn] } }],
    {},
    [],
  ],
  [
    "a key of alarms elsewhere beside buckets of the provider's own region",
    [resource("aws:kms/key:Key", { region: "us-east-1" }, "key"), bucket("a")],
    {},
    [],
  ],
  ["resources of another provider", [FAR, withProvider(bucket("elsewhere"), "other")], {}, []],
  [
    "a provider whose region is not stated, in one region",
    [withProvider(bucket("a", { region: "eu-west-1" }), "env", {}), withProvider(bucket("b"), "env", {})],
    {},
    [],
  ],
]);

function withProvider(
  made: ReturnType<typeof bucket>,
  name: string,
  properties: { readonly [name: string]: unknown } = { region: "eu-west-1" },
) {
  const urn = `urn:pulumi:dev::archive::pulumi:providers:aws::${name}`;
  return { ...made, provider: { type: "pulumi:providers:aws", urn, name, properties } };
}
