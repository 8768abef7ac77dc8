/** Every setting of a stack: name, shape, default and meaning, and what is "not set" in `Pulumi.yaml`. */
import { z } from "zod";
import { MAX_NEWER_NONCURRENT_VERSIONS, TRANSITION_CLASSES } from "../aws/lifecycle";
import { KEY_DELETION_WINDOW_DAYS, MAX_LIFECYCLE_DAYS, MAX_PRIORITY, MAX_RETENTION } from "../aws/limits";
import { KNOWN_REGIONS } from "../aws/regions";
import { STORAGE_CLASSES } from "../aws/storageClasses";
import { LAG_MINUTES, MAX_PENDING_OPERATIONS } from "./alarmRules";
import { LOG_SOURCES } from "./documents/logDelivery";
import { keptRule } from "./keptRuleSchema";
import { policyStatements } from "./statementSchema";

// `meta` is for the JSON schema of stack files alone: what values can be is checked with their relations, in `checks/`.
const wholeNumber = (minimum: number, maximum: number) =>
  z.number().meta({ type: "integer", minimum, maximum });
const days = wholeNumber(1, MAX_LIFECYCLE_DAYS);
const region = z.string().meta({ enum: KNOWN_REGIONS });
const accountId = { pattern: "^(\\d{12})?$" };
/** The JSON schema of the text that may stand in place of an object. */
const orText = (schema: { readonly [keyword: string]: unknown }) => ({
  orText: { type: "string", ...schema },
});

const lifecycle = z.strictObject({
  transitions: transitions(
    "Moves current versions to other storage classes, by days since the object's creation.",
    wholeNumber(0, MAX_LIFECYCLE_DAYS),
  ),
  expireInDays: days
    .describe(
      "Days since the object's creation after which S3 writes a delete marker, which does not replicate; never when not set.",
    )
    .optional(),
  noncurrentVersionTransitions: transitions(
    "Moves noncurrent versions to other storage classes, by days since they became noncurrent.",
    days,
  ),
  noncurrentVersionsExpireInDays: days
    .describe("Days after which a noncurrent version is deleted permanently; kept when not set.")
    .optional(),
  newerNoncurrentVersions: wholeNumber(1, MAX_NEWER_NONCURRENT_VERSIONS)
    .describe(
      "Newest noncurrent versions of each object that stay, however old, 1 to 100; none when not set.",
    )
    .optional(),
  unfinishedUploadsExpireInDays: days
    .describe("Days after which an unfinished multipart upload is aborted; 7 when not set.")
    .optional(),
});

function transitions(description: string, afterDays: z.ZodNumber) {
  return z
    .array(
      z.strictObject({
        storageClass: z
          .string()
          .meta({ enum: TRANSITION_CLASSES })
          .describe(
            "The class: STANDARD_IA, INTELLIGENT_TIERING, ONEZONE_IA, GLACIER_IR, GLACIER or DEEP_ARCHIVE.",
          ),
        afterDays: afterDays.describe("Days; 30 or more for STANDARD_IA and ONEZONE_IA."),
      }),
    )
    .describe(description)
    .optional();
}

const filter = z.strictObject({
  prefix: z.string().describe("Literal beginning of the object's key.").optional(),
  tags: z
    .record(z.string(), z.string())
    .describe(
      "Tags that an object must carry from the moment it is written; a tag that is added later has no effect.",
    )
    .optional(),
});

/** `Pulumi.yaml` gives every setting a default, so a setting that is not set is an empty text, list or object there. */
function unlessEmpty<T>(value: T): T | undefined {
  const isEmpty =
    value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  return isEmpty ? undefined : value;
}

/** Text that is undefined where it is not set. */
const optionalText = z.string().default("").transform(unlessEmpty);

const role = z
  .preprocess(
    (value) => (typeof value === "string" && value !== "" ? { roleArn: value } : unlessEmpty(value)),
    z
      .strictObject({
        roleArn: z.string().describe("ARN of a role that trusts the credentials."),
        sessionName: z
          .string()
          .describe(
            "Name of the session in the CloudTrail of the role's account; s3-replication when not set.",
          )
          .optional(),
        externalId: z.string().describe("External id that the role's trust policy requires.").optional(),
      })
      .optional(),
  )
  .meta(orText({ pattern: "^(arn:.+)?$" }));

const adopt = z.strictObject({
  keyId: z
    .string()
    .describe(
      "Id of the key that encrypts the bucket: the last part of its ARN, not of an alias's. A new key, or that of keyArn, when not set.",
    )
    .optional(),
  alias: z
    .boolean()
    .describe("Whether the key has its alias already; created otherwise. True when not set.")
    .optional(),
});

const primary = z.preprocess(
  unlessEmpty,
  z
    .strictObject({
      adopt: adopt
        .describe(
          "Takes over a bucket that exists, with its key and alias, by Pulumi's import. Needs keepRules. Remove it after the update.",
        )
        .optional(),
      bucketArn: z
        .string()
        .describe("Existing bucket that stays with its owner. Needs keyArn and keepRules.")
        .optional(),
      keyArn: z
        .string()
        .describe("Existing key that stays with its owner: the ARN of a key, not of an alias.")
        .optional(),
      keepRules: z
        .array(keptRule)
        .describe(
          "Replication rules that the existing bucket has and keeps; every other one is replaced. Needs roleArn, unless it is empty.",
        )
        .optional(),
    })
    .optional(),
);

const principals = z.array(z.string());

const readers = z.array(
  z.strictObject({
    principals: principals.describe(
      "ARNs of roles and users with their paths, or account ids for every principal that the account allows.",
    ),
    prefix: z
      .string()
      .describe("Literal beginning of the keys that may be listed and read; every object when not set.")
      .optional(),
    of: z
      .array(z.string())
      .describe("The buckets: primary and names of replicas; the primary when not set.")
      .optional(),
  }),
);

const receiver = z.preprocess(
  unlessEmpty,
  z
    .strictObject({
      region: region.describe("AWS region of the bucket."),
      name: z.string().describe("End of the bucket's name; the region when not set.").optional(),
      bucketName: z
        .string()
        .describe("Own name of the bucket; <prefix>-archive-replication-<name> when not set.")
        .optional(),
      sourceRoleArn: z
        .string()
        .describe("Role that replicates into the bucket, with its path. It need not exist yet.")
        .optional(),
      sourceAccountId: z
        .string()
        .meta(accountId)
        .describe("Account whose roles may replicate into the bucket, instead of sourceRoleArn.")
        .optional(),
      keyArn: z
        .string()
        .describe(
          "Existing key of the bucket, which stays with its owner: the ARN of a key, not of an alias.",
        )
        .optional(),
      adopt: adopt
        .describe(
          "Takes over a bucket, key and alias that exist in AWS but not in the stack: see replicas[].adopt.",
        )
        .optional(),
    })
    .optional(),
);

const uploaders = z.preprocess(
  unlessEmpty,
  z
    .strictObject({
      tag: z
        .strictObject({
          key: z.string().describe("Key of the tag."),
          value: z.string().describe("Value of the tag."),
        })
        .describe("Only objects that are written with this tag replicate; only the principals may set it."),
      principals: principals.describe("Whose uploads may carry the tag: as readers[].principals."),
    })
    .optional(),
);

const alarms = z.strictObject({
  enabled: z
    .boolean()
    .describe("Whether there are alarms, topics, a dashboard and a queue of failures; true when not set.")
    .optional(),
  email: z
    .array(z.string())
    .describe("E-mail addresses; each confirms the message that SNS sends for every Region.")
    .optional(),
  queues: z
    .array(z.string())
    .describe(
      "ARNs of SQS queues that every alarm reaches, such as the one that a webhook is fed from. Their policies must let SNS send.",
    )
    .optional(),
  topics: z
    .array(z.string())
    .describe(
      "ARNs of existing SNS topics, one of a Region, instead of a new topic and key there. Their policies must let CloudWatch publish.",
    )
    .optional(),
  lagMinutes: wholeNumber(LAG_MINUTES.min, LAG_MINUTES.max)
    .describe(
      "Minutes that a destination may be behind; 15 with Replication Time Control, else 60 when not set.",
    )
    .optional(),
  pendingOperations: wholeNumber(1, MAX_PENDING_OPERATIONS)
    .describe("Operations that may wait at once for a rule; 10000 when not set.")
    .optional(),
  dashboard: z
    .boolean()
    .describe("Whether a CloudWatch dashboard shows all routes; true when not set.")
    .optional(),
  failureEvents: z
    .boolean()
    .describe(
      "Whether S3 sends the reasons of failures to an SQS queue, which replaces every other notification of the primary. Required with primary.adopt; otherwise true when not set, and false with primary.bucketArn.",
    )
    .optional(),
});

const ruleOptions = {
  storageClass: z
    .string()
    .meta({ enum: STORAGE_CLASSES })
    .describe("Storage class of the copies; that of each source object when not set.")
    .optional(),
  filter: filter
    .describe("Which objects replicate here; the filter of the whole stack when not set.")
    .optional(),
  priority: wholeNumber(0, MAX_PRIORITY)
    .describe(
      "Unique number, 0 to 2147483647; by name when not set. Where rules share a destination, the larger number applies.",
    )
    .optional(),
  deleteMarkers: z.boolean().describe("As deleteMarkers of the whole stack when not set.").optional(),
  paused: z
    .boolean()
    .describe(
      "Disables the rule. Objects that are written meanwhile do not replicate afterwards; false when not set.",
    )
    .optional(),
  replicationTimeControl: z
    .boolean()
    .describe("As replicationTimeControl of the whole stack when not set.")
    .optional(),
  metrics: z.boolean().describe("As metrics of the whole stack when not set.").optional(),
};

const rule = z.strictObject({
  name: z.string().describe("Unique in the replica; the rule's id is <replica>.<name>."),
  ...ruleOptions,
});

/** `pulumi new` asks for text, so a text is a list of regions with commas between them. */
function regionsOf(value: unknown): unknown {
  if (typeof value !== "string" || value.trim() === "") return value;
  return value
    .split(",")
    .map((region) => region.trim())
    .filter((region) => region !== "");
}

const replica = z.strictObject({
  region: region.describe("AWS region of the replica."),
  name: z
    .string()
    .describe(
      "Own name, for a second replica in a region or one in the primary's region; the region when not set.",
    )
    .optional(),
  bucketName: z
    .string()
    .describe("Own name of the bucket; <prefix>-archive-replication-<name> when not set.")
    .optional(),
  keyAlias: z
    .string()
    .describe(
      "Own alias of the key, alias/<keyAlias>; alias/<keyAlias of the stack>/replication when not set.",
    )
    .optional(),
  accountId: z
    .string()
    .meta(accountId)
    .describe(
      "12 digits of the replica's account; that of assumeRole or keyArn, else the primary's when not set.",
    )
    .optional(),
  assumeRole: role.describe("Role of the replica's account to assume: its ARN, or an object.").optional(),
  profile: z
    .string()
    .describe("Profile of the AWS configuration files that reaches the replica's account, instead of a role.")
    .optional(),
  bucketArn: z
    .string()
    .describe("Existing bucket that another stack made to receive the copies. Needs keyArn.")
    .optional(),
  keyArn: z
    .string()
    .describe("Existing key of the bucket, which stays with its owner: the ARN of a key, not of an alias.")
    .optional(),
  receiver: z
    .string()
    .describe(
      "Receiving stack, instead of bucketArn and keyArn, as <organization>/<project>/<stack>. Needs accountId.",
    )
    .optional(),
  ...ruleOptions,
  rules: z
    .array(rule)
    .describe("Several rules to this replica, each with a filter of its own; one rule when not set.")
    .optional(),
  twoWay: z
    .boolean()
    .describe(
      "Whether objects that are written to the replica replicate to the primary, too, and changes of a copy's tags and locks in both directions; false when not set.",
    )
    .optional(),
  ownerOverride: z
    .boolean()
    .describe("Whether the account of a replica in another account owns the copies; true when not set.")
    .optional(),
  tags: z
    .record(z.string(), z.string())
    .describe("Tags of the replica's bucket and key, beside those of the whole stack.")
    .optional(),
  lifecycle: lifecycle.describe("As lifecycle.replicas of the whole stack when not set.").optional(),
  accessLogBucket: z
    .string()
    .describe("Existing bucket in the replica's region and account that receives its access logs.")
    .optional(),
  bucketPolicyStatements: policyStatements
    .describe("Statements for the bucket policy of the replica, beside those that are built.")
    .optional(),
  keyPolicyStatements: policyStatements
    .describe("Statements for the policy of the replica's key, beside those that are built.")
    .optional(),
  adopt: adopt
    .describe(
      "Takes over the replica's bucket, key and alias, which exist in AWS but not in the stack, as those of a region that left the list do. Remove it after the update.",
    )
    .optional(),
});

/**
 * Every setting of a stack, by the name it has in `Pulumi.<stack>.yaml`, with its shape and meaning. `Pulumi.yaml` and
 * `docs/settings.md` say the same; a test holds them together.
 */
export const settingsSchema = z.strictObject({
  prefix: z.string().describe("Prefix of every name; the primary's name is <prefix>-archive."),
  bucketName: optionalText.describe(
    "Own name of the primary, which the default names of replicas and role are made of; <prefix>-archive when empty.",
  ),
  primaryRegion: region.describe("AWS region of the primary. Required, except with receiver.").default(""),
  replicas: z
    .preprocess(
      regionsOf,
      z.array(
        z
          .preprocess((entry) => (typeof entry === "string" ? { region: entry } : entry), replica)
          .meta(orText({ enum: KNOWN_REGIONS })),
      ),
    )
    .meta(orText({ pattern: "^[a-z0-9-]+( *, *[a-z0-9-]+)*$" }))
    .describe(
      "Where to replicate to: regions, also as one text with commas, or objects for a replica with settings of its own. Objects that are replicas themselves are not replicated on. S3 takes 28 destination buckets a source; the quota can be raised.",
    )
    .default([]),
  primary: primary.describe("What of the primary exists already: bucket, key, rules.").optional(),
  accountId: optionalText
    .meta(accountId)
    .describe("12 digits of the account; any other account is refused. That of the credentials when empty."),
  assumeRole: role
    .describe("Role to assume for the primary and the replicas of its account: its ARN, or an object.")
    .optional(),
  profile: optionalText.describe(
    "Profile of the AWS configuration files to use for them, instead of a role; none when empty.",
  ),
  receiver: receiver
    .describe("Makes only a bucket and key that the stack of another account replicates into; no primary.")
    .optional(),
  readers: readers
    .default([])
    .transform(unlessEmpty)
    .describe("Principals that may list and read objects, and use the keys for it."),
  replicateOnlyFrom: uploaders
    .describe(
      "Limits replication to the uploads of some principals; when not set, every principal's uploads replicate. Needs deleteMarkers: false.",
    )
    .optional(),
  writers: principals
    .default([])
    .transform(unlessEmpty)
    .describe(
      "The only principals that may put and delete objects in the primary and in two-way replicas: as readers[].principals; not limited when empty.",
    ),
  versionDeleters: principals
    .default([])
    .transform(unlessEmpty)
    .describe(
      "The only principals that may delete versions of replicas: as readers[].principals; not limited when empty.",
    ),
  roleName: optionalText.describe("Name of the replication role; <prefix>-archive-replication when empty."),
  rolePath: optionalText.describe("Path of the replication role; /service-role/ when empty."),
  permissionsBoundary: optionalText.describe(
    "ARN of the managed policy that limits the replication role; none when empty. It must allow what the role needs.",
  ),
  roleArn: optionalText.describe(
    "Existing role of the primary's account to replicate with, instead of a new one; it must trust s3.amazonaws.com.",
  ),
  filter: filter
    .describe("Which objects replicate; all of them when empty. Objects that exist already never do.")
    .default({}),
  deleteMarkers: z
    .boolean()
    .describe(
      "Whether deletes without a version id replicate. Deletes of a version and deletes by a lifecycle never do. Must be false with a filter by tags.",
    )
    .default(true),
  replicationTimeControl: z
    .boolean()
    .describe("Replication within 15 minutes, charged by the gigabyte. It does not cover delete markers.")
    .default(false),
  metrics: z.boolean().describe("CloudWatch metrics of each rule, charged as custom metrics.").default(true),
  alarms: alarms
    .describe("Alarms on every rule that is enabled and has metrics, and who is told; charged.")
    .default({}),
  lifecycle: z
    .strictObject({
      primary: lifecycle.describe("What S3 expires and moves in the primary.").optional(),
      replicas: lifecycle.describe("What S3 expires and moves in each replica.").optional(),
    })
    .describe("What S3 expires and moves on each side. Lifecycle actions do not replicate.")
    .default({}),
  objectLock: z
    .strictObject({
      enabled: z
        .boolean()
        .describe(
          "Object Lock, without a default retention where mode is not set. S3 can never switch it off again.",
        )
        .optional(),
      mode: z.enum(["GOVERNANCE", "COMPLIANCE"]).describe("Mode of the default retention.").optional(),
      days: wholeNumber(1, MAX_RETENTION.days)
        .describe("Default retention in days; either this or years.")
        .optional(),
      years: wholeNumber(1, MAX_RETENTION.years)
        .describe("Default retention in years; either this or days.")
        .optional(),
    })
    .default({})
    .describe("Object Lock on the primary and every replica; off when empty."),
  logDelivery: z
    .array(z.enum(LOG_SOURCES))
    .describe(
      "Services of the account that may deliver logs into the primary: cloudtrail, cloudwatch-logs, s3-access-logs, vpc-flow-logs.",
    )
    .default([]),
  accessLogBucket: optionalText.describe(
    "Existing bucket in the primary's region and account that receives its access logs; none when empty.",
  ),
  backfill: z
    .preprocess(
      (value) => (value === true ? {} : value === false ? undefined : value),
      z
        .strictObject({
          reportBucket: z
            .string()
            .describe(
              "Existing bucket in the primary's region for the reports; <prefix>-archive-backfill-reports when not set.",
            )
            .optional(),
        })
        .optional(),
    )
    .meta({ orText: { type: "boolean" } })
    .describe(
      "Makes the role and the place for reports that npx s3-replication backfill needs to replicate existing and failed objects: true, or an object; nothing when false.",
    )
    .optional(),
  bucketPolicyStatements: policyStatements
    .default([])
    .transform(unlessEmpty)
    .describe(
      "Statements for the bucket policy of the primary, or of the receiver, beside those that are built.",
    ),
  keyPolicyStatements: policyStatements
    .default([])
    .transform(unlessEmpty)
    .describe("Statements for the policy of the key of that bucket, beside those that are built."),
  providers: z
    .enum(["site", "account"])
    .describe(
      "One AWS provider for each site, or one for each account, where every bucket and key states its region. Choose when you create the stack: a change replaces resources.",
    )
    .default("site"),
  keyAlias: z
    .string()
    .describe(
      "Keys get alias/<keyAlias> (primary) and alias/<keyAlias>/replication (replicas). KMS takes an alias once in an account and region: two stacks there need different ones.",
    )
    .default("archive"),
  keyDeletionWindowInDays: wholeNumber(KEY_DELETION_WINDOW_DAYS.min, KEY_DELETION_WINDOW_DAYS.max)
    .describe("Days between the request to delete a key and its deletion, 7 to 30.")
    .default(30),
  tags: z.record(z.string(), z.string()).describe("Tags of every resource that takes tags.").default({}),
  protect: z
    .boolean()
    .describe(
      "Whether Pulumi refuses to delete bucket and key of the primary, of two-way replicas or of the receiver, and roles that other accounts' policies name.",
    )
    .default(true),
  retainOnDelete: z
    .boolean()
    .describe("Whether buckets and keys stay in AWS when Pulumi deletes them from the stack.")
    .default(true),
  endpoint: optionalText.describe("Address of an AWS emulator to use instead of AWS; AWS when empty."),
});

/** The settings of a stack, defaults filled in. */
export type StackSettings = z.infer<typeof settingsSchema>;

/** The settings of a receiving bucket. */
export type ReceiverSettings = NonNullable<StackSettings["receiver"]>;

/** Settings of a primary and its rules, which a receiving stack refuses. */
export const OF_A_PRIMARY = [
  "primaryRegion",
  "replicas",
  "primary",
  "filter",
  "replicateOnlyFrom",
  "writers",
  "logDelivery",
  "replicationTimeControl",
  "metrics",
  "alarms",
  "roleName",
  "rolePath",
  "permissionsBoundary",
  "roleArn",
  "backfill",
  "bucketName",
  "providers",
] as const satisfies readonly (keyof StackSettings)[];
