/** The outputs of a stack, in its export or by themselves, that say where a backfill's role and reports are. */
import { isObject } from "../../model";

export interface BackfillOutputs {
  readonly roleArn: string | undefined;
  readonly report: string | undefined;
}

/**
 * Of the stack that has the bucket as its primary.
 *
 * @param texts exports that have been read as topologies already.
 */
export function backfillOutputs(texts: readonly string[], bucket: string): BackfillOutputs {
  const stacks = texts.map(outputsOf).filter((outputs) => textAt(outputs, "backfillRoleArn") !== undefined);
  const own = stacks.find((outputs) => primaryOf(outputs) === bucket);
  return outputsIn(own);
}

/** @param outputs what `pulumi stack output --json` wrote, parsed. */
export function outputsIn(outputs: unknown): BackfillOutputs {
  return { roleArn: textAt(outputs, "backfillRoleArn"), report: textAt(outputs, "backfillReport") };
}

function outputsOf(text: string): unknown {
  const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
  const deployment = isObject(parsed) ? parsed["deployment"] : undefined;
  const resources = isObject(deployment) ? deployment["resources"] : undefined;
  if (!Array.isArray(resources)) return undefined;
  const stack: unknown = resources.find(
    (one: unknown) => isObject(one) && one["type"] === "pulumi:pulumi:Stack",
  );
  return isObject(stack) ? stack["outputs"] : undefined;
}

function primaryOf(outputs: unknown): string | undefined {
  const primary = isObject(outputs) ? outputs["primary"] : undefined;
  return textAt(primary, "bucketName") ?? textAt(outputs, "bucket");
}

function textAt(value: unknown, name: string): string | undefined {
  const text = isObject(value) ? value[name] : undefined;
  return typeof text === "string" && text !== "" ? text : undefined;
}
