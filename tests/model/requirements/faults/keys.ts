import type { Fault } from "./fault";
import { POLICIES } from "./keyPolicies";
import { ROLE_ACTIONS, STATEMENTS } from "./keyStatements";
import { STATES } from "./keyStates";

export const KEY_FAULTS: readonly Fault[] = [...ROLE_ACTIONS, ...STATEMENTS, ...POLICIES, ...STATES];
