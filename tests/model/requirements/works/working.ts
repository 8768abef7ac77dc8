/** Topologies that work, written in the many ways in which people write them. */
import type { PolicyStatement } from "../../../../model/evaluation/types";
import {
  bucketOf,
  type Draft,
  document,
  keyArnOf,
  keyOf,
  OTHER_ACCOUNT_REPLICA,
  roleOf,
  SAME_ACCOUNT_REPLICA,
  type Shape,
  SOURCE_ARN,
  type TopologyDraft,
} from "../../../helpers/topologies";
import { PARTNER, REPLICA, REPLICA_ARN } from "../faults/fault";

export interface Working {
  readonly what: string;
  readonly shape: Shape;
  readonly write?: (topology: TopologyDraft) => void;
  /** Advised requirements that are not met; the route works all the same. */
  readonly lacks?: readonly string[];
}

export type Row = readonly [what: string, shape: Shape, write?: Working["write"], lacks?: readonly string[]];

export const REPLICA_KEY = `${REPLICA}-key`;
export const PARTNER_KEY = `${PARTNER}-key`;
export const REPLICA_KEY_ARN = keyArnOf(SAME_ACCOUNT_REPLICA);
export const PARTNER_KEY_ARN = keyArnOf(OTHER_ACCOUNT_REPLICA);

export function rolePolicy(topology: TopologyDraft, ...statements: PolicyStatement[]): void {
  roleOf(topology).policies = [
    { label: "inline policy of archive-replication", document: { known: copied(statements) } },
  ];
}

export const copied = (statements: readonly PolicyStatement[]) =>
  structuredClone(document(statements)) as Draft<ReturnType<typeof document>>;

export function bucketPolicy(
  topology: TopologyDraft,
  bucket: string,
  ...statements: PolicyStatement[]
): void {
  bucketOf(topology, bucket).policy = {
    label: `bucket policy of ${bucket}`,
    document: { known: copied(statements) },
  };
}

export function keyPolicy(topology: TopologyDraft, key: string, ...statements: PolicyStatement[]): void {
  keyOf(topology, key).policy = { label: `key policy of ${key}`, document: { known: copied(statements) } };
}

export const allow = (
  Action: string | string[],
  Resource: string | string[],
  more: Partial<PolicyStatement> = {},
) => ({ Effect: "Allow", Action, Resource, ...more }) as const;

/** The statements of "Setting up permissions for live replication". */
export const PERMISSIONS_PAGE: readonly PolicyStatement[] = [
  allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], [SOURCE_ARN]),
  allow(
    ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
    [`${SOURCE_ARN}/*`],
  ),
  allow(["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"], `${REPLICA_ARN}/*`),
];
