/** Exemptions by config: every policy has them, each needs a reason, and each one used is reported. */
import * as z from "zod/mini";
import { matchesPattern } from "../../../model";
import { type Field, field, list, nonEmptyText } from "./settings";

export interface Exemption {
  /** Name or URN of the resource; `*` matches any text, `?` one character. */
  readonly resource: string;
  readonly reason: string;
}

const exemption = z.strictObject(
  {
    resource: describedText("a name or URN", "Name or URN; `*` matches any text, `?` one character."),
    reason: describedText("why it is exempt", "Why. The report shows it."),
  },
  "only resource and reason",
);

export const exempt: Field<readonly Exemption[]> = {
  ...field<readonly Exemption[]>(
    "exempt",
    // An unknown property may be intended to narrow the exemption, so an exemption with one does not apply.
    // What is no object lacks both properties, and is reported as such.
    list(
      z.pipe(
        z.transform((entry) => (isRecord(entry) ? entry : {})),
        exemption,
      ),
    ),
    [],
    "Resources that may break this policy. Each use is reported as advisory, with its reason, instead of blocking.",
  ),
  entries: "exemptions",
};

/** The exemption that covers a resource, if there is one. */
export function exemptionOf(exemptions: readonly Exemption[], urn: string): Exemption | undefined {
  return exemptions.find(({ resource }) => namesResource(resource, urn));
}

/** Whether a pattern names a resource, by its name or its URN. */
export function namesResource(pattern: string, urn: string): boolean {
  return matchesPattern(pattern, urn) || matchesPattern(pattern, urn.slice(urn.lastIndexOf("::") + 2));
}

/** The JSON schema cannot say that a text is not blank. */
function describedText(expected: string, description: string) {
  const isNotBlank = z.refine<string>((value) => value.trim() !== "", expected);
  return nonEmptyText(expected).check(isNotBlank).register(z.globalRegistry, { description });
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
