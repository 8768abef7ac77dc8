/** Finds failed objects in the newest S3 Inventory that lists the replication status. */
import { gunzipSync } from "node:zlib";
import {
  GetObjectCommand,
  type InventoryConfiguration,
  ListBucketInventoryConfigurationsCommand,
  ListObjectsV2Command,
} from "@aws-sdk/client-s3";
import { bucketArn, bucketNameOfArn } from "../../aws/arns";
import type { Known } from "../../model";
import type { LiveAccess } from "../live/access";
import { FAILURE_ACTIONS } from "../live/actions";
import { type FoundBucket, findBucket } from "../live/findBucket";
import { s3Of, whereOf } from "../live/readBucket";
import type { Reader } from "../live/reader";
import type { Allowance, Search } from "./allowance";
import type { FailedObject } from "./failures";
import { failedRows, manifestIn } from "./inventoryFiles";

const LARGEST_FILE_BYTES = 64 * 1024 * 1024;

export async function searchInventory(
  found: FoundBucket,
  access: LiveAccess,
  reader: Reader,
  allowance: Allowance,
): Promise<Search<FailedObject>> {
  const result = (outcome: string, failed: readonly FailedObject[] = []): Search<FailedObject> => ({
    where: "inventory",
    bucket: found.name,
    outcome,
    failed,
  });
  if (!allowance.take()) return result("not looked at: all requests are used");
  const listed = await reader.read({
    action: FAILURE_ACTIONS.ListBucketInventoryConfigurations,
    resource: bucketArn(found.partition, found.name),
    caller: found.caller,
    ask: (options) => s3Of(found).send(new ListBucketInventoryConfigurationsCommand(whereOf(found)), options),
  });
  if ("unknown" in listed) return result(`not looked at: ${listed.unknown}`);
  const usable = (listed.known.InventoryConfigurationList ?? []).find(
    ({ IsEnabled, OptionalFields = [] }) =>
      IsEnabled === true && OptionalFields.includes("ReplicationStatus"),
  );
  if (usable === undefined) return result("none: no inventory lists the replication status");
  const target = usable.Destination?.S3BucketDestination;
  if (target?.Format !== "CSV")
    return result(`not read: its format is ${target?.Format}, and only CSV is read`);
  const place = await findBucket(bucketNameOfArn(target.Bucket ?? ""), access, reader);
  if (place === undefined) return result(`not read: its bucket ${target.Bucket} does not exist`);
  const files = filesOf(place, reader, allowance);
  const manifestKey = await files.newest(folderOf(usable, found.name));
  if ("unknown" in manifestKey) return result(`not read: ${manifestKey.unknown}`);
  const text = await files.text(manifestKey.known);
  if ("unknown" in text) return result(`not read: ${text.unknown}`);
  const manifest = manifestIn(text.known);
  if (manifest === undefined) return result(`not read: ${manifestKey.known} is no manifest`);
  const failed: FailedObject[] = [];
  const skipped: string[] = [];
  for (const { key, bytes } of manifest.files) {
    const file: Known<string> =
      bytes > LARGEST_FILE_BYTES ? { unknown: `${key} is too large to read here` } : await files.text(key);
    if ("unknown" in file) skipped.push(file.unknown);
    else {
      const rows = failedRows(file.known, manifest.columns);
      failed.push(...rows.map(({ key: name, versionId }) => ({ bucket: found.name, key: name, versionId })));
    }
  }
  const read = `${manifestKey.known}: ${manifest.files.length - skipped.length} of ${manifest.files.length} files`;
  return result([read, ...new Set(skipped)].join("; "), failed);
}

/** `prefix/source bucket/id of the configuration/`. */
function folderOf({ Id = "", Destination }: InventoryConfiguration, source: string): string {
  const prefix = Destination?.S3BucketDestination?.Prefix;
  return `${prefix === undefined || prefix === "" ? "" : `${prefix}/`}${source}/${Id}/`;
}

function filesOf(place: FoundBucket, reader: Reader, allowance: Allowance) {
  const s3 = s3Of(place);
  const arn = bucketArn(place.partition, place.name);
  const spent: Known<never> = { unknown: "all requests are used" };
  return {
    /** The key of the newest manifest. Folders are named by date, so that the last one is the newest. */
    newest: async (folder: string): Promise<Known<string>> => {
      let last: string | undefined;
      let token: string | undefined;
      do {
        if (!allowance.take()) return spent;
        const from: string | undefined = token;
        const page = await reader.read({
          action: FAILURE_ACTIONS.ListObjectsV2,
          resource: arn,
          caller: place.caller,
          ask: (options) =>
            s3.send(
              new ListObjectsV2Command({ ...whereOf(place), Prefix: folder, ContinuationToken: from }),
              options,
            ),
        });
        if ("unknown" in page) return page;
        const keys = (page.known.Contents ?? []).flatMap(({ Key }) => Key ?? []);
        last =
          keys
            .filter((key) => key.endsWith("/manifest.json"))
            .sort()
            .at(-1) ?? last;
        token = page.known.NextContinuationToken;
      } while (token !== undefined);
      return last === undefined ? { unknown: `no manifest is below ${folder} yet` } : { known: last };
    },
    text: async (key: string): Promise<Known<string>> => {
      if (!allowance.take()) return spent;
      return reader.read({
        action: FAILURE_ACTIONS.GetObject,
        resource: `${arn}/${key}`,
        caller: place.caller,
        ask: async (options) => {
          const { Body } = await s3.send(new GetObjectCommand({ ...whereOf(place), Key: key }), options);
          const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
          return (key.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
        },
      });
    },
  };
}
