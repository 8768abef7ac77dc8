/** The source buckets of a topology, among which `explain --bucket` chooses. */
import { suggestion } from "../../components/problems";
import {
  type Bucket,
  bucketName,
  endKey,
  isAt,
  type Resolved,
  routesOf,
  type Topology,
  unreadableConfigurations,
} from "../../model";
import { foundText } from "../foundText";
import { InputError } from "../inputError";

export interface SourceBucket {
  readonly name: string;
  readonly end: Resolved<Bucket>;
}

/** Every bucket that has a replication configuration, once; one of which nothing is known is left out. */
export function sourcesOf(topology: Topology): readonly SourceBucket[] {
  const sources = new Map<string, SourceBucket>();
  for (const { source: end } of [...routesOf(topology), ...unreadableConfigurations(topology)]) {
    const key = endKey(end);
    if (key !== undefined) sources.set(key, { name: bucketName(end), end });
  }
  return [...sources.values()];
}

/** @throws InputError when the bucket is none of the sources, with those that there are. */
export function requireSource(bucket: string, { buckets }: Topology, sources: readonly SourceBucket[]): void {
  if (sources.some(({ end }) => isAt(end, bucket))) return;
  const names = sources.map(({ name }) => name);
  const found = buckets.some((one) => isAt({ found: one }, bucket))
    ? `${bucket}, which has no replication rules of its own`
    : foundText(bucket);
  const fix = names.length === 0 ? "there is no replication rule" : suggestion(bucket, names);
  throw new InputError(`--bucket: expected a source bucket, found ${found}; ${fix}`);
}

/**
 * @param buckets only the rules of these; empty for all
 * @throws InputError when a rule is none of those that are known, unless some are not known.
 */
export function requireRules(rules: readonly string[], topology: Topology, buckets: readonly string[]): void {
  const isMeant = (end: Resolved<Bucket>) => buckets.length === 0 || buckets.some((name) => isAt(end, name));
  if (unreadableConfigurations(topology).some(({ source }) => isMeant(source))) return;
  const known = [
    ...new Set(routesOf(topology).flatMap(({ source, ruleName }) => (isMeant(source) ? [ruleName] : []))),
  ];
  const wrong = rules.filter((rule) => !known.includes(rule));
  const [first] = wrong;
  if (first === undefined || known.length === 0) return;
  throw new InputError(
    `--rule: expected the id of a rule, found ${wrong.map(foundText).join(", ")}; ${suggestion(first, known)}`,
  );
}
