/** Judges every route with the model of S3 replication. */
import {
  judge,
  type RequirementReport,
  type RouteReport,
  routesOf,
  topologyFromPolicyResources,
  unreadableConfigurations,
} from "../../model";
import { isEnabled } from "./routes";
import { about, allowing, type PolicyFinding, type PolicyFindings } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { stackPolicy } from "./support/policy";
import { choice } from "./support/settings";

const unproven = choice(
  "unproven",
  ["advise", "refuse"],
  "advise",
  "What to do about a route of which something is not known, as before the first deployment or where a part belongs to another stack: report it as advisory, or `refuse` it like one that cannot work.",
);

const disabledRules = choice(
  "disabledRules",
  ["refuse", "advise"],
  "refuse",
  "What to do about a rule that is switched off, and so replicates nothing: `refuse` it like one that cannot work, or `advise`, where some are paused on purpose.",
);

export const replicationWorks = stackPolicy({
  name: "replication-works",
  displayName: "Every replication route works",
  description:
    "S3 accepts nearly any replication configuration and then fails object by object, or skips objects without a trace. Every permission, key and setting that a route needs is checked beforehand.",
  severity: "critical",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.7", "S3 general purpose buckets should use cross-Region replication", [
    "NIST SP 800-53 Rev. 5 CP-6, CP-9, CP-10, SI-13(5)",
  ]),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-troubleshoot.html",
  remediationSteps:
    "Each report says which requirement is not met, which statement or value decides, and what to paste; docs/permissions.md lists all requirements.",
  tags: ["s3", "replication", "kms", "iam", "proof"],
  fields: [unproven, disabledRules],
  *judge(resources, settings) {
    const topology = topologyFromPolicyResources(resources);
    const routes = routesOf(topology);
    // The model reports routes first, then what it could not read.
    const labels = [...routes, ...unreadableConfigurations(topology)].map(
      ({ configuration }) => configuration.label,
    );
    const mayPause = settings.get(disabledRules) === "advise";
    for (const [index, report] of judge(topology).entries()) {
      const route = routes[index];
      const isPaused = mayPause && route !== undefined && !isEnabled(route);
      const findings = findingsOf(
        isPaused ? withoutPause(report) : report,
        settings.get(unproven) === "refuse",
      );
      const label = labels[index] ?? report.source;
      if (isPaused)
        yield about(label, { advice: `${nameOf(report)} is switched off: it replicates nothing` });
      for (const finding of findings) yield about(label, finding);
    }
  },
});

function withoutPause(report: RouteReport): RouteReport {
  return { ...report, requirements: report.requirements.filter(({ id }) => id !== PAUSED) };
}

/** The requirement that a rule is enabled. */
const PAUSED = "rule-enabled";

function nameOf({ rule, source, destination }: RouteReport): string {
  return `route ${JSON.stringify(rule)} from ${source} to ${destination}`;
}

function* findingsOf(report: RouteReport, refusesUnproven: boolean): PolicyFindings {
  const route = nameOf(report);
  const required = report.requirements.filter(({ strength }) => strength === "required");
  const unmet = required.filter(({ verdict }) => verdict === "unmet");
  const open = required.filter(({ verdict }) => verdict === "unknown");
  const advised = report.requirements.filter(
    ({ strength, verdict }) => strength === "advised" && verdict === "unmet",
  );
  if (unmet.length > 0)
    yield {
      violation: `${route} is broken: nothing that it matches will replicate${withFixes(unmet)}`,
      ...(unmet.every(({ id }) => id === PAUSED) && { allowance: allowing(disabledRules, "advise") }),
    };
  if (open.length > 0) {
    const words = openWords(route, open);
    const finding: PolicyFinding = refusesUnproven
      ? { violation: words, allowance: allowing(unproven, "advise") }
      : { advice: words };
    yield finding;
  }
  if (advised.length > 0) yield { advice: `${route} lacks what is advised${withFixes(advised)}` };
}

function withFixes(requirements: readonly RequirementReport[]): string {
  return requirements
    .map(({ id, because, fix }) => `\n  - ${id}: ${because}${fix === null ? "" : `\n    fix: ${fix}`}`)
    .join("");
}

/** One line before a deployment, where reasons are many and nothing needs a fix yet; afterwards a line for each reason. */
function openWords(route: string, open: readonly RequirementReport[]): string {
  const waiting = open.filter(({ because }) => KNOWN_LATER.test(because));
  if (waiting.length === 0) return `${route} is not proven: not all that decides is known${reasons(open)}`;
  const others = open.length - waiting.length;
  return [
    `${route} is not proven before the deployment: ${counted(waiting.length)} on what is not known until then (${shortened(sources(waiting))})`,
    ...(others > 0 ? [`${counted(others)} on what this stack does not have`] : []),
    `npx s3-replication rehearse ${others > 0 ? "judges" : "proves"} it now`,
  ].join("; ");
}

/** The model's words for a value that exists only once its resource does. */
const KNOWN_LATER = /\b(at|before|until) deployment\b/;

function counted(requirements: number): string {
  return requirements === 1 ? "1 requirement depends" : `${requirements} requirements depend`;
}

/** The resources that give the values, as the model names them. */
function sources(requirements: readonly RequirementReport[]): string {
  const named = requirements.flatMap(({ because }) =>
    [...because.matchAll(/comes from (.+?) at deployment/g)].flatMap(([, names = ""]) => names.split(", ")),
  );
  return named.length === 0 ? "what the provider computes" : [...new Set(named)].join(", ");
}

/** Longest reason of a route that is not proven: there may be many, and nothing needs a fix yet. */
const REASON_LENGTH = 160;

function reasons(requirements: readonly RequirementReport[]): string {
  return requirements.map(({ id, because }) => `\n  - ${id}: ${shortened(because)}`).join("");
}

function shortened(text: string): string {
  return text.length <= REASON_LENGTH ? text : `${text.slice(0, REASON_LENGTH - 1)}…`;
}
