/** Finds a bucket by its name: its account, its Region, and who may be asked about it. */
import { HeadBucketCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import { bucketArn } from "../../aws/arns";
import type { Known } from "../../model";
import type { Caller, LiveAccess } from "./access";
import { READ_ACTIONS } from "./actions";
import type { Reader } from "./reader";

export interface FoundBucket {
  readonly name: string;
  readonly partition: string;
  readonly account: Known<string>;
  readonly region: Known<string>;
  /** Whose credentials ask about it: those of its account, where they were given. */
  readonly caller: Caller;
}

/** @returns undefined where AWS says that no such bucket exists. */
export async function findBucket(
  name: string,
  { main, callers }: Pick<LiveAccess, "main" | "callers">,
  reader: Reader,
): Promise<FoundBucket | undefined> {
  const { partition } = main;
  const owned = await Promise.all(callers.map((caller) => listed(name, caller, reader)));
  const own = owned.find((each) => "region" in each);
  if (own !== undefined && "region" in own) {
    const { caller, region } = own;
    return {
      name,
      partition,
      account: { known: caller.account },
      region: region === undefined ? await regionAskedBy(name, caller, reader) : { known: region },
      caller,
    };
  }
  const unlisted = owned.flatMap((each) => ("refused" in each ? [each] : []));
  for (const { caller } of unlisted) {
    const head = await headOf(name, caller, reader, caller.account);
    if ("answer" in head) {
      const region = head.answer.BucketRegion;
      const known: Known<string> = region === undefined ? noRegion(name) : { known: region };
      return { name, partition, account: { known: caller.account }, region: known, caller };
    }
  }
  const head = await headOf(name, main, reader);
  if ("refusal" in head && head.refusal.kind === "absent") return undefined;
  const region = "answer" in head ? head.answer.BucketRegion : head.refusal.bucketRegion;
  const why = unlisted[0]?.refused ?? "none of the given credentials belong to its account";
  return {
    name,
    partition,
    account: { unknown: `${why}; --profile account=name or --role account=arn gives others` },
    region: region === undefined ? noRegion(name) : { known: region },
    caller: main,
  };
}

type Listing =
  | { readonly caller: Caller; readonly region: string | undefined }
  | { readonly caller: Caller; readonly refused: string }
  | { readonly caller: Caller };

/** Whether the bucket is among those of the caller's account. Names are listed in their order, so that it would be the first. */
async function listed(name: string, caller: Caller, reader: Reader): Promise<Listing> {
  const answer = await reader.attempt({
    action: READ_ACTIONS.ListBuckets,
    resource: "*",
    caller,
    ask: (options) =>
      caller.clients.s3(caller.region).send(new ListBucketsCommand({ Prefix: name, MaxBuckets: 1 }), options),
  });
  if ("refusal" in answer) return { caller, refused: answer.unknown };
  const found = answer.answer.Buckets?.find((bucket) => bucket.Name === name);
  return found === undefined ? { caller } : { caller, region: found.BucketRegion };
}

function headOf(name: string, caller: Caller, reader: Reader, owner?: string) {
  return reader.attempt({
    action: READ_ACTIONS.HeadBucket,
    resource: bucketArn(caller.partition, name),
    caller,
    ask: (options) =>
      caller.clients
        .s3(caller.region)
        .send(
          new HeadBucketCommand({ Bucket: name, ...(owner !== undefined && { ExpectedBucketOwner: owner }) }),
          options,
        ),
  });
}

async function regionAskedBy(name: string, caller: Caller, reader: Reader): Promise<Known<string>> {
  const head = await headOf(name, caller, reader, caller.account);
  const region = "answer" in head ? head.answer.BucketRegion : head.refusal.bucketRegion;
  return region === undefined ? noRegion(name) : { known: region };
}

function noRegion(name: string): Known<string> {
  return { unknown: `S3 did not tell the Region of ${name}` };
}
