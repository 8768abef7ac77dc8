/** Reads back what the emulator holds and compares it with what the program asked for. */

import { groupBy } from "../../model";
import type { DeployedResource, EmulatorDeployment } from "./deploy";
import { AwsRefusal, RefusedResourceError } from "./errors";
import { labelsOf, type ReportLabels } from "./labels";
import type { Progress } from "./progress";
import type { SettingReading } from "./resources/handler";
import type { SettingComparison } from "./types";
import { canonical } from "./values";

/** Comparisons by bucket, key, role and policy, each in the order in which the program made its parts. */
export async function compare(
  deployment: EmulatorDeployment,
  progress?: Progress,
): Promise<readonly SettingComparison[]> {
  const labels = labelsOf(deployment);
  const total = deployment.resources.length;
  let done = 0;
  const all = await Promise.all(
    deployment.resources.map(async (deployed) => {
      const comparisons = await compareOne(deployed, labels);
      done += 1;
      progress?.({ step: "reading", done, total });
      return comparisons;
    }),
  );
  return [...groupBy(all.flat(), ({ resource }) => resource).values()].flat();
}

async function compareOne(
  deployed: DeployedResource,
  labels: ReportLabels,
): Promise<readonly SettingComparison[]> {
  const { handler, inputs, site, computed, provider, resource } = deployed;
  try {
    const { owner, settings } = await handler.check(inputs, {
      site,
      computed,
      defaultTags: provider.defaultTags,
    });
    return settings.map((setting) => toComparison(labels.owner(owner), setting, labels));
  } catch (error) {
    if (error instanceof AwsRefusal) throw new RefusedResourceError(resource.name, resource.type, error);
    throw error;
  }
}

function toComparison(
  resource: string,
  { what, expected, found, show }: SettingReading,
  labels: ReportLabels,
): SettingComparison {
  const same = canonical(expected) === canonical(found);
  const write = (value: unknown, how: (value: unknown) => string) => labels.text(how(value));
  const brief = show ?? plain;
  // Different values whose short forms are the same are shown in full.
  const alike = !same && write(expected, brief) === write(found, brief);
  return {
    resource,
    what,
    expected: write(expected, alike ? plain : brief),
    found: write(found, alike ? plain : brief),
    verdict: same ? "as expected" : "differs",
  };
}

function plain(value: unknown): string {
  if (value === undefined) return "none";
  return typeof value === "string" ? value : canonical(value);
}
