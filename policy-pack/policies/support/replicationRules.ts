/** Reads the replication rules of one resource, and judges their values. */
import type { Known, Property, ReplicationRule } from "../../../model";
import { BUCKETS } from "./awsTypes";
import {
  type Allowance,
  type PolicyFinding,
  type PolicyFindings,
  shown,
  undecided,
  unless,
  violation,
} from "./finding";
import { nist, securityHub } from "./frameworks";
import type { JudgedResource } from "./policy";

export const CROSS_REGION = securityHub(
  "S3.7",
  "S3 general purpose buckets should use cross-Region replication",
  ["NIST SP 800-53 Rev. 5 CP-6, CP-6(1), CP-6(2), CP-9, CP-10, SC-36(2), SI-13(5)"],
);
export const MONITORING = nist(
  "SI-4, CP-9(1)",
  "Monitor the replication of backups, and notice when it fails",
);
export const ENABLED = '"Enabled"';

/** A rule that is not disabled, with how a report names it. */
export interface NamedRule extends ReplicationRule {
  readonly named: string;
  /** The rule as it is written: it says more where the model only says that something is not known. */
  readonly written: Property;
}

/** Judges every rule that is not disabled. */
export function* forEachRule(
  resource: JudgedResource,
  judge: (rule: NamedRule) => PolicyFindings,
): Iterable<PolicyFinding> {
  for (const { rules } of resource.configurations()) {
    if ("unknown" in rules) {
      yield undecided("rules", rules.unknown);
      continue;
    }
    for (const [index, rule] of rules.known.entries()) {
      if ("known" in rule.status && rule.status.known === "Disabled") continue;
      const id = "known" in rule.id ? rule.id.known : undefined;
      const named = id === undefined ? `rule ${index + 1}` : `rule ${JSON.stringify(id)}`;
      const findings = judge({ ...rule, named, written: writtenRule(resource, index) });
      yield* "unknown" in rule.status ? unless(rule.status, `status of ${named}`, findings) : findings;
    }
  }
}

/** A single resource states one configuration at most. */
function writtenRule({ type, input }: JudgedResource, index: number): Property {
  const inline = [input("replicationConfiguration"), input("replicationConfigurations")];
  const rules = BUCKETS.includes(type)
    ? (inline.find((each) => !each.isAbsent()) ?? input("replicationConfiguration")).single().at("rules")
    : input("rules");
  const items = rules.items();
  return ("known" in items ? items.known[index] : undefined) ?? rules;
}

/** Nothing where the value is as it should be; else a violation, or that it is not known yet. */
export function* expectKnown<T>(
  where: string,
  value: Known<T>,
  right: (value: T) => boolean,
  expected: string,
  fix: string,
  allowance?: Allowance,
): PolicyFindings {
  if ("unknown" in value) yield undecided(where, value.unknown);
  else if (!right(value.known))
    yield violation(where, expected, shown(statusOf(value.known)), fix, allowance);
}

/** Of an element, its status says enough. */
function statusOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "status" in value ? value.status : value;
}
