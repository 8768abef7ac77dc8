/** The inputs of a `ReplicatedBucket` in every language. */
import type * as pulumi from "@pulumi/pulumi";
import type { KeptRule } from "./keptRuleInputs";
import type { Adopt, Alarms, CommonInputs, Lifecycle, OwnBucketInputs, Site } from "./sharedInputs";

/** Which objects a rule replicates: those that match all that is given. */
export interface Filter {
  /** Literal beginning of the object's key; every key when not set. */
  prefix?: string;
  /** Tags that the object must have when it is written. */
  tags?: { [key: string]: string };
}

/** What a rule does. */
export interface RuleInputs {
  /** Storage class of the copies; that of each source object when not set. */
  storageClass?: string;
  /** Which objects replicate; the filter of the whole replication when not set. */
  filter?: Filter;
  /** Unique among the rules, 0 to 2147483647; by name when not set. Where rules share a destination, the larger number applies. */
  priority?: number;
  /** Whether deletes without a version id replicate; as for the whole replication when not set. */
  deleteMarkers?: boolean;
  /** Whether the rule is disabled. Objects that are written meanwhile do not replicate afterwards. */
  paused?: boolean;
  /** S3 Replication Time Control; as for the whole replication when not set. */
  replicationTimeControl?: boolean;
  /** CloudWatch metrics of the rule; as for the whole replication when not set. */
  metrics?: boolean;
}

/** One of several rules to one replica. */
export interface Rule extends RuleInputs {
  /** Unique in the replica. */
  name: string;
}

/** Where the primary is. */
export interface Primary extends Site {
  /** Name of the existing bucket, in the same region and account, that receives the server access logs. */
  accessLogBucket?: pulumi.Input<string>;
  /** Takes over the bucket, its key and the key's alias, which exist in AWS but not in the stack. Needs keepRules. */
  adopt?: Adopt;
  /** ARN of the bucket where it exists and stays with its owner. Needs keyArn and keepRules. */
  bucketArn?: pulumi.Input<string>;
  /** ARN of an existing key that encrypts the bucket and stays with its owner. */
  keyArn?: pulumi.Input<string>;
  /** Rules that an existing bucket keeps; every other one is replaced. Needs roleArn, unless it is empty. */
  keepRules?: KeptRule[];
}

/** One destination of the replication. */
export interface Replica extends Site, OwnBucketInputs, RuleInputs {
  /** Name of the replica, for a second one in a region or one in the primary's region; the region when not set. */
  name?: string;
  /** Name of the replica's bucket; <bucketName>-replication-<name> when not set. */
  bucketName?: pulumi.Input<string>;
  /** Own alias of the replica's key, without alias/ in front; made of the keyAlias of all when not set. */
  keyAlias?: string;
  /** ARN of an existing bucket that another stack made to receive the copies. Needs keyArn. */
  bucketArn?: pulumi.Input<string>;
  /** ARN of an existing key that encrypts the bucket and stays with its owner. */
  keyArn?: pulumi.Input<string>;
  /** Stack that made a bucket to receive the copies, instead of bucketArn and keyArn. Needs accountId. */
  receiver?: string;
  /** Several rules to this replica, each with its own filter; one rule when not set. */
  rules?: Rule[];
  /** Whether objects that are written to the replica replicate to the primary as well; false when not set. */
  twoWay?: boolean;
  /** Whether the account of a replica in another account owns the copies; true when not set. */
  ownerOverride?: boolean;
  /** Tags of the replica's bucket and key, beside those of every resource. */
  tags?: { [key: string]: string };
}

/** What S3 expires on each side. */
export interface Lifecycles {
  /** What S3 expires in the primary. */
  primary?: Lifecycle;
  /** What S3 expires in every replica without its own lifecycle. */
  replicas?: Lifecycle;
}

/** Principals that may list and read objects. */
export interface Reader {
  /** ARNs of roles and users, or account ids for every principal that the account allows. */
  principals: pulumi.Input<string>[];
  /** Literal beginning of the keys that may be listed and read; every object when not set. */
  prefix?: string;
  /** The buckets: primary and names of replicas; the primary when not set. */
  of?: string[];
}

/** A tag of an object. */
export interface Tag {
  /** Key of the tag. */
  key: string;
  /** Value of the tag. */
  value: string;
}

/** The principals whose uploads replicate. */
export interface Uploaders {
  /** The tag that an upload must have to replicate; only the principals may set it. */
  tag: Tag;
  /** As the principals of readers. */
  principals: pulumi.Input<string>[];
}

/** What a `ReplicatedBucket` is made of. */
export interface ReplicatedBucketInputs extends CommonInputs {
  /** Name of the primary, globally unique. */
  bucketName: pulumi.Input<string>;
  /** Account and region of the primary. */
  primary: Primary;
  /** Where to replicate to. Adding one only adds resources; removing one leaves its bucket and key in AWS. */
  replicas: Replica[];
  /** Which objects replicate; every object when not set. Objects that exist already never do. */
  filter?: Filter;
  /** Whether deletes without a version id replicate; true when not set. Must be false with a filter by tags. */
  deleteMarkers?: boolean;
  /** S3 Replication Time Control: copies within 15 minutes, charged by the gigabyte; false when not set. */
  replicationTimeControl?: boolean;
  /** CloudWatch metrics of each rule; true when not set. */
  metrics?: boolean;
  /** Alarms on every rule, and who is told; alarms without receivers when not set. */
  alarms?: Alarms;
  /** What S3 expires on each side. */
  lifecycle?: Lifecycles;
  /** Principals that may list and read objects, and use the keys for it. */
  readers?: Reader[];
  /** Limits replication to the uploads of some principals. Needs deleteMarkers: false. */
  replicateOnlyFrom?: Uploaders;
  /** The only principals that may put and delete objects in the primary. */
  writers?: pulumi.Input<string>[];
  /** The only principals that may delete versions of replicas. */
  versionDeleters?: pulumi.Input<string>[];
  /** Services that may deliver logs into the primary: cloudtrail, cloudwatch-logs, s3-access-logs, vpc-flow-logs. */
  logDelivery?: string[];
  /** Name of the replication role; <bucketName>-replication when not set. */
  roleName?: pulumi.Input<string>;
  /** Path of the replication role; /service-role/ when not set. */
  rolePath?: string;
  /** ARN of the managed policy that limits the replication role. */
  permissionsBoundary?: pulumi.Input<string>;
  /** ARN of an existing role to replicate with, instead of a new one; it must trust s3.amazonaws.com. */
  roleArn?: pulumi.Input<string>;
}
