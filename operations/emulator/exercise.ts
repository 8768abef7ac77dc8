/** Exercises every route: each rule alone in force, objects put, and what arrives held against what S3 would do. */
import {
  DeleteBucketReplicationCommand,
  GetBucketEncryptionCommand,
  GetBucketReplicationCommand,
  GetObjectLockConfigurationCommand,
  PutBucketReplicationCommand,
  type ReplicationConfiguration,
} from "@aws-sdk/client-s3";
import type { Site } from "./clients";
import type { Deployed, Deployment } from "./deploy";
import { AwsRefusal, RefusedResourceError } from "./errors";
import { playEvents } from "./events";
import { type Expect, expectedOutcome, type RouteEnds } from "./expectation";
import { judge, judgeReplica } from "./judge";
import { type Labels, labelsOf } from "./labels";
import type { End } from "./probe";
import type { Progress } from "./progress";
import { unlessAbsent } from "./resources/reading";
import { type RouteRule, readRule } from "./rule";
import type { EventReport, RouteReport } from "./types";

export interface ExerciseOptions {
  readonly deployment: Deployment;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What S3 would do. @default - by the rule alone, see expectation.ts */
  readonly expect?: Expect;
}

const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

/** Routes in the order of their rules. The full configuration is in force again when it ends well. */
export async function exercise(options: ExerciseOptions): Promise<readonly RouteReport[]> {
  const { deployment, progress, signal, expect = expectedOutcome } = options;
  const labels = labelsOf(deployment);
  const configurations = deployment.resources.filter(({ resource }) => resource.type === REPLICATION);
  const held = await Promise.all(configurations.map(readConfiguration));
  const total = held.reduce((sum, { Rules = [] }) => sum + Rules.length, 0);
  const routes: RouteReport[] = [];
  for (const [index, deployed] of configurations.entries()) {
    const configuration = held[index];
    if (configuration === undefined) continue;
    const { resource } = deployed;
    try {
      for (const [place, rule] of (configuration.Rules ?? []).entries()) {
        signal?.throwIfAborted();
        const route = readRule(rule, place);
        progress?.({ step: "exercising", done: routes.length, total, route: route.id });
        const alone = { ...configuration, Rules: [rule] };
        routes.push(await exerciseRoute({ deployment, deployed, route, place, alone, labels, expect }));
      }
      await putConfiguration(deployed, configuration);
    } catch (error) {
      if (error instanceof AwsRefusal) throw new RefusedResourceError(resource.name, resource.type, error);
      throw error;
    }
  }
  return routes;
}

interface Route {
  readonly deployment: Deployment;
  readonly deployed: Deployed;
  readonly route: RouteRule;
  readonly place: number;
  /** The configuration with this rule alone. */
  readonly alone: ReplicationConfiguration;
  readonly labels: Labels;
  readonly expect: Expect;
}

async function exerciseRoute({
  deployment,
  deployed,
  route,
  place,
  alone,
  labels,
  expect,
}: Route): Promise<RouteReport> {
  const sourceName = bucketOf(deployed);
  const sourceSite = siteOfBucket(deployment, sourceName) ?? deployed.site;
  const destinationSite = siteOfBucket(deployment, route.destination);
  const report = (events: readonly EventReport[]): RouteReport => ({
    rule: route.id,
    source: sourceName,
    destination: route.destination,
    sourceRegion: sourceSite.region,
    destinationRegion: destinationSite?.region,
    events,
  });
  if (destinationSite === undefined) {
    const because = "its destination is not a bucket of this program";
    return report([
      { event: "every event", expected: "unknown", found: "unknown", verdict: "not emulated", because },
    ]);
  }
  const source: End = { s3: sourceSite.s3, bucket: sourceName };
  const destination: End = { s3: destinationSite.s3, bucket: route.destination };
  const ends = await readEnds(source, destination);
  // Until the rule is applied no rule is in force.
  await deployed.site.s3.send(new DeleteBucketReplicationCommand({ Bucket: sourceName }));
  const apply = () => putConfiguration(deployed, alone);
  const { observed, replica } = await playEvents({ source, destination }, route, place, apply);
  return report([
    ...observed.map((one) => judge(one, route, ends, expect)),
    ...(replica === undefined ? [] : judgeReplica(replica, route, labels.text)),
  ]);
}

async function readConfiguration(deployed: Deployed): Promise<ReplicationConfiguration> {
  const held = await deployed.site.s3.send(new GetBucketReplicationCommand({ Bucket: bucketOf(deployed) }));
  return held.ReplicationConfiguration ?? { Role: "", Rules: [] };
}

async function putConfiguration(deployed: Deployed, configuration: ReplicationConfiguration): Promise<void> {
  await deployed.site.s3.send(
    new PutBucketReplicationCommand({ Bucket: bucketOf(deployed), ReplicationConfiguration: configuration }),
  );
}

function bucketOf({ computed }: Deployed): string {
  return computed["id"] ?? "";
}

function siteOfBucket({ resources }: Deployment, name: string): Site | undefined {
  return resources.find(
    ({ computed, resource }) => resource.type === "aws:s3/bucket:Bucket" && computed["bucket"] === name,
  )?.site;
}

async function readEnds(source: End, destination: End): Promise<RouteEnds> {
  const [here, there, lock] = await Promise.all([
    encryptionOf(source),
    encryptionOf(destination),
    unlessAbsent(
      source.s3.send(new GetObjectLockConfigurationCommand({ Bucket: source.bucket })),
      "ObjectLockConfigurationNotFoundError",
    ),
  ]);
  return {
    defaultEncryption: here?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? "AES256",
    sourceBlocksSseC: here?.BlockedEncryptionTypes?.EncryptionType?.includes("SSE-C") ?? false,
    destinationBlocksSseC: there?.BlockedEncryptionTypes?.EncryptionType?.includes("SSE-C") ?? false,
    retained: lock?.ObjectLockConfiguration?.Rule?.DefaultRetention !== undefined,
  };
}

async function encryptionOf({ s3, bucket }: End) {
  const held = await s3.send(new GetBucketEncryptionCommand({ Bucket: bucket }));
  return held.ServerSideEncryptionConfiguration?.Rules?.[0];
}
