/** Lists the buckets of every account that has replication rules, or may have some. */
import { GetBucketReplicationCommand, paginateListBuckets } from "@aws-sdk/client-s3";
import { bucketArn } from "../../aws/arns";
import { InputError } from "../inputError";
import type { Caller, LiveAccess } from "./access";
import { READ_ACTIONS } from "./actions";
import type { Reader } from "./reader";

/** @throws InputError where the buckets of an account may not be listed. */
export async function replicatingBuckets(
  { callers }: LiveAccess,
  reader: Reader,
): Promise<readonly string[]> {
  const names = await Promise.all(callers.map((caller) => ofCaller(caller, reader)));
  return [...new Set(names.flat())];
}

async function ofCaller(caller: Caller, reader: Reader): Promise<readonly string[]> {
  const { account, partition, region } = caller;
  const client = caller.clients.s3(region);
  const listed = await reader.attempt({
    action: READ_ACTIONS.ListBuckets,
    resource: "*",
    caller,
    ask: async ({ abortSignal }) => {
      const all: { readonly name: string; readonly region: string }[] = [];
      // Only with a size of its pages does S3 add each bucket's Region.
      for await (const page of paginateListBuckets({ client, pageSize: 1000 }, {}, { abortSignal })) {
        for (const { Name, BucketRegion } of page.Buckets ?? []) {
          if (Name !== undefined) all.push({ name: Name, region: BucketRegion ?? region });
        }
      }
      return all;
    },
  });
  if ("refusal" in listed) {
    throw new InputError(
      `--all: expected to list the buckets of account ${account}, found: ${listed.unknown}`,
    );
  }
  const found = await Promise.all(
    listed.answer.map(async ({ name, region: own }) => {
      const where = { Bucket: name, ExpectedBucketOwner: account };
      const replication = await reader.attempt({
        action: READ_ACTIONS.GetBucketReplication,
        resource: bucketArn(partition, name),
        caller,
        ask: (options) => caller.clients.s3(own).send(new GetBucketReplicationCommand(where), options),
      });
      return "answer" in replication || replication.refusal.kind !== "absent" ? [name] : [];
    }),
  );
  return found.flat();
}
