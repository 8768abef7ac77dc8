import picocolors from "picocolors";

/** Colours a text, or leaves it alone. */
export type Colour = (text: string) => string;

/** The colours of a report, by what they mean. */
export interface Paint {
  readonly heading: Colour;
  readonly good: Colour;
  readonly bad: Colour;
  readonly unsure: Colour;
  readonly quiet: Colour;
}

/** Colours for a terminal; none where `NO_COLOR` is set or `enabled` is false. */
export function paint(enabled: boolean): Paint {
  const { bold, green, red, yellow, dim } = picocolors.createColors(enabled);
  return { heading: bold, good: green, bad: red, unsure: yellow, quiet: dim };
}

/** Whether a stream shows colours to a person. */
export function wantsColour(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  const refused = environment["NO_COLOR"] !== undefined && environment["NO_COLOR"] !== "";
  return stream.isTTY === true && !refused && environment["TERM"] !== "dumb";
}
