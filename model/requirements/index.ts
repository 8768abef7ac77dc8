/** Every requirement that decides whether a route works, in the order in which a report lists them. */
import { CONFIGURATION } from "./configuration";
import { DESTINATION } from "./destination";
import { LOCKS } from "./locks";
import { OWNERSHIP } from "./ownership";
import { PUBLIC_ACCESS } from "./publicAccess";
import { REPLICA_KEY } from "./replicaKey";
import type { Area, Requirement, Strength } from "./requirement";
import { ROLE } from "./role";
import { RULE_DESTINATION } from "./ruleDestination";
import { RULE_ENCRYPTION } from "./ruleEncryption";
import { RULE_IDENTITY } from "./ruleIdentity";
import { RULE_OPTIONS } from "./ruleOptions";
import { RULE_TIME } from "./ruleTime";
import { RULE_VERSION } from "./ruleVersion";
import { SITES } from "./sites";
import { SOURCE } from "./source";
import { SOURCE_KEY } from "./sourceKey";
import { TRUST } from "./trust";

export const REQUIREMENTS: readonly Requirement[] = [
  ...SITES,
  ...ROLE,
  ...TRUST,
  ...SOURCE,
  ...DESTINATION,
  ...PUBLIC_ACCESS,
  ...LOCKS,
  ...OWNERSHIP,
  ...SOURCE_KEY,
  ...REPLICA_KEY,
  ...RULE_ENCRYPTION,
  ...RULE_IDENTITY,
  ...RULE_VERSION,
  ...RULE_OPTIONS,
  ...RULE_TIME,
  ...RULE_DESTINATION,
  ...CONFIGURATION,
];

/** A requirement as a row of a document. */
export interface CatalogueRow {
  readonly id: string;
  readonly title: string;
  readonly area: Area;
  readonly strength: Strength;
  readonly url: string;
  readonly checks: string;
}

/** One row for each requirement, in the order of a report. */
export function catalogue(): readonly CatalogueRow[] {
  return REQUIREMENTS.map(({ id, title, area, strength, url, checks }) => ({
    id,
    title,
    area,
    strength,
    url,
    checks,
  }));
}

export type { Area, Finding, Requirement, Strength } from "./requirement";
