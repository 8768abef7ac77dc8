/** Why a route fails where S3 gives no reason: what the model finds unmet in the accounts as they are now. */
import { judge, type RouteReport, topologyFromLive } from "../../model";
import { type Allowance, allowanceOf } from "../diagnose/allowance";
import type { LiveAccess } from "../live/access";
import { type Reader, readerOf } from "../live/reader";
import { readSnapshot } from "../live/readSnapshot";
import { type RouteName, requirementsOn } from "./requirementsOn";
import type { RouteDiagnosis } from "./result";

/** @throws where the signal is aborted */
export type Diagnose = (route: RouteName, signal: AbortSignal) => Promise<RouteDiagnosis>;

/** The most requests to read one bucket with everything that its rules lead to. */
const MOST_REQUESTS = 150;
/** The most reasons to name of what was not read. */
const MOST_UNREAD = 5;

const ORGANIZATION = "organization policies (SCPs and RCPs)";

/**
 * Reads each source at most once.
 *
 * @param given what the model said before the canaries were written
 * @param isLive whether that was read from the accounts just now: then nothing is read again
 */
export function diagnoseWith(access: LiveAccess, given: readonly RouteReport[], isLive: boolean): Diagnose {
  const readings = new Map<string, Promise<readonly RouteReport[] | string>>();
  return async (route, signal) => {
    if (isLive) return diagnosisOf(given, route, "before");
    const reading = readings.get(route.source) ?? readNow(route.source, access, signal);
    readings.set(route.source, reading);
    const reports = await reading;
    signal.throwIfAborted();
    if (typeof reports === "string") return { read: "not read", unmet: [], notRead: [ORGANIZATION, reports] };
    return diagnosisOf(reports, route, "now");
  };
}

/** Never throws: what goes wrong is the reason why nothing was read. */
async function readNow(
  source: string,
  access: LiveAccess,
  signal: AbortSignal,
): Promise<readonly RouteReport[] | string> {
  try {
    const reader = limited(readerOf(signal), allowanceOf(MOST_REQUESTS));
    const { snapshot } = await readSnapshot([source], access, reader);
    return judge(topologyFromLive(snapshot));
  } catch (error) {
    return `${source}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function diagnosisOf(
  reports: readonly RouteReport[],
  route: RouteName,
  read: RouteDiagnosis["read"],
): RouteDiagnosis {
  const unknown = requirementsOn(reports, route, "unknown");
  const more = unknown.length - MOST_UNREAD;
  return {
    read,
    unmet: [...requirementsOn(reports, route, "unmet")],
    notRead: [ORGANIZATION, ...unknown.slice(0, MOST_UNREAD), ...(more > 0 ? [`and ${more} more`] : [])],
  };
}

/** The same reader, for so many questions. */
function limited(reader: Reader, allowance: Allowance): Reader {
  const unknown = `not read, since all ${allowance.limit} requests for it are used`;
  const refusal = {
    kind: "other",
    code: "",
    message: unknown,
    httpStatus: undefined,
    bucketRegion: undefined,
  } as const;
  return {
    attempt: async (question) => (allowance.take() ? reader.attempt(question) : { refusal, unknown }),
    read: async (question) => (allowance.take() ? reader.read(question) : { unknown }),
    lacks: reader.lacks,
  };
}
