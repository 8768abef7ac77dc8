/** What S3 does with each event of an exercised route: the model's answer, so that the emulator tests the model. */
import {
  type Journey,
  journeysOf,
  judge,
  judgeFor,
  knownValue,
  type ObjectEvent,
  type Route,
  type Topology,
} from "../../model";
import type { EventOutcome, RehearsalEvent } from "./outcome";
import { canonical } from "./values";

/** An event as it is played. */
export interface PlayedEvent {
  readonly event: RehearsalEvent;
  /** The same in the model's terms. */
  readonly happens: ObjectEvent;
}

/** What the source bucket itself refuses: the model does not cover it, since nothing is replicated then. */
export interface SourceRefusals {
  readonly blocksSseC: boolean;
  /** Whether Object Lock retains every new version. */
  readonly retainsVersions: boolean;
}

export interface Expectation {
  readonly outcome: EventOutcome;
  /** The model's reason, one lower-case sentence. */
  readonly because: string;
  /** The outcome depends on a policy, a key or the like that the emulator does not check. */
  readonly needsUncheckedPermission: boolean;
  /** S3 skips the object because the rule does not select objects encrypted with KMS. */
  readonly isSkippedForKms: boolean;
  /** The key that the model expects the replica to be encrypted with: its ARN, or the text that names it. */
  readonly replicaKey: string | undefined;
}

/** The topology with the route's rule as the only one, since each rule is exercised alone. */
export function topologyOfRule(topology: Topology, { configuration, rule }: Route): Topology {
  return { ...topology, configurations: [{ ...configuration, rules: { known: [rule] } }] };
}

/**
 * What S3 does with the event.
 *
 * @param topology - with one rule, see {@link topologyOfRule}
 * @throws {Error} when the topology has no route
 */
export function expectationOf(
  topology: Topology,
  played: PlayedEvent,
  refusals: SourceRefusals,
): Expectation {
  const { event, happens } = played;
  const refused =
    (event === "object encrypted with SSE-C" && refusals.blocksSseC) ||
    (event === "version deleted by its id" && refusals.retainsVersions);
  const journey = theOne(journeysOf(topology, happens, { judge: judgeFor(topology, happens) }));
  // Without a judge the model assumes that every requirement is met, as the emulator does.
  const unchecked = theOne(journeysOf(topology, happens));
  const outcome = outcomeOf(played, journey);
  return {
    outcome: refused ? { headline: "is refused", facts: {} } : outcome,
    because: journey.because,
    needsUncheckedPermission:
      !refused &&
      canonical(outcome) !== canonical(outcomeOf(played, unchecked)) &&
      !isCheckedByEmulator(topology, played, outcome),
    isSkippedForKms: outcome.headline === "stays" && wouldArriveWithoutKms(topology, happens),
    replicaKey: replicaKeyOf(journey),
  };
}

function theOne([journey]: readonly Journey[]): Journey {
  if (journey === undefined) throw new Error("expected a topology with one route, found none");
  return journey;
}

function outcomeOf({ event, happens }: PlayedEvent, journey: Journey): EventOutcome {
  const isCopy = happens.kind === "put";
  const status = journey.status.source === "absent" ? "none" : journey.status.source;
  const facts: EventOutcome["facts"] = isCopy ? { status } : {};
  switch (journey.outcome) {
    case "unknown":
      return { headline: "unknown", facts: {} };
    case "not replicated":
      return { headline: "stays", facts };
    case "fails":
      // Only the status of a new version shows a failure; after a failed change or delete the replica is as before.
      return { headline: isCopy ? "fails" : "stays", facts };
    case "replicated":
      return { headline: "arrives", facts: isCopy ? { ...facts, ...factsOfCopy(event, journey) } : facts };
  }
}

/** What the model does not know of the replica is left out, and so not compared. */
function factsOfCopy(event: RehearsalEvent, { replica, status }: Journey): EventOutcome["facts"] {
  const storageClass = replica && knownValue(replica.storageClass);
  const encryption = replica && knownValue(replica.encryption);
  return {
    "replica status": status.destination,
    content: "same",
    metadata: "same",
    tags: "same",
    ...(storageClass !== undefined && { class: storageClass }),
    ...(encryption !== undefined && { encryption }),
    ...(event === "overwritten object" && { versions: "2" }),
  };
}

/** A bucket's policy is the one thing that the emulator asks before it copies, and only across accounts. */
function isCheckedByEmulator(topology: Topology, { happens }: PlayedEvent, outcome: EventOutcome): boolean {
  const [report] = judge(topology);
  if (report === undefined || happens.kind !== "put" || outcome.headline !== "fails") return false;
  const open = report.requirements.filter(
    ({ strength, verdict }) => strength === "required" && verdict !== "met",
  );
  return (
    report.sourceAccount !== report.destinationAccount &&
    open.every(({ id, verdict }) => id === "destination-bucket-policy" && verdict === "unmet")
  );
}

function wouldArriveWithoutKms(topology: Topology, happens: ObjectEvent): boolean {
  if (happens.kind !== "put" || happens.object.encryption !== undefined) return false;
  const plain = { ...happens, object: { ...happens.object, encryption: "AES256" as const } };
  return theOne(journeysOf(topology, plain)).outcome === "replicated";
}

function replicaKeyOf({ replica }: Journey): string | undefined {
  const key = replica?.key;
  if (key === undefined) return undefined;
  if ("found" in key) return knownValue(key.found.arn) ?? key.found.label;
  return "outside" in key ? key.outside : undefined;
}
