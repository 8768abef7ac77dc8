/** Reads a report of `rehearse --json`. */
import { readFileSync } from "node:fs";
import { InputError } from "../inputError";
import { type State, stateSchema } from "./state";

const HOW = "write one with: npx s3-replication rehearse --json > report.json";

/**
 * Reads a report that `rehearse --json` printed, of this version or an older one.
 *
 * @param path where it is
 * @param name how a message names it
 * @throws InputError when it cannot be read or is no such report
 */
export function readReport(path: string, name: string): State {
  const parsed = stateSchema.safeParse(parsedJson(path, name));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path: at, message }) => `${at.length === 0 ? "" : `${at.join(".")}: `}${message.toLowerCase()}`,
  );
  const [first = "nothing", ...others] = problems;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  throw new InputError(
    `${name}: expected a report of rehearse --json, found another document (${first}${more}); ${HOW}`,
  );
}

function parsedJson(path: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `${name}: expected a report of rehearse --json, found none that can be read (${reason}); ${HOW}`,
    );
  }
}
