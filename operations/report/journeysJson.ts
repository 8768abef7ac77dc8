/** Journeys as JSON. */
import type { Journey, ObjectEvent } from "../../model";
import { journeyFacts } from "./journeyFacts";

/** What becomes of an event, for programs. Fields are only ever added to it. */
export function journeysJson(event: ObjectEvent, journeys: readonly Journey[]): object {
  return { event, journeys: journeys.map(journeyFacts) };
}
