/** Reads the file of a policy pack's config. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { InputError } from "../inputError";
import type { PackConfig } from "./policySettings";

const level = z.enum(["advisory", "mandatory", "remediate", "disabled"]);

/** Policy -> its level, or values of its config schema, with or without a level. */
const packConfig = z.record(
  z.string(),
  z.union([level, z.looseObject({ enforcementLevel: level.optional() })]),
);

/**
 * Reads the config of a policy pack, written as for `pulumi preview --policy-pack-config`. An empty file sets nothing.
 *
 * @throws InputError when the file cannot be read or is not such a config.
 */
export function readPackConfig(path: string): PackConfig {
  const name = basename(path);
  const parsed = packConfig.safeParse(parsedFile(path, name));
  if (parsed.success) return parsed.data;
  const policies = parsed.error.issues.map((issue) => String(issue.path[0] ?? "the file"));
  throw new InputError(
    `${name}: expected policy names with a level (advisory, mandatory, remediate, disabled) or an object, found another value for ${[...new Set(policies)].join(", ")}; see docs/policies.md`,
  );
}

function parsedFile(path: string, name: string): unknown {
  try {
    const text = readFileSync(path, "utf8");
    return text.trim() === "" ? {} : JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `${name}: expected a JSON file with config of the policy pack, found none (${reason}); see docs/policies.md`,
    );
  }
}
