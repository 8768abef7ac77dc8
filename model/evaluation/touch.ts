/** Whether a Deny touches a region, looked at without all other statements. */
import { splitArn } from "../../aws/arns";
import { anyIn, exampleIn, samplesOf } from "./arnSamples";
import { isNamed } from "./principal";
import { coversRegion, leavesOutRegion, matchResource, patternsOver } from "./resource";
import type { LivePolicy, LiveStatement } from "./statement";
import { allOf, type Ternary } from "./ternary";

export interface Touch {
  /** Whether some Deny covers the call on some resource of the region. */
  readonly is: Ternary;
  /** A resource that the first such Deny covers, or perhaps covers. */
  readonly sample?: string;
  /** Whether that Deny covers the whole region. */
  readonly isAll?: boolean;
  /** A Deny whose wildcards divide the region into too many parts, by its name. */
  readonly unread?: string;
}

/** The first Deny that touches the region, a certain one before one that is not. */
export function firstTouch(policies: readonly LivePolicy[], region: string, mostSteps: number): Touch {
  let found: Touch = { is: "no" };
  let unread: string | undefined;
  for (const policy of policies) {
    for (const live of policy.statements) {
      if (live.statement.Effect !== "Deny") continue;
      const touch = touchOf(live, policy, region, mostSteps);
      if (touch.is === "yes") return touch;
      unread ??= touch.unread;
      if (found.is === "no") found = touch;
    }
  }
  return { ...found, ...(unread !== undefined && { unread }) };
}

function touchOf(live: LiveStatement, policy: LivePolicy, region: string, mostSteps: number): Touch {
  const { statement, covers, naming, name } = live;
  const best = allOf([covers.is, isNamed(naming)]);
  const [any, isAll] = [anyIn(region), coversRegion(statement, region, policy.reading)];
  if (matchResource(statement, any, policy.reading).is === "yes") return { is: best, sample: any, isAll };
  const { samples, isComplete } = samplesFor(live, policy, region, mostSteps);
  let found: Touch = { is: "no", ...(!isComplete && { unread: `${name} of ${policy.policy.label}` }) };
  for (const sample of samples) {
    const is = allOf([best, matchResource(statement, sample, policy.reading).is]);
    if (is === "no" || found.is === is) continue;
    found = { ...found, is, sample, isAll };
    if (is === best) break;
  }
  return found;
}

/** Resources that tell whether one statement covers any: of a list, one for each pattern; else one for each part. */
function samplesFor(
  { statement }: LiveStatement,
  { reading }: LivePolicy,
  region: string,
  mostSteps: number,
): { readonly samples: readonly string[]; readonly isComplete: boolean } {
  if (leavesOutRegion(statement, region, reading)) return { samples: [], isComplete: true };
  const patterns = patternsOver(statement, splitArn(region), reading);
  if (statement.Resource !== undefined) {
    const samples = patterns.flatMap((pattern) => exampleIn(region, pattern) ?? []);
    return { samples, isComplete: true };
  }
  const { resources, isComplete } = samplesOf(region, patterns, mostSteps);
  return { samples: resources, isComplete };
}
