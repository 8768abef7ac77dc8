/** Names that AWS takes once, and that the arguments of a stack ask for. */
import { isBuiltHere, otherAccountId, statedAccount } from "./accounts";
import { DEFAULT_KEY_ALIAS, ownBucketName, replicaAlias, replicaBucketName } from "./defaults";
import type { ReceivingBucketArgs } from "./receivingBucketArgs";
import { replicaName } from "./replicaName";
import type { ReplicatedBucketArgs } from "./replicatedBucketArgs";
import type { StackArguments } from "./stackArguments";

/** The name of a bucket, unique in AWS, or the alias of a key, unique in an account and region. */
export interface StackName {
  readonly kind: "bucket" | "alias";
  readonly name: string;
  readonly region: string;
  /** The account that the arguments name; undefined for that of the credentials. */
  readonly accountId: string | undefined;
  /** Address of an emulator, which has names of its own. */
  readonly endpoint: string | undefined;
}

/** The names of the buckets and keys of a stack, as far as they are plain text. */
export function namesOf(stack: StackArguments): readonly StackName[] {
  return "args" in stack ? replicatedNames(stack.args) : receivingNames(stack.receiver);
}

function replicatedNames(args: ReplicatedBucketArgs): readonly StackName[] {
  const { bucketName, primary, replicas, keyAlias = DEFAULT_KEY_ALIAS, endpoint } = args;
  const primaryAccount = statedAccount(primary);
  const at = { region: primary.region, accountId: primaryAccount, endpoint };
  return [
    ...namesAt(at, bucketName, primary.keyArn === undefined ? `alias/${keyAlias}` : undefined),
    ...replicas.filter(isBuiltHere).flatMap((replica) => {
      const accountId = otherAccountId(primary, replica) ?? primaryAccount;
      const made =
        typeof bucketName === "string" ? replicaBucketName(bucketName, replicaName(replica)) : undefined;
      const name = ownBucketName(replica) ?? made;
      return namesAt(
        { region: replica.region, accountId, endpoint },
        name,
        replica.keyArn === undefined ? replicaAlias(keyAlias, replica) : undefined,
      );
    }),
  ];
}

function receivingNames(args: ReceivingBucketArgs): readonly StackName[] {
  const { bucketName, region, keyAlias = DEFAULT_KEY_ALIAS, endpoint } = args;
  return namesAt(
    { region, accountId: statedAccount(args), endpoint },
    bucketName,
    args.keyArn === undefined ? replicaAlias(keyAlias, { region }) : undefined,
  );
}

function namesAt(
  place: Pick<StackName, "region" | "accountId" | "endpoint">,
  bucketName: unknown,
  alias: string | undefined,
): readonly StackName[] {
  return [
    ...(typeof bucketName === "string" ? [{ ...place, kind: "bucket" as const, name: bucketName }] : []),
    ...(alias === undefined ? [] : [{ ...place, kind: "alias" as const, name: alias }]),
  ];
}
