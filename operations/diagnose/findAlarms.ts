/** Reads the alarms and metrics of the routes: of each account and Region once, with the credentials of the source's account. */
import { REPLICATION_METRICS } from "../../aws/replicationMetrics";
import {
  bucketName,
  isDisabled,
  type Known,
  knownValue,
  type Route,
  routesOf,
  type Topology,
} from "../../model";
import { type AlarmSite, readAlarms, readMetrics } from "../live/alarms";
import type { FoundBucket } from "../live/findBucket";
import type { Answer, Reader } from "../live/reader";
import type { Alarms } from "./alarmsResult";
import {
  type CloudWatchReading,
  metricRegion,
  misplacedAlarms,
  routeAlarms,
  type SourceReading,
} from "./judgeAlarms";

export interface AlarmSearch {
  readonly sources: readonly FoundBucket[];
  readonly topology: Topology;
  readonly reader: Reader;
}

/** A route whose rule is disabled is left out: nothing of it is published. */
export async function findAlarms({ sources, topology, reader }: AlarmSearch): Promise<Alarms> {
  const all = routesOf(topology);
  const alarmsIn = once((site: AlarmSite) => readAlarms(site, reader), keyOf);
  const found = await Promise.all(
    sources.map(async (source) => {
      const routes = all.filter((route) => bucketName(route.source) === source.name);
      const enabled = routes.filter(({ rule }) => !isDisabled(rule));
      const reading = await readSource(source, enabled, alarmsIn, reader);
      return {
        routes: enabled.map((route) => routeAlarms(route, reading)),
        misplaced: misplacedAlarms(source.name, routes, reading),
      };
    }),
  );
  return {
    routes: found.flatMap(({ routes }) => routes),
    misplaced: found.flatMap(({ misplaced }) => misplaced),
  };
}

/** Nothing is asked where the credentials are not those of the source's account: alarms of another one say nothing. */
async function readSource(
  { name, account, caller }: FoundBucket,
  routes: readonly Route[],
  alarmsIn: (site: AlarmSite) => ReturnType<typeof readAlarms>,
  reader: Reader,
): Promise<SourceReading> {
  if ("unknown" in account) return { account, regions: new Map() };
  const regions = new Set(
    routes.flatMap((route) =>
      REPLICATION_METRICS.flatMap((metric) => knownValue(metricRegion(metric, route)) ?? []),
    ),
  );
  const readings = await Promise.all(
    [...regions].map(async (region): Promise<readonly [string, CloudWatchReading]> => {
      const site = { caller, region };
      const [alarms, metrics] = await Promise.all([alarmsIn(site), readMetrics(site, name, reader)]);
      return [region, { alarms: known(alarms), metrics: known(metrics) }];
    }),
  );
  return { account, regions: new Map(readings) };
}

function known<T>(answer: Answer<T>): Known<T> {
  return "answer" in answer ? { known: answer.answer } : { unknown: answer.unknown };
}

function keyOf({ caller, region }: AlarmSite): string {
  return `${caller.account} ${region}`;
}

function once<A, R>(ask: (argument: A) => R, key: (argument: A) => string): (argument: A) => R {
  const asked = new Map<string, R>();
  return (argument) => {
    const name = key(argument);
    const earlier = asked.get(name);
    if (earlier !== undefined) return earlier;
    const answer = ask(argument);
    asked.set(name, answer);
    return answer;
  };
}
