/** Judges every route of a topology: does it work, why not, and what would mend it. */
import { REQUIREMENTS } from "./requirements";
import { knownValue } from "./requirements/known";
import type { Finding, Requirement, Strength } from "./requirements/requirement";
import { nameOfEnd, subjectOf } from "./requirements/subject";
import { indexOf, type TopologyIndex } from "./requirements/topologyIndex";
import { findingFor, subjectsOf } from "./requirements/variants";
import { type Route, routesOf, type UnreadableConfiguration, unreadableConfigurations } from "./route";
import type { Topology } from "./topology";

/** `works` when every required requirement is met, `broken` when one is unmet, else `unproven`. */
export type Verdict = "works" | "broken" | "unproven";

/** One requirement on one route. */
export interface RequirementReport {
  readonly id: string;
  readonly title: string;
  readonly strength: Strength;
  readonly verdict: Finding["verdict"];
  readonly because: string;
  /** What to paste or change; null where nothing is to be mended. */
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
  readonly requirements: readonly RequirementReport[];
}

const UNKNOWN = "unknown";

/**
 * Judges every route, and reports a configuration whose rules cannot be read as one route that is not proven. Linear
 * in the number of routes.
 */
export function judge(topology: Topology): readonly RouteReport[] {
  const routes = routesOf(topology);
  const index = indexOf(topology, routes);
  return [
    ...routes.map((route) => reportOf(route, index)),
    ...unreadableConfigurations(topology).map(unreadable),
  ];
}

/** The verdict on all routes together; without any route nothing is proven. */
export function overall(reports: readonly RouteReport[]): Verdict {
  if (reports.some(({ verdict }) => verdict === "broken")) return "broken";
  return reports.length === 0 || reports.some(({ verdict }) => verdict === "unproven") ? "unproven" : "works";
}

function reportOf(route: Route, index: TopologyIndex): RouteReport {
  const subjects = subjectsOf(route, index);
  const requirements = REQUIREMENTS.flatMap((requirement) => {
    const finding = findingFor(requirement, subjects);
    return finding === undefined ? [] : [requirementReport(requirement, finding)];
  });
  const { source, destination } = subjectOf(route, index);
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

function requirementReport(requirement: Requirement, finding: Finding): RequirementReport {
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

function verdictOf(requirements: readonly RequirementReport[]): Verdict {
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
