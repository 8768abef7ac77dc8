/**
 * What S3 would do with an event on one route, by its rule alone.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
 */
import type { RouteRule } from "./rule";

export type EventKind =
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

/** What the buckets at both ends say that decides an outcome. */
export interface RouteEnds {
  /** The source bucket's default encryption, e.g. `aws:kms`. */
  readonly defaultEncryption: string;
  readonly sourceBlocksSseC: boolean;
  readonly destinationBlocksSseC: boolean;
  /** Whether Object Lock retains every new version of the source. */
  readonly retained: boolean;
}

/** One word for what happens, and everything about it that is compared. */
export interface Outcome {
  readonly headline: "arrives" | "stays" | "fails" | "is refused";
  /** E.g. `class` -> `STANDARD_IA`. */
  readonly facts: { readonly [fact: string]: string };
}

export type Expect = (event: EventKind, rule: RouteRule, ends: RouteEnds) => Outcome;

const STAYS: Outcome = { headline: "stays", facts: { status: "none" } };

export const expectedOutcome: Expect = (event, rule, ends) => {
  switch (event) {
    case "object older than the rule":
    case "object outside the prefix":
    case "object without the tags":
      return STAYS;
    case "version deleted by its id":
      return ends.retained ? { headline: "is refused", facts: {} } : { headline: "stays", facts: {} };
    case "object deleted":
      return { headline: rule.enabled && rule.deleteMarkers ? "arrives" : "stays", facts: {} };
    case "tags changed afterwards":
      return { headline: isSelected(rule, ends.defaultEncryption) ? "arrives" : "stays", facts: {} };
    case "object encrypted with SSE-C":
      if (ends.sourceBlocksSseC) return { headline: "is refused", facts: {} };
      if (rule.enabled && ends.destinationBlocksSseC)
        return { headline: "fails", facts: { status: "FAILED" } };
      return copied(rule, "SSE-C");
    case "object encrypted with SSE-S3":
      return copied(rule, "AES256");
    case "overwritten object":
      return withVersions(copied(rule, ends.defaultEncryption));
    case "small object":
    case "multipart upload over 5 MiB":
      return copied(rule, ends.defaultEncryption);
  }
};

function isSelected(rule: RouteRule, encryption: string): boolean {
  return rule.enabled && (rule.kmsObjects || !encryption.startsWith("aws:kms"));
}

function copied(rule: RouteRule, encryption: string): Outcome {
  if (!isSelected(rule, encryption)) return STAYS;
  return {
    headline: "arrives",
    facts: {
      status: "COMPLETED",
      "replica status": "REPLICA",
      content: "same",
      metadata: "same",
      tags: "same",
      class: rule.storageClass ?? "STANDARD",
      encryption,
    },
  };
}

function withVersions(outcome: Outcome): Outcome {
  return outcome.headline === "arrives"
    ? { ...outcome, facts: { ...outcome.facts, versions: "2" } }
    : outcome;
}
