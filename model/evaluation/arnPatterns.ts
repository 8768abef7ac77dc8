/** Decides for a resource with a wildcard tail, which represents every resource below it. */
import { splitArn } from "../../aws/arns";
import { anyIn, exampleIn, MOST_STEPS, samplesOf } from "./arnSamples";
import type { Glob } from "./glob";
import { withNeededAllows } from "./neededAllows";
import type { LivePolicies } from "./paths";
import { coversRegion, leavesOutRegion, patternsOver } from "./resource";
import type { Call, LivePolicy, LiveStatement } from "./statement";
import { firstTouch } from "./touch";
import type { Decision } from "./types";
import { decisionOf, type EvaluationVerdict, verdictFor } from "./verdict";

interface Judged {
  readonly sample: string;
  readonly found: EvaluationVerdict;
}

/**
 * Judges a sample of every part of the region that the policies tell apart. Where these are too many, each Deny is
 * looked at alone and then the Allows together: a Deny decides regardless of the rest, so that this gives the same answer.
 *
 * @param mostSteps how much to look at before giving up
 */
export function overRegion(live: LivePolicies, call: Call, mostSteps = MOST_STEPS): Decision {
  const region = call.request.resource;
  const patterns = patternsOf(live, region, anything);
  if (patterns.length <= FEW) {
    const { resources, isComplete } = samplesOf(region, patterns, mostSteps);
    if (isComplete) return worstOf(judgedAll(resources, live, call), region);
  }
  return inParts(withNeededAllows(live, region), call, mostSteps);
}

/** So few patterns are compared all together faster than they are sorted out. */
const FEW = 16;

function judgedAll(resources: readonly string[], live: LivePolicies, call: Call): readonly Judged[] {
  return resources.map((sample) => ({ sample, found: verdictFor(live, sample, call) }));
}

function inParts(live: LivePolicies, call: Call, mostSteps: number): Decision {
  const region = call.request.resource;
  const touch = firstTouch(policiesOf(live), region, mostSteps);
  const ofDeny =
    touch.sample === undefined
      ? undefined
      : decisionOf(
          verdictFor(live, touch.sample, call),
          touch.isAll === true ? region : partOf(region, touch.sample),
        );
  if (ofDeny !== undefined && touch.is === "yes") return ofDeny;

  const { judged, isComplete } = judgedAllows(live, call, mostSteps);
  const denied = judged.at(-1);
  if (denied?.found.verdict === "denied") {
    return decisionOf(denied.found, isComplete ? region : partOf(region, denied.sample));
  }
  const limit = isComplete ? touch.unread : "the Allow statements";
  if (limit !== undefined) return tooMany(region, limit, judged);
  return ofDeny ?? worstOf(judged, region);
}

/** Samples of what the Allow statements tell apart; with the first that is denied the others do not count. */
function judgedAllows(
  live: LivePolicies,
  call: Call,
  mostSteps: number,
): { readonly judged: readonly Judged[]; readonly isComplete: boolean } {
  const region = call.request.resource;
  const judge = (sample: string): Judged => ({ sample, found: verdictFor(live, sample, call) });
  const isDenied = ({ found }: Judged) => found.verdict === "denied";
  const patterns = patternsOf(live, region, isDividingAllow);
  const examples = patterns.flatMap((pattern) => exampleIn(region, pattern) ?? []);
  const first = judge(anyIn(region));
  // Mostly no pattern means the first best object; and where none of them means any, all objects are alike.
  if (examples.length === 0 || isDenied(first)) return { judged: [first], isComplete: examples.length === 0 };
  const { resources, isComplete } = samplesOf(region, patterns, mostSteps);
  const samples = isComplete
    ? resources
    : [...resources.slice(0, MOST_SAMPLES), ...examples.slice(0, MOST_SAMPLES)];
  const judged = samples.map(judge);
  const denied = judged.find(isDenied);
  return denied === undefined ? { judged, isComplete } : { judged: [denied], isComplete: false };
}

/** Of a region with too many parts, how many are compared with every statement: that takes longest. */
const MOST_SAMPLES = 100;

/** A Deny decides before a missing Allow, and that before what is not known. */
function worstOf(judged: readonly Judged[], region: string): Decision {
  const worst =
    judged.find(({ found }) => found.explicit === true) ??
    judged.find(({ found }) => found.verdict === "denied") ??
    judged.find(({ found }) => found.verdict === "unknown") ??
    judged[0];
  if (worst === undefined) return { verdict: "unknown", because: `nothing lies below ${region}` };
  const partly = judged.some(
    ({ found }) => found.verdict !== worst.found.verdict || found.explicit !== worst.found.explicit,
  );
  return decisionOf(worst.found, partly ? partOf(region, worst.sample) : region);
}

function partOf(region: string, sample: string): string {
  return `part of ${region} (for example ${sample})`;
}

/** What else is not known comes first: naming the bucket in one more Allow would not change that. */
function tooMany(region: string, subject: string, judged: readonly Judged[]): Decision {
  const open = judged.find(({ found }) => found.verdict === "unknown");
  const limit = `the wildcards of ${subject} divide ${region} into too many parts to judge`;
  if (open === undefined) return { verdict: "unknown", because: limit };
  const decision = decisionOf(open.found, partOf(region, open.sample));
  return { ...decision, because: `${decision.because}; and ${limit}` };
}

type Wanted = (live: LiveStatement, policy: LivePolicy, region: string) => boolean;

const anything: Wanted = () => true;
/** Whether the statement is an Allow that may cover one part of the region and not another. */
const isDividingAllow: Wanted = ({ statement }, { reading }, region) =>
  statement.Effect === "Allow" &&
  !coversRegion(statement, region, reading) &&
  !leavesOutRegion(statement, region, reading);

/** The patterns of the statements that are wanted. */
function patternsOf(live: LivePolicies, region: string, isWanted: Wanted): readonly Glob[] {
  const fields = splitArn(region);
  return policiesOf(live).flatMap((policy) =>
    policy.statements
      .filter((one) => isWanted(one, policy, region))
      .flatMap(({ statement }) => patternsOver(statement, fields, policy.reading)),
  );
}

function policiesOf({ identity, boundary, resource }: LivePolicies): readonly LivePolicy[] {
  return [...identity, boundary, resource].filter((policy) => policy !== undefined);
}
