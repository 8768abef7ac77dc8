import assert from "node:assert/strict";
import { join } from "node:path";
import { ReplicatedBucket } from "../../components/index";
import type { ReplicatedBucketArgs } from "../../components/replicatedBucketArgs";
import type { Plan, PlannedResource } from "../../operations/rehearsal/plan";
import type { RunKind } from "../../operations/rehearsal/recorder";
import { record, rehearse } from "../../operations/rehearsal/rehearse";
import { isProperties, type ResourceProperties } from "../../operations/rehearsal/values";

export const PROJECT_DIRECTORY = join(__dirname, "..", "..");

/** Arguments of the smallest replication, to be changed in one place for each test. */
export const SMALL: ReplicatedBucketArgs = {
  bucketName: "acme-archive",
  primary: { region: "eu-west-1", accountId: "111122223333" },
  replicas: [{ region: "eu-central-1" }],
};

/** The plan of a `ReplicatedBucket` on its own. */
export function planOf(args: Partial<ReplicatedBucketArgs> = {}, kind: RunKind = "update"): Promise<Plan> {
  return record({ project: "library", stack: "test", kind }, () => {
    new ReplicatedBucket("archive", { ...SMALL, ...args });
  });
}

/** The plan of the real program with these settings. */
export function programPlan(settings: ResourceProperties, kind: RunKind = "update"): Promise<Plan> {
  const values = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      `s3-replication:${name}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  return rehearse(
    PROJECT_DIRECTORY,
    { project: "s3-replication", stack: "test", values, secretKeys: [], environments: [] },
    kind,
  );
}

/** Every resource of a type, e.g. `aws:s3:Bucket`. */
export function ofType(plan: Plan, type: string): readonly PlannedResource[] {
  return plan.resources.filter((resource) => resource.type.replace(/\/[^:]*/, "") === type);
}

/** The one resource of a type with this name. */
export function resource(plan: Plan, type: string, name: string): PlannedResource {
  const found = ofType(plan, type).filter((candidate) => candidate.name === name);
  const names = ofType(plan, type).map((candidate) => candidate.name);
  assert.equal(found.length, 1, `${type} ${name}: found ${found.length} of ${names.join(", ")}`);
  const [only] = found;
  assert.ok(only);
  return only;
}

/** A policy of a resource, parsed. */
export function policyOf(planned: PlannedResource, property = "policy"): ResourceProperties {
  const text = planned.inputs[property];
  assert.equal(typeof text, "string");
  const document: unknown = JSON.parse(String(text));
  assert.ok(isProperties(document));
  return document;
}

/** The rules of the one replication configuration. */
export function rulesOf(plan: Plan): readonly ResourceProperties[] {
  const [configuration] = ofType(plan, "aws:s3:BucketReplicationConfig");
  const rules = configuration?.inputs["rules"];
  assert.ok(Array.isArray(rules));
  return rules.filter(isProperties);
}

/** Last part of a URN. */
export function nameOf(urn: string | undefined): string | undefined {
  return urn?.split("::").at(-1);
}
