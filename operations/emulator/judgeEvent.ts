/** Says of an event whether what was found is what the model expects, or something that the emulator does not do. */

import { LIMITS, type LimitId } from "./limits";
import type { Expectation, PlayedEvent } from "./modelExpectation";
import { type EventOutcome, wordsFor } from "./outcome";
import type { ReplicaMarks } from "./playEvents";
import type { ExercisedEvent } from "./types";

export function judgeEvent(
  played: PlayedEvent,
  found: EventOutcome,
  expectation: Expectation,
): ExercisedEvent {
  const { event } = played;
  const { outcome: expected } = expectation;
  const differing = differences(expected, found);
  const report = {
    event,
    expected: wordsFor(event, expected, differing),
    found: wordsFor(event, found, differing),
  };
  const isAsExpected = expected.headline === found.headline && differing.length === 0;
  // Where the emulator does not check what decides, it shows the same for another reason.
  if (isAsExpected && !expectation.needsUncheckedPermission) return { ...report, verdict: "as expected" };
  const because = notEmulated(played, expectation);
  return because === undefined
    ? { ...report, verdict: "differs" }
    : { ...report, verdict: "not emulated", because };
}

/** What S3 keeps or chooses for the replica itself. */
export function judgeReplica(
  marks: ReplicaMarks,
  expectedKey: string | undefined,
  label: (text: string) => string,
): readonly ExercisedEvent[] {
  const sameVersion = marks.replicaVersionId === marks.sourceVersionId;
  return [
    mark(
      "replica's version id",
      "the source's",
      sameVersion ? "the source's" : "its own",
      "replica-version-id",
    ),
    ...(expectedKey === undefined || marks.key === undefined
      ? []
      : [mark("replica's key", label(expectedKey), label(marks.key), "replica-key")]),
  ];
}

function mark(event: string, expected: string, found: string, limit: LimitId): ExercisedEvent {
  return expected === found
    ? { event, expected, found, verdict: "as expected" }
    : { event, expected, found, verdict: "not emulated", because: LIMITS[limit] };
}

/** Why the emulator does not show what is expected; undefined where it should. */
function notEmulated(played: PlayedEvent, expectation: Expectation): string | undefined {
  if (expectation.needsUncheckedPermission) return LIMITS.permissions;
  if (expectation.outcome.headline === "unknown") return `what S3 does is not known: ${expectation.because}`;
  const limit = limitOf(played, expectation);
  return limit && LIMITS[limit];
}

function limitOf(
  { event, happens }: PlayedEvent,
  { outcome, isSkippedForKms }: Expectation,
): LimitId | undefined {
  if (event === "object encrypted with SSE-C") {
    return outcome.headline === "is refused" || outcome.headline === "fails" ? "sse-c-block" : undefined;
  }
  if (event === "tags changed afterwards") return "later-tags";
  if (event === "multipart upload over 5 MiB" && Object.keys(happens.object.tags ?? {}).length > 0) {
    return "multipart-tags";
  }
  return isSkippedForKms ? "kms-opt-in" : undefined;
}

/** The expected facts that are found otherwise. */
function differences(expected: EventOutcome, found: EventOutcome): readonly string[] {
  if (expected.headline !== found.headline) return [];
  return Object.keys(expected.facts).filter((fact) => expected.facts[fact] !== found.facts[fact]);
}
