/** Every topology that must be found to work. */

import { CROSS } from "./accounts";
import { AWS_SAMPLES } from "./awsSamples";
import { CONDITIONS } from "./conditions";
import { ENCRYPTIONS } from "./encryptions";
import { GUARDS } from "./guards";
import { PEERS } from "./peers";
import { PLACES } from "./places";
import { PUBLIC_POLICIES } from "./publicPolicies";
import { RULES } from "./rules";
import { WILDCARDS } from "./wildcards";
import type { Working } from "./working";

export const WORKING: readonly Working[] = [
  ...WILDCARDS,
  ...CONDITIONS,
  ...CROSS,
  ...PUBLIC_POLICIES,
  ...PLACES,
  ...GUARDS,
  ...RULES,
  ...PEERS,
  ...AWS_SAMPLES,
  ...ENCRYPTIONS,
].map(([what, shape, write, lacks]) => ({
  what,
  shape,
  ...(write !== undefined && { write }),
  ...(lacks !== undefined && { lacks }),
}));
