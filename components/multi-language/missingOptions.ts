/**
 * The arguments that other languages do not have.
 *
 * The compiler reports an argument that is neither an input of other languages nor listed here with the reason.
 */
import type { AlarmArgs } from "../alarmArgs";
import type { AdoptArgs, LifecycleArgs, ObjectLockArgs } from "../bucketOptions";
import type { KeptRule as KeptRuleArgs } from "../keptRule";
import type { ReceivingBucketArgs } from "../receivingBucketArgs";
import type {
  AssumeRoleArgs,
  PrimaryArgs,
  ReaderArgs,
  ReplicaArgs,
  ReplicatedBucketArgs,
  SideLifecycles,
  UploaderArgs,
} from "../replicatedBucketArgs";
import type { ReplicationFilter, RuleArgs } from "../ruleArgs";
import type { KeptRule } from "./keptRuleInputs";
import type { BucketReader, ReceivingBucketInputs } from "./receivingBucketInputs";
import type {
  Filter,
  Lifecycles,
  Primary,
  Reader,
  Replica,
  ReplicatedBucketInputs,
  Rule,
  Uploaders,
} from "./replicatedBucketInputs";
import type { Adopt, Alarms, AssumeRole, Lifecycle, ObjectLock } from "./sharedInputs";

/** The names of the options of `T` that `U` lacks. */
export type MissingOptions<T, U> = Exclude<keyof T, keyof U> & string;

/** A reason for every option that the inputs of one object lack. */
type LeftOut<Args, Inputs> = { readonly [name in MissingOptions<Args, Inputs>]: string };

/** What is the same on both sides; an option that only one has is an error of the compiler. */
type Same<Args, Inputs> = LeftOut<Args, Inputs> & LeftOut<Inputs, Args>;

const PROVIDER =
  "a provider is a resource of the program and may be from another version of the AWS package; the component makes its own from region, accountId, assumeRole and profile";
const UNION = "the analyzer of Pulumi's SDK takes no union of types";
const STATEMENTS = `${UNION}, which the elements of a policy statement are`;

/** The arguments of a `ReplicatedBucket` that other languages do not have, with the reason. */
export const REPLICATED_LEFT_OUT: LeftOut<ReplicatedBucketArgs, ReplicatedBucketInputs> = {
  backfill: UNION,
  providers:
    "one provider for each account is for programs of many sites; the package makes one for each site",
};
export const PRIMARY_LEFT_OUT: LeftOut<PrimaryArgs, Primary> = {
  provider: PROVIDER,
  bucketPolicyStatements: STATEMENTS,
  keyPolicyStatements: STATEMENTS,
};
export const REPLICA_LEFT_OUT: LeftOut<ReplicaArgs, Replica> = {
  provider: PROVIDER,
  bucketPolicyStatements: STATEMENTS,
  keyPolicyStatements: STATEMENTS,
};

export const ALARMS_LEFT_OUT: LeftOut<AlarmArgs, Alarms> = {
  notifications: `${UNION}; make an aws.s3.BucketNotification of all notifications instead, with failureEvents false`,
};

/** The arguments of a `ReceivingBucket` that other languages do not have, with the reason. */
export const RECEIVING_LEFT_OUT: LeftOut<ReceivingBucketArgs, ReceivingBucketInputs> = {
  provider: PROVIDER,
  bucketPolicyStatements: STATEMENTS,
  keyPolicyStatements: STATEMENTS,
};

/** Inputs that no argument has, of which there are none. */
export const UNKNOWN_INPUTS: LeftOut<ReplicatedBucketInputs, ReplicatedBucketArgs> &
  LeftOut<ReceivingBucketInputs, ReceivingBucketArgs> &
  LeftOut<Primary, PrimaryArgs> &
  LeftOut<Alarms, AlarmArgs> &
  LeftOut<Replica, ReplicaArgs> = {};

/** Options of the objects inside, of which none is left out. */
export const INSIDE: Same<RuleArgs, Rule> &
  Same<ReplicationFilter, Filter> &
  Same<LifecycleArgs, Lifecycle> &
  Same<SideLifecycles, Lifecycles> &
  Same<ObjectLockArgs, ObjectLock> &
  Same<AdoptArgs, Adopt> &
  Same<KeptRuleArgs, KeptRule> &
  Same<AssumeRoleArgs, AssumeRole> &
  Same<ReaderArgs, Reader> &
  Same<Omit<ReaderArgs, "of">, BucketReader> &
  Same<UploaderArgs, Uploaders> = {};
