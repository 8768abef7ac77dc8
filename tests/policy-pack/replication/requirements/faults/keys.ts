import type { Fault } from "./fault";
import { POLICIES } from "./key-policies";
import { ROLE_ACTIONS, STATEMENTS } from "./key-statements";
import { STATES } from "./key-states";

export const KEY_FAULTS: readonly Fault[] = [...ROLE_ACTIONS, ...STATEMENTS, ...POLICIES, ...STATES];
