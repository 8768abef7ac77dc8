/** Faults in rules, configurations and sites. */
import { ruleOf } from "../../../helpers/topologies";
import { SEVERAL } from "./configurations";
import type { Fault } from "./fault";
import { RULES } from "./ruleElements";
import { RULE_FILTERS } from "./ruleFilters";
import { RULE_TIMES } from "./ruleTimes";
import { SITES } from "./sites";

export const RULE_FAULTS: readonly Fault[] = [
  ...[...RULES, ...RULE_TIMES, ...RULE_FILTERS].map(
    ([on, what, change, finds]): Fault => ({
      on,
      what: `the rule ${what}`,
      make: (t) => change(ruleOf(t, on === "several" ? 1 : 0)),
      finds,
      ...(on === "several" && { routes: [1] }),
    }),
  ),
  ...SEVERAL,
  ...SITES,
];
