/** Writes a set-up as `pulumi stack export` does, so that the corpus goes the whole way that `prove` goes. */
import type { SetUp } from "./setUp";
import { bucketResources, ruleProperties } from "./stackBuckets";
import { keyResources } from "./stackKeys";
import type { Resource } from "./stackResource";
import { roleResources } from "./stackRoles";

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
