import { strict as assert } from "node:assert";
import {
  type AccessRequest,
  type ApplicablePolicies,
  type Decision,
  evaluate,
  type NamedPolicy,
  type PolicyStatement,
} from "../../../model/evaluation";
import { BUCKET, call, everything, policies, policy } from "./cast";

/** A row of a table: what is asked and given beside the usual, and the verdict. */
export interface Row {
  readonly it: string;
  readonly asked?: Partial<AccessRequest>;
  readonly given: Partial<ApplicablePolicies>;
  readonly verdict: Decision["verdict"];
  readonly explicit?: boolean;
}

export function check(rows: readonly Row[]): void {
  for (const row of rows) {
    it(row.it, () => {
      const { verdict, explicit } = evaluate(call(row.asked), policies(row.given));
      assert.deepEqual({ verdict, explicit }, { verdict: row.verdict, explicit: row.explicit });
    });
  }
}

export const denied = { verdict: "denied", explicit: false } as const;
export const forbidden = { verdict: "denied", explicit: true } as const;
export const allowed = { verdict: "allowed" } as const;
export const unknown = { verdict: "unknown" } as const;

export const identity = [everything("identity policy")];
export const deny: PolicyStatement = { Effect: "Deny", Action: "s3:Replicate*", Resource: "*" };

export function bucket(
  Principal: PolicyStatement["Principal"] & {},
  parts: Partial<PolicyStatement> = {},
): NamedPolicy {
  return policy("bucket policy", {
    Effect: "Allow",
    Principal,
    Action: "s3:*",
    Resource: `${BUCKET}/*`,
    ...parts,
  });
}
