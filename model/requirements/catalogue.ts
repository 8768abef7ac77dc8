/** The requirements as rows of a document. */
import { REQUIREMENTS } from "./index";
import type { Area, Strength } from "./requirement";

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
