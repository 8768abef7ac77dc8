/** Holds a copy against what the model foretold of it. */
import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Known, Replica } from "../../model";
import type { Details } from "./objects";
import type { Check } from "./result";

/** What counts besides the copy itself. */
export interface CompareContext {
  readonly tags: { readonly [key: string]: string };
  /** Compared where it is given. */
  readonly sizeBytes: number | undefined;
  /** The version id of the original. */
  readonly versionId: string;
  /** Canonical user ids of the accounts that own the two buckets, with those accounts. */
  readonly owners: readonly { readonly id: Known<string | undefined>; readonly account: Known<string> }[];
  /** An emulator keeps neither version ids nor replica keys. */
  readonly isEmulator: boolean;
}

/** One check for each property of a copy that the model or S3's documentation foretells. */
export function checksOf(
  copy: HeadObjectCommandOutput,
  details: Details,
  replica: Replica | undefined,
  context: CompareContext,
): readonly Check[] {
  const { tags, versionId, isEmulator, sizeBytes } = context;
  const unlessEmulated = (check: Check): Check =>
    check.verdict === "differs" && isEmulator ? { ...check, verdict: "not emulated" } : check;
  return [
    checkOf("replication status", { known: "REPLICA" }, { known: copy.ReplicationStatus ?? "absent" }),
    unlessEmulated(checkOf("version id", { known: versionId }, { known: copy.VersionId ?? "null" })),
    ...(sizeBytes === undefined
      ? []
      : [checkOf("size", { known: `${sizeBytes} bytes` }, { known: `${copy.ContentLength ?? 0} bytes` })]),
    checkOf("tags", { known: listed(tags) }, known(details.tags, listed)),
    ...(replica === undefined
      ? []
      : [
          checkOf("encryption", replica.encryption, { known: copy.ServerSideEncryption ?? "AES256" }),
          unlessEmulated(checkOf("key", keyOf(replica), { known: copy.SSEKMSKeyId ?? "none" })),
          checkOf("storage class", replica.storageClass, { known: copy.StorageClass ?? "STANDARD" }),
          checkOf("owner", replica.owner, ownerOf(details, context)),
          ...bucketKeyCheck(replica, copy).map(unlessEmulated),
        ]),
  ];
}

function checkOf(what: string, expected: Known<string>, found: Known<string>): Check {
  const wanted = "known" in expected ? expected.known : "unknown";
  if ("unknown" in found)
    return { what, expected: wanted, found: "unknown", verdict: "not seen", because: found.unknown };
  if ("unknown" in expected) {
    const because = `the model does not foretell it: ${expected.unknown}`;
    return { what, expected: wanted, found: found.known, verdict: "as foretold", because };
  }
  return {
    what,
    expected: wanted,
    found: found.known,
    verdict: wanted === found.known ? "as foretold" : "differs",
  };
}

/** The ARN of the replica's key, where it is one whose ARN can be known. */
function keyOf({ key, encryption }: Replica): Known<string> {
  if ("none" in key) return { known: "none" };
  if ("customerProvided" in key) return { known: "none" };
  if ("awsManaged" in key) return { unknown: "AWS gives the id of aws/s3" };
  if ("outside" in key) {
    return /:key\//.test(key.outside) ? { known: key.outside } : { unknown: `${key.outside} was not read` };
  }
  if ("unknown" in key) return { unknown: "unknown" in encryption ? encryption.unknown : key.unknown };
  return key.found.arn;
}

function bucketKeyCheck({ bucketKeyEnabled }: Replica, copy: HeadObjectCommandOutput): readonly Check[] {
  if (!("known" in bucketKeyEnabled) || bucketKeyEnabled.known === undefined) return [];
  const word = (enabled: boolean | undefined) => (enabled === true ? "on" : "off");
  return [
    checkOf("bucket key", { known: word(bucketKeyEnabled.known) }, { known: word(copy.BucketKeyEnabled) }),
  ];
}

/** S3 names owners by canonical ids, the model by accounts: the owners of the two buckets tell which is which. */
function ownerOf({ ownerId }: Details, { owners }: CompareContext): Known<string> {
  if ("unknown" in ownerId) return ownerId;
  const unread = owners.find(({ id }) => "unknown" in id);
  const match = owners.find(
    ({ id }) => "known" in id && id.known !== undefined && id.known === ownerId.known,
  );
  if (match !== undefined) return match.account;
  if (unread !== undefined && "unknown" in unread.id) return { unknown: unread.id.unknown };
  return { known: `canonical user ${ownerId.known ?? "unknown"}` };
}

function known<T, R>(value: Known<T>, change: (value: T) => R): Known<R> {
  return "unknown" in value ? value : { known: change(value.known) };
}

function listed(tags: { readonly [key: string]: string }): string {
  const pairs = Object.entries(tags)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? "none" : pairs.join(", ");
}
