/** Journeys as text. */
import type { EventKind, Journey } from "../../model";
import { labelled } from "./columns";
import { type JourneyFacts, journeyFacts, type ReplicaFacts } from "./journeyFacts";
import type { Paint } from "./paint";
import { colourOf, marked, type ReportedOutcome, worst } from "./symbols";
import type { VerdictLine } from "./verdictText";
import { wrap } from "./wrap";

const OUTCOMES: { readonly [outcome in Journey["outcome"]]: ReportedOutcome } = {
  replicated: "good",
  fails: "bad",
  "not replicated": "none",
  unknown: "unsure",
};

/** In the order of what a reader has to know first. */
const ORDER: readonly Journey["outcome"][] = ["fails", "unknown", "replicated", "not replicated"];

const WORDS: { readonly [outcome in Journey["outcome"]]: string } = {
  replicated: "replicated",
  fails: "fails",
  "not replicated": "not replicated",
  unknown: "unknown",
};

/** What becomes of an event on all routes together. */
export function journeysVerdict(kind: EventKind, journeys: readonly Journey[]): VerdictLine {
  if (journeys.length === 0) {
    return { outcome: "unsure", candidates: [`routes: ${kind}: no route starts anywhere here`] };
  }
  const counts = ORDER.flatMap((outcome) => {
    const count = journeys.filter((journey) => journey.outcome === outcome).length;
    return count === 0 ? [] : [{ outcome, count }];
  });
  const tallies = counts.map(
    ({ outcome, count }, index) =>
      `${count}${index === 0 ? ` of ${journeys.length}` : ""} ${outcome === "fails" && count > 1 ? "fail" : WORDS[outcome]}`,
  );
  const tally = `routes: ${kind}: ${tallies.join(", ")}`;
  const found = counts.map(({ outcome }) => outcome);
  const toRead = found.find((outcome) => outcome === "fails" || outcome === "unknown");
  const rule = journeys.find(({ outcome }) => outcome === toRead)?.route.ruleName;
  return {
    // That some routes leave the object out is no fault of those that do not.
    outcome: found.includes("replicated")
      ? worst(found.filter((outcome) => outcome !== "not replicated").map((outcome) => OUTCOMES[outcome]))
      : worst(found.map((outcome) => OUTCOMES[outcome])),
    candidates: [...(rule === undefined ? [] : [`${tally}; first ${rule}, see below`]), tally],
  };
}

/** What becomes of an event, route by route. */
export function journeysText(journeys: readonly Journey[], paint: Paint): string {
  return journeys
    .map(journeyFacts)
    .map((facts) => [...journeyLines(facts, paint), ""].join("\n"))
    .join("\n");
}

function journeyLines(facts: JourneyFacts, paint: Paint): readonly string[] {
  const { rule, source, destination, outcome, because, page, evidence, winner, replica, notes } = facts;
  const kind = OUTCOMES[outcome];
  const words = outcome.split(" ").map(colourOf(kind, paint)).join(" ");
  const indented = (text: string) => wrap(text, { indent: "    " });
  return [
    ...marked(kind, `${rule}: ${words}`, paint),
    ...wrap(`from ${source} to ${destination}`, { indent: "    ", hanging: "      " }),
    ...indented(because),
    ...(winner === null ? [] : indented(`rule ${winner} acts for this destination`)),
    ...labelled(
      [
        ["status at the source", facts.sourceStatus],
        ["status at the destination", facts.destinationStatus],
        ...replicaRows(replica),
      ],
      "    ",
    ),
    ...notes.flatMap((note) => wrap(`note: ${note}`, { indent: "    ", hanging: "      " })),
    ...indented(`${evidence}: ${page}`).map(paint.dim),
  ];
}

function replicaRows(replica: ReplicaFacts | null): readonly (readonly [string, string])[] {
  if (replica === null) return [];
  return [
    ["the copy's encryption", replica.encryption],
    ["the copy's key", replica.key],
    ["the copy's storage class", replica.storageClass],
    ["the copy's owner", replica.owner],
    ["the copy's bucket key", replica.bucketKey],
  ];
}
