/** A journey as plain values and words, for every format of a report. */
import type { Bucket, Journey, KeyUse, Known, Replica, Resolved } from "../../model";

/** One journey in words and values only. */
export interface JourneyFacts {
  readonly rule: string;
  readonly source: string;
  readonly destination: string;
  readonly outcome: Journey["outcome"];
  readonly because: string;
  readonly page: string;
  /** How sure the reason is. */
  readonly evidence: Journey["evidence"];
  /** The rule that acts for this destination, where it is another one. */
  readonly winner: string | null;
  readonly sourceStatus: string;
  readonly destinationStatus: string;
  /** What the copy is like; null where none is made. */
  readonly replica: ReplicaFacts | null;
  readonly notes: readonly string[];
}

export interface ReplicaFacts {
  readonly encryption: string;
  readonly key: string;
  readonly storageClass: string;
  readonly owner: string;
  readonly bucketKey: string;
}

/** A journey for a report; values that are not known say why. */
export function journeyFacts(journey: Journey): JourneyFacts {
  const { route, outcome, because, page, evidence, winner, status, replica, notes } = journey;
  return {
    rule: route.ruleName,
    source: bucketText(route.source),
    destination: bucketText(route.destination),
    outcome,
    because,
    page,
    evidence,
    winner: winner?.ruleName ?? null,
    sourceStatus: status.source,
    destinationStatus: status.destination,
    replica: replica === undefined ? null : replicaFacts(replica),
    notes,
  };
}

function replicaFacts({ encryption, key, storageClass, owner, bucketKeyEnabled }: Replica): ReplicaFacts {
  return {
    encryption: knownText(encryption),
    key: keyText(key),
    storageClass: knownText(storageClass),
    owner: knownText(owner),
    bucketKey: knownText(bucketKeyEnabled),
  };
}

function knownText(value: Known<string | boolean | undefined>): string {
  if ("unknown" in value) return `unknown (${value.unknown})`;
  if (value.known === undefined) return "not applicable";
  return typeof value.known === "boolean" ? (value.known ? "on" : "off") : value.known;
}

function keyText(key: KeyUse | { readonly customerProvided: string }): string {
  if ("customerProvided" in key) return key.customerProvided;
  if ("none" in key) return key.none;
  if ("awsManaged" in key) return key.awsManaged;
  if ("outside" in key) return key.outside;
  if ("unknown" in key) return `unknown (${key.unknown})`;
  return "known" in key.found.arn
    ? key.found.arn.known
    : (key.found.label.split("::").at(-1) ?? key.found.label);
}

function bucketText(bucket: Resolved<Bucket>): string {
  if ("found" in bucket) return "known" in bucket.found.name ? bucket.found.name.known : bucket.found.label;
  return "outside" in bucket ? bucket.outside : "unknown";
}
