/** Checks of the backfill: the name of its role, and the bucket of its reports. */
import { BUCKET_NAME_CHARACTERS, BUCKET_NAME_RULES } from "../../aws/bucketNames";
import { MAX_ROLE_NAME_CHARACTERS } from "../../aws/limits";
import { backfillRoleName, reportBucketName } from "../backfillNames";
import { ownBucketName, replicaBucketName } from "../defaults";
import { shownValue } from "../problems";
import { replicaName } from "../replicaName";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { BUCKET_NAME_ROWS, plainBucketName } from "./names";
import type { ReplicatedPaths } from "./paths";
import { check, type Row } from "./rows";

type Args = ReplicatedBucketArgs;

/** The reports' own bucket has a name that is made of the primary's; one that exists has the name that was given. */
export const reportBuckets = check(({ bucketName, backfill }: Args, paths: ReplicatedPaths) => {
  if (backfill === undefined || backfill === false) return [];
  const existing = backfill === true ? undefined : backfill.reportBucket;
  if (existing !== undefined) {
    return plainBucketName("backfill.reportBucket", existing, "name the bucket that receives the reports");
  }
  if (typeof bucketName !== "string" || BUCKET_NAME_RULES.some(({ isBroken }) => isBroken(bucketName)))
    return [];
  const name = reportBucketName(bucketName);
  const surplus = name.length - BUCKET_NAME_CHARACTERS.max;
  const fix = `${surplus > 0 ? `shorten it by ${surplus} or ` : ""}name a bucket in backfill.reportBucket`;
  return plainBucketName(paths.bucketName, name, fix);
}, BUCKET_NAME_ROWS);

const NOT_REPLICATED: readonly Row<{ readonly name: string; readonly isOwn: boolean }>[] = [
  {
    condition: ({ isOwn }) => isOwn,
    expected: "a bucket outside of this replication",
    found: ({ name }) => shownValue(name),
    fix: "reports would be replicated, or mixed with replicas; name a bucket kept for reports",
  },
];

export const reportBucketOutside = check(({ bucketName, replicas, backfill }: Args) => {
  const name = typeof backfill === "object" ? backfill.reportBucket : undefined;
  if (typeof name !== "string") return [];
  const made =
    typeof bucketName === "string"
      ? [bucketName, ...replicas.map((replica) => replicaBucketName(bucketName, replicaName(replica)))]
      : [];
  const own: readonly unknown[] = [...made, ...replicas.map(ownBucketName)];
  return [{ path: "backfill.reportBucket", value: { name, isOwn: own.includes(name) } }];
}, NOT_REPLICATED);

export const backfillRole = check(
  ({ bucketName, backfill }: Args, paths: ReplicatedPaths) =>
    backfill === undefined || backfill === false || typeof bucketName !== "string"
      ? []
      : [{ path: paths.bucketName, value: backfillRoleName(bucketName) }],
  [
    {
      condition: (name) => name.length > MAX_ROLE_NAME_CHARACTERS,
      expected: `a name for the role of the backfill of at most ${MAX_ROLE_NAME_CHARACTERS} characters`,
      found: (name) => `${shownValue(name)} with ${name.length}`,
      fix: (name) => `shorten it by ${name.length - MAX_ROLE_NAME_CHARACTERS}`,
    },
  ],
);
