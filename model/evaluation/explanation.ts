/** Puts into words what decided about a call. */
import { nearestMiss } from "./nearestMiss";
import type { LivePolicies, Path, Step } from "./paths";
import { callerName } from "./principal";
import type { Call } from "./statement";
import type { Decision } from "./types";
import type { Weighed } from "./weighing";

/** The words of a decision, and the statement that they are about. */
export type Explained = Pick<Decision, "because" | "statement">;

export function explainDenied(deny: Weighed, { request }: Call, shown: string): Explained {
  const why = deny.live?.whyItHolds() ?? "";
  return {
    because: `${subject(deny)} denies ${request.action} on ${shown}${why === "" ? "" : `: ${why}`}`,
    ...statementOf(deny),
  };
}

export function explainAllowed(path: Path, call: Call, shown: string): Explained {
  const [first, ...others] = path.filter((step) => step.found.is === "yes");
  if (!first) return { because: `${callerName(call.request.caller)} may do everything in its own account` };
  const also = others.map((step) => `, as does ${subjectOf(step, call)}`).join("");
  return {
    because: `${subjectOf(first, call)} allows ${call.request.action} on ${shown}${also}`,
    ...statementOf(first.found),
  };
}

export function explainUnknown(
  doubt: Weighed | undefined,
  verb: "allows" | "denies",
  { request }: Call,
  shown: string,
): Explained {
  if (!doubt) return { because: `whether ${request.action} on ${shown} is allowed is not known` };
  return {
    because: `whether ${subject(doubt)} ${verb} ${request.action} on ${shown} is not known: ${doubt.why()}`,
    ...statementOf(doubt),
  };
}

/** Why no way leads to an Allow: what the way that lacks least lacks, with the nearest statements that fail. */
export function explainMissing(
  paths: readonly Path[],
  policies: LivePolicies,
  resource: string,
  call: Call,
  shown: string,
): Explained {
  const lacking = (path: Path) => path.filter((step) => step.found.is === "no");
  const best = paths.reduce<Path | undefined>(
    (least, path) => (least && lacking(least).length <= lacking(path).length ? least : path),
    undefined,
  );
  const sides = [...new Set(lacking(best ?? []).map((step) => step.side))];
  const misses = sides.map((side) => nearestMiss(side, policies, resource, call, shown));
  const statement = misses.find((miss) => miss.statement !== undefined)?.statement;
  return {
    because:
      misses.map((miss) => miss.because).join("; and ") ||
      `nothing allows ${call.request.action} on ${shown}`,
    ...(statement && { statement }),
  };
}

function subjectOf(step: Step, call: Call): string {
  return step.side === "grant" ? `a grant to ${callerName(call.request.caller)}` : subject(step.found);
}

function subject({ policy, live }: Weighed): string {
  if (!policy) return "a grant";
  return live ? `${live.name} of ${policy.policy.label}` : policy.policy.label;
}

function statementOf({ policy, live }: Weighed): Pick<Explained, "statement"> {
  return policy && live ? { statement: { policy: policy.policy.label, statement: live.statement } } : {};
}
