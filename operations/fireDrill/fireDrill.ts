/** Makes one route fail on purpose, waits for its alarm, and puts everything back. */
import type { LiveAccess } from "../live/access";
import { type Reader, readerOf } from "../live/reader";
import { type Ends, reachEnd } from "../verify/ends";
import { retentionIn } from "../verify/retention";
import { uniqueLacks } from "../verify/verify";
import type { Clock } from "../verify/watch";
import { type FailureAlarm, type FailureMetric, failureAlarms, publishFailure } from "./alarms";
import { type Breakage, denyingPolicy, type Prepared, suspendedVersioning } from "./breakage";
import type { DrillRoute } from "./drillRoute";
import { failOnce } from "./failOnce";
import { PutBack } from "./putBack";
import type { FireDrill } from "./result";
import { awaitRaised, awaitReturn } from "./watchAlarms";

export interface FireDrillOptions {
  readonly route: DrillRoute;
  readonly access: LiveAccess;
  readonly clock: Clock;
  /** For the failure and the alarm together. */
  readonly timeoutMs: number;
  readonly acceptLeftovers: boolean;
  readonly progress: (text: string) => void;
  /** Asks whether to go on, before anything is changed. @param change what is about to be changed */
  readonly confirm: (change: string) => Promise<boolean>;
}

export interface Drilled {
  readonly drill: FireDrill;
  /** Undefined where it came to its end, or was interrupted. */
  readonly error: unknown;
}

type Outcome = Pick<FireDrill, "verdict" | "because">;

/** Putting back goes on when the user has interrupted, but not forever. */
const PUTTING_BACK_TIMEOUT_MS = 120_000;
const NEVER = new AbortController().signal;

/** Never throws: everything is put back first, also after an error or an interruption. */
export async function fireDrill(options: FireDrillOptions): Promise<Drilled> {
  const { route, access } = options;
  const reader = readerOf(access.signal);
  // Changes are never interrupted: one whose answer is not awaited might arrive after it was undone.
  const writer = readerOf(NEVER);
  const cleaners: Reader[] = [];
  const found: Found = { changed: null, status: null, alarms: [], notes: [] };
  const putBack = new PutBack(options, () => {
    access.budget.lift();
    const cleaner = readerOf(AbortSignal.timeout(PUTTING_BACK_TIMEOUT_MS));
    cleaners.push(cleaner);
    return cleaner;
  });
  let outcome: Outcome = { verdict: "unproven", because: "it ended before an alarm was raised" };
  let error: unknown;
  try {
    outcome = await steps(options, { reader, writer, putBack, found });
  } catch (thrown) {
    error = thrown;
  }
  const { unrestored, removed, left, notes } = await putBack.everything();
  return {
    error: access.signal.aborted ? undefined : error,
    drill: {
      ...outcome,
      interrupted: access.signal.aborted,
      route: { source: route.canary.source.name, destination: route.destination.name, rule: route.rule },
      keyPrefix: route.canary.key,
      changed: found.changed,
      status: found.status,
      alarms: found.alarms,
      unrestored: [...unrestored],
      removed,
      left: [...left],
      lacking: uniqueLacks([reader, writer, ...cleaners]),
      notes: [...found.notes, ...notes],
    },
  };
}

/** What is found on the way, so that an interruption does not lose it. */
interface Found {
  changed: string | null;
  status: string | null;
  alarms: FireDrill["alarms"];
  readonly notes: string[];
}

interface Tools {
  readonly reader: Reader;
  readonly writer: Reader;
  readonly putBack: PutBack;
  readonly found: Found;
}

/** @throws where the signal is aborted or the credentials have expired */
async function steps(options: FireDrillOptions, tools: Tools): Promise<Outcome> {
  const { route, access, clock, timeoutMs, progress, confirm } = options;
  const { reader, writer, putBack, found } = tools;
  const { signal } = access;
  progress("looking for the buckets and the alarm");
  const ends = await reached(route, access, reader);
  const ready = await readiness(options, ends, reader);
  if ("verdict" in ready) return ready;
  const { metric, alarms, breakage } = ready;
  found.alarms = alarms.map(({ name, state, notifies }) => ({
    ...{ name, region: metric.region, before: state, raised: false },
    ...{ seconds: null, after: state, notifies },
  }));
  found.notes.push(...notesOn(alarms, access));
  if (!(await confirm(breakage.words))) return unproven("it was not agreed to, and nothing was changed");
  signal.throwIfAborted();
  progress("making the replication fail");
  found.changed = breakage.words;
  putBack.expect(breakage);
  const applied = await breakage.apply(writer);
  if ("refusal" in applied) {
    if (applied.refusal.kind === "denied") {
      putBack.forget();
      found.changed = null;
    }
    return unproven(`it could not be made to fail: ${applied.unknown}`);
  }
  const started = clock.nowMs();
  const remainingMs = () => timeoutMs - (clock.nowMs() - started);
  const failure = await failOnce({ ...options, ends, writer, remainingMs, written: putBack.written });
  found.status = failure.status;
  if (failure.problem !== undefined) return unproven(failure.problem);
  // The failure is counted: nothing has to stay broken while the alarm is awaited.
  await putBack.setting();
  if (access.isEmulator) {
    putBack.expectAlarms(metric, alarms);
    const published = await publishFailure(metric, writer);
    if ("refusal" in published) return unproven(`the metric could not be published: ${published.unknown}`);
  }
  const raised = await awaitRaised({
    metric,
    found: found.alarms,
    clock,
    remainingMs,
    progress,
    reader,
    signal,
  });
  if ("refused" in raised) return unproven(`the state of the alarm is not known: ${raised.refused}`);
  if (!raised.any) {
    const minutes = Math.round(timeoutMs / 60_000);
    const because = `s3 failed to replicate the canary, and no alarm was raised within ${minutes} minutes`;
    return { verdict: "broken", because };
  }
  await putBack.everything();
  await awaitReturn({ metric, found: found.alarms, clock, progress, reader, signal });
  const names = found.alarms.filter((one) => one.raised).map(({ name }) => name);
  return { verdict: "works", because: `the alarm ${names.join(", ")} was raised by a failure` };
}

interface Ready {
  readonly metric: FailureMetric;
  readonly alarms: readonly FailureAlarm[];
  readonly breakage: Breakage;
}

/** Everything that can be known before anything is changed. */
async function readiness(options: FireDrillOptions, ends: Ends, reader: Reader): Promise<Ready | Outcome> {
  const { route, acceptLeftovers } = options;
  const source = ends.get(route.canary.source.name);
  const destination = ends.get(route.destination.name);
  const gone = (name: string) => unproven(`the bucket ${name} does not exist`);
  if (source === undefined || source === "missing") return gone(route.canary.source.name);
  if (destination === undefined || destination === "missing") return gone(route.destination.name);
  const retention = acceptLeftovers ? undefined : retentionIn(route.canary, ends);
  if (retention !== undefined) return unproven(retention);
  const { region } = source.found;
  if ("unknown" in region) return unproven(`the Region of ${source.name} is not known: ${region.unknown}`);
  const metric: FailureMetric = {
    ...{ caller: source.caller, region: region.known, rule: route.rule },
    ...{ source: source.name, destination: destination.name },
  };
  const alarms = await failureAlarms(metric, reader);
  if ("refusal" in alarms) return unproven(`the alarms are not known: ${alarms.unknown}`);
  if (alarms.answer.length === 0) {
    return {
      verdict: "broken",
      because: `no alarm in ${metric.region} watches OperationsFailedReplication of rule ${metric.rule} from ${metric.source} to ${metric.destination}; nothing was changed`,
    };
  }
  const ringing = alarms.answer.find(({ state }) => state === "ALARM");
  if (ringing !== undefined) {
    return unproven(
      `the alarm ${ringing.name} is raised already, so that a drill would show nothing; nothing was changed`,
    );
  }
  const prepared = await prepare(options, destination, reader);
  if ("problem" in prepared) return unproven(`${prepared.problem}; nothing was changed`);
  return { metric, alarms: alarms.answer, breakage: prepared.breakage };
}

async function prepare(
  { route, access }: FireDrillOptions,
  destination: Exclude<ReturnType<Ends["get"]>, undefined | "missing">,
  reader: Reader,
): Promise<Prepared> {
  if (access.isEmulator) return suspendedVersioning(destination, reader);
  const { roleArn, canary } = route;
  if (roleArn === undefined) return { problem: "the arn of the replication role is not known" };
  const denial = { roleArn, bucketArn: destination.arn, keyPrefix: canary.key };
  return denyingPolicy(destination, denial, reader);
}

async function reached({ canary }: DrillRoute, access: LiveAccess, reader: Reader): Promise<Ends> {
  const wanted = [canary.source, ...canary.expectations.map(({ destination }) => destination)];
  const all = await Promise.all(
    wanted.map(async (end) => [end.name, (await reachEnd(end, access, reader)) ?? "missing"] as const),
  );
  return new Map(all);
}

function notesOn(alarms: readonly FailureAlarm[], { isEmulator }: LiveAccess): readonly string[] {
  const silent = alarms.filter(({ notifies }) => !notifies).map(({ name }) => name);
  return [
    ...(silent.length === 0 ? [] : [`nobody is told by ${silent.join(", ")}: no action is enabled`]),
    ...(isEmulator
      ? [
          "an emulator has no metrics of replication: the drill published OperationsFailedReplication itself where s3 would, and set the alarm back itself",
        ]
      : []),
  ];
}

function unproven(because: string): Outcome {
  return { verdict: "unproven", because };
}
