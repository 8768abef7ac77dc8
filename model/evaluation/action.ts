/** Whether the `Action` or `NotAction` of a statement is about an action. */
import { globMatches, globOf, hasWildcard } from "./glob";
import { listOf } from "./statementParts";
import { type Answer, anyOf, doubtful, negate, no, type Ternary, YES } from "./ternary";
import type { PolicyStatement } from "./types";
import { quoted } from "./wording";

/**
 * Whether a statement's `Action` or `NotAction` covers an action; names are case-insensitive.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function matchAction(statement: PolicyStatement, action: string): Answer {
  const excluding = statement.Action === undefined && statement.NotAction !== undefined;
  const patterns = listOf(excluding ? statement.NotAction : statement.Action);
  const matched = patterns.includes(action)
    ? "yes"
    : anyOf(patterns.map((pattern) => actionMatches(pattern, action)));
  const covered = excluding ? negate(matched) : matched;
  if (covered === "yes") return YES;
  const element = excluding ? "NotAction" : "Action";
  if (covered === "unknown") {
    return doubtful(
      () => `its ${element} ${quoted(patterns)} has a wildcard in the service, which AWS does not define`,
    );
  }
  return no(
    () => `its ${element} ${quoted(patterns)} ${excluding ? "leaves out" : "does not cover"} ${action}`,
  );
}

function actionMatches(pattern: string, action: string): Ternary {
  if (!hasWildcard(pattern)) {
    return pattern.length === action.length && pattern.toLowerCase() === action.toLowerCase() ? "yes" : "no";
  }
  if (pattern === "*:*") return "yes";
  const lower = pattern.toLowerCase();
  if (/^\*+$/.test(lower)) return "yes";
  const colon = lower.indexOf(":");
  if (colon < 0) return "no";
  const wanted = action.toLowerCase();
  const wantedColon = wanted.indexOf(":");
  const service = lower.slice(0, colon);
  const wantedService = wanted.slice(0, wantedColon);
  const named = globMatches(globOf(lower.slice(colon + 1)), wanted.slice(wantedColon + 1));
  if (service === wantedService) return named ? "yes" : "no";
  return named && globMatches(globOf(service), wantedService) ? "unknown" : "no";
}
