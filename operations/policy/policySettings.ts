/** The level and config of each policy: what the pack says, and then what its user has set, as Pulumi's engine reads it. */
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import type { ErrorObject } from "ajv";
import { type Problem, problemLine, shownValue, suggestion } from "../../components/problems";
import { InputError } from "../inputError";
import type { EnforcementLevel } from "./packResult";

export type Policy = ResourceValidationPolicy | StackValidationPolicy;

/** Values of the config schema of one policy, with or without a level. */
interface PolicyConfig {
  readonly enforcementLevel?: EnforcementLevel | undefined;
  readonly [name: string]: unknown;
}

/** Policy -> its level, or an object. The name `all` sets the level of every policy that is not named itself. */
export interface PackConfig {
  readonly [policy: string]: EnforcementLevel | PolicyConfig;
}

export interface PolicySettings {
  readonly of: (policy: Policy) => {
    readonly level: EnforcementLevel;
    /** Defaults of the schema included. */
    readonly config: { readonly [name: string]: unknown };
  };
}

const ALL = "all";
/** Of a policy that names none, in a pack that names none. */
const USUAL_LEVEL = "advisory";
const FIX = "see docs/policies.md";

/**
 * @param file how problems name the config
 * @throws InputError when the config names a policy that does not exist, or values that the policy's schema refuses; all of them
 *   together
 * @see https://www.pulumi.com/docs/iac/crossguard/configuration/
 */
export function policySettings(
  policies: readonly Policy[],
  config: PackConfig = {},
  file = "the policy pack's config",
): PolicySettings {
  const given = new Map(Object.entries(config).map(([name, value]) => [name, asObject(value)]));
  const problems = [...unusable(policies, given), ...policies.flatMap((policy) => refused(policy, given))];
  if (problems.length > 0) {
    const lines = problems.map((problem) => `\n  ${problemLine(problem)}`);
    throw new InputError(
      `${file} has ${problems.length} ${problems.length === 1 ? "problem" : "problems"}:${lines.join("")}`,
    );
  }
  return {
    of: (policy) => ({
      level:
        given.get(policy.name)?.enforcementLevel ??
        given.get(ALL)?.enforcementLevel ??
        policy.enforcementLevel ??
        USUAL_LEVEL,
      config: { ...defaultsOf(policy), ...valuesOf(given.get(policy.name)) },
    }),
  };
}

type Given = ReadonlyMap<string, PolicyConfig>;

function asObject(value: EnforcementLevel | PolicyConfig): PolicyConfig {
  return typeof value === "string" ? { enforcementLevel: value } : value;
}

function valuesOf({ enforcementLevel: _, ...values }: PolicyConfig = {}): {
  readonly [name: string]: unknown;
} {
  return values;
}

function defaultsOf({ configSchema }: Policy): { readonly [name: string]: unknown } {
  return Object.fromEntries(
    Object.entries(configSchema?.properties ?? {}).flatMap(([name, schema]): [string, unknown][] =>
      "default" in schema ? [[name, schema.default]] : [],
    ),
  );
}

/** Names of no policy, which the engine would ignore. */
function* unusable(policies: readonly Policy[], given: Given): Iterable<Problem> {
  const names = policies.map(({ name }) => name);
  for (const [name, config] of given) {
    if (name === ALL) {
      for (const value of Object.keys(valuesOf(config)))
        yield {
          path: `${ALL}.${value}`,
          expected: "a level only",
          found: "a value",
          fix: "set it for each policy",
        };
    } else if (!names.includes(name)) {
      yield {
        path: name,
        expected: "the name of a policy",
        found: "none of this name",
        fix: suggestion(name, names),
      };
    }
  }
}

function refused(policy: Policy, given: Given): readonly Problem[] {
  const { name, configSchema } = policy;
  const values = valuesOf(given.get(name));
  if (configSchema === undefined || (Object.keys(values).length === 0 && configSchema.required === undefined))
    return [];
  // Loaded here, since most rehearsals have no config.
  const { Ajv }: typeof import("ajv") = require("ajv");
  const check = new Ajv({ allErrors: true, strict: false, verbose: true }).compile({
    type: "object",
    ...configSchema,
  });
  return check({ ...defaultsOf(policy), ...values })
    ? []
    : (check.errors ?? []).map((error) => problemOf(name, error));
}

function problemOf(
  policy: string,
  { instancePath, keyword, params, message = "", data }: ErrorObject,
): Problem {
  const steps = instancePath.split("/").slice(1);
  const path = steps.reduce((at, step) => (/^\d+$/.test(step) ? `${at}[${step}]` : `${at}.${step}`), policy);
  switch (keyword) {
    case "required":
      return {
        path: `${path}.${params["missingProperty"]}`,
        expected: "a value",
        found: "nothing",
        fix: FIX,
      };
    case "additionalProperties":
      return {
        path: `${path}.${params["additionalProperty"]}`,
        expected: "no value of this name",
        found: "one",
        fix: FIX,
      };
    case "enum":
      return {
        path,
        expected: `one of ${params["allowedValues"].join(", ")}`,
        found: shownValue(data),
        fix: FIX,
      };
    default: {
      const words = message.replace(/^must (NOT )?/, (_, not) => (not === undefined ? "" : "not "));
      return { path, expected: `it to ${words}`, found: shownValue(data), fix: FIX };
    }
  }
}
