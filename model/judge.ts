/** Judges every route of a topology: whether it works, why not, and what would fix it. */

import { knownValue } from "./known";
import { REQUIREMENTS } from "./requirements";
import { candidatesOf, findingFor } from "./requirements/candidates";
import type { Finding, Requirement, Strength } from "./requirements/requirement";
import {
  isDisabled,
  type Route,
  routesOf,
  type UnreadableConfiguration,
  unreadableConfigurations,
} from "./route";
import { nameOfEnd, routeFactsOf } from "./routeFacts";
import type { Topology } from "./topology";
import { indexOf, type TopologyIndex } from "./topologyIndex";

/** `works` when every required requirement is met, `broken` when one is unmet, else `unproven`. */
export type Verdict = "works" | "broken" | "unproven";

/** One requirement on one route. */
export interface RequirementReport {
  readonly id: string;
  readonly title: string;
  readonly strength: Strength;
  readonly verdict: Finding["verdict"];
  readonly because: string;
  /** What to paste or change; null where nothing needs a fix. */
  readonly fix: string | null;
  readonly url: string;
}

/** One route. A name, account or region that is not known is the text `unknown`. */
export interface RouteReport {
  /** The rule's id, or its place. */
  readonly rule: string;
  readonly source: string;
  readonly destination: string;
  readonly sourceAccount: string;
  readonly destinationAccount: string;
  readonly sourceRegion: string;
  readonly destinationRegion: string;
  readonly verdict: Verdict;
  /** There only for a rule that is disabled, where {@link JudgeOptions.disabledRules} is `advise`. */
  readonly status?: "disabled";
  readonly requirements: readonly RequirementReport[];
}

export interface JudgeOptions {
  /**
   * What to make of a rule whose status is `Disabled`: with `refuse` its route is broken; with `advise` the route has the status
   * `disabled`, and is `unproven` since it may be paused on purpose, or `broken` where something else is wrong with it.
   *
   * @default refuse
   */
  readonly disabledRules?: DisabledRules;
}

export type DisabledRules = "refuse" | "advise";

const UNKNOWN = "unknown";

/**
 * Judges every route, and reports a configuration whose rules cannot be read as one route that is not proven. Linear
 * in the number of routes.
 */
export function judge(
  topology: Topology,
  { disabledRules = "refuse" }: JudgeOptions = {},
): readonly RouteReport[] {
  const routes = routesOf(topology);
  const index = indexOf(topology, routes);
  return [
    ...routes.map((route) => {
      const report = reportOf(route, index);
      return disabledRules === "advise" && isDisabled(route.rule) ? paused(report) : report;
    }),
    ...unreadableConfigurations(topology).map(unreadable),
  ];
}

/**
 * The verdict on all routes together; without any route nothing is proven. A route that is only disabled does not count next to one of
 * the same source that is not. A source whose rules are all disabled replicates nothing, so it is not reported to work.
 */
export function overall(reports: readonly RouteReport[]): Verdict {
  const counted = withoutPaused(reports);
  if (counted.some(({ verdict }) => verdict === "broken")) return "broken";
  return counted.length === 0 || counted.some(({ verdict }) => verdict === "unproven") ? "unproven" : "works";
}

/** Sources that replicate nothing, because every rule of theirs is disabled. */
export function idleSources(reports: readonly RouteReport[]): readonly string[] {
  const active = new Set(reports.filter(({ status }) => status !== "disabled").map(({ source }) => source));
  return [...new Set(reports.map(({ source }) => source))].filter((source) => !active.has(source));
}

/** The reports that count: all but those of rules that are paused next to others of the same bucket. */
function withoutPaused(reports: readonly RouteReport[]): readonly RouteReport[] {
  const idle = new Set(idleSources(reports));
  // Two sources that are not known are not for certain the same.
  return reports.filter(
    ({ status, verdict, source }) =>
      status !== "disabled" || verdict === "broken" || source === UNKNOWN || idle.has(source),
  );
}

/** Whether the rule is disabled on purpose is not known; everything else about the route is judged as if it were enabled. */
function paused(report: RouteReport): RouteReport {
  const requirements = report.requirements.map((requirement) =>
    requirement.id === "rule-enabled" && requirement.verdict === "unmet"
      ? { ...requirement, verdict: "unknown" as const, because: PAUSED }
      : requirement,
  );
  const { requirements: _, ...rest } = report;
  return { ...rest, verdict: verdictOf(requirements), status: "disabled", requirements };
}

const PAUSED =
  'status is "Disabled", so the rule replicates nothing; whether it is paused on purpose is not known';

function reportOf(route: Route, index: TopologyIndex): RouteReport {
  const subjects = candidatesOf(route, index);
  const requirements = REQUIREMENTS.flatMap((requirement) => {
    const finding = findingFor(requirement, subjects);
    return finding === undefined ? [] : [requirementReport(requirement, finding)];
  });
  const { source, destination } = routeFactsOf(route, index);
  return {
    rule: route.ruleName,
    source: nameOfEnd(source),
    destination: nameOfEnd(destination),
    sourceAccount: knownValue(source.account) ?? UNKNOWN,
    destinationAccount: knownValue(destination.account) ?? UNKNOWN,
    sourceRegion: knownValue(source.region) ?? UNKNOWN,
    destinationRegion: knownValue(destination.region) ?? UNKNOWN,
    verdict: verdictOf(requirements),
    requirements,
  };
}

export function requirementReport(
  requirement: Pick<Requirement, "id" | "title" | "strength" | "url">,
  finding: Finding,
): RequirementReport {
  const { id, title, strength, url } = requirement;
  const { verdict, because } = finding;
  return {
    id,
    title,
    strength,
    verdict,
    because,
    fix: (verdict === "met" ? null : finding.fix) ?? null,
    url,
  };
}

export function verdictOf(requirements: readonly RequirementReport[]): Verdict {
  const required = requirements.filter(({ strength }) => strength === "required");
  if (required.some(({ verdict }) => verdict === "unmet")) return "broken";
  return required.some(({ verdict }) => verdict === "unknown") ? "unproven" : "works";
}

function unreadable({ configuration, source, unknown }: UnreadableConfiguration): RouteReport {
  const bucket = "found" in source ? source.found : undefined;
  const name = bucket && knownValue(bucket.name);
  return {
    rule: UNKNOWN,
    source: name ?? bucket?.label ?? ("outside" in source ? source.outside : UNKNOWN),
    destination: UNKNOWN,
    sourceAccount: (bucket && knownValue(bucket.site.account)) ?? UNKNOWN,
    destinationAccount: UNKNOWN,
    sourceRegion: (bucket && knownValue(bucket.site.region)) ?? UNKNOWN,
    destinationRegion: UNKNOWN,
    verdict: "unproven",
    requirements: [
      {
        id: "configuration-readable",
        title: "The configuration's rules can be read",
        strength: "required",
        verdict: "unknown",
        because: `the rules of ${configuration.label} are not known: ${unknown}`,
        fix: null,
        url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html",
      },
    ],
  };
}
