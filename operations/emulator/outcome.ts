/** The events that a rehearsal plays on a route, what can become of each, and the words for it. */

export type RehearsalEvent =
  | "object older than the rule"
  | "small object"
  | "multipart upload over 5 MiB"
  | "overwritten object"
  | "object outside the prefix"
  | "object without the tags"
  | "object encrypted with SSE-S3"
  | "object encrypted with SSE-C"
  | "tags changed afterwards"
  | "version deleted by its id"
  | "object deleted";

/** One word for what happens, and everything about it that is compared. */
export interface EventOutcome {
  readonly headline: "arrives" | "stays" | "fails" | "is refused" | "unknown";
  /** E.g. `class` -> `STANDARD_IA`. */
  readonly facts: { readonly [fact: string]: string };
}

type Headline = EventOutcome["headline"];

const USUAL: { readonly [headline in Headline]: string } = {
  arrives: "arrives",
  stays: "does not arrive",
  fails: "fails",
  "is refused": "is refused",
  unknown: "unknown",
};

const OWN: { readonly [event in RehearsalEvent]?: { readonly [headline in Headline]?: string } } = {
  "tags changed afterwards": { arrives: "the change arrives", stays: "the replica keeps its tags" },
  "version deleted by its id": { arrives: "the replica loses it", stays: "the replica keeps it" },
  "object deleted": { arrives: "the delete marker arrives", stays: "no delete marker arrives" },
};

/**
 * The outcome of an event, e.g. `arrives as STANDARD_IA`.
 *
 * @param differing - facts to name as well, because another outcome differs in them
 */
export function wordsFor(
  event: RehearsalEvent,
  { headline, facts }: EventOutcome,
  differing: readonly string[] = [],
): string {
  const storageClass = facts["class"];
  const notable = storageClass !== undefined && storageClass !== "STANDARD" && !differing.includes("class");
  const words = OWN[event]?.[headline] ?? `${USUAL[headline]}${notable ? ` as ${storageClass}` : ""}`;
  return [words, ...differing.map((fact) => `${fact} ${facts[fact] ?? "none"}`)].join(", ");
}
