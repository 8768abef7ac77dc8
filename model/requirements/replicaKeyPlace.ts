/** Requirements on the ARN, Region and account of the replica key. */
import { arnParts, keyArn } from "../../aws/arns";
import { knownValue, relationOf, whyUnknown } from "../known";
import { nameOfEnd, type RouteFacts } from "../routeFacts";
import { managedElsewhere } from "./keyState";
import { type Finding, met, unknown, unmet } from "./requirement";

/** The text that the rule gives, or undefined where it is not known or there is no replica key. */
function writtenOf({ replicaKey }: RouteFacts): string | undefined {
  return "arn" in replicaKey ? replicaKey.written : undefined;
}

export function replicaKeyArn(subject: RouteFacts): Finding | undefined {
  const { replicaKey } = subject;
  if (replicaKey.kind === "none") return undefined;
  const written = writtenOf(subject);
  if (written === undefined) {
    if (replicaKey.kind === "found") return met(`the rule takes the ARN from ${replicaKey.label}`);
    return unknown("the text of replicaKmsKeyId is not known");
  }
  if (arnParts(written)?.service === "kms") return met(`replicaKmsKeyId is ${written}`);
  return unmet(
    `replicaKmsKeyId is "${written}", which is no ARN of KMS`,
    `set replicaKmsKeyId to ${exactArn(subject)}`,
  );
}

export function replicaKeyAlias(subject: RouteFacts): Finding | undefined {
  const { replicaKey } = subject;
  if (replicaKey.kind === "none" || replicaKey.kind === "managed") return undefined;
  const written = writtenOf(subject);
  if (written === undefined) return undefined;
  if (!/(^|:)alias\//.test(written)) return met("replicaKmsKeyId names the key, not an alias");
  return unmet(
    `replicaKmsKeyId is the alias ${written}: AWS Support has said that replication fails with an alias`,
    `set replicaKmsKeyId to ${exactArn(subject)}`,
  );
}

function exactArn({ replicaKey, destination }: RouteFacts): string {
  const known = "arn" in replicaKey ? knownValue(replicaKey.arn) : undefined;
  if (known !== undefined) return known;
  const region = knownValue(destination.region) ?? "<region>";
  return keyArn(destination.partition, region, knownValue(destination.account) ?? "<account>", "<key id>");
}

export function replicaKeyRegionOf({ replicaKey, destination }: RouteFacts): Finding | undefined {
  if (replicaKey.kind === "none") return undefined;
  if (!("arn" in replicaKey)) return unknown(`the key is not known: ${replicaKey.why}`);
  const relation = relationOf(replicaKey.region, destination.region);
  const bucket = nameOfEnd(destination);
  if (relation === "same") return met(`key and bucket are both in ${knownValue(destination.region)}`);
  const fix = `use a key in the region of ${bucket}${known(knownValue(destination.region))} as replicaKmsKeyId`;
  if (relation === "unknown") {
    const whose = whyUnknown(destination.region) === undefined ? replicaKey.label : bucket;
    return unknown(`the region of ${whose} is not known`, fix);
  }
  return unmet(
    `${replicaKey.label} is in ${knownValue(replicaKey.region)}, ${bucket} in ${knownValue(destination.region)}`,
    fix,
  );
}

const known = (value: string | undefined) => (value === undefined ? "" : ` (${value})`);

export function replicaKeyOwner({ replicaKey, source, destination }: RouteFacts): Finding | undefined {
  if (replicaKey.kind === "none") return undefined;
  if (!("arn" in replicaKey)) return unknown(`the key is not known: ${replicaKey.why}`);
  if (replicaKey.kind !== "managed") return met(`${replicaKey.label} is a customer managed key`);
  const relation = relationOf(source.account, destination.account);
  const fix = `make a customer managed key in account ${knownValue(destination.account) ?? "of the destination"} and use its ARN as replicaKmsKeyId`;
  const elsewhere = managedElsewhere(replicaKey, destination);
  if (elsewhere !== undefined) return unmet(elsewhere, fix);
  if (relation === "same") return met("source and destination belong to one account, so aws/s3 can be used");
  if (relation === "unknown") return unknown("aws/s3 works within one account only", fix);
  return unmet(
    `the replica key is aws/s3, and its policy cannot let the role of account ${knownValue(source.account)} in`,
    fix,
  );
}
