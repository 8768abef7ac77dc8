/** Decides which canaries show whether replication works, and what the model foretells of each. */
import { MAX_OBJECT_KEY_BYTES } from "../../aws/limits";
import {
  type Bucket,
  bucketName,
  endKey,
  groupBy,
  isAt,
  type Journey,
  journeysOf,
  judgeFor,
  knownValue,
  type ObjectEvent,
  type Resolved,
  type Route,
  routesOf,
  type Topology,
  unreadableConfigurations,
} from "../../model";

/** A bucket of a route. */
export interface CanaryEnd {
  readonly name: string;
  /** Undefined where it is not known. */
  readonly account: string | undefined;
}

/** What the model foretells of one destination. */
export interface Expectation {
  readonly destination: CanaryEnd;
  /** The rule that decides. */
  readonly rule: string;
  readonly journey: Journey;
}

/** An object that is written only to see it replicate. */
export interface Canary {
  readonly source: CanaryEnd;
  readonly key: string;
  readonly tags: { readonly [key: string]: string };
  /** The rules whose filter selects it. */
  readonly rules: readonly string[];
  /** One for each destination of the source. */
  readonly expectations: readonly Expectation[];
  /** The same for its delete marker; empty where none is to be written. */
  readonly markers: readonly Expectation[];
}

export interface CanaryPlan {
  readonly canaries: readonly Canary[];
  /** Rules that no canary can be made for. */
  readonly skipped: readonly { readonly rule: string; readonly source: string; readonly because: string }[];
}

export interface CanaryChoice {
  /** Names, ARNs or labels of the source buckets. @default all */
  readonly buckets?: readonly string[];
  /** Only the filters of these rules. @default all */
  readonly rules?: readonly string[];
  /** Foretell what becomes of a delete marker, too. @default false */
  readonly deleteMarkers?: boolean;
  /** Makes a part of a key that nobody else has. */
  readonly unique: () => string;
}

/** Part of every key, so that a canary is recognised as one. */
export const CANARY_FOLDER = "_s3-replication-canary/";

/** One canary for each distinct filter of each source bucket. */
export function canariesOf(
  topology: Topology,
  { buckets, rules, unique, deleteMarkers = false }: CanaryChoice,
): CanaryPlan {
  const canaries: Canary[] = [];
  const skipped: { rule: string; source: string; because: string }[] = [];
  const chosen = ({ source }: { readonly source: Resolved<Bucket> }) =>
    buckets === undefined || buckets.some((bucket) => isAt(source, bucket));
  for (const { source, unknown } of unreadableConfigurations(topology).filter(chosen)) {
    const because = `its replication configuration is not known: ${unknown}`;
    skipped.push({ rule: "unknown", source: bucketName(source), because });
  }
  const groups = groupBy(
    routesOf(topology).filter(chosen),
    ({ source, configuration }) => endKey(source) ?? configuration.label,
  );
  for (const routes of groups.values()) {
    const filters = new Map<string, { readonly filter: Filter; readonly rules: string[] }>();
    for (const route of routes) {
      if (rules !== undefined && !rules.includes(route.ruleName)) continue;
      const filter = filterOf(route);
      if ("because" in filter) {
        skipped.push({ rule: route.ruleName, source: bucketName(route.source), because: filter.because });
        continue;
      }
      const id = JSON.stringify([filter.prefix, Object.entries(filter.tags).sort()]);
      const same = filters.get(id);
      if (same === undefined) filters.set(id, { filter, rules: [route.ruleName] });
      else same.rules.push(route.ruleName);
    }
    const [first] = routes;
    if (first === undefined) continue;
    for (const { filter, rules: selecting } of filters.values()) {
      const key = `${filter.prefix}${CANARY_FOLDER}${unique()}`;
      const object = { key, tags: filter.tags };
      canaries.push({
        source: canaryEnd(first.source),
        key,
        tags: filter.tags,
        rules: selecting,
        expectations: expectationsOf(topology, first.source, object, "put"),
        markers: deleteMarkers ? expectationsOf(topology, first.source, object, "delete") : [],
      });
    }
  }
  return { canaries, skipped };
}

interface Filter {
  readonly prefix: string;
  readonly tags: { readonly [key: string]: string };
}

/** Room for what follows the prefix in a key. */
const ROOM_BYTES = 64;

function filterOf({ rule, source }: Route): Filter | { readonly because: string } {
  const { status, filter, legacyPrefix } = rule;
  if ("unknown" in source) return { because: `its source is not known: ${source.unknown}` };
  if ("known" in status && status.known !== "Enabled") return { because: `its status is ${status.known}` };
  if ("unknown" in filter) return { because: `its filter is not known: ${filter.unknown}` };
  if (filter.known === undefined && "unknown" in legacyPrefix) {
    return { because: `its prefix is not known: ${legacyPrefix.unknown}` };
  }
  const prefix = filter.known?.prefix ?? knownValue(legacyPrefix) ?? "";
  if (Buffer.byteLength(prefix) + ROOM_BYTES > MAX_OBJECT_KEY_BYTES) {
    return { because: "its prefix leaves no room for the key of a canary" };
  }
  return { prefix, tags: filter.known?.tags ?? {} };
}

function expectationsOf(
  topology: Topology,
  source: Resolved<Bucket>,
  object: ObjectEvent["object"],
  kind: "put" | "delete",
): readonly Expectation[] {
  const bucket = "found" in source ? source.found.label : bucketName(source);
  const event: ObjectEvent = { kind, object, bucket };
  const journeys = journeysOf(topology, event, { judge: judgeFor(topology, event) });
  const byDestination = groupBy(journeys, ({ route }) => endKey(route.destination) ?? route.id);
  return [...byDestination.values()].flatMap((some) => {
    const journey = decidingOf(some);
    return journey === undefined
      ? []
      : [{ destination: canaryEnd(journey.route.destination), rule: journey.route.ruleName, journey }];
  });
}

/** Several rules may lead to one destination: that which acts decides. */
function decidingOf(journeys: readonly Journey[]): Journey | undefined {
  const order = ["replicated", "fails", "unknown", "not replicated"] as const;
  return order.flatMap((outcome) => journeys.filter((journey) => journey.outcome === outcome))[0];
}

function canaryEnd(end: Resolved<Bucket>): CanaryEnd {
  const account = "found" in end ? knownValue(end.found.site.account) : undefined;
  return { name: bucketName(end), account };
}
