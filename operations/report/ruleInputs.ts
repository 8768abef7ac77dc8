/** Reads rules from the inputs of a planned resource. */
import { isProperties, type ResourceProperties } from "../rehearsal/values";

/** The rules of a configuration's inputs, of replication or of a lifecycle. */
export function ruleInputsOf({ rules }: ResourceProperties): readonly ResourceProperties[] {
  return Array.isArray(rules) ? rules.filter(isProperties) : [];
}

/** Name of the bucket that a replication rule writes to; empty where it names none. */
export function destinationBucketName({ destination }: ResourceProperties): string {
  const bucket = isProperties(destination) ? destination["bucket"] : undefined;
  return (
    String(bucket ?? "")
      .split(":")
      .at(-1) ?? ""
  );
}
