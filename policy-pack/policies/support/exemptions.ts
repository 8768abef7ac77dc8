/** Exemptions by config: every policy has them, each needs a reason, and each one used is reported. */
import { matchesPattern } from "../../../model";
import type { Field, Parsed } from "./settings";
import { problem } from "./settings";

export interface Exemption {
  /** Name or URN of the resource; `*` matches any text, `?` one character. */
  readonly resource: string;
  readonly reason: string;
}

export const exempt: Field<readonly Exemption[]> = {
  name: "exempt",
  fallback: [],
  schema: {
    type: "array",
    default: [],
    description:
      "Resources that may break this policy. Each use is reported as advisory, with its reason, instead of blocking.",
    items: {
      type: "object",
      required: ["resource", "reason"],
      additionalProperties: false,
      properties: {
        resource: {
          type: "string",
          minLength: 1,
          description: "Name or URN; `*` matches any text, `?` one character.",
        },
        reason: {
          type: "string",
          minLength: 1,
          description: "Why. The report shows it.",
        },
      },
    },
  },
  parse: (value, path): Parsed<readonly Exemption[]> => {
    if (!Array.isArray(value)) return { problems: [problem(path, "a list", JSON.stringify(value))] };
    const exemptions: Exemption[] = [];
    const problems: string[] = [];
    value.forEach((item: unknown, index) => {
      const { resource, reason, ...others } = isRecord(item) ? item : {};
      const at = `${path}[${index}]`;
      if (!isText(resource))
        problems.push(problem(`${at}.resource`, "a name or URN", JSON.stringify(resource) ?? "nothing"));
      if (!isText(reason))
        problems.push(problem(`${at}.reason`, "why it is exempt", JSON.stringify(reason) ?? "nothing"));
      for (const other of Object.keys(others))
        problems.push(
          problem(`${at}.${other}`, "only resource and reason", "a name that exemptions do not have"),
        );
      // An unknown property may be intended to narrow the exemption, so an exemption with one does not apply.
      if (isText(resource) && isText(reason) && Object.keys(others).length === 0)
        exemptions.push({ resource, reason });
    });
    return { value: exemptions, problems };
  },
};

/** The exemption that covers a resource, if there is one. */
export function exemptionOf(exemptions: readonly Exemption[], urn: string): Exemption | undefined {
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  return exemptions.find(({ resource }) => matchesPattern(resource, urn) || matchesPattern(resource, name));
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
