/** Says of an event whether what was found is what was expected, or something that the emulator does not do. */
import type { Observed, ReplicaMarks } from "./events";
import type { EventKind, Expect, Outcome, RouteEnds } from "./expectation";
import { LIMITS, type LimitId } from "./limits";
import type { RouteRule } from "./rule";
import type { EventReport } from "./types";
import { canonical } from "./values";
import { wordsFor } from "./words";

export function judge(observed: Observed, rule: RouteRule, ends: RouteEnds, expect: Expect): EventReport {
  const { event, outcome: found } = observed;
  const expected = expect(event, rule, ends);
  const differing = differences(expected, found);
  const verdict = (id: LimitId | undefined) =>
    id === undefined
      ? ({ verdict: "differs" } as const)
      : ({ verdict: "not emulated", because: LIMITS[id] } as const);
  return {
    event,
    expected: wordsFor(event, expected, differing),
    found: wordsFor(event, found, differing),
    ...(canonical(expected) === canonical(found)
      ? { verdict: "as expected" }
      : verdict(limitOf(event, rule, ends))),
  };
}

/** What S3 keeps or chooses for the replica itself. */
export function judgeReplica(
  marks: ReplicaMarks,
  rule: RouteRule,
  label: (text: string) => string,
): readonly EventReport[] {
  const sameVersion = marks.replicaVersionId === marks.sourceVersionId;
  return [
    report(
      "replica's version id",
      "the source's",
      sameVersion ? "the source's" : "its own",
      "replica-version-id",
    ),
    ...(rule.replicaKey === undefined || marks.key === undefined
      ? []
      : [report("replica's key", label(rule.replicaKey), label(marks.key), "replica-key")]),
  ];
}

function report(event: string, expected: string, found: string, limit: LimitId): EventReport {
  return expected === found
    ? { event, expected, found, verdict: "as expected" }
    : { event, expected, found, verdict: "not emulated", because: LIMITS[limit] };
}

function limitOf(event: EventKind, rule: RouteRule, ends: RouteEnds): LimitId | undefined {
  if (event === "object encrypted with SSE-C") {
    return ends.sourceBlocksSseC || ends.destinationBlocksSseC ? "sse-c-block" : undefined;
  }
  if (event === "tags changed afterwards") return "later-tags";
  if (event === "multipart upload over 5 MiB" && Object.keys(rule.tags).length > 0) return "multipart-tags";
  const copiesByDefault: readonly EventKind[] = [
    "small object",
    "multipart upload over 5 MiB",
    "overwritten object",
  ];
  const selects = rule.kmsObjects || !ends.defaultEncryption.startsWith("aws:kms");
  return copiesByDefault.includes(event) && !selects ? "kms-opt-in" : undefined;
}

function differences(expected: Outcome, found: Outcome): readonly string[] {
  if (expected.headline !== found.headline) return [];
  const facts = new Set([...Object.keys(expected.facts), ...Object.keys(found.facts)]);
  return [...facts].filter((fact) => expected.facts[fact] !== found.facts[fact]);
}
