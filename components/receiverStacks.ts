/** Replicas whose bucket and key are outputs of another stack. */
import * as pulumi from "@pulumi/pulumi";
import { shownValue } from "./problems";
import { replicaName } from "./replicaName";
import type { ReplicaArgs, ReplicatedBucketArgs } from "./replicatedBucketArgs";

/** What a receiving stack hands over to the stack that replicates into it. */
interface HandOver {
  readonly region: string;
  readonly accountId: string;
  readonly bucketArn: string;
  readonly keyArn: string;
}

const MEMBERS = ["region", "accountId", "bucketArn", "keyArn"] as const satisfies readonly (keyof HandOver)[];

/** The arguments with what the stacks of `replicas[].receiver` hand over. */
export function withReceivers(
  args: ReplicatedBucketArgs,
  owner: string,
  parent: pulumi.Resource,
): ReplicatedBucketArgs {
  return { ...args, replicas: args.replicas.map((replica) => received(replica, owner, parent)) };
}

function received(replica: ReplicaArgs, owner: string, parent: pulumi.Resource): ReplicaArgs {
  const { receiver } = replica;
  if (receiver === undefined) return replica;
  const name = replicaName(replica);
  const stack = new pulumi.StackReference(`${owner}-${name}-receiver`, { name: receiver }, { parent });
  const handOver = stack.getOutput("handOver").apply((value) => handOverOf(value, replica));
  return {
    ...replica,
    bucketArn: handOver.apply(({ bucketArn }) => bucketArn),
    keyArn: handOver.apply(({ keyArn }) => keyArn),
  };
}

/**
 * What a stack hands over, which must be where the replica is said to be: rules, policies and names are made of that.
 *
 * @param value the output of the stack.
 * @throws pulumi.RunError where it is something else.
 */
export function handOverOf(value: unknown, replica: ReplicaArgs): HandOver {
  const where = `replica ${replicaName(replica)}: the output handOver of ${replica.receiver}`;
  const [region, accountId, bucketArn, keyArn] = MEMBERS.map((name): unknown =>
    typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined,
  );
  if (
    typeof region !== "string" ||
    typeof accountId !== "string" ||
    typeof bucketArn !== "string" ||
    typeof keyArn !== "string"
  )
    throw new pulumi.RunError(
      `${where}: expected an object with ${MEMBERS.join(", ")}, found ${shownValue(value)}; deploy the receiving stack first, and export handOver of its ReceivingBucket`,
    );
  if (region !== replica.region || accountId !== replica.accountId)
    throw new pulumi.RunError(
      `${where}: expected a bucket in ${replica.region} of account ${replica.accountId}, as the replica states, found one in ${region} of ${accountId}; correct region or accountId of the replica`,
    );
  return { region, accountId, bucketArn, keyArn };
}
