/** Resolves a value that is not known yet through the resources that it comes from. */
import type { Reference, Unknown } from "../topology";
import { typeOfUrn, wordsForUrn } from "./urn";

/** What the value could be a reference to. */
export interface Candidate {
  readonly label: string;
  /** Everything that identifies it is known already, so that a value that is not known cannot be one of them. */
  readonly settled: boolean;
  /** What the value will be, where a part of that is known, e.g. the name of an alias. */
  readonly written?: string | undefined;
}

/**
 * The one resource that the unknown value can only refer to, or the unknown with all that it could refer to.
 *
 * @param candidates URN -> resource of the kind that is referred to
 */
export function referenceByOrigin(unknown: Unknown, candidates: ReadonlyMap<string, Candidate>): Reference {
  const labels = new Map<string, string | undefined>();
  const foreign: string[] = [];
  for (const urn of unknown.from ?? []) {
    const candidate = candidates.get(urn);
    if (candidate === undefined) {
      // Other AWS resources cannot give the name of this kind; anything else, e.g. a stack reference, can.
      if (!typeOfUrn(urn).startsWith("aws:")) foreign.push(urn);
    } else if (!candidate.settled)
      labels.set(candidate.label, labels.has(candidate.label) ? undefined : candidate.written);
  }
  const [only, another] = [...labels];
  if (only === undefined) return unknown;
  if (another === undefined && foreign.length === 0) {
    const [to, written] = only;
    return written === undefined ? { to } : { to, written };
  }
  const from = [...labels.keys(), ...foreign];
  return { unknown: `one of ${from.map(wordsForUrn).join(", ")}, known only at deployment`, from };
}
