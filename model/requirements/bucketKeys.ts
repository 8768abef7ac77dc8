/**
 * Which encryption context S3 gives to KMS, by the S3 Bucket Keys at both ends.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
import type { ContextForm } from "../calls/roleCalls";
import type { RouteEnd, RouteFacts } from "../routeFacts";
import type { Finding } from "./requirement";

export type Switch = "on" | "off" | "unknown";

/** Whether new objects in the bucket use an S3 Bucket Key unless their writer says otherwise. */
export function bucketKeyUseOf({ bucket }: RouteEnd): Switch {
  if (bucket === undefined || "unknown" in bucket.encryption) return "unknown";
  const encryption = bucket.encryption.known;
  if (encryption === undefined) return "off";
  const { bucketKeyEnabled } = encryption;
  if ("unknown" in bucketKeyEnabled) return "unknown";
  return bucketKeyEnabled.known ? "on" : "off";
}

/** The forms of context that a key must work with. */
export interface Forms {
  readonly forms: readonly ContextForm[];
  /** `all` of them are used, or it is not certain which one of them (`one`). */
  readonly wanted: "all" | "one";
}

/** The source's context: its own Bucket Key setting decides. */
export function sourceForms({ source }: RouteFacts): Forms {
  return formsOf(bucketKeyUseOf(source));
}

/**
 * The replica's context. Both pages agree when the source has Bucket Keys (the flag travels with the object) and when
 * neither end has; when only the destination has, one says object, the other bucket.
 */
export function replicaForms({ source, destination }: RouteFacts): Forms {
  const ofSource = bucketKeyUseOf(source);
  if (ofSource === "on") return formsOf("on");
  return ofSource === "off" && bucketKeyUseOf(destination) === "off" ? formsOf("off") : formsOf("unknown");
}

function formsOf(bucketKey: Switch): Forms {
  if (bucketKey === "unknown") return { forms: ["bucket", "object"], wanted: "one" };
  return { forms: [bucketKey === "on" ? "bucket" : "object"], wanted: "all" };
}

/** The form that is not certain to be used: old objects, and writers that choose for themselves, need it too. */
export function otherForms({ forms, wanted }: Forms): readonly ContextForm[] {
  if (wanted === "one") return forms;
  return forms.includes("bucket") ? ["object"] : ["bucket"];
}

export const VERDICT_RANK: { readonly [verdict in Finding["verdict"]]: number } = {
  met: 0,
  unknown: 1,
  unmet: 2,
};
