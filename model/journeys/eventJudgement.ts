/** What the requirements say about one event on one route: those that the event does not need do not count. */

import { PAGES } from "../awsPages";
import { type BucketAction, READ_ANNOTATIONS } from "../calls/bucketCalls";
import { REQUIREMENTS } from "../requirements";
import { bucketPolicyAllows, roleAllows } from "../requirements/bucketPermissions";
import { candidatesOf, findingFor } from "../requirements/candidates";
import type { EventConcern, ReplicableEvent, Weight } from "../requirements/eventConcern";
import type { Finding, Requirement } from "../requirements/requirement";
import { type Route, routesOf } from "../route";
import type { RouteFacts } from "../routeFacts";
import { algorithmOf, isKms, type ServerSideEncryption } from "../serverSideEncryption";
import type { Known, Topology } from "../topology";
import { indexOf, type TopologyIndex } from "../topologyIndex";
import { objectEncryptionOf } from "./encryption";
import type { EventKind, ObjectEvent } from "./event";
import type { RouteJudgement } from "./routeFailures";

/** No route needs it for its objects, so that it is not part of the catalogue. */
export const ANNOTATIONS = roleAllows(
  {
    id: "source-read-annotations",
    title: "The role may read annotations",
    area: "source",
    strength: "required",
    url: PAGES.whatReplicates,
    events: { on: { "put-annotation": "fails" } },
  },
  READ_ANNOTATIONS,
);

const ASKED: readonly Requirement[] = [...REQUIREMENTS, ANNOTATIONS];

/** The events that need each call: those of the requirement that asks the role's policies for it. */
const EVENTS_OF_CALLS: ReadonlyMap<BucketAction, EventConcern> = new Map(
  ASKED.flatMap(({ calls = [], events }) =>
    "ofCalls" in events ? [] : calls.map((call) => [call, events] as const),
  ),
);

/** A finding with what it means for the event. */
interface Weighed {
  readonly finding: Finding;
  readonly weight: Weight;
  readonly id: string;
}

/** Judges each route of a topology for one event, when it is asked for. */
export function judgeFor(
  topology: Topology,
  event: ObjectEvent,
): (route: Route) => RouteJudgement | undefined {
  const routes = routesOf(topology);
  const index = indexOf(topology, routes);
  const byId = new Map(routes.map((route) => [route.id, route]));
  return ({ id }) => {
    const route = byId.get(id);
    return route && judgementOf(route, index, event);
  };
}

function judgementOf(route: Route, index: TopologyIndex, event: ObjectEvent): RouteJudgement {
  const encryption = objectEncryptionOf(event.object, route);
  const configured = candidatesOf(route, index).map((subject) =>
    atKey(subject, event.object.key, encryption),
  );
  const encrypted = candidatesOf(keyedFor(route, encryption), index).map((subject) =>
    atKey(subject, event.object.key, encryption),
  );
  const weighed = ASKED.flatMap((requirement) =>
    checksOf(requirement, event, encryption).flatMap(({ check, weight }): readonly Weighed[] => {
      // What S3 refuses with the configuration is judged as it is configured, regardless of the object.
      const subjects =
        requirement.area === "replica key" && isOfEverything(requirement) ? configured : encrypted;
      const finding = findingFor({ ...requirement, check }, subjects);
      return finding === undefined ? [] : [{ finding, weight, id: requirement.id }];
    }),
  );
  return verdictOf(weighed, unstatedKey(route, event, encryption));
}

function isOfEverything({ events }: Requirement): boolean {
  return "on" in events && events.on.delete === "fails";
}

function verdictOf(weighed: readonly Weighed[], unstated: string | undefined): RouteJudgement {
  const notes = [...copyNotes(weighed), ...tagNotes(weighed)];
  const refused = weighed.find(({ finding, weight }) => finding.verdict === "unmet" && weight === "fails");
  if (refused !== undefined)
    return { verdict: "broken", because: `${refused.id}: ${refused.finding.because}` };
  const open = weighed.find(
    ({ finding, weight }) => finding.verdict !== "met" && (weight === "fails" || weight === "unknown"),
  );
  if (open !== undefined)
    return { verdict: "unproven", because: `${open.id}: ${open.finding.because}`, notes };
  if (unstated !== undefined) return { verdict: "unproven", because: unstated, notes };
  return { verdict: "works", notes };
}

function copyNotes(weighed: readonly Weighed[]): readonly string[] {
  return weighed
    .filter(({ finding, weight }) => finding.verdict === "unmet" && weight === "note")
    .map(
      ({ id, finding }) =>
        `only where the copy was made before, since now it could not be: ${id}: ${finding.because}`,
    )
    .slice(0, 1);
}

function tagNotes(weighed: readonly Weighed[]): readonly string[] {
  return weighed.flatMap(({ id, finding, weight }) => {
    if (weight !== "without tags" || finding.verdict === "met") return [];
    const what =
      finding.verdict === "unmet"
        ? "the object arrives without its tags"
        : "whether the object arrives with its tags is not known";
    return [`${what}: ${id}: ${finding.because}`];
  });
}

/** What is asked of the route for the event: a policy that is judged as a whole is asked about the event's calls only. */
function checksOf(
  requirement: Requirement,
  event: ObjectEvent,
  encryption: Known<ServerSideEncryption>,
): readonly { readonly check: Requirement["check"]; readonly weight: Weight }[] {
  const { events } = requirement;
  if (!("ofCalls" in events)) {
    const weight = weightOf(events, event, encryption);
    return weight === undefined ? [] : [{ check: requirement.check, weight }];
  }
  return (["fails", "unknown", "without tags"] as const).flatMap((weight) => {
    const made = events.ofCalls.filter(
      (call) => weightOf(EVENTS_OF_CALLS.get(call), event, encryption) === weight,
    );
    return made.length === 0 ? [] : [{ check: bucketPolicyAllows(requirement, made).check, weight }];
  });
}

function weightOf(
  concern: EventConcern | undefined,
  event: ObjectEvent,
  encryption: Known<ServerSideEncryption>,
): Weight | undefined {
  const weight = concern && isReplicable(event.kind) ? concern.on[event.kind] : undefined;
  if (concern === undefined || weight === undefined) return undefined;
  const isCopy = event.kind === "put" || event.kind === "backfill";
  if (concern.tagged && isCopy && Object.keys(event.object.tags ?? {}).length === 0) return undefined;
  if (concern.encryption === undefined) return weight;
  if ("unknown" in encryption) return concern.encryption.includes("kms") ? "unknown" : undefined;
  return concern.encryption.some((each) => each === kindOf(encryption.known)) ? weight : undefined;
}

const REPLICABLE: { readonly [kind in ReplicableEvent]: true } = {
  put: true,
  delete: true,
  "change-tags": true,
  "change-acl": true,
  "change-lock": true,
  "put-annotation": true,
  backfill: true,
};

function isReplicable(kind: EventKind): kind is ReplicableEvent {
  return Object.hasOwn(REPLICABLE, kind);
}

function kindOf(
  encryption: ServerSideEncryption,
): NonNullable<EventConcern["encryption"]>[number] | undefined {
  if (isKms(encryption)) return "kms";
  return encryption === "none" ? "defaulted" : undefined;
}

/** The key that the copy is encrypted with: the rule's for KMS objects only, the destination's for those without encryption. */
function keyedFor(route: Route, encryption: Known<ServerSideEncryption>): Route {
  if ("unknown" in encryption || isKms(encryption.known)) return route;
  if (encryption.known === "none") return { ...route, replicaKey: route.destinationKey };
  return { ...route, replicaKey: { none: "the object is not encrypted with a KMS key" } };
}

function atKey(subject: RouteFacts, key: string, encryption: Known<ServerSideEncryption>): RouteFacts {
  // A * at the end of a resource represents everything below it; no policy can name the character that replaces it.
  return { ...subject, prefix: { known: key }, object: key.replace(/\*$/, "\uFFFD"), encryption };
}

/** A KMS object in a bucket whose default is another encryption: nothing says by which key. */
function unstatedKey(
  route: Route,
  { kind }: ObjectEvent,
  encryption: Known<ServerSideEncryption>,
): string | undefined {
  if (kind !== "put" && kind !== "backfill") return undefined;
  if ("unknown" in encryption || !isKms(encryption.known) || !("found" in route.source)) return undefined;
  const byDefault = algorithmOf(route.source.found.encryption);
  if ("unknown" in byDefault || isKms(byDefault.known)) return undefined;
  return `the source bucket's default encryption is ${byDefault.known}, so which KMS key the object has, and whether the role may decrypt with it, is not known`;
}
