/** Runs a policy pack over the resources of a stack, through the protocol that the engine uses. */
import type * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { PolicySeverity, PolicyType } from "@pulumi/pulumi/proto/analyzer_pb";
import { type Analyzer, connect, levelName, type PackConfig, type StackDescription } from "./analyzerClient";
import type { AnalyzerResource } from "./analyzerResource";
import { type PackProcess, startPackProcess } from "./packProcess";
import type { PackResult, PolicyResult, Violation } from "./packResult";

export interface PackOptions {
  /** Policy -> level, or values of its config schema. */
  readonly config?: PackConfig;
  readonly stack?: StackDescription;
}

/** A pack that is starting or running. */
export interface RunningPack {
  /** Begins to judge one stack. */
  readonly judge: (options?: PackOptions) => PackSession;
  /** Ends the process; nothing happens where it has ended already. */
  readonly stop: () => void;
}

/** One stack before the pack, resource by resource as the engine does it. */
export interface PackSession {
  /** Ends when resources can be judged; a failure shows where they are. */
  readonly ready: Promise<void>;
  /** Has one resource judged by itself, as soon as the pack is there. */
  readonly resource: (resource: AnalyzerResource) => void;
  /**
   * Has all resources judged together.
   *
   * @throws PackStartError where the pack did not start; an Error with the pack's own words where it failed
   */
  readonly stack: (resources: readonly AnalyzerResource[]) => Promise<PackResult>;
}

/**
 * Starts a pack. Call it early, and `stop` it in any case: the pack loads in parallel with the caller.
 *
 * @param started the process, where it is on its way already
 */
export function startPack(
  directory: string,
  started: PackProcess = startPackProcess(directory),
): RunningPack {
  return { stop: started.stop, judge: (options = {}) => packSession(started, options) };
}

/**
 * Starts a pack, has the resources judged one by one and together, and ends the pack.
 *
 * @param packDirectory the folder with `PulumiPolicy.yaml`
 * @param resources may still be on their way: the pack starts meanwhile
 */
export async function analyseWithPack(
  packDirectory: string,
  resources: readonly AnalyzerResource[] | Promise<readonly AnalyzerResource[]>,
  config: PackConfig = {},
): Promise<PackResult> {
  const pack = startPack(packDirectory);
  try {
    const session = pack.judge({ config });
    const all = await resources;
    for (const resource of all) session.resource(resource);
    return await session.stack(all);
  } finally {
    pack.stop();
  }
}

function packSession({ port }: PackProcess, { config = {}, stack }: PackOptions): PackSession {
  const ready = readyAnalyzer(port, config, stack);
  const answers: Promise<Answer>[] = [];
  return {
    // Whoever asks for the stack sees the failure.
    ready: ready.then(
      () => undefined,
      () => undefined,
    ),
    resource: (resource) => {
      const answer = ready.then(async ({ analyzer }) => ({
        urn: resource.urn,
        response: await analyzer.analyze(resource),
      }));
      answer.catch(() => undefined);
      answers.push(answer);
    },
    stack: async (resources) => {
      const { analyzer, info } = await ready;
      try {
        // Sent at once: nothing of it depends on what is said of single resources.
        const ofStack = analyzer.analyzeStack(resources);
        const all = await Promise.all([
          ...answers,
          ofStack.then((response) => ({ urn: undefined, response })),
        ]);
        const said = byPolicy(all);
        return {
          pack: { name: info.getName(), version: info.getVersion() },
          policies: info
            .getPoliciesList()
            .map((policy) => policyResult(policy, config, said.get(policy.getName()))),
        };
      } finally {
        analyzer.close();
      }
    },
  };
}

interface ReadyAnalyzer {
  readonly analyzer: Analyzer;
  readonly info: messages.AnalyzerInfo;
}

async function readyAnalyzer(
  port: Promise<number>,
  config: PackConfig,
  stack: StackDescription | undefined,
): Promise<ReadyAnalyzer> {
  const analyzer = connect(await port);
  const info = await analyzer.info();
  const levels = new Map(
    info.getPoliciesList().map((policy) => [policy.getName(), policy.getEnforcementlevel()]),
  );
  await analyzer.configure(config, levels);
  if (stack !== undefined) await analyzer.configureStack(stack);
  return { analyzer, info };
}

interface Answer {
  /** Of the resource that was judged alone. */
  readonly urn: string | undefined;
  readonly response: messages.AnalyzeResponse;
}

interface Said {
  readonly violations: Violation[];
  readonly notApplicable: { readonly urn: string | undefined; readonly reason: string }[];
}

function byPolicy(answers: readonly Answer[]): ReadonlyMap<string, Said> {
  const said = new Map<string, Said>();
  const of = (policy: string) => {
    const known = said.get(policy);
    if (known !== undefined) return known;
    const empty: Said = { violations: [], notApplicable: [] };
    said.set(policy, empty);
    return empty;
  };
  for (const { urn, response } of answers) {
    for (const diagnostic of response.getDiagnosticsList())
      of(diagnostic.getPolicyname()).violations.push({
        urn: diagnostic.getUrn() === "" ? urn : diagnostic.getUrn(),
        message: diagnostic.getMessage(),
        enforcementLevel: levelName(diagnostic.getEnforcementlevel()),
      });
    for (const each of response.getNotApplicableList())
      of(each.getPolicyName()).notApplicable.push({ urn, reason: each.getReason() });
  }
  return said;
}

function policyResult(
  policy: messages.PolicyInfo,
  config: PackConfig,
  said: Said = { violations: [], notApplicable: [] },
): PolicyResult {
  const name = policy.getName();
  const chosen = config[name];
  const configured = typeof chosen === "object" ? chosen["enforcementLevel"] : chosen;
  const own = levelName(policy.getEnforcementlevel());
  return {
    name,
    displayName: policy.getDisplayname(),
    kind: policy.getPolicyType() === PolicyType.POLICY_TYPE_STACK ? "stack" : "resource",
    enforcementLevel: LEVEL_NAMES.find((level) => level === configured) ?? own,
    severity: SEVERITIES.get(policy.getSeverity()),
    violations: said.violations,
    notApplicable: said.notApplicable,
  };
}

const LEVEL_NAMES = ["advisory", "mandatory", "remediate", "disabled"] as const;

const SEVERITIES: ReadonlyMap<PolicySeverity, PolicyResult["severity"]> = new Map([
  [PolicySeverity.POLICY_SEVERITY_LOW, "low"],
  [PolicySeverity.POLICY_SEVERITY_MEDIUM, "medium"],
  [PolicySeverity.POLICY_SEVERITY_HIGH, "high"],
  [PolicySeverity.POLICY_SEVERITY_CRITICAL, "critical"],
]);
