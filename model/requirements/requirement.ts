/** The types of requirements and their findings. */
import type { BucketAction } from "../calls/bucketCalls";
import type { RouteFacts } from "../routeFacts";
import type { ConcernOfCalls, EventConcern } from "./eventConcern";

/**
 * `required`: AWS documents it or it is certain, and unmet breaks the route. `advised`: the sources disagree or the
 * route works without it.
 */
export type Strength = "required" | "advised";

export type Area =
  | "sites"
  | "trust"
  | "role"
  | "source"
  | "destination"
  | "source key"
  | "replica key"
  | "rule"
  | "configuration"
  | "locks"
  | "ownership";

/** What was found about one requirement on one route. */
export interface Finding {
  readonly verdict: "met" | "unmet" | "unknown";
  /** One lower-case sentence that names the statement or the value that decides. */
  readonly because: string;
  /** What to paste or to change; a statement is given as JSON on the lines below the words that say where it belongs. */
  readonly fix?: string;
}

/** What a requirement that is made of a call says about itself. */
export interface About extends Pick<Requirement, "id" | "title" | "area" | "strength" | "url"> {
  /** @see {@link Requirement.events} */
  readonly events: EventConcern;
  /** Why it is asked for, or only advised, where the strength does not speak for itself. */
  readonly why?: string;
}

/** The sentence that says what is looked at, with the reason where there is one. */
export function withWhy(checks: string, { why }: About): string {
  return why === undefined ? checks : `${checks}; ${why}`;
}

/** One fact that a route needs. */
export interface Requirement {
  /** Kebab case; never changes once published. */
  readonly id: string;
  readonly title: string;
  readonly area: Area;
  readonly strength: Strength;
  /** The AWS page that asks for it. */
  readonly url: string;
  /** One sentence: what is looked at. */
  readonly checks: string;
  /** The events that need it. */
  readonly events: EventConcern | ConcernOfCalls;
  /** The calls on a bucket that it asks of the role's policies, where it does. */
  readonly calls?: readonly BucketAction[];
  /** @returns what was found, or undefined when the requirement does not apply to the route */
  readonly check: (subject: RouteFacts) => Finding | undefined;
}

export const met = (because: string): Finding => ({ verdict: "met", because });

export const unmet = (because: string, fix: string): Finding => ({ verdict: "unmet", because, fix });

export const unknown = (because: string, fix?: string): Finding => ({
  verdict: "unknown",
  because,
  ...(fix !== undefined && { fix }),
});

/** The findings that decide about all of them: the unmet ones, else the unknown ones, else all; their words together. */
export function worstOf(findings: readonly Finding[]): Finding | undefined {
  if (findings.length < 2) return findings[0];
  const deciding = (["unmet", "unknown", "met"] as const)
    .map((verdict) => findings.filter((finding) => finding.verdict === verdict))
    .find((some) => some.length > 0);
  const [first] = deciding ?? [];
  if (deciding === undefined || first === undefined) return undefined;
  const because = [...new Set(deciding.map((finding) => finding.because))].join("; ");
  const fixes = [...new Set(deciding.flatMap(({ fix }) => (fix === undefined ? [] : [fix])))];
  return { verdict: first.verdict, because, ...(fixes.length > 0 && { fix: fixes.join("\n") }) };
}
