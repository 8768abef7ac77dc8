/** Journeys as text. */
import type { Journey, ObjectEvent } from "../../model";
import { columns } from "./columns";
import { type JourneyFacts, journeyFacts } from "./journeyFacts";
import type { Paint } from "./paint";
import { colourOf, type ReportedOutcome, symbol } from "./symbols";

const OUTCOMES: { readonly [outcome in Journey["outcome"]]: ReportedOutcome } = {
  replicated: "good",
  fails: "bad",
  "not replicated": "unsure",
  unknown: "unsure",
};

/** What becomes of an event, route by route. */
export function journeysText(event: ObjectEvent, journeys: readonly Journey[], paint: Paint): string {
  return [
    paint.bold(`${event.kind} of ${event.object.key}`),
    ...(journeys.length === 0 ? ["  no route starts anywhere here"] : []),
    ...journeys.map(journeyFacts).flatMap((facts) => ["", ...journeyLines(facts, paint)]),
    "",
  ].join("\n");
}

function journeyLines(facts: JourneyFacts, paint: Paint): readonly string[] {
  const { rule, source, destination, outcome, because, page, evidence, winner, replica, notes } = facts;
  const kind = OUTCOMES[outcome];
  return [
    `${symbol(kind, paint)} ${rule}: ${source} to ${destination}: ${colourOf(kind, paint)(outcome)}`,
    `    ${because}`,
    ...(winner === null ? [] : [`    rule ${winner} acts for this destination`]),
    ...columns(
      [
        ["status at the source", facts.sourceStatus],
        ["status at the destination", facts.destinationStatus],
        ...(replica === null
          ? []
          : [
              ["the copy's encryption", replica.encryption],
              ["the copy's key", replica.key],
              ["the copy's storage class", replica.storageClass],
              ["the copy's owner", replica.owner],
              ["the copy's bucket key", replica.bucketKey],
            ]),
      ],
      "    ",
    ),
    ...notes.map((note) => `    note: ${note}`),
    paint.dim(`    ${evidence}: ${page}`),
  ];
}
