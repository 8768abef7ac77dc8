/** Makes the decision about a call of what its statements say. */
import { type Explained, explainAllowed, explainDenied, explainMissing, explainUnknown } from "./explanation";
import { type LivePolicies, pathIs, type Weighing, weighAll } from "./paths";
import type { Call } from "./statement";
import { anyOf } from "./ternary";
import type { Decision } from "./types";
import type { Weighed } from "./weighing";

/** A decision whose words are made only when it is the one that counts. */
export interface EvaluationVerdict {
  readonly verdict: Decision["verdict"];
  readonly explicit?: boolean;
  /** @param shown the words for the resource */
  readonly explain: (shown: string) => Explained;
}

/** The decision with its words. */
export function decisionOf({ verdict, explicit, explain }: EvaluationVerdict, shown: string): Decision {
  return { verdict, ...explain(shown), ...(explicit !== undefined && { explicit }) };
}

/**
 * Decides for one concrete resource. When its owner is not known, the call is judged both ways; only an answer that
 * both give is known.
 */
export function verdictFor(policies: LivePolicies, resource: string, call: Call): EvaluationVerdict {
  const { caller, resourceAccount } = call.request;
  if (caller.kind === "service")
    return decide(weighAll(policies, resource, call, true), policies, resource, call);
  if (resourceAccount !== undefined) {
    return decide(
      weighAll(policies, resource, call, resourceAccount === caller.account),
      policies,
      resource,
      call,
    );
  }
  const [same, cross] = [true, false].map((s) =>
    decide(weighAll(policies, resource, call, s), policies, resource, call),
  );
  if (!same || !cross || same.verdict === cross.verdict) return cross ?? undecided(resource);
  return undecided(resource);
}

function undecided(resource: string): EvaluationVerdict {
  return {
    verdict: "unknown",
    explain: () => ({
      because: `the account that owns ${resource} is not known, and the answer depends on it`,
    }),
  };
}

function decide(
  { deny, paths }: Weighing,
  policies: LivePolicies,
  resource: string,
  call: Call,
): EvaluationVerdict {
  if (deny.is === "yes") {
    return { verdict: "denied", explicit: true, explain: (shown) => explainDenied(deny, call, shown) };
  }
  const allow = anyOf(paths.map(pathIs));
  if (allow === "no") {
    return {
      verdict: "denied",
      explicit: false,
      explain: (shown) => explainMissing(paths, policies, resource, call, shown),
    };
  }
  const doubt = deny.is === "unknown" ? deny : undefined;
  if (allow === "yes" && doubt === undefined) {
    const path = paths.find((p) => pathIs(p) === "yes") ?? [];
    return { verdict: "allowed", explain: (shown) => explainAllowed(path, call, shown) };
  }
  const open = allow === "unknown" ? firstDoubt(paths.filter((p) => pathIs(p) === "unknown")) : undefined;
  return {
    verdict: "unknown",
    explain: (shown) => explainUnknown(open ?? doubt, open === undefined ? "denies" : "allows", call, shown),
  };
}

function firstDoubt(paths: Weighing["paths"]): Weighed | undefined {
  return paths.flat().find((step) => step.found.is === "unknown")?.found;
}
