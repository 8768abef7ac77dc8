import { otherAccountId } from "../accounts";
import { bucketArn } from "../arn";
import { ownBucketName, replicaDeleteMarkers, replicaFilter, replicaName } from "../defaults";
import { INLINE_POLICY_LIMIT_CHARACTERS } from "../documents/policyDocument";
import { replicationKeyPolicy, replicationObjectPolicy } from "../documents/rolePolicy";
import { replicaBucketName } from "../names";
import { type Problem, shown } from "../problems";
import { partitionOf } from "../regions";
import type { LifecycleArgs, ObjectLockArgs, SiteArgs } from "../replicatedBucketArgs";
import type { Check } from "./context";

const MAX_RESOURCE_TAGS = 50;

export const deletionWindowIsAllowed: Check = ({ keyDeletionWindowInDays }) =>
  deletionWindowProblems(keyDeletionWindowInDays);

export function deletionWindowProblems(days: number | undefined): readonly Problem[] {
  return days === undefined || (Number.isInteger(days) && days >= 7 && days <= 30)
    ? []
    : [
        {
          path: "keyDeletionWindowInDays",
          expected: "a whole number from 7 to 30",
          found: shown(days),
          fix: "kms waits 7 to 30 days before it deletes a key; 30 is the safest",
        },
      ];
}

export const lifecyclesAreWholeDays: Check = ({ lifecycle, replicas }) => [
  ...lifecycleProblems("lifecycle.primary", lifecycle?.primary),
  ...lifecycleProblems("lifecycle.replicas", lifecycle?.replicas),
  ...replicas.flatMap((replica, index) =>
    lifecycleProblems(`replicas[${index}].lifecycle`, replica.lifecycle),
  ),
];

export function lifecycleProblems(path: string, lifecycle: LifecycleArgs = {}): readonly Problem[] {
  return Object.entries(lifecycle)
    .filter(([, days]) => days !== undefined && (!Number.isInteger(days) || days < 1))
    .map(([name, days]) => ({
      path: `${path}.${name}`,
      expected: "a whole number of days, 1 or more",
      found: shown(days),
      fix: "choose a number of days, or leave it out",
    }));
}

/** A default retention needs a mode and exactly one length. */
export const retentionIsComplete: Check = ({ objectLock }) => retentionProblems(objectLock);

export function retentionProblems(objectLock: ObjectLockArgs | undefined): readonly Problem[] {
  if (objectLock === undefined) return [];
  const { mode, days, years } = objectLock;
  const lengths = [days, years].filter((length) => length !== undefined);
  const wholesome = lengths.every((length) => Number.isInteger(length) && length > 0);
  const complete = mode === undefined ? lengths.length === 0 : lengths.length === 1 && wholesome;
  return complete
    ? []
    : [
        {
          path: "objectLock",
          expected: "a mode with either days or years (a whole number, 1 or more), or none of the three",
          found: shown(objectLock),
          fix: "for example { mode: GOVERNANCE, days: 30 }",
        },
      ];
}

export const tagsAreAllowed: Check = ({ tags }) => tagProblems(tags);

export function tagProblems(tags: { readonly [key: string]: string } = {}): readonly Problem[] {
  const entries = Object.entries(tags);
  const problems = entries
    .filter(([key, value]) => key.length < 1 || key.length > 128 || value.length > 256 || /^aws:/i.test(key))
    .map(([key, value]) => ({
      path: `tags.${key}`,
      expected: "a key of 1 to 128 characters that does not begin with aws:, a value of at most 256",
      found: shown({ [key]: value }),
      fix: "choose another tag",
    }));
  if (entries.length <= MAX_RESOURCE_TAGS) return problems;
  const tooMany = {
    path: "tags",
    expected: `at most ${MAX_RESOURCE_TAGS} tags`,
    found: `${entries.length}`,
    fix: "remove tags",
  };
  return [...problems, tooMany];
}

export const endpointIsUrl: Check = ({ endpoint }) => endpointProblems(endpoint);

export function endpointProblems(endpoint: string | undefined): readonly Problem[] {
  return endpoint === undefined || /^https?:\/\/[^\s/]+/.test(endpoint)
    ? []
    : [
        {
          path: "endpoint",
          expected: "the address of an emulator",
          found: shown(endpoint),
          fix: "for example http://127.0.0.1:4566",
        },
      ];
}

/** S3's log delivery cannot set the retention that a default retention asks of every write. */
export const accessLogsWithoutRetention: Check = ({ logDelivery = [], objectLock }) =>
  logDelivery.includes("s3-access-logs") && objectLock?.mode !== undefined
    ? [
        {
          path: "objectLock",
          expected: "no default retention in a bucket that receives s3 access logs",
          found: shown(objectLock),
          fix: "s3 does not deliver access logs into such a bucket; leave mode, days and years out",
        },
      ]
    : [];

/** The role's inline policies must fit together; how long they get depends on the number and names of the replicas. */
export const rolePoliciesFit: Check = (args) => {
  const { bucketName, primary, replicas, objectLock } = args;
  if (typeof bucketName !== "string") return [];
  const end = (name: string, { region }: SiteArgs) => ({
    bucketArn: bucketArn(region, name),
    keyArn: anyKeyArn(region),
    region,
  });
  const source = {
    ...end(bucketName, primary),
    prefixes: replicas.map((replica) => replicaFilter(args, replica).prefix ?? ""),
    objectLock: objectLock !== undefined,
  };
  const destinations = replicas.map((replica) => {
    const own = ownBucketName(replica);
    const name = typeof own === "string" ? own : replicaBucketName(bucketName, replicaName(replica));
    return {
      ...end(name, replica),
      deleteMarkers: replicaDeleteMarkers(args, replica),
      ownerOverride: otherAccountId(primary, replica) !== undefined,
    };
  });
  const policies = [
    replicationObjectPolicy(source, destinations),
    replicationKeyPolicy(source, destinations),
  ];
  const characters = JSON.stringify(policies).length;
  if (characters <= INLINE_POLICY_LIMIT_CHARACTERS) return [];
  return [
    {
      path: "replicas",
      expected: `policies of the replication role of at most ${INLINE_POLICY_LIMIT_CHARACTERS} characters`,
      found: `${characters} for ${replicas.length} replicas`,
      fix: "iam takes no more; use fewer replicas or shorter bucket names",
    },
  ];
};

/** As long as any key's ARN in the region. */
function anyKeyArn(region: string): string {
  return `arn:${partitionOf(region)}:kms:${region}:000000000000:key/00000000-0000-0000-0000-000000000000`;
}
