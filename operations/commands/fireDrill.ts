/** `verify --fire-drill`: makes one route fail on purpose and sees whether its alarm is raised. */
import { randomUUID } from "node:crypto";
import type { Topology } from "../../model";
import { drillRoute } from "../fireDrill/drillRoute";
import { fireDrill } from "../fireDrill/fireDrill";
import type { FireDrill } from "../fireDrill/result";
import { InputError } from "../inputError";
import type { Io } from "../io";
import type { LiveAccess } from "../live/access";
import { isLoopback } from "../live/options";
import type { Lack } from "../live/reader";
import { fireDrillText } from "../report/fireDrillText";
import { STATUS, type Status } from "../status";
import type { StatusLine } from "../statusLine";
import type { Clock } from "../verify/watch";
import { printResult } from "./printResult";
import { typedAnswer } from "./typedAnswer";

/** S3's metric and the alarm's period come after the failure itself. */
export const DEFAULT_DRILL_TIMEOUT_MINUTES = 30;

export interface DrillCommandOptions {
  readonly endpoint?: string;
  readonly rule?: readonly string[];
  readonly acceptLeftovers?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export interface DrillRun {
  readonly topology: Topology;
  readonly names: readonly string[];
  readonly lacks: readonly Lack[];
  readonly access: LiveAccess;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly line: StatusLine;
}

/** @throws InputError where nobody has agreed, and nobody can be asked. */
export function requireConsent({ endpoint, yes }: DrillCommandOptions, io: Io): void {
  if (yes === true || isLoopback(endpoint) || canAsk(io)) return;
  throw new InputError(
    "--fire-drill: expected --yes, since it changes the policy of a replica's bucket for some minutes, found no terminal to ask on",
  );
}

export async function runFireDrill(options: DrillCommandOptions, run: DrillRun, io: Io): Promise<Status> {
  const { topology, names, lacks, access, clock, timeoutMs, line } = run;
  const print = (result: FireDrill) => printResult(result, fireDrillText, options.json === true, io);
  const route = drillRoute(topology, {
    unique: randomUUID,
    ...(names.length > 0 && { buckets: names }),
    ...(options.rule !== undefined && { rules: options.rule }),
  });
  if ("problem" in route) {
    line.clear();
    print({ ...NOTHING, because: route.problem, lacking: [...lacks] });
    return STATUS.unproven;
  }
  const { drill, error } = await fireDrill({
    ...{ route, access, clock, timeoutMs, progress: line.show },
    acceptLeftovers: options.acceptLeftovers === true,
    confirm: async (change) => {
      if (options.yes === true || access.isEmulator) return true;
      line.clear();
      return (await typedAnswer(`the drill ${change}, and undoes it.\nGo on? Type yes: `, io)) === "yes";
    },
  });
  line.clear();
  print({ ...drill, lacking: [...lacks, ...drill.lacking] });
  if (error !== undefined) throw error;
  if (drill.interrupted) return STATUS.interrupted;
  // What could not be put back is never a success.
  if (drill.verdict === "works" && drill.unrestored.length > 0) return STATUS.broken;
  return { works: STATUS.done, broken: STATUS.broken, unproven: STATUS.unproven }[drill.verdict];
}

const NOTHING: Omit<FireDrill, "because"> = {
  verdict: "unproven",
  interrupted: false,
  route: null,
  keyPrefix: null,
  changed: null,
  status: null,
  alarms: [],
  unrestored: [],
  removed: 0,
  left: [],
  lacking: [],
  notes: [],
};

function canAsk({ stdin, stderr }: Io): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}
