/** Outputs of resources that have no entry of their own: an id, an ARN and a name where AWS would give them. */
import { bucketArn } from "../../aws/arns";
import { partitionOfRegion } from "../../aws/partitions";
import type { Answer, Asked } from "./creation";
import { invented } from "./invented";
import type { ResourceProperties } from "./values";

/** Services whose ARNs have neither a region nor, where listed as false, an account. */
const GLOBAL: ReadonlyMap<string, { readonly account: boolean }> = new Map([
  ["iam", { account: true }],
  ["cloudfront", { account: true }],
  ["route53", { account: false }],
  ["organizations", { account: true }],
]);

/** Module of the SDK -> service of an ARN, where they differ. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ["lb", "elasticloadbalancing"],
  ["alb", "elasticloadbalancing"],
  ["sfn", "states"],
  ["cognito", "cognito-idp"],
  ["efs", "elasticfilesystem"],
  ["msk", "kafka"],
]);

/** What is before the name in an ARN, for types where it is not the type in lower case and a slash. */
const BEFORE_NAME: ReadonlyMap<string, readonly [service: string, before: string]> = new Map([
  ["aws:sns/topic:Topic", ["sns", ""]],
  ["aws:sqs/queue:Queue", ["sqs", ""]],
  ["aws:lambda/function:Function", ["lambda", "function:"]],
  ["aws:cloudwatch/logGroup:LogGroup", ["logs", "log-group:"]],
  ["aws:cloudwatch/metricAlarm:MetricAlarm", ["cloudwatch", "alarm:"]],
  ["aws:cloudwatch/eventRule:EventRule", ["events", "rule/"]],
  ["aws:secretsmanager/secret:Secret", ["secretsmanager", "secret:"]],
  ["aws:ssm/parameter:Parameter", ["ssm", "parameter/"]],
  ["aws:ecr/repository:Repository", ["ecr", "repository/"]],
  ["aws:iam/instanceProfile:InstanceProfile", ["iam", "instance-profile/"]],
  ["aws:sfn/stateMachine:StateMachine", ["states", "stateMachine:"]],
  ["aws:rds/instance:Instance", ["rds", "db:"]],
  ["aws:rds/cluster:Cluster", ["rds", "cluster:"]],
]);

/** Resources of EC2 have ids with a prefix of their type. */
const EC2_PREFIXES: ReadonlyMap<string, string> = new Map([
  ["instance", "i"],
  ["internetGateway", "igw"],
  ["natGateway", "nat"],
  ["routeTable", "rtb"],
  ["securityGroup", "sg"],
  ["vpcEndpoint", "vpce"],
  ["eip", "eipalloc"],
  ["networkInterface", "eni"],
]);

/** Types whose id is their ARN. */
const ID_IS_ARN = /^aws:(sns\/topic|secretsmanager\/secret|sfn\/|lb\/|alb\/)/;

/** The outputs of a resource of any type and any provider. */
export function otherOutputs(asked: Asked): Answer {
  const [provider = "", path = ""] = asked.type.split(":");
  if (provider === "random") return randomOutputs(asked);
  const named = nameOf(asked);
  if (provider !== "aws") return { id: named, computed: {} };
  const [module = "", kind = ""] = path.split("/");
  if (module === "s3") return ofBucket(asked, kind);
  if (module === "ec2") return ofEc2(asked, kind);
  const arn = arnOf(asked, module, kind, named);
  const more = extra(asked, named, arn);
  const id = ID_IS_ARN.test(asked.type) ? arn : (text(more["url"]) ?? named);
  return { id, computed: { name: named, arn, ...more } };
}

/** Most of S3's resources are settings of a bucket, and have its name as their id. */
function ofBucket({ seed, inputs, site }: Asked, kind: string): Answer {
  const bucket = text(inputs["bucket"]);
  const key = text(inputs["key"]);
  if (bucket !== undefined && key !== undefined && /^(bucketObject|objectCopy)/.test(kind)) {
    const arn = `${bucketArn(partitionOfRegion(site.region), bucket)}/${key}`;
    return { id: `${bucket}/${key}`, computed: { arn } };
  }
  return { id: bucket ?? invented(seed, 12), computed: {} };
}

function ofEc2({ seed, site }: Asked, kind: string): Answer {
  const id = `${EC2_PREFIXES.get(kind) ?? kind.toLowerCase()}-0${invented(seed, 16)}`;
  const { region, accountId } = site;
  const resource = kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const arn = `arn:${partitionOfRegion(region)}:ec2:${region}:${accountId}:${resource}/${id}`;
  return { id, computed: { arn } };
}

function arnOf({ type, inputs, site }: Asked, module: string, kind: string, name: string): string {
  const [service, before] = BEFORE_NAME.get(type) ?? [
    SERVICES.get(module) ?? module,
    `${kind.toLowerCase()}/`,
  ];
  const scope = GLOBAL.get(service);
  const region = scope === undefined ? site.region : "";
  const account = scope?.account === false ? "" : site.accountId;
  const path = service === "iam" ? (text(inputs["path"]) ?? "/").slice(1) : "";
  // A parameter's name may begin with the slash that is in front of it in the ARN.
  const last = before.endsWith("/") ? name.replace(/^\//, "") : name;
  return `arn:${partitionOfRegion(site.region)}:${service}:${region}:${account}:${before}${path}${last}`;
}

/** Outputs that programs often hand on. */
function extra({ type, seed, site }: Asked, name: string, arn: string): ResourceProperties {
  const { region, accountId } = site;
  switch (type) {
    case "aws:sqs/queue:Queue":
      return { url: `https://sqs.${region}.amazonaws.com/${accountId}/${name}` };
    case "aws:lambda/function:Function": {
      const partition = partitionOfRegion(region);
      const invokeArn = `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
      return { invokeArn, qualifiedArn: `${arn}:1`, version: "1" };
    }
    case "aws:ecr/repository:Repository":
      return {
        registryId: accountId,
        repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
      };
    case "aws:iam/user:User":
      return { uniqueId: `AIDA${invented(seed, 17).toUpperCase()}` };
    default:
      return {};
  }
}

/** @see https://www.pulumi.com/registry/packages/random/ */
function randomOutputs({ type, seed, inputs, name }: Asked): Answer {
  const length = Number(inputs["length"] ?? 16);
  const result = invented(seed, length);
  switch (type) {
    case "random:index/randomPet:RandomPet": {
      const pet = [text(inputs["prefix"]), "rehearsed", invented(seed, 6)].filter(
        (part) => part !== undefined,
      );
      return { id: pet.join(text(inputs["separator"]) ?? "-"), computed: {} };
    }
    case "random:index/randomId:RandomId": {
      const hex = invented(seed, Number(inputs["byteLength"] ?? 8) * 2);
      return { id: hex, computed: { hex: `${text(inputs["prefix"]) ?? ""}${hex}` } };
    }
    case "random:index/randomInteger:RandomInteger":
      return { id: String(inputs["min"]), computed: { result: inputs["min"] } };
    case "random:index/randomUuid:RandomUuid": {
      const uuid = result.padEnd(32, "0").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
      return { id: uuid, computed: { result: uuid } };
    }
    case "random:index/randomString:RandomString":
    case "random:index/randomPassword:RandomPassword":
      return { id: result, computed: { result } };
    default:
      return { id: name, computed: {} };
  }
}

/** The name that is given, else one that Pulumi would make of the resource's name. */
function nameOf({ seed, name, inputs }: Asked): string {
  return text(inputs["name"]) ?? `${name}-${invented(seed, 7)}`;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
