/** Problems of settings that have the wrong shape, out of what the schema says about them. */
import type { z } from "zod";
import { didYouMean, type Problem, shownValue, suggestion } from "./problems";
import { isUnsetAt, knownNamesAt, type Path, pathText, valueAt } from "./settingPaths";
import { typeFix, typeName } from "./typeFix";

/** Settings of any shape, by name. */
export interface RawSettings {
  readonly [name: string]: unknown;
}

/** A stack without `receiver` needs a primary. `Pulumi.yaml` cannot state that: there the setting has an empty default. */
export function missingRegion(raw: RawSettings): readonly Problem[] {
  const { receiver, primaryRegion } = raw;
  const isSender = receiver === undefined || receiver === "" || JSON.stringify(receiver) === "{}";
  if (!isSender || (primaryRegion !== undefined && primaryRegion !== "")) return [];
  if (Object.keys(raw).some((name) => meantName([name], raw) === "primaryRegion")) return [];
  return [
    { path: "primaryRegion", expected: "text", found: "nothing", fix: typeFix("string", undefined, []) },
  ];
}

/** The problems that the issues of the schema represent. */
export function shapeProblems(issues: readonly z.core.$ZodIssue[], raw: RawSettings): readonly Problem[] {
  const meant = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.flatMap((key) => {
          const name = meantName([...issue.path, key], raw);
          return name === undefined ? [] : [pathText([...issue.path, name])];
        })
      : [],
  );
  return issues.flatMap((issue) => {
    // A setting is not missing where its name is misspelled.
    const isMisspelled = valueAt(raw, issue.path) === undefined && meant.includes(pathText(issue.path));
    return isMisspelled ? [] : problemsOfIssue(issue, raw);
  });
}

/** The known name, not used beside it, that an unknown one is most likely a slip of. */
export function meantName(path: Path, raw: unknown): string | undefined {
  const parent = path.slice(0, -1);
  const names = knownNamesAt(parent);
  const name = String(path.at(-1));
  if (names.includes(name)) return undefined;
  const meant = didYouMean(name, names);
  return meant !== undefined && isUnsetAt(raw, [...parent, meant]) ? meant : undefined;
}

function problemsOfIssue(issue: z.core.$ZodIssue, raw: RawSettings): readonly Problem[] {
  const path = pathText(issue.path);
  const value = valueAt(raw, issue.path);
  const found = shownValue(value);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: pathText([...issue.path, key]),
        expected: "a known setting",
        found: shownValue(key),
        fix: suggestion(key, knownNamesAt(issue.path)),
      }));
    case "invalid_value": {
      const values = issue.values.map(String);
      const fix = suggestion(typeof value === "string" ? value : found, values);
      return [{ path, expected: `one of ${values.join(", ")}`, found, fix }];
    }
    case "invalid_type": {
      const fix = typeFix(issue.expected, value, knownNamesAt(issue.path));
      return [{ path, expected: typeName(issue.expected), found, fix }];
    }
    default:
      return [{ path, expected: issue.message.toLowerCase(), found, fix: "see docs/settings.md" }];
  }
}
