import type { PolicyStatement } from "../../../model/evaluation/types";
import type { Draft } from "../../helpers/topologies";

/** A statement as a fix gives it: words that say where, then JSON. */
export interface Pasted {
  readonly where: string;
  readonly json: string;
  readonly statement: Draft<PolicyStatement>;
}

/** Every statement that a fix asks to paste. */
export function pastedIn(fix: string): readonly Pasted[] {
  const found = [...fix.matchAll(/^([a-z].*):\n(\{[\s\S]*?^\})/gm)];
  return found.map(([, where = "", json = ""]) => ({ where, json, statement: JSON.parse(json) }));
}
