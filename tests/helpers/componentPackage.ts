/** The component package, as Pulumi's provider host runs it. */
import { packageProvider } from "../../operations/docs/packageSchema";
import type { Plan } from "../../operations/rehearsal/plan";
import type { RunKind } from "../../operations/rehearsal/recorder";
import { record } from "../../operations/rehearsal/rehearse";

/** One for all tests: it derives the schema once, which takes some ten seconds. */
export const PROVIDER = packageProvider();

export const REPLICATED = "s3-replication:index:ReplicatedBucket";
export const RECEIVING = "s3-replication:index:ReceivingBucket";

/** Constructs a component as Pulumi does for a program in another language. */
export function constructed(
  type: string,
  name: string,
  inputs: object,
  kind: RunKind = "update",
): Promise<Plan> {
  return record({ project: "library", stack: "test", kind }, () =>
    PROVIDER.construct(name, type, { ...inputs }, {}),
  );
}
