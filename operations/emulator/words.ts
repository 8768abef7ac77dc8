/** Outcomes in words, as a person would tell them. */
import type { EventKind, Outcome } from "./expectation";

type Headline = Outcome["headline"];

const USUAL: { readonly [headline in Headline]: string } = {
  arrives: "arrives",
  stays: "does not arrive",
  fails: "fails",
  "is refused": "is refused",
};

const OWN: { readonly [event in EventKind]?: { readonly [headline in Headline]?: string } } = {
  "tags changed afterwards": { arrives: "the change arrives", stays: "the replica keeps its tags" },
  "version deleted by its id": { arrives: "the replica loses it", stays: "the replica keeps it" },
  "object deleted": { arrives: "the delete marker arrives", stays: "no delete marker arrives" },
};

/**
 * The outcome of an event, e.g. `arrives as STANDARD_IA`.
 *
 * @param differing - facts to tell besides, because another outcome differs in them
 */
export function wordsFor(
  event: EventKind,
  { headline, facts }: Outcome,
  differing: readonly string[] = [],
): string {
  const storageClass = facts["class"];
  const notable = storageClass !== undefined && storageClass !== "STANDARD" && !differing.includes("class");
  const words = OWN[event]?.[headline] ?? `${USUAL[headline]}${notable ? ` as ${storageClass}` : ""}`;
  return [words, ...differing.map((fact) => `${fact} ${facts[fact] ?? "none"}`)].join(", ");
}
