/** What the emulator does not do as S3 does. Each is checked by a test, so that a newer emulator that does it is noticed. */

/** By id: one lower-case clause about the emulator. */
export const LIMITS = {
  "first-rule": "it replicates by the first matching rule only, so each rule is exercised alone",
  permissions:
    "it evaluates neither the role's nor the keys' policies, and a bucket's own only across accounts",
  "time-and-metrics": "it replicates at once and measures nothing",
  "object-lock-copy": "it does not copy retention and legal holds",
  "replica-version-id": "it gives the replica a version id of its own",
  "replica-key": "it keeps the source's key on the replica",
  "kms-opt-in": "it replicates objects encrypted with KMS whether or not the rule selects them",
  "multipart-tags": "it drops the tags of multipart uploads",
  "later-tags": "it does not replicate a change of tags",
  "alarm-dimensions": "it raises an alarm for a metric of its name, whatever its dimensions",
  "sse-c-block": "it stores the block of SSE-C but does not enforce it",
} as const;

export type LimitId = keyof typeof LIMITS;

/** Limits that touch every route and show in no single event. */
export const GENERAL_LIMITS: readonly LimitId[] = [
  "first-rule",
  "permissions",
  "object-lock-copy",
  "time-and-metrics",
  "alarm-dimensions",
];
