/** Exercises every route: puts each rule alone in force, plays events, and holds what is seen against the model. */

import {
  DeleteBucketReplicationCommand,
  GetBucketEncryptionCommand,
  GetBucketReplicationCommand,
  GetObjectLockConfigurationCommand,
  PutBucketReplicationCommand,
  type ReplicationConfiguration,
} from "@aws-sdk/client-s3";
import { bucketNameOfArn } from "../../aws/arns";
import {
  type Bucket,
  groupBy,
  knownValue,
  type Resolved,
  type Route,
  routesOf,
  type Topology,
  unreadableConfigurations,
} from "../../model";
import type { DeployedResource, EmulatorDeployment } from "./deploy";
import { AwsRefusal, RefusedResourceError, unlessAbsent } from "./errors";
import { judgeEvent, judgeReplica } from "./judgeEvent";
import { labelsOf, type ReportLabels } from "./labels";
import { expectationOf, type SourceRefusals, topologyOfRule } from "./modelExpectation";
import { playEvents, type RuleSelection } from "./playEvents";
import type { BucketClient } from "./probe";
import type { Progress } from "./progress";
import type { ExercisedEvent, ExercisedRoute } from "./types";

export interface ExerciseOptions {
  readonly deployment: EmulatorDeployment;
  /** The plan as the model sees it. */
  readonly topology: Topology;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

const BUCKET = "aws:s3/bucket:Bucket";
const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

/** Routes in the order of their rules. The full configuration is in force again when it ends well. */
export async function exercise(options: ExerciseOptions): Promise<readonly ExercisedRoute[]> {
  const { deployment, topology, progress, signal } = options;
  const labels = labelsOf(deployment);
  const all = routesOf(topology);
  const routes: ExercisedRoute[] = [];
  for (const [label, ofConfiguration] of groupBy(all, ({ configuration }) => configuration.label)) {
    const deployed = deployedAs(deployment, label, REPLICATION);
    if (deployed === undefined) {
      const because = "its replication configuration is not in the emulator";
      routes.push(...ofConfiguration.map((route) => notExercised(route, deployment, because)));
      continue;
    }
    try {
      const configuration = await readConfiguration(deployed);
      for (const route of ofConfiguration) {
        signal?.throwIfAborted();
        progress?.({ step: "exercising", done: routes.length, total: all.length, route: route.ruleName });
        const place = routes.length;
        routes.push(
          await exerciseRoute({ deployment, topology, labels, deployed, configuration, route, place }),
        );
      }
      await putConfiguration(deployed, configuration);
    } catch (error) {
      if (!(error instanceof AwsRefusal)) throw error;
      throw new RefusedResourceError(deployed.resource.name, deployed.resource.type, error);
    }
  }
  return [...routes, ...unreadableConfigurations(topology).map((one) => unreadable(one, deployment))];
}

interface RouteToExercise {
  readonly deployment: EmulatorDeployment;
  readonly topology: Topology;
  readonly labels: ReportLabels;
  /** The replication configuration with all of its rules. */
  readonly deployed: DeployedResource;
  readonly configuration: ReplicationConfiguration;
  readonly route: Route;
  /** Position among all routes. */
  readonly place: number;
}

async function exerciseRoute(work: RouteToExercise): Promise<ExercisedRoute> {
  const { deployment, topology, labels, deployed, configuration, route, place } = work;
  const source = clientOf(deployment, route.source);
  const destination = clientOf(deployment, route.destination);
  const rule = configuration.Rules?.[route.position];
  if (destination === undefined) {
    const because =
      "outside" in route.destination
        ? "its destination is not a bucket of this program"
        : "its destination is not in the emulator";
    return notExercised(route, deployment, because);
  }
  if (source === undefined || rule === undefined) {
    return notExercised(route, deployment, "its source or its rule is not in the emulator");
  }
  const refusals = await readRefusals(source);
  // Until the rule is applied no rule is in force.
  await deployed.site.s3.send(new DeleteBucketReplicationCommand({ Bucket: source.bucket }));
  const apply = () => putConfiguration(deployed, { ...configuration, Rules: [rule] });
  const played = await playEvents({ source, destination }, selectionOf(route), place, apply);
  const alone = topologyOfRule(topology, route);
  const judged = played.observed.map((observed) => {
    const expectation = expectationOf(alone, observed, refusals);
    return { expectation, event: judgeEvent(observed, observed.outcome, expectation) };
  });
  const small = judged.find(({ event }) => event.event === "small object");
  return reportOn(route, deployment, [
    ...judged.map(({ event }) => event),
    ...(played.replica === undefined
      ? []
      : judgeReplica(played.replica, small?.expectation.replicaKey, labels.text)),
  ]);
}

function reportOn(
  { ruleName, source, destination }: Pick<Route, "ruleName" | "source" | "destination">,
  deployment: EmulatorDeployment,
  events: readonly ExercisedEvent[],
): ExercisedRoute {
  return {
    rule: ruleName,
    source: nameOf(source),
    destination: nameOf(destination),
    sourceRegion: deployedBucket(deployment, source)?.site.region ?? "unknown",
    destinationRegion: deployedBucket(deployment, destination)?.site.region,
    events,
  };
}

function notExercised(
  route: Pick<Route, "ruleName" | "source" | "destination">,
  deployment: EmulatorDeployment,
  because: string,
): ExercisedRoute {
  return reportOn(route, deployment, [
    { event: "every event", expected: "unknown", found: "unknown", verdict: "not emulated", because },
  ]);
}

function unreadable(
  { source, unknown }: ReturnType<typeof unreadableConfigurations>[number],
  deployment: EmulatorDeployment,
): ExercisedRoute {
  const route = { ruleName: "unknown", source, destination: { unknown, candidates: [] } };
  return notExercised(route, deployment, `its rules are not known: ${unknown}`);
}

function nameOf(bucket: Resolved<Bucket>): string {
  if ("found" in bucket) return knownValue(bucket.found.name) ?? bucket.found.label;
  return "outside" in bucket ? bucketNameOfArn(bucket.outside) : "unknown";
}

function selectionOf({ rule: { filter, legacyPrefix } }: Route): RuleSelection {
  const written = knownValue(filter);
  return { prefix: written?.prefix ?? knownValue(legacyPrefix) ?? "", tags: written?.tags ?? {} };
}

function deployedAs(
  { resources }: EmulatorDeployment,
  urn: string,
  type: string,
): DeployedResource | undefined {
  return resources.find(({ resource }) => resource.urn === urn && resource.type === type);
}

function deployedBucket(
  deployment: EmulatorDeployment,
  bucket: Resolved<Bucket>,
): DeployedResource | undefined {
  return "found" in bucket ? deployedAs(deployment, bucket.found.label, BUCKET) : undefined;
}

function clientOf(deployment: EmulatorDeployment, bucket: Resolved<Bucket>): BucketClient | undefined {
  const deployed = deployedBucket(deployment, bucket);
  return deployed && { s3: deployed.site.s3, bucket: deployed.computed["bucket"] ?? "" };
}

async function readConfiguration(deployed: DeployedResource): Promise<ReplicationConfiguration> {
  const held = await deployed.site.s3.send(new GetBucketReplicationCommand({ Bucket: bucketOf(deployed) }));
  return held.ReplicationConfiguration ?? { Role: "", Rules: [] };
}

async function putConfiguration(
  deployed: DeployedResource,
  configuration: ReplicationConfiguration,
): Promise<void> {
  await deployed.site.s3.send(
    new PutBucketReplicationCommand({ Bucket: bucketOf(deployed), ReplicationConfiguration: configuration }),
  );
}

function bucketOf({ computed }: DeployedResource): string {
  return computed["id"] ?? "";
}

async function readRefusals({ s3, bucket }: BucketClient): Promise<SourceRefusals> {
  const [encryption, lock] = await Promise.all([
    s3.send(new GetBucketEncryptionCommand({ Bucket: bucket })),
    unlessAbsent(
      s3.send(new GetObjectLockConfigurationCommand({ Bucket: bucket })),
      "ObjectLockConfigurationNotFoundError",
    ),
  ]);
  const blocked = encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.BlockedEncryptionTypes;
  return {
    blocksSseC: blocked?.EncryptionType?.includes("SSE-C") ?? false,
    retainsVersions: lock?.ObjectLockConfiguration?.Rule?.DefaultRetention !== undefined,
  };
}
