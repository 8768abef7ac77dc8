/** Compares two states of a stack. */
import { accessChanges } from "./accessChanges";
import { accountChanges } from "./accountChanges";
import { type Change, inOrder } from "./change";
import { policyChanges } from "./policyChanges";
import { resourceChanges } from "./resourceChanges";
import { routeChanges } from "./routeChanges";
import { ruleChanges } from "./ruleChanges";
import { ownResources, type State } from "./state";
import { violationChanges } from "./violationChanges";

/** What changes from one state of a stack to another. */
export interface Comparison {
  /** What is compared with, e.g. `main (1a2b3c4)` or `report.json`. */
  readonly base: string;
  readonly verdict: { readonly before: State["verdict"]; readonly after: State["verdict"] };
  /** What is worse first. */
  readonly changes: readonly Change[];
  /** What limits the comparison, one lower-case sentence each. */
  readonly remarks: readonly string[];
}

/** There is no base to compare with. */
export interface NoComparison {
  readonly base: string;
  /** Why, as a lower-case sentence. */
  readonly reason: string;
}

/** Everything that changes from `base` to `head`. */
export function compareStates(
  name: string,
  base: State,
  head: State,
  remarks: readonly string[] = [],
): Comparison {
  return {
    base: name,
    verdict: { before: base.verdict, after: head.verdict },
    changes: inOrder([
      ...routeChanges(base, head),
      ...accountChanges(base, head),
      ...policyChanges(base, head),
      ...accessChanges(base, head),
      ...violationChanges(base, head),
      ...resourceChanges(base, head),
      ...ruleChanges(base, head),
    ]),
    remarks: [...remarks, ...remarksOn(name, base, head)],
  };
}

function remarksOn(name: string, base: State, head: State): readonly string[] {
  const lacksInputs = ownResources(base).some(({ inputs }) => inputs === undefined);
  return [
    ...(base.stack === head.stack
      ? []
      : [`${name} is about stack ${base.stack}, this rehearsal about ${head.stack}`]),
    ...(lacksInputs
      ? [
          `${name} comes from a version that did not write the inputs of resources: policies, rules and settings are not compared`,
        ]
      : []),
  ];
}
