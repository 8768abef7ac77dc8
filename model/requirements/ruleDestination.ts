/** How a rule names its destination, and what it asks of it. */

import { PAGES } from "../awsPages";
import { arnParts } from "../evaluation";
import { knownValue } from "../known";
import type { RouteFacts } from "../routeFacts";
import { STORAGE_CLASSES } from "../storageClasses";
import { EVERY_EVENT } from "./eventConcern";
import { type Finding, met, type Requirement, unknown, unmet } from "./requirement";

/** In the API's list, but for other kinds of bucket. */
const CLASSES_ELSEWHERE: ReadonlySet<string> = new Set(["OUTPOSTS", "SNOW", "EXPRESS_ONEZONE", "FSX_ONTAP"]);

const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** AWS keeps these endings for names that are not those of general purpose buckets. */
const OTHER_KINDS: readonly { readonly ending: RegExp; readonly kind: string }[] = [
  { ending: /--[a-z0-9-]+--x-s3$/, kind: "a directory bucket" },
  { ending: /--table-s3$/, kind: "a table bucket" },
  { ending: /-s3alias$/, kind: "the alias of an access point" },
  { ending: /--ol-s3$/, kind: "the alias of an Object Lambda access point" },
  { ending: /\.mrap$/, kind: "a Multi-Region Access Point" },
];

export const RULE_DESTINATION: readonly Requirement[] = [
  {
    id: "rule-destination-bucket",
    title: "The destination is the ARN of a general purpose bucket",
    area: "rule",
    strength: "required",
    url: PAGES.apiDestination,
    events: EVERY_EVENT,
    checks: "destination.bucket is a bucket ARN: not a name, access point, directory bucket or table bucket",
    check: destinationBucket,
  },
  {
    id: "rule-storage-class",
    title: "The storage class is one that S3 takes",
    area: "rule",
    strength: "required",
    url: PAGES.apiDestination,
    events: EVERY_EVENT,
    checks: "destination.storageClass is absent or a class for objects in a general purpose bucket",
    check: storageClass,
  },
];

function destinationBucket(subject: RouteFacts): Finding {
  const { route, destination } = subject;
  const resolved = route.destination;
  const written =
    "outside" in resolved ? resolved.outside : "found" in resolved ? resolved.written : undefined;
  if (written === undefined) {
    if ("unknown" in resolved) return unknown(`destination.bucket is not known: ${resolved.unknown}`);
    return met("destination.bucket comes from a bucket that was read");
  }
  const expected = `arn:${destination.partition}:s3:::`;
  const fix = `set destination.bucket to ${expected}<bucket>, the ARN of a general purpose bucket`;
  const parts = arnParts(written);
  const name = parts?.resource ?? written;
  const other = OTHER_KINDS.find(({ ending }) => ending.test(name));
  if (other !== undefined) return unmet(`destination.bucket is ${written}, ${other.kind}`, fix);
  if (parts === undefined) {
    return unmet(
      `destination.bucket is "${written}", and S3 expects an ARN`,
      BUCKET_NAME.test(written) ? `set destination.bucket to ${expected}${written}` : fix,
    );
  }
  if (parts.service !== "s3" || parts.region !== "" || parts.account !== "") {
    return unmet(`destination.bucket is ${written}, which is no general purpose bucket`, fix);
  }
  const [bucket = "", ...rest] = name.split("/");
  if (rest.length > 0) {
    return unmet(
      `destination.bucket is ${written}, which names objects instead of the bucket`,
      BUCKET_NAME.test(bucket) ? `set destination.bucket to arn:${parts.partition}:s3:::${bucket}` : fix,
    );
  }
  return met(`destination.bucket is ${written}`);
}

function storageClass({ route }: RouteFacts): Finding | undefined {
  const { storageClass: wanted } = route.rule.destination;
  if ("unknown" in wanted) return unknown(`storageClass is not known: ${wanted.unknown}`);
  const text = knownValue(wanted);
  if (text === undefined) return undefined;
  if (STORAGE_CLASSES.includes(text)) return met(`storageClass is ${text}`);
  const fix = `set storageClass to one of ${STORAGE_CLASSES.join(", ")}, or leave it out`;
  return CLASSES_ELSEWHERE.has(text)
    ? unknown(`storageClass is ${text}, which is not meant for a general purpose bucket`, fix)
    : unmet(`storageClass is "${text}", which S3 does not take`, fix);
}
