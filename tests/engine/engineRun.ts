/** One run of the engine, and what it says while it runs. */
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";

export type RunKindOfEngine = "preview" | "up" | "refresh" | "destroy" | "preview of destroy";

export interface RunOptions {
  /** File with config of the policy pack. */
  readonly policyPackConfig?: string;
}

/** One thing that the engine did, or would do, with a resource. */
export interface Step {
  /** E.g. `create`, `update`, `delete`. */
  readonly op: string;
  readonly urn: string;
  readonly name: string;
  /** E.g. `aws:s3/bucket:Bucket`. */
  readonly type: string;
}

export interface PolicyReport {
  readonly policy: string;
  readonly level: string;
  readonly message: string;
  readonly urn: string | undefined;
}

export interface Run {
  /** In the order in which they began, without resources that stay the same. */
  readonly steps: readonly Step[];
  readonly policies: readonly PolicyReport[];
  /** All that the run printed where it failed; undefined where it did not. */
  readonly failure: string | undefined;
}

/** Steps that change nothing. */
const STILL = ["same", "refresh", "read"];

export async function runOf(
  stack: Stack,
  kind: RunKindOfEngine,
  policyPack: string,
  { policyPackConfig }: RunOptions = {},
): Promise<Run> {
  const events: EngineEvent[] = [];
  const onEvent = (event: EngineEvent) => void events.push(event);
  const packs = {
    policyPacks: [policyPack],
    ...(policyPackConfig !== undefined && { policyPackConfigs: [policyPackConfig] }),
  };
  let failure: string | undefined;
  try {
    if (kind === "preview") {
      await stack.preview({ onEvent, ...packs });
    } else if (kind === "up") await stack.up({ onEvent, ...packs });
    else if (kind === "refresh") await stack.refresh({ onEvent });
    else await stack.destroy({ onEvent, previewOnly: kind === "preview of destroy" });
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  return { steps: unique(events.flatMap(stepOf)), policies: events.flatMap(reportOf), failure };
}

function stepOf({ resourcePreEvent, resOutputsEvent }: EngineEvent): readonly Step[] {
  // A refresh begins with every resource and tells afterwards what it found.
  const metadata = resourcePreEvent?.metadata ?? resOutputsEvent?.metadata;
  if (metadata === undefined || STILL.includes(metadata.op)) return [];
  const { op, urn, type } = metadata;
  return [{ op, urn, type, name: urn.slice(urn.lastIndexOf("::") + 2) }];
}

/** The beginning of a step and its end are two events. */
function unique(steps: readonly Step[]): readonly Step[] {
  return [...new Map(steps.map((step) => [`${step.op} ${step.urn}`, step])).values()];
}

function reportOf({ policyEvent }: EngineEvent): readonly PolicyReport[] {
  if (policyEvent === undefined) return [];
  const { policyName, enforcementLevel, message, resourceUrn } = policyEvent;
  return [{ policy: policyName, level: enforcementLevel, message, urn: resourceUrn }];
}
