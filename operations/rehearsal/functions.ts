/** Functions of the AWS provider whose result follows from their arguments and the account and region. */
import { accountRootArn, arnParts, bucketArn } from "../../aws/arns";
import { dnsSuffixOfRegion, partitionOfRegion } from "../../aws/partitions";
import type { CreationSite } from "./creation";
import { digest } from "./invented";
import { policyDocument } from "./policyDocument";
import type { ResourceProperties } from "./values";

type Function = (args: ResourceProperties, site: CreationSite) => ResourceProperties | undefined;

const FUNCTIONS: ReadonlyMap<string, Function> = new Map<string, Function>([
  [
    "aws:index/getCallerIdentity:getCallerIdentity",
    (_, { accountId, region }) => ({
      accountId,
      arn: accountRootArn(partitionOfRegion(region), accountId),
      id: accountId,
      userId: accountId,
    }),
  ],
  [
    "aws:index/getRegion:getRegion",
    (args, site) => {
      const region = text(args["region"]) ?? text(args["name"]) ?? site.region;
      const endpoint = `ec2.${region}.${dnsSuffixOfRegion(region)}`;
      return { region, name: region, id: region, endpoint };
    },
  ],
  [
    "aws:index/getPartition:getPartition",
    (_, { region }) => {
      const dnsSuffix = dnsSuffixOfRegion(region);
      const partition = partitionOfRegion(region);
      return {
        partition,
        id: partition,
        dnsSuffix,
        reverseDnsPrefix: dnsSuffix.split(".").reverse().join("."),
      };
    },
  ],
  [
    "aws:index/getAvailabilityZones:getAvailabilityZones",
    (_, { region }) => {
      const names = ["a", "b", "c"].map((letter) => `${region}${letter}`);
      return { id: region, names, zoneIds: names.map((name) => `${digest(name).slice(0, 4)}-az1`) };
    },
  ],
  ["aws:index/getDefaultTags:getDefaultTags", () => ({ id: "default-tags", tags: {} })],
  [
    "aws:index/getArn:getArn",
    ({ arn }) => {
      const parts = arnParts(String(arn));
      return parts === undefined ? undefined : { id: arn, arn, ...parts };
    },
  ],
  [
    "aws:index/getServicePrincipal:getServicePrincipal",
    ({ serviceName, region }, site) => {
      const service = text(serviceName);
      if (service === undefined) return undefined;
      const name = `${service}.amazonaws.com`;
      return {
        id: name,
        name,
        serviceName: service,
        region: text(region) ?? site.region,
        suffix: "amazonaws.com",
      };
    },
  ],
  [
    "aws:iam/getPolicyDocument:getPolicyDocument",
    (args) => {
      const document = policyDocument(args);
      if (document === undefined) return undefined;
      return {
        ...args,
        id: digest(JSON.stringify(document)).slice(0, 10),
        json: JSON.stringify(document, null, 2),
        minifiedJson: JSON.stringify(document),
      };
    },
  ],
  [
    "aws:s3/getBucket:getBucket",
    ({ bucket }, { region }) => {
      const name = text(bucket);
      if (name === undefined) return undefined;
      return {
        id: name,
        bucket: name,
        arn: bucketArn(partitionOfRegion(region), name),
        bucketRegion: region,
        bucketDomainName: `${name}.s3.${dnsSuffixOfRegion(region)}`,
        bucketRegionalDomainName: `${name}.s3.${region}.${dnsSuffixOfRegion(region)}`,
      };
    },
  ],
  [
    "aws:s3/getCanonicalUserId:getCanonicalUserId",
    (_, { accountId }) => ({ id: digest(accountId), displayName: "" }),
  ],
]);

/**
 * What a function returns.
 *
 * @returns undefined for functions that read what only AWS or another provider knows.
 */
export function knownResult(
  token: string,
  args: ResourceProperties,
  site: CreationSite,
): ResourceProperties | undefined {
  return FUNCTIONS.get(token)?.(args, site);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
