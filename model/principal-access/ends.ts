/** The buckets whose data replicates, each with what decides about access to it. */
import { bucketArn } from "../../aws/arns";
import { indexed, matchesPattern } from "../evaluation";
import type { NamedPolicy } from "../evaluation/types";
import { groupBy } from "../groupBy";
import { knownValue } from "../known";
import type { Resolved, Route } from "../route";
import type { Bucket, Key, Role, Topology } from "../topology";
import { type BucketKey, bucketKeyOf, defaultKeyOf } from "./keys";
import { conditionKeys } from "./policyText";

/** One bucket that takes part in a route, or lets a role from elsewhere replicate into it. */
export interface DataBucket {
  readonly bucket: Bucket;
  readonly name: string;
  readonly arn: string;
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** Empty where the bucket has none. */
  readonly policy: NamedPolicy;
  /** Every condition key of the policy, as it is written. */
  readonly conditionKeys: readonly string[];
  /** Every key that its objects are encrypted with, the default encryption's first. */
  readonly keys: readonly BucketKey[];
  /** Whether new objects use an S3 Bucket Key, where that is known. */
  readonly bucketKeyEnabled: boolean | undefined;
  /** ARNs of the roles that replicate out of it or into it: their rights are what the routes are judged by. */
  readonly replicators: ReadonlySet<string>;
  /** The routes that it is the source of. */
  readonly routes: readonly Route[];
}

/** Every bucket with data that replicates, in the topology's order; one whose name is not known is left out. */
export function dataBuckets(topology: Topology, routes: readonly Route[]): readonly DataBucket[] {
  const from = routesBy(routes, ({ source }) => source);
  const keys = new Map(topology.keys.map((key) => [key.label, key]));
  const into = routesBy(routes, ({ destination }) => destination);
  return topology.buckets.flatMap((bucket) => {
    const [outgoing, incoming] = [from.get(bucket) ?? [], into.get(bucket) ?? []];
    const name = knownValue(bucket.name);
    if (name === undefined) return [];
    if (outgoing.length + incoming.length === 0 && !receives(bucket)) return [];
    return [dataBucket(bucket, name, outgoing, incoming, keys)];
  });
}

function routesBy(
  routes: readonly Route[],
  endOf: (route: Route) => Resolved<Bucket>,
): ReadonlyMap<Bucket | undefined, readonly Route[]> {
  return groupBy(routes, (route) => {
    const end = endOf(route);
    return "found" in end ? end.found : undefined;
  });
}

/** Whether the bucket is the destination of a route that was not read. */
function receives({ policy }: Bucket): boolean {
  const document = policy && knownValue(policy.document);
  return (document?.Statement ?? []).some(
    ({ Effect, Action }) =>
      Effect === "Allow" &&
      [Action ?? []]
        .flat()
        .some(
          (pattern) =>
            /^s3:repl/i.test(pattern) && matchesPattern(pattern, "s3:ReplicateObject", { ignoreCase: true }),
        ),
  );
}

function dataBucket(
  bucket: Bucket,
  name: string,
  outgoing: readonly Route[],
  incoming: readonly Route[],
  keysByLabel: ReadonlyMap<string, Key>,
): DataBucket {
  const used = [
    defaultKeyOf(bucket, keysByLabel),
    ...incoming.map(({ replicaKey }) => bucketKeyOf(replicaKey, bucket)),
  ];
  const keys = used.flatMap((key) => key ?? []);
  const encryption = knownValue(bucket.encryption);
  const policy = policyOf(bucket, name);
  return {
    bucket,
    name,
    arn: bucketArn(bucket.site.partition, name),
    account: knownValue(bucket.site.account),
    region: knownValue(bucket.site.region),
    policy,
    conditionKeys: [...new Set(conditionKeys(policy))],
    keys: [...new Map(keys.map((key) => [key.label, key])).values()],
    bucketKeyEnabled: encryption && knownValue(encryption.bucketKeyEnabled),
    replicators: new Set([...outgoing, ...incoming].flatMap(({ role }) => arnOfRole(role))),
    routes: outgoing,
  };
}

function policyOf({ policy }: Bucket, name: string): NamedPolicy {
  if (policy === undefined) return { label: `bucket policy of ${name}`, document: { Statement: [] } };
  const { label, document } = policy;
  return indexed({ label, document: "known" in document ? document.known : { unknown: document.unknown } });
}

function arnOfRole(role: Resolved<Role>): readonly string[] {
  if ("outside" in role) return [role.outside];
  if ("unknown" in role) return [];
  const arn = knownValue(role.found.arn);
  return [arn, role.written].flatMap((text) => text ?? []);
}
