/** A route with everything that its requirements ask about, worked out once. */
import { arnParts, bucketArn, friendlyName } from "../aws/arns";
import { knownValue } from "./known";
import type { KeyUse, Resolved, Route } from "./route";
import type { ServerSideEncryption } from "./serverSideEncryption";
import type { AttachedPolicy, Bucket, Key, Known, Role } from "./topology";
import type { TopologyIndex } from "./topologyIndex";

/** One end of a route. */
export interface RouteEnd {
  readonly side: "source" | "destination";
  /** Present when the bucket is part of what was read. */
  readonly bucket: Bucket | undefined;
  /** Why the bucket was not read. */
  readonly missing: string | undefined;
  readonly name: Known<string>;
  readonly account: Known<string>;
  readonly region: Known<string>;
  readonly partition: string;
}

/** A KMS key that S3 works with. */
export interface KeyEnd {
  readonly kind: "found" | "outside" | "managed";
  readonly key: Key | undefined;
  /** How a report names it. */
  readonly label: string;
  /** The text that the rule or the bucket gives, e.g. an alias ARN. */
  readonly written: string | undefined;
  readonly arn: Known<string>;
  readonly account: Known<string>;
  readonly region: Known<string>;
  readonly policy: AttachedPolicy | undefined;
  /** AWS says that it does not exist. */
  readonly missing?: true;
}

export type KeyState = KeyEnd | { readonly kind: "none" | "unknown"; readonly why: string };

export interface RouteFacts {
  readonly route: Route;
  readonly index: TopologyIndex;
  readonly source: RouteEnd;
  readonly destination: RouteEnd;
  /** The role, or what the ARN says of a role that was not read; undefined where not even that is known. */
  readonly role: Role | undefined;
  readonly sourceKey: KeyState;
  readonly replicaKey: KeyState;
  /** The prefix that the rule's filter asks for; empty for every object. */
  readonly prefix: Known<string>;
  /** Where the question is about one object: its key, with which the prefix then ends. */
  readonly object?: string;
  /** Where the question is about one object: its server-side encryption. */
  readonly encryption?: Known<ServerSideEncryption>;
}

export function routeFactsOf(route: Route, index: TopologyIndex): RouteFacts {
  const partition = "found" in route.source ? route.source.found.site.partition : undefined;
  const source = endOf("source", route.source, { known: undefined }, partition ?? "aws");
  const destination = endOf(
    "destination",
    route.destination,
    route.rule.destination.account,
    source.partition,
  );
  return {
    route,
    index,
    source,
    destination,
    role: "found" in route.role ? route.role.found : roleMeant(route.role, index),
    sourceKey: keyStateOf(route.sourceKey, source),
    replicaKey: keyStateOf(route.replicaKey, destination),
    prefix: prefixOf(route),
  };
}

/**
 * The one role of the same name and account, where the ARN's path leads to none; else, of a role that was not read, its
 * ARN with policies that are not known.
 */
export function roleMeant(
  resolved: Resolved<Role>,
  index: Pick<TopologyIndex, "rolesNamed">,
): Role | undefined {
  if (!("outside" in resolved)) return undefined;
  const { outside } = resolved;
  const parts = arnParts(outside);
  if (parts === undefined) return undefined;
  const [one, another] = index
    .rolesNamed(friendlyName(outside))
    .filter(({ arn }) => "known" in arn && arnParts(arn.known)?.account === parts.account);
  if (one !== undefined && another === undefined) return one;
  const document = { unknown: "the role is not part of what was read" };
  return {
    label: outside,
    name: { known: friendlyName(outside) },
    arn: { known: outside },
    account: { known: parts.account },
    trust: { label: `trust policy of ${outside}`, document },
    policies: [{ label: `the policy of ${outside}`, document }],
    boundary: undefined,
  };
}

export function endOf(
  side: RouteEnd["side"],
  resolved: Resolved<Bucket>,
  statedAccount: Known<string | undefined>,
  partition: string,
): RouteEnd {
  if ("found" in resolved) {
    const { found } = resolved;
    return { side, bucket: found, missing: undefined, name: found.name, ...found.site };
  }
  const missing =
    "outside" in resolved ? `${resolved.outside} is not part of what was read` : resolved.unknown;
  const parts = "outside" in resolved ? arnParts(resolved.outside) : undefined;
  const name = "outside" in resolved ? (parts?.resource ?? resolved.outside) : undefined;
  const account = knownValue(statedAccount);
  return {
    side,
    bucket: undefined,
    missing,
    name: name === undefined ? { unknown: missing } : { known: name },
    account: account === undefined ? { unknown: missing } : { known: account },
    region: { unknown: missing },
    partition: parts?.partition ?? partition,
  };
}

function keyStateOf(use: KeyUse, end: RouteEnd): KeyState {
  if ("none" in use) return { kind: "none", why: use.none };
  if ("awsManaged" in use) return managedKey(use.awsManaged, end);
  if ("unknown" in use) return { kind: "unknown", why: use.unknown };
  if ("outside" in use) return { ...outsideKey(use.outside), ...(use.missing === true && { missing: true }) };
  const { found: key, written } = use;
  return {
    kind: "found",
    key,
    label: knownValue(key.arn) ?? `key "${lastOf(key.label)}"`,
    written,
    arn: key.arn,
    account: fromArn(key, "account"),
    region: fromArn(key, "region"),
    policy: key.policy,
  };
}

/** The site's value, or where that is not known the ARN's. */
function fromArn(key: Key, field: "account" | "region"): Known<string> {
  const value = key.site[field];
  const parts = arnParts(knownValue(key.arn) ?? "");
  return "known" in value || parts === undefined ? value : { known: parts[field] };
}

/** The name at the end of a URN. */
function lastOf(label: string): string {
  return label.slice(label.lastIndexOf("::") + 1).replace(/^:/, "");
}

/** `aws/s3` lives in the account and region that the text names, or else in those of the bucket. */
function managedKey(written: string, end: RouteEnd): KeyEnd {
  const parts = arnParts(written);
  return {
    kind: "managed",
    key: undefined,
    label: "the AWS managed key aws/s3",
    written,
    arn: { unknown: "AWS gives the id of aws/s3" },
    account: parts === undefined ? end.account : { known: parts.account },
    region: parts === undefined ? end.region : { known: parts.region },
    policy: undefined,
  };
}

function outsideKey(written: string): KeyEnd {
  const parts = arnParts(written);
  const isKey = parts?.service === "kms" && parts.resource.startsWith("key/");
  const why = `${written} is not part of what was read`;
  const unknown = { unknown: why };
  return {
    kind: "outside",
    key: undefined,
    label: written,
    written,
    arn: isKey ? { known: written } : unknown,
    account: parts === undefined ? unknown : { known: parts.account },
    region: parts === undefined ? unknown : { known: parts.region },
    policy: undefined,
  };
}

function prefixOf({ rule }: Route): Known<string> {
  if ("unknown" in rule.filter) return rule.filter;
  if (rule.filter.known !== undefined) return { known: rule.filter.known.prefix ?? "" };
  return "unknown" in rule.legacyPrefix ? rule.legacyPrefix : { known: rule.legacyPrefix.known ?? "" };
}

/** `bucket acme-archive`, or what is known of it. */
export function nameOfEnd(end: RouteEnd): string {
  return knownValue(end.name) ?? end.bucket?.label ?? "unknown";
}

/** The bucket's ARN, or undefined where its name is not known or is that of something else. */
export function arnOfEnd(end: RouteEnd): string | undefined {
  const name = knownValue(end.name);
  return name === undefined || /[:/]/.test(name) ? undefined : bucketArn(end.partition, name);
}
