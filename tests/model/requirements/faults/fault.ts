/** A single fault in a topology that works, and what must be found. */
import type { PolicyStatement } from "../../../../model/evaluation/types";
import {
  type Draft,
  OTHER_ACCOUNT_REPLICA,
  roleOf,
  SAME_ACCOUNT_REPLICA,
  type Shape,
  SOURCE_ACCOUNT,
  SOURCE_REGION,
  statementOf,
  statementsOf,
  type TopologyDraft,
} from "../../../helpers/topologies";

export const SAME_REGION_REPLICA = { name: "acme-backup", account: SOURCE_ACCOUNT, region: SOURCE_REGION };

export const SHAPES = {
  same: {},
  cross: { replicas: [OTHER_ACCOUNT_REPLICA], changesOwner: true },
  several: {
    replicas: [SAME_ACCOUNT_REPLICA, OTHER_ACCOUNT_REPLICA, SAME_REGION_REPLICA],
    replicationTime: true,
  },
  filtered: {
    filter: { prefix: "logs/", tags: { class: "archive" }, elements: ["and"] },
    deleteMarkers: "Disabled",
  },
  locked: { objectLock: true },
  objectContext: { bucketKeys: false },
  plain: { kms: "none" },
} as const satisfies { readonly [name: string]: Shape };

export interface Fault {
  readonly on: keyof typeof SHAPES;
  readonly what: string;
  readonly make: (topology: TopologyDraft) => void;
  /** Every requirement that is not met afterwards; `?` marks one that is then unknown. */
  readonly finds: readonly string[];
  /** Positions of the routes that break; the others must go on working. All of them break where it is left out. */
  readonly routes?: readonly number[];
}

export const REPLICA = SAME_ACCOUNT_REPLICA.name;
export const PARTNER = OTHER_ACCOUNT_REPLICA.name;
export const REPLICA_ARN = `arn:aws:s3:::${REPLICA}`;
export const PARTNER_ARN = `arn:aws:s3:::${PARTNER}`;

export type Statement = Draft<PolicyStatement>;

/** A statement of the role's own policy. */
export function ofRole(topology: TopologyDraft, sid: string): Statement {
  return statementOf(roleOf(topology).policies[0], sid);
}

export function dropRoleStatement(sid: string): Fault["make"] {
  return (topology) => {
    const statements = statementsOf(roleOf(topology).policies[0]);
    statements.splice(statements.indexOf(ofRole(topology, sid)), 1);
  };
}

/** Takes one action out of a list of them. */
export function without(statement: Statement, action: string): void {
  statement.Action = [statement.Action ?? []].flat().filter((one) => one !== action);
}

/** Writes one action of a list in another way. */
export function respelled(statement: Statement, action: string, as: string): void {
  statement.Action = [statement.Action ?? []].flat().map((one) => (one === action ? as : one));
}

export function deny(
  action: string | string[],
  resource: string | string[],
  more: Partial<Statement> = {},
): Statement {
  return { Sid: "Guard", Effect: "Deny", Principal: "*", Action: action, Resource: resource, ...more };
}

export function denyOfRole(action: string | string[], resource: string | string[]): Statement {
  return { Sid: "Guard", Effect: "Deny", Action: action, Resource: resource };
}
