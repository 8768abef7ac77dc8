/** Finds failed objects by asking for the status of some: no list of S3 shows it. */
import { HeadObjectCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { bucketArn } from "../../aws/arns";
import { journeysOf, judgeFor, type ObjectVersion, type RouteReport, type Topology } from "../../model";
import { FAILURE_ACTIONS } from "../live/actions";
import type { FoundBucket } from "../live/findBucket";
import { s3Of, whereOf } from "../live/readBucket";
import type { Reader } from "../live/reader";
import type { Allowance, Search } from "./allowance";
import type { FailedObject } from "./failures";

/** What the model says of the buckets. */
export interface SampleModel {
  readonly topology: Topology;
  readonly routes: readonly RouteReport[];
}

/** @param prefixes those of the rules: other objects do not replicate */
export async function searchSample(
  found: FoundBucket,
  prefixes: readonly string[],
  model: SampleModel,
  reader: Reader,
  allowance: Allowance,
): Promise<Search<FailedObject>> {
  const arn = bucketArn(found.partition, found.name);
  const listed: { readonly key: string; readonly versionId: string; readonly at: number }[] = [];
  const refused: string[] = [];
  for (const Prefix of prefixes) {
    if (!allowance.take()) break;
    const page = await reader.read({
      action: FAILURE_ACTIONS.ListObjectVersions,
      resource: arn,
      caller: found.caller,
      ask: (options) =>
        s3Of(found).send(
          new ListObjectVersionsCommand({ ...whereOf(found), Prefix, MaxKeys: 1000 }),
          options,
        ),
    });
    if ("unknown" in page) refused.push(page.unknown);
    else {
      for (const { Key, VersionId, LastModified } of page.known.Versions ?? []) {
        if (Key !== undefined && VersionId !== undefined) {
          listed.push({ key: Key, versionId: VersionId, at: LastModified?.getTime() ?? 0 });
        }
      }
    }
  }
  // The newest of those listed: what failed long ago was reported long ago.
  listed.sort((one, other) => other.at - one.at);
  let asked = 0;
  const failed: FailedObject[] = [];
  for (const { key, versionId } of listed) {
    if (!allowance.take()) break;
    const head = await reader.read({
      action: FAILURE_ACTIONS.HeadObjectVersion,
      resource: `${arn}/${key}`,
      caller: found.caller,
      ask: (options) =>
        s3Of(found).send(
          new HeadObjectCommand({ ...whereOf(found), Key: key, VersionId: versionId }),
          options,
        ),
    });
    if ("unknown" in head) {
      refused.push(head.unknown);
      break;
    }
    asked += 1;
    if (head.known.ReplicationStatus !== "FAILED") continue;
    failed.push({
      bucket: found.name,
      key,
      versionId,
      foretold: foretold(model, found, { key, ...encryptionOf(head.known.ServerSideEncryption) }),
    });
  }
  const words = `${asked} of ${listed.length} versions that were listed were asked for their status`;
  return {
    where: "sample",
    bucket: found.name,
    outcome: [words, ...refused.slice(0, 1)].join("; "),
    failed,
  };
}

function encryptionOf(stated: string | undefined): Pick<ObjectVersion, "encryption"> {
  return stated === "aws:kms" || stated === "aws:kms:dsse" || stated === "AES256"
    ? { encryption: stated }
    : {};
}

/** What the model finds unmet on the routes on which an object like this one fails. */
function foretold(
  { topology, routes }: SampleModel,
  { name }: FoundBucket,
  object: ObjectVersion,
): readonly string[] {
  const event = { kind: "put", object, bucket: name } as const;
  const failing = journeysOf(topology, event, { judge: judgeFor(topology, event) })
    .filter(({ outcome }) => outcome === "fails")
    .map(({ route }) => route.ruleName);
  const unmet = routes
    .filter(({ source, rule }) => source === name && failing.includes(rule))
    .flatMap(({ requirements }) => requirements)
    .filter(({ strength, verdict }) => strength === "required" && verdict === "unmet");
  return [...new Set(unmet.map(({ id }) => id))];
}
