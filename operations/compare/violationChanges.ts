/** What the policies of the pack say now and did not before. */
import { groupBy } from "../../model";
import { type Change, change, listed } from "./change";
import type { State, StatePolicy } from "./state";

export function violationChanges(base: State, head: State): readonly Change[] {
  const before = new Map(base.policies.map((policy) => [policy.name, policy]));
  const after = new Map(head.policies.map((policy) => [policy.name, policy]));
  return [
    ...head.policies.flatMap((policy) => ofPolicy(before.get(policy.name), policy)),
    ...base.policies
      .filter(({ name, enforcementLevel }) => !after.has(name) && enforcementLevel !== "disabled")
      .map(({ name, enforcementLevel }) =>
        change(
          "policy-level-lowered",
          "worse",
          name,
          `policy ${name} (${enforcementLevel}) is no longer in the pack`,
        ),
      ),
  ];
}

type Violation = StatePolicy["violations"][number];

function ofPolicy(before: StatePolicy | undefined, after: StatePolicy): readonly Change[] {
  const { name } = after;
  const [old, now] = [before?.violations ?? [], after.violations];
  const added = now.filter((one) => !old.some((other) => isSame(one, other)));
  const gone = old.filter((one) => !now.some((other) => isSame(one, other)));
  // One that only reads differently, such as by a number in it, is neither new nor gone.
  const changed = added.filter((one) => gone.some((other) => isAlike(one, other)));
  return [
    ...levelChange(before, after),
    ...alike(
      added.filter((one) => !changed.includes(one)),
      (one, words) =>
        change(
          "violation-added",
          one.enforcementLevel === "mandatory" ? "worse" : "different",
          name,
          `policy ${name} (${one.enforcementLevel}) is violated${words}`,
        ),
    ),
    ...alike(changed, (_, words) =>
      change("violation-changed", "different", name, `policy ${name} is still violated${words}`),
    ),
    ...alike(
      gone.filter((one) => !changed.some((other) => isAlike(one, other))),
      (_, words) => change("violation-gone", "better", name, `policy ${name} is no longer violated${words}`),
    ),
  ];
}

const LEVELS: readonly StatePolicy["enforcementLevel"][] = ["disabled", "advisory", "remediate", "mandatory"];

function levelChange(before: StatePolicy | undefined, after: StatePolicy): readonly Change[] {
  if (before === undefined || before.enforcementLevel === after.enforcementLevel) return [];
  const isLower = LEVELS.indexOf(after.enforcementLevel) < LEVELS.indexOf(before.enforcementLevel);
  return [
    change(
      isLower ? "policy-level-lowered" : "policy-level-raised",
      isLower ? "worse" : "better",
      after.name,
      `policy ${after.name} is ${after.enforcementLevel}, and was ${before.enforcementLevel}`,
    ),
  ];
}

function isSame(one: Violation, other: Violation): boolean {
  return isAlike(one, other) && one.message === other.message;
}

function isAlike(one: Violation, other: Violation): boolean {
  return one.urn === other.urn && one.enforcementLevel === other.enforcementLevel;
}

/** One change for all resources with the same message. */
function alike(
  violations: readonly Violation[],
  toChange: (first: Violation, words: string) => Change,
): readonly Change[] {
  const groups = groupBy(violations, (one) => JSON.stringify([one.enforcementLevel, textOf(one)]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = new Set(group.flatMap(({ urn }) => urn?.split("::").at(-1) ?? []));
    const by = names.size === 0 ? "" : ` by ${listed([...names], MOST_NAMED)}`;
    return [toChange(first, `${by}: ${textOf(first)}`)];
  });
}

/** Of a long list, so many are named. */
const MOST_NAMED = 4;

/** The policy SDK puts the policy's description in front, on a line of its own. */
function textOf({ message }: Violation): string {
  const [description = "", ...lines] = message.trim().split("\n");
  return (lines.length === 0 ? description : lines.join(" ")).replaceAll(/\s+/g, " ").trim();
}
