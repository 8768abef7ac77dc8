/** A resource of a set-up before it is written as state, and what the writers of resources share. */
import type { Statement } from "./setUp";

export type Properties = { readonly [name: string]: unknown };

export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly inputs: Properties;
  /** What the provider adds. */
  readonly computed?: Properties;
}

export const json = (statements: readonly Statement[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
