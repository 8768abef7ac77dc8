import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_DIRECTORY } from "./plans";

/** An export of a stack with a source and two replicas in which everything works, as the engine wrote it. */
export const EXPORT_FILE = join(PROJECT_DIRECTORY, "tests/fixtures/engine/stack-export.json");
export const EXPORT_TEXT = readFileSync(EXPORT_FILE, "utf8");

export const SOURCE = "acme-archive";
export const FIRST_REPLICA = "acme-archive-replication-ap-northeast-1";
export const SECOND_REPLICA = "acme-archive-replication-ap-southeast-2";

type Parsed = ReturnType<typeof JSON.parse>;

/** The export with a change of its replication configuration: of what was asked for, and of what the provider answered. */
export function exportWithRules(change: (rules: Parsed[]) => void): string {
  const parsed: Parsed = JSON.parse(EXPORT_TEXT);
  const { inputs, outputs } = configurationIn(parsed);
  change(inputs.rules);
  change(outputs.rules);
  return JSON.stringify(parsed);
}

/** The export with one more configuration: a rule from the first replica to a bucket. */
export function exportWithRuleFromReplica(destination: string, ...more: readonly string[]): string {
  const parsed: Parsed = JSON.parse(EXPORT_TEXT);
  const added: Parsed = structuredClone(configurationIn(parsed));
  added.urn = added.urn.replace(/src$/, "onward");
  added.id = FIRST_REPLICA;
  delete added.propertyDependencies;
  for (const side of [added.inputs, added.outputs]) {
    side.bucket = FIRST_REPLICA;
    side.rules = [destination, ...more].map((name, position) => {
      const rule: Parsed = structuredClone(side.rules[0]);
      rule.id = `to-${name}`;
      rule.priority = position;
      rule.destination.bucket = `arn:aws:s3:::${name}`;
      return rule;
    });
  }
  parsed.deployment.resources.push(added);
  return JSON.stringify(parsed);
}

function configurationIn(parsed: Parsed): Parsed {
  return parsed.deployment.resources.find(({ type }: Parsed) => type.endsWith(":BucketReplicationConfig"));
}
