/** Colours for terminals. */
import picocolors from "picocolors";

/** Colours a text, or leaves it alone. */
export type Colour = (text: string) => string;

/** The colours of a report. */
export interface Paint {
  readonly bold: Colour;
  readonly dim: Colour;
  readonly green: Colour;
  readonly red: Colour;
  readonly yellow: Colour;
}

/** Colours for a terminal; each leaves its text alone unless `enabled`. */
export function paint(enabled: boolean): Paint {
  const { bold, dim, green, red, yellow } = picocolors.createColors(enabled);
  return { bold, dim, green, red, yellow };
}

/** Whether a stream shows colours to a person: a terminal, unless the user refused with `NO_COLOR`. */
export function wantsColour(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  const refused = environment["NO_COLOR"] !== undefined && environment["NO_COLOR"] !== "";
  return stream.isTTY === true && !refused && environment["TERM"] !== "dumb";
}
