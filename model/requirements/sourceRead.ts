/** How S3 reads object versions: for replication or, where no KMS objects are selected, like any reader. */

import { PAGES } from "../awsPages";
import { ALWAYS, type BucketAction, READ_VERSION } from "../calls/bucketCalls";
import { readsForReplication } from "../calls/objectEncryption";
import { bucketCall } from "../calls/roleCalls";
import type { RouteFacts } from "../routeFacts";
import { roleAllows } from "./bucketPermissions";
import { COPIES_AND_CHANGES, NO_EVENT } from "./eventConcern";
import { type Finding, met, type Requirement, unknown, unmet } from "./requirement";

const PLAINLY = "s3:GetObjectVersion";
const about = { area: "source", strength: "required", url: PAGES.encrypted } as const;

/** The read that counts where the role may not read for replication. */
export const READ_PLAINLY: BucketAction = {
  action: PLAINLY,
  side: "source",
  target: "objects",
  applies: isReadPlainly,
};

const forReplication = roleAllows(
  {
    ...about,
    id: "source-read-object",
    title: "The role may read the object versions that the rule selects",
    events: COPIES_AND_CHANGES,
  },
  READ_VERSION,
);
const plainly = roleAllows(
  {
    ...about,
    id: "source-read-plainly",
    title: "The role may read object versions like any reader",
    events: COPIES_AND_CHANGES,
  },
  { ...READ_PLAINLY, applies: ALWAYS },
);

export const READ_REQUIREMENTS: readonly Requirement[] = [
  {
    ...forReplication,
    calls: [READ_VERSION, READ_PLAINLY],
    checks: `${READ_VERSION.action} on the source bucket's objects, or ${PLAINLY} where the rule does not select SSE-KMS objects: the role's policies and boundary, or within one account the bucket policy`,
    check: readObject,
  },
  {
    ...forReplication,
    calls: [],
    id: "source-read-for-replication",
    title: `The role reads with ${READ_VERSION.action}, the smaller permission`,
    strength: "advised",
    events: NO_EVENT,
    checks: `${READ_VERSION.action} where ${PLAINLY} is enough, since the rule does not select SSE-KMS objects`,
    check: readForReplication,
  },
];

function readObject(subject: RouteFacts): Finding | undefined {
  const found = forReplication.check(subject);
  if (found === undefined || found.verdict === "met" || isDenied(subject)) return found;
  const other = plainly.check(subject);
  const needed = readsForReplication(subject);
  if (other === undefined || other.verdict === "unmet") return found;
  const { because, fix = "" } = found;
  const tooLittle = `${because}; ${PLAINLY} does not replicate objects that are encrypted with a KMS key`;
  if (needed === true) {
    return found.verdict === "unmet" && other.verdict === "met" ? unmet(tooLittle, fix) : found;
  }
  if (other.verdict === "unknown") return found.verdict === "unmet" ? unknown(other.because, fix) : found;
  if (needed !== false) return unknown(`${needed.unknown}, and ${tooLittle}`, fix);
  return met(`${other.because}; it replicates unencrypted and SSE-S3 objects, and no others are asked for`);
}

function readForReplication(subject: RouteFacts): Finding | undefined {
  if (readsForReplication(subject) !== false) return undefined;
  const found = forReplication.check(subject);
  return found?.verdict === "met" || readObject(subject)?.verdict === "met" ? found : undefined;
}

function isReadPlainly(subject: RouteFacts): boolean {
  if (readsForReplication(subject) === true || forReplication.check(subject)?.verdict === "met") return false;
  return plainly.check(subject)?.verdict === "met";
}

/** No other permission helps against a Deny, be it certain or not. */
function isDenied(subject: RouteFacts): boolean {
  const call = bucketCall(subject, subject.source, READ_VERSION.action, READ_VERSION.target);
  return call !== undefined && subject.index.access.sides(call).role.statement?.statement.Effect === "Deny";
}
