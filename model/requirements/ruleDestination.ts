/** Requirements on a rule's destination. */

import { arnParts, bucketArn } from "../../aws/arns";
import { isBucketName, RESERVED_SUFFIXES } from "../../aws/bucketNames";
import { STORAGE_CLASSES } from "../../aws/storageClasses";
import { PAGES } from "../awsPages";
import { knownValue } from "../known";
import type { RouteFacts } from "../routeFacts";
import { EVERY_EVENT } from "./eventConcern";
import { type Finding, met, type Requirement, unknown, unmet } from "./requirement";

/** In the API's list, but for other kinds of bucket. */
const CLASSES_ELSEWHERE: ReadonlySet<string> = new Set(["OUTPOSTS", "SNOW", "EXPRESS_ONEZONE", "FSX_ONTAP"]);

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
  const named = (name: string) => `set destination.bucket to ${bucketArn(destination.partition, name)}`;
  const fix = `${named("<bucket>")}, the ARN of a general purpose bucket`;
  const parts = arnParts(written);
  const name = parts?.resource ?? written;
  const other = RESERVED_SUFFIXES.find(({ suffix }) => name.endsWith(suffix));
  if (other !== undefined) return unmet(`destination.bucket is ${written}, ${other.kind}`, fix);
  if (parts === undefined) {
    return unmet(
      `destination.bucket is "${written}", and S3 expects an ARN`,
      isBucketName(written) ? named(written) : fix,
    );
  }
  if (parts.service !== "s3" || parts.region !== "" || parts.account !== "") {
    return unmet(`destination.bucket is ${written}, which is no general purpose bucket`, fix);
  }
  const [bucket = "", ...rest] = name.split("/");
  if (rest.length > 0) {
    return unmet(
      `destination.bucket is ${written}, which names objects instead of the bucket`,
      isBucketName(bucket) ? `set destination.bucket to ${bucketArn(parts.partition, bucket)}` : fix,
    );
  }
  if ("outside" in resolved && resolved.missing === true) {
    return unmet(
      `destination.bucket is ${written}, and no such bucket exists`,
      "make the bucket again, or remove the rule",
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
