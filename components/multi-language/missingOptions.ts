/**
 * The arguments that other languages do not have.
 *
 * The compiler reports an argument that is neither an input of other languages nor listed here with the reason.
 */
import type * as pulumi from "@pulumi/pulumi";
import type { ReceivingBucketArgs } from "../receivingBucketArgs";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import type { ReceivingBucketInputs } from "./receivingBucketInputs";
import type { ReplicatedBucketInputs } from "./replicatedBucketInputs";

/** What has no options of its own. */
type Value = pulumi.Input<string | number | boolean> | undefined;

type Element<T> = NonNullable<T> extends readonly (infer E)[] ? E : never;

/** The names of all members of a union of objects. */
type NameOf<T> = T extends unknown ? keyof T & string : never;

type PropertyOf<T, K extends string> = T extends { readonly [name in K]?: infer V } ? V : never;

/** The paths of the options of `T` that `U` lacks, at any depth, without the indexes of lists: e.g. `replicas.provider`. */
export type MissingOptions<T, U> = [T] extends [Value]
  ? never
  : [Element<T>] extends [never]
    ? string extends NameOf<NonNullable<T>>
      ? never
      : {
          [K in NameOf<NonNullable<T>>]: K extends NameOf<NonNullable<U>>
            ? Below<K, MissingOptions<PropertyOf<NonNullable<T>, K>, PropertyOf<NonNullable<U>, K>>>
            : K;
        }[NameOf<NonNullable<T>>]
    : MissingOptions<Element<T>, Element<U>>;

type Below<K extends string, Path> = Path extends string ? `${K}.${Path}` : never;

/** A reason for every option that `Inputs` lacks. */
type LeftOut<Args, Inputs> = { readonly [path in MissingOptions<Args, Inputs>]: string };

const PROVIDER =
  "a provider is a resource of the program and may be from another version of the AWS package; the component makes its own from region, accountId, assumeRole and profile";

/** The arguments of a `ReplicatedBucket` that other languages do not have, with the reason. */
export const REPLICATED_LEFT_OUT: LeftOut<ReplicatedBucketArgs, ReplicatedBucketInputs> = {
  "primary.provider": PROVIDER,
  "replicas.provider": PROVIDER,
};

/** The arguments of a `ReceivingBucket` that other languages do not have, with the reason. */
export const RECEIVING_LEFT_OUT: LeftOut<ReceivingBucketArgs, ReceivingBucketInputs> = {
  provider: PROVIDER,
};

/** Inputs that no argument has, of which there are none. */
export const UNKNOWN_INPUTS: LeftOut<ReplicatedBucketInputs, ReplicatedBucketArgs> &
  LeftOut<ReceivingBucketInputs, ReceivingBucketArgs> = {};
