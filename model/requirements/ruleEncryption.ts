/** Requirements on a rule's settings for encrypted objects. */

import { PAGES } from "../awsPages";
import { knownValue } from "../known";
import { nameOfEnd, type RouteFacts } from "../routeFacts";
import { EVERY_EVENT, NO_EVENT } from "./eventConcern";
import { type Finding, met, type Requirement, unknown, unmet } from "./requirement";

const SWITCHES = new Set(["Enabled", "Disabled"]);
const SELECT = 'set sourceSelectionCriteria.sseKmsEncryptedObjects.status to "Enabled"';

export const RULE_ENCRYPTION: readonly Requirement[] = [
  {
    id: "rule-kms-pair",
    title: "A rule with a replica key selects SSE-KMS objects, and the reverse",
    area: "rule",
    strength: "required",
    url: PAGES.apiSourceSelection,
    events: EVERY_EVENT,
    checks: "sseKmsEncryptedObjects and replicaKmsKeyId are both there or both absent",
    check: kmsPair,
  },
  {
    id: "rule-selects-kms-objects",
    title: "A source that encrypts with KMS has a rule that selects such objects",
    area: "rule",
    strength: "required",
    url: PAGES.encrypted,
    // Judged by the encryption of the object, not by the bucket's default: S3 skips it in silence.
    events: NO_EVENT,
    checks:
      "sseKmsEncryptedObjects is Enabled where the source's default encryption is SSE-KMS or DSSE-KMS: S3 skips the objects otherwise, without a failure and without a metric",
    check: selectsKmsObjects,
  },
  {
    id: "rule-sse-c",
    title: "Objects with customer-provided keys have somewhere to go",
    area: "rule",
    strength: "advised",
    url: PAGES.blockingSseC,
    events: NO_EVENT,
    checks: "a destination that blocks SSE-C has a source that blocks it too",
    check: sseC,
  },
];

function kmsPair({ route }: RouteFacts): Finding | undefined {
  const { sseKmsEncryptedObjects: selected, destination } = route.rule;
  const hasKey = destination.replicaKey !== undefined;
  const keySetting = "destination.encryptionConfiguration.replicaKmsKeyId";
  if ("unknown" in selected) {
    return unknown(`sseKmsEncryptedObjects is not known: ${selected.unknown}`, hasKey ? SELECT : undefined);
  }
  const status = selected.known;
  if (status !== undefined && !SWITCHES.has(status)) {
    return unmet(`sseKmsEncryptedObjects has the status "${status}"`, SELECT);
  }
  if (hasKey && status === undefined) {
    return unmet("the rule has a replica key and no sseKmsEncryptedObjects, which S3 refuses", SELECT);
  }
  if (!hasKey && status === "Enabled") {
    return unmet(
      "the rule selects SSE-KMS objects and names no replica key, which S3 refuses",
      `set ${keySetting} to the ARN of a key in the destination's region`,
    );
  }
  if (!hasKey) return met("the rule neither selects SSE-KMS objects nor names a replica key");
  return met(`sseKmsEncryptedObjects is ${status} and the rule names a replica key`);
}

function selectsKmsObjects({ route, source, sourceKey }: RouteFacts): Finding | undefined {
  const { sseKmsEncryptedObjects: selected } = route.rule;
  const name = nameOfEnd(source);
  if (sourceKey.kind === "none") return undefined;
  if ("unknown" in selected) {
    return unknown(`sseKmsEncryptedObjects is not known: ${selected.unknown}`, SELECT);
  }
  if (selected.known === "Enabled") return met("sseKmsEncryptedObjects is Enabled");
  const found = selected.known === undefined ? "not set" : `"${selected.known}"`;
  if (sourceKey.kind === "unknown" && !encryptsWithKms(source.bucket)) {
    return unknown(
      `sseKmsEncryptedObjects is ${found}, and how ${name} encrypts is not known: ${sourceKey.why}`,
      SELECT,
    );
  }
  return unmet(
    `${name} encrypts with KMS by default and sseKmsEncryptedObjects is ${found}, so S3 skips its objects in silence`,
    `${SELECT}, and destination.encryptionConfiguration.replicaKmsKeyId to the ARN of a key in the destination's region`,
  );
}

function encryptsWithKms(bucket: RouteFacts["source"]["bucket"]): boolean {
  const encryption = bucket && knownValue(bucket.encryption);
  return (encryption && knownValue(encryption.algorithm))?.startsWith("aws:kms") ?? false;
}

function sseC({ source, destination }: RouteFacts): Finding | undefined {
  if (!blocksSseC(destination.bucket)) return undefined;
  const [from, to] = [nameOfEnd(source), nameOfEnd(destination)];
  if (blocksSseC(source.bucket)) return met(`${from} and ${to} both block SSE-C`);
  const fix = `block SSE-C on ${from} too (blockedEncryptionTypes: ["SSE-C"])`;
  const encryption = source.bucket && knownValue(source.bucket.encryption);
  const isStated = encryption !== undefined && "known" in encryption.blockedEncryptionTypes;
  const because = `${to} blocks SSE-C: an object that ${from} takes with a customer-provided key cannot replicate`;
  return isStated
    ? unmet(because, fix)
    : unknown(`${because}, and whether ${from} blocks it is not stated`, fix);
}

function blocksSseC(bucket: RouteFacts["source"]["bucket"]): boolean {
  const encryption = bucket && knownValue(bucket.encryption);
  return (encryption && knownValue(encryption.blockedEncryptionTypes))?.includes("SSE-C") ?? false;
}
